package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"khaothi/loadtest"
)

// memoryTick is how often memory is looked at; rareEvery is every how many
// looks the record is asked how many events it holds, and the memory of
// PostgreSQL is looked at: the system walks through the whole of it, which in a
// closed loop once a second was a twentieth of the generator's time.
const (
	memoryTick = time.Second
	rareEvery  = 10
)

// memoryWatch samples the memory of the servers while the candidates work.
type memoryWatch struct {
	rig    *loadRig
	empty  int64 // of the nodes before anybody connected
	full   int64 // with everybody in the waiting room
	cancel context.CancelFunc
	done   sync.WaitGroup

	samples []memorySample
}

// memorySample is the memory of each part in bytes, 0 where it was down, and
// how many events the record holds.
type memorySample struct{ node, redis, postgres, stored int64 }

func newMemoryWatch(rig *loadRig) *memoryWatch {
	return &memoryWatch{rig: rig, empty: rig.rss(), cancel: func() {}}
}

// hook lets the watch follow the phases of a run.
func (w *memoryWatch) hook(ctx context.Context, cfg *loadtest.Config) {
	cfg.Connected = func() { w.full = w.rig.rss() }
	cfg.Working = func() {
		sampling, cancel := context.WithCancel(ctx)
		w.cancel = cancel
		w.done.Go(func() { w.sample(sampling) })
	}
	cfg.Ending = w.stop
}

func (w *memoryWatch) stop() {
	w.cancel()
	w.done.Wait()
}

func (w *memoryWatch) sample(ctx context.Context) {
	each(ctx, memoryTick, func(ctx context.Context) {
		postgres, redis := w.rig.servers.Pids()
		s := memorySample{node: w.rig.rss(), redis: residentOf(redis)}
		switch n := len(w.samples); {
		case n%rareEvery == 0:
			s.postgres, s.stored = familyMemory(postgres), w.rig.stored(ctx)
		default:
			s.postgres, s.stored = w.samples[n-1].postgres, w.samples[n-1].stored
		}
		w.samples = append(w.samples, s)
	})
}

// fill puts the memory into the result: the growth of the nodes per candidate,
// by the median over the work, and what each part grew by.
func (w *memoryWatch) fill(res *loadtest.Result) {
	w.stop() // a run that failed did not end
	res.ServerRSSMB = mb(w.rig.peak())
	res.BytesWaiting = max(w.full-w.empty, 0) / int64(res.Students)
	node := w.of(func(s memorySample) int64 { return s.node })
	if len(node) == 0 {
		return
	}
	res.BytesPerPerson = max(int64(median(node))-w.empty, 0) / int64(res.Students)
	for _, part := range []struct {
		name string
		of   func(memorySample) int64
	}{
		{"khaothi serve", func(s memorySample) int64 { return s.node }},
		{"Redis", func(s memorySample) int64 { return s.redis }},
		{"PostgreSQL", func(s memorySample) int64 { return s.postgres }},
	} {
		m := flatness(part.name, w.of(part.of))
		if part.name == "Redis" {
			m.KeptMB = mb(digestBytes * w.storedBetween())
		}
		res.Memory = append(res.Memory, m)
	}
}

// digestBytes is what an event leaves in Redis until its attempt is sealed: the
// digest by which a repeat is told from a conflict. All else of it is in
// PostgreSQL by then, and gone from Redis.
const digestBytes = 8

// storedBetween is how many events were put into the record between the two
// looks of flatness: from the middle of the second quarter to that of the last.
func (w *memoryWatch) storedBetween() int64 {
	n := len(w.samples)
	early, late := w.samples[n*3/8].stored, w.samples[n*7/8].stored
	if early == 0 { // not known: all would seem to be new
		return 0
	}
	return max(late-early, 0)
}

// stored is how many events the record holds, 0 where it does not answer.
func (r *loadRig) stored(ctx context.Context) (n int64) {
	ctx, cancel := context.WithTimeout(ctx, memoryTick)
	defer cancel()
	if err := r.pool.QueryRow(ctx, "SELECT coalesce(sum(last_seq), 0)::bigint FROM attempt").Scan(&n); err != nil {
		return 0 // then nothing is subtracted
	}
	return n
}

