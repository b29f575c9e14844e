package localservers

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// found is a live process that works in a data directory.
type found struct {
	pid, parent int
}

// processesIn returns the live processes of program whose working directory is
// dir. PostgreSQL and Redis change into their data directory, so this finds
// them without trusting a pid file: neither a stale one nor one whose number
// went to somebody else.
func processesIn(dir, program string) []found {
	dir = realPath(dir)
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return nil
	}
	var list []found
	for _, e := range entries {
		pid, err := strconv.Atoi(e.Name())
		if err != nil || pid == os.Getpid() {
			continue
		}
		if cwd, err := os.Readlink(filepath.Join("/proc", e.Name(), "cwd")); err != nil || cwd != dir {
			continue
		}
		if f, ok := inspect(pid, program); ok {
			list = append(list, f)
		}
	}
	return list
}

// inspect reads what a process is; ok is false when it ended, is a zombie or
// runs another program.
func inspect(pid int, program string) (found, bool) {
	proc := filepath.Join("/proc", strconv.Itoa(pid))
	cmdline, err := os.ReadFile(filepath.Join(proc, "cmdline"))
	if err != nil || !bytes.Contains(cmdline, []byte(program)) {
		return found{}, false
	}
	stat, err := os.ReadFile(filepath.Join(proc, "stat"))
	if err != nil {
		return found{}, false
	}
	// pid (comm) state ppid …; comm may hold blanks and parentheses.
	fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
	if len(fields) < 2 || fields[0] == "Z" || fields[0] == "X" {
		return found{}, false
	}
	parent, err := strconv.Atoi(fields[1])
	return found{pid: pid, parent: parent}, err == nil
}

// serverAmong returns the pid of the server itself: the process whose parent
// is none of the others, where just one is.
func serverAmong(list []found) (int, bool) {
	server := 0
	for _, f := range list {
		isChild := slices.ContainsFunc(list, func(o found) bool { return o.pid == f.parent })
		if isChild {
			continue
		}
		if server != 0 {
			return 0, false
		}
		server = f.pid
	}
	return server, server != 0
}

// realPath resolves links, as /proc shows directories.
func realPath(dir string) string {
	if real, err := filepath.EvalSymlinks(dir); err == nil {
		return real
	}
	return dir
}
