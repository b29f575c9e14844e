package localservers

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// maxSocketPath is what sockaddr_un holds, less its closing zero.
const maxSocketPath = 107

// checkSocketPath refuses a path that no socket can have.
func checkSocketPath(path string) error {
	if len(path) > maxSocketPath {
		return fmt.Errorf("the socket path %s has %d bytes, at most %d are possible: choose a shorter runtime directory", path, len(path), maxSocketPath)
	}
	return nil
}

// serverEnv is the environment of the servers: none of our PG… variables, no
// secrets.
func serverEnv() []string {
	return []string{"PATH=/usr/local/bin:/usr/bin:/bin", "LC_ALL=C.UTF-8", "TZ=UTC"}
}

// writeSettings writes a settings file and reports whether it said something
// else before. It replaces the file as a whole.
func writeSettings(path, text string, a account) (changed bool, err error) {
	old, err := os.ReadFile(path)
	if err == nil && bytes.Equal(old, []byte(text)) {
		return false, nil
	}
	fresh := path + ".new"
	if err := os.WriteFile(fresh, []byte(text), 0o600); err != nil {
		return false, fmt.Errorf("write settings: %w", err)
	}
	if a.drop {
		if err := os.Chown(fresh, a.uid, a.gid); err != nil {
			return false, fmt.Errorf("write settings: %w", err)
		}
	}
	if err := os.Rename(fresh, path); err != nil {
		return false, fmt.Errorf("write settings: %w", err)
	}
	return true, nil
}

// moveUp moves everything in from into its parent dir to, PG_VERSION last: it
// marks the whole as complete.
func moveUp(from, to string) error {
	entries, err := os.ReadDir(from)
	if err != nil {
		return fmt.Errorf("read %s: %w", from, err)
	}
	const mark = "PG_VERSION"
	for _, e := range entries {
		if e.Name() == mark {
			continue
		}
		target := filepath.Join(to, e.Name())
		if err := os.RemoveAll(target); err != nil { // of an attempt cut short
			return fmt.Errorf("clear %s: %w", target, err)
		}
		if err := os.Rename(filepath.Join(from, e.Name()), target); err != nil {
			return fmt.Errorf("move the new data directory: %w", err)
		}
	}
	if err := os.Rename(filepath.Join(from, mark), filepath.Join(to, mark)); err != nil {
		return fmt.Errorf("move the new data directory: %w", err)
	}
	return os.Remove(from)
}

// quoteConf quotes a value of postgresql.conf.
func quoteConf(s string) string {
	return "'" + strings.ReplaceAll(s, "'", "''") + "'"
}

// megabytes writes a size as postgresql.conf wants it.
func megabytes(n uint64) string {
	return "'" + strconv.FormatUint(n>>20, 10) + "MB'"
}

// totalMemory is the machine's memory in bytes; 1 GB if it does not say.
func totalMemory() uint64 {
	const fallback = 1 << 30
	f, err := os.Open("/proc/meminfo")
	if err != nil {
		return fallback
	}
	defer func() { _ = f.Close() }() // only read
	for sc := bufio.NewScanner(f); sc.Scan(); {
		fields := strings.Fields(sc.Text())
		if len(fields) >= 2 && fields[0] == "MemTotal:" {
			if kb, err := strconv.ParseUint(fields[1], 10, 64); err == nil {
				return kb << 10
			}
		}
	}
	return fallback
}
