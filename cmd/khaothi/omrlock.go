package main

import (
	"os"
	"syscall"
)

// lockFile takes a file for this process, or fails when another has it. The
// lock ends with the process, however that ends.
func lockFile(f *os.File) error {
	return syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
}
