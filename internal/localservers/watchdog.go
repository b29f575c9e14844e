package localservers

import (
	"fmt"
	"os"
	"os/exec"
	"syscall"
)

// watchdogScript waits until its standard input ends, which is when the
// program that holds the other end has ended, however it ended. Then it ends
// every process that works under $1 and removes the further arguments.
const watchdogScript = `
read -r _ || :
below() {
	ls -l /proc/[0-9]*/cwd 2>/dev/null | D="$1/" awk '
		(i = index($0, " -> ")) && index(substr($0, i + 4), ENVIRON["D"]) == 1 {
			sub(".*/proc/", ""); sub("/cwd .*", ""); print
		}'
}
# PostgreSQL: immediate shutdown, which frees its shared memory. Redis: quits.
for p in $(below "$1"); do kill -QUIT "$p" 2>/dev/null; done
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
	[ -z "$(below "$1")" ] && break
	sleep 0.1
done
for p in $(below "$1"); do kill -KILL "$p" 2>/dev/null; done
shift
rm -rf "$@"
`

// Watchdog has everything under dir stopped and dir removed when this program
// ends: by itself, by os.Exit or by kill -9. It is for servers that must not
// outlive their program, such as those of tests. close does it at once and
// waits.
func Watchdog(dir string) (closeNow func() error, err error) {
	return watchdog(dir, nil, dir)
}

// watchdog stops what works under dir and removes the paths in remove. It
// holds lock, if any, until it is done, so that nobody starts in between.
func watchdog(dir string, lock *os.File, remove ...string) (closeNow func() error, err error) {
	// Bare descriptors: an os.File would be closed once nobody refers to it, and
	// the watchdog would bite in the middle of the program.
	var ends [2]int
	if err := syscall.Pipe2(ends[:], syscall.O_CLOEXEC); err != nil {
		return nil, fmt.Errorf("start the watchdog: %w", err)
	}
	read := os.NewFile(uintptr(ends[0]), "watchdog")
	defer func() { _ = read.Close() }()                                                     // the child has its own copy
	cmd := exec.Command("/bin/sh", "-c", watchdogScript, "khaothi-watchdog", realPath(dir)) //nolint:noctx // outlives every context
	cmd.Args = append(cmd.Args, remove...)
	if lock != nil {
		cmd.ExtraFiles = []*os.File{lock}
	}
	cmd.Dir, cmd.Stdin, cmd.Env = "/", read, serverEnv()
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if err := cmd.Start(); err != nil {
		_ = syscall.Close(ends[1]) // nothing reads it
		return nil, fmt.Errorf("start the watchdog: %w", err)
	}
	return func() error {
		_ = syscall.Close(ends[1]) // the watchdog reads the end
		return cmd.Wait()
	}, nil
}
