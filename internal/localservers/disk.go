package localservers

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

// minFree is what the servers need to start: PostgreSQL alone writes a log
// segment of 16 MB ahead.
const minFree = 128 << 20

// checkDisk refuses a file system that has less than need bytes left.
func checkDisk(dir string, need uint64) error {
	free, ok := freeBytes(dir)
	if !ok || free >= need {
		return nil
	}
	return fmt.Errorf("the disk of %s is full: %d MB are free and at least %d MB are needed; make room, or choose another data directory", dir, free>>20, need>>20)
}

// freeBytes asks the file system that holds dir, or its nearest parent that
// exists, how much an ordinary user may still write.
func freeBytes(dir string) (uint64, bool) {
	for {
		var st syscall.Statfs_t
		err := syscall.Statfs(dir, &st)
		if err == nil {
			return st.Bavail * uint64(st.Bsize), true
		}
		if !errors.Is(err, os.ErrNotExist) || dir == filepath.Dir(dir) {
			return 0, false
		}
		dir = filepath.Dir(dir)
	}
}

// withDiskHint adds to err that the disk is full, where it is.
func withDiskHint(err error, dir string) error {
	if errors.Is(err, syscall.ENOSPC) {
		return fmt.Errorf("the disk of %s is full; make room, or choose another data directory: %w", dir, err)
	}
	if hint := checkDisk(dir, 1<<20); hint != nil {
		return fmt.Errorf("%w (%w)", err, hint)
	}
	return err
}