func (w *memoryWatch) of(part func(memorySample) int64) []float64 {
	list := make([]float64, len(w.samples))
	for i, s := range w.samples {
		list[i] = float64(part(s))
	}
	return list
}

// flatness compares the second quarter of the work with the last one: the
// first is the warm-up.
func flatness(name string, samples []float64) loadtest.Memory {
	n := len(samples)
	m := loadtest.Memory{Part: name, EarlyMB: median(samples[n/4:n/2]) / (1 << 20), LateMB: median(samples[n*3/4:]) / (1 << 20)}
	if m.EarlyMB > 0 {
		m.Growth = m.LateMB/m.EarlyMB - 1
	}
	return m
}

// Limits of a soak: five of a hundred, and what a small process gains or loses
// by chance.
const (
	soakGrowth  = 0.05
	soakSlackMB = 4
)

// soakFault says which part grew more than a soak allows, or nil. What is known
// to stay is no fault, and is told with the figures; all growth beside it is.
func soakFault(list []loadtest.Memory) error {
	if len(list) == 0 {
		return fmt.Errorf("no memory was measured: a soak needs a longer --duration")
	}
	var grown []string
	for _, m := range list {
		rest := m.LateMB - m.EarlyMB - m.KeptMB
		if rest > soakGrowth*m.EarlyMB && rest > soakSlackMB {
			grown = append(grown, fmt.Sprintf("%s from %.1f to %.1f MB (%+.1f %%), of which %.1f MB are to stay",
				m.Part, m.EarlyMB, m.LateMB, 100*m.Growth, m.KeptMB))
		}
	}
	if len(grown) == 0 {
		return nil
	}
	return fmt.Errorf("memory is not flat to 5 %% after the warm-up: %s", strings.Join(grown, ", "))
}

func median(list []float64) float64 {
	if len(list) == 0 {
		return 0
	}
	list = slices.Clone(list)
	slices.Sort(list)
	return list[len(list)/2]
}

func mb(n int64) float64 { return float64(n) / (1 << 20) }

// residentOf is the resident memory of a process in bytes; 0 when there is no
// such process.
func residentOf(pid int) int64 { return procFigure(fmt.Sprintf("/proc/%d/status", pid), "VmRSS:") }

// familyMemory is the memory that a process and its children own, without what
// PostgreSQL shares among its processes: the size of that is set, and it fills
// as pages are first touched, which is no growth.
func familyMemory(pid int) int64 {
	if pid == 0 {
		return 0
	}
	sum := procFigure(fmt.Sprintf("/proc/%d/smaps_rollup", pid), "Pss_Anon:")
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return sum
	}
	for _, e := range entries {
		if child, err := strconv.Atoi(e.Name()); err == nil && parentOf(child) == pid {
			sum += procFigure(fmt.Sprintf("/proc/%d/smaps_rollup", child), "Pss_Anon:")
		}
	}
	return sum
}

func parentOf(pid int) int {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0
	}
	_, rest, _ := bytes.Cut(text, []byte(") ")) // the name before may hold spaces
	var state string
	var parent int
	if _, err := fmt.Sscan(string(rest), &state, &parent); err != nil {
		return 0
	}
	return parent
}

// procFigure reads one figure in kB of a file of /proc, in bytes; 0 when it is
// not there.
func procFigure(path, name string) int64 {
	f, err := os.Open(path) //nolint:gosec // of /proc
	if err != nil {
		return 0
	}
	defer f.Close() //nolint:errcheck // read only
	for sc := bufio.NewScanner(f); sc.Scan(); {
		if rest, ok := strings.CutPrefix(sc.Text(), name); ok {
			kb, _ := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(rest), " kB"), 10, 64) // 0 is "unknown"
			return kb << 10
		}
	}
	return 0
}
