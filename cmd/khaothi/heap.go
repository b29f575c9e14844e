package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

const (
	// heapRoom is how much a program may allocate at least between two
	// collections: one with little in use would collect all the time.
	heapRoom = 96 << 20
	// usualRoom is Go's own rule: as much again as is in use, in percent.
	usualRoom = 100
)

// roomAfter is the percentage that leaves room beside what is in use.
func roomAfter(inUse uint64) int {
	return max(usualRoom, int(heapRoom*100/max(inUse, 1<<20)))
}

// heap sets the room anew after each collection.
type heap struct {
	percent int
	read    []metrics.Sample
}

// keepHeapRoom begins to. Who sets GOGC has decided.
func keepHeapRoom() {
	if os.Getenv("GOGC") != "" {
		return
	}
	h := &heap{read: []metrics.Sample{{Name: "/gc/heap/live:bytes"}, {Name: "/gc/scan/stack:bytes"}}}
	h.collected()
}

// collected runs once after each collection, as a finalizer does.
func (h *heap) collected() {
	metrics.Read(h.read)
	if p := roomAfter(h.read[0].Value.Uint64() + h.read[1].Value.Uint64()); p != h.percent {
		h.percent = p
		debug.SetGCPercent(p)
	}
	runtime.SetFinalizer(h, (*heap).collected)
}
