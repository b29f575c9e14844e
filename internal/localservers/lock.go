package localservers

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// lockWait is how long a starting program waits for one that is ending on the
// same data, and graveWait for the watchdog of one that was killed: it ends the
// servers first.
const (
	lockWait  = 3 * time.Second
	graveWait = 30 * time.Second
)

// lockDir takes the data directory for this program. The lock goes with the
// open file: however the program ends, the kernel frees it.
func lockDir(ctx context.Context, dir string) (*os.File, error) {
	path := filepath.Join(dir, "khaothi.lock")
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock the data directory %s: %w: choose another one with --data, or make it writable", dir, withDiskHint(err, dir))
	}
	if err := waitLock(ctx, f); err != nil {
		holder, _ := os.ReadFile(path) // empty says as much
		_ = f.Close()                  // nothing was written
		return nil, fmt.Errorf("the data directory %s is in use by another khaothi (process %s): stop it first, or choose another directory with --data: %w",
			dir, strings.TrimSpace(string(holder)), err)
	}
	if err := writePid(f); err != nil {
		_ = f.Close() // the error before it is the one to tell
		return nil, fmt.Errorf("write %s: %w", path, withDiskHint(err, dir))
	}
	return f, nil
}

// waitLock tries until it holds the lock or has waited long enough for the
// program that holds it.
func waitLock(ctx context.Context, f *os.File) error {
	began := time.Now()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if err == nil || !errors.Is(err, syscall.EWOULDBLOCK) {
			return err
		}
		if waited := time.Since(began); waited > graveWait || waited > lockWait && holderLives(f) {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-tick.C:
		}
	}
}

// holderLives reports whether the process that wrote its number into f runs.
func holderLives(f *os.File) bool {
	b := make([]byte, 20)
	n, _ := f.ReadAt(b, 0) // the end of the file comes early
	pid, err := strconv.Atoi(strings.TrimSpace(string(b[:n])))
	return err == nil && pid > 0 && !errors.Is(syscall.Kill(pid, 0), syscall.ESRCH)
}

// writePid notes who holds the lock, for the other's error message.
func writePid(f *os.File) error {
	if err := f.Truncate(0); err != nil {
		return err
	}
	_, err := f.WriteAt([]byte(strconv.Itoa(os.Getpid())+"\n"), 0)
	return err
}
