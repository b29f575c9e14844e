package main

import (
	"testing"
)

// TestHeapRoom: who uses little gets room, who uses much no more than Go gives.
func TestHeapRoom(t *testing.T) {
	t.Parallel()
	for inUse, want := range map[uint64]int{0: 9600, 1 << 20: 9600, 24 << 20: 400, 96 << 20: 100, 1 << 30: 100} {
		if got := roomAfter(inUse); got != want {
			t.Errorf("roomAfter(%d MB) = %d, want %d", inUse>>20, got, want)
		}
	}
}
