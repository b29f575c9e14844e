package loadtest

import (
	"context"
	"time"
)

// Report is what one part found out. Reports add up exactly.
type Report struct {
	Found      Comparison
	Ack        Counts // of all who read; see Slow
	Slow       Counts // of slow readers
	Open       Counts // from the start of the sitting to the open paper
	Drain      Counts
	Slices     []Slice
	Late       int64
	Unsaved    int64 // neither acknowledged nor called late
	Reconnects int64
	Dropped    int64 // slow readers' connections that ended while they did not read
	Stalled    int64 // of these, those that could not write any more
	Back       Comeback
	Vanished   int64
	CaughtNS   int64 // the last slow reader
	Kinds      map[string]int64
}

// add counts another part's report too.
func (r *Report) add(o Report) {
	r.Found.add(o.Found)
	r.Ack = histogramOf(r.Ack, o.Ack).counts()
	r.Slow = histogramOf(r.Slow, o.Slow).counts()
	r.Open = histogramOf(r.Open, o.Open).counts()
	r.Drain = histogramOf(r.Drain, o.Drain).counts()
	for i, s := range o.Slices {
		if i == len(r.Slices) {
			r.Slices = append(r.Slices, Slice{})
		}
		r.Slices[i].Ack = histogramOf(r.Slices[i].Ack, s.Ack).counts()
		r.Slices[i].Conns += s.Conns
	}
	r.Late += o.Late
	r.Unsaved += o.Unsaved
	r.Reconnects += o.Reconnects
	r.Dropped += o.Dropped
	r.Stalled += o.Stalled
	r.Back.add(o.Back)
	r.Vanished += o.Vanished
	r.CaughtNS = max(r.CaughtNS, o.CaughtNS)
	r.Kinds = addKinds(r.Kinds, o.Kinds)
}

// fail adds n times the same trouble.
func (r *Report) fail(n int64, kind string) {
	if n > 0 {
		r.Kinds = addKinds(r.Kinds, map[string]int64{kind: n})
	}
}

// fill puts the figures into the result.
func (r *Report) fill(res *Result) {
	res.Acked, res.Lost, res.Duplicated, res.Late = r.Found.Acked, r.Found.Lost, r.Found.Duplicated, r.Late
	res.AckMS, res.SlowMS = histogramOf(r.Ack).quantiles(), histogramOf(r.Slow).quantiles()
	open := histogramOf(r.Open)
	res.StartMS = StartMS{P50: open.Quantile(0.5), P99: open.Quantile(0.99)}
	res.DrainLagMS = histogramOf(r.Drain).Quantile(0.99)
	res.BackS = time.Duration(r.CaughtNS).Seconds()
	res.Vanished = r.Vanished
	res.Unsaved = r.Unsaved
	res.Reconnects, res.Dropped, res.HeldBack = r.Reconnects, r.Dropped, r.Stalled
	res.ErrorKinds, res.Errors = kindList(r.Kinds)
}

// report implements part.
func (c *crowd) report(ctx context.Context, b bounds) (Report, error) {
	m := &c.meter
	r := Report{
		Ack: m.series.total(), Slow: m.slow.counts(), Drain: m.drain.counts(), Slices: m.series.slices(), Late: m.late.Load(),
		Reconnects: m.reconnects.Load(), Dropped: m.dropped.Load(), Stalled: m.stalled.Load(),
		Back: m.back.times(), Vanished: m.vanished.Load(), CaughtNS: m.slowestNS.Load(),
	}
	var open Histogram
	starts := time.Unix(0, b.Starts)
	logs := make([]Log, 0, len(c.candidates))
	for _, one := range c.candidates {
		logs = append(logs, one.log())
		one.mu.Lock()
		if !one.openedAt.IsZero() {
			open.Record(one.openedAt.Sub(starts))
		}
		if n := one.last() - one.acked - one.late; n > 0 {
			r.Unsaved += n
		}
		r.Back.Since = r.Back.Since || one.sinceFault()
		one.mu.Unlock()
	}
	r.Open, r.Kinds = open.counts(), m.kindsNow()
	var err error
	r.Found, err = compareWithin(ctx, c.record, logs, b)
	return r, err
}

// log is the candidate's own log in the form of the comparison.
func (c *candidate) log() Log {
	c.mu.Lock()
	defer c.mu.Unlock()
	l := Log{Attempt: c.attempt, First: c.first, Acked: c.acked, LateFrom: c.lateFrom, Events: make([]Answered, len(c.events))}
	for i, e := range c.events {
		l.Events[i] = Answered{e.field, e.value}
	}
	return l
}

// sinceFault reports whether the candidate made an answer after the fault. mu
// is held.
func (c *candidate) sinceFault() bool {
	n := len(c.events)
	return n > 0 && !c.vanished && c.crowd.meter.back.after(c.crowd.began.Add(time.Duration(c.events[n-1].at)))
}
