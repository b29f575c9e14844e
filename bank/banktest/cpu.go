package banktest

import (
	"runtime"
	"syscall"
	"time"
)

// thisThread is RUSAGE_THREAD of Linux, which package syscall does not name.
const thisThread = 1

// CPU is how long f computes on the thread of its caller, whatever else the
// machine does: tests of bounds ask it and not the clock. Work that f gives to
// other goroutines does not count. Where the system cannot tell it is the clock.
func CPU(f func()) time.Duration {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	var before, after syscall.Rusage
	start := time.Now() //nolint:forbidigo // only where the system counts no CPU time
	wrong := syscall.Getrusage(thisThread, &before)
	f()
	if err := syscall.Getrusage(thisThread, &after); err != nil || wrong != nil {
		return time.Since(start)
	}
	return time.Duration(after.Utime.Nano() + after.Stime.Nano() - before.Utime.Nano() - before.Stime.Nano())
}
