package loadtest

import (
	"encoding/json"
	"time"

	"khaothi/delivery/protocol"
)

// handInShare is the percentage of the working time after which the candidates
// of the profile submit all hand in.
const handInShare = 80

// begin starts the work of a candidate whose paper has just opened. mu is held.
func (c *candidate) begin() {
	now := time.Now()
	p := &c.crowd.plan
	if p.Profile == Mixed && c.rng.IntN(20) == 0 {
		c.crowd.after(c.share(0.2, 0.8), c.drop)
	}
	if p.Profile == Mixed && c.rng.IntN(2) == 0 {
		c.crowd.after(c.share(0.6, 0.9), c.handIn)
	}
	switch {
	case p.Profile == Exam:
		c.deeds = paceOf(c.rng, len(c.fields))
		c.workFrom, c.workFor = now, min(p.Duration, c.deadline.Sub(now))
		c.timer = time.AfterFunc(c.untilDeed(), c.doNext)
	case c.crowd.closedLoop:
		c.wake(now)
	default:
		c.timer = time.AfterFunc(c.pause(), c.tick)
	}
}

// share is a random moment between two shares of the working time.
func (c *candidate) share(from, to float64) time.Duration {
	return time.Duration((from + c.rng.Float64()*(to-from)) * float64(c.crowd.plan.Duration))
}

// pause is the time to the next answer of one candidate of an open loop:
// exponential, so that all together make a Poisson stream of the wanted rate.
func (c *candidate) pause() time.Duration {
	mean := float64(c.crowd.plan.Total) / c.crowd.plan.Rate * float64(time.Second)
	return min(time.Duration(c.rng.ExpFloat64()*mean), time.Hour)
}

// tick makes one answer of the open loop and sets the clock for the next. The
// next is counted from when this one was due, not from when it was made.
func (c *candidate) tick() {
	now := time.Now()
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.done(now) {
		return
	}
	if c.mayAnswer(now) {
		c.answer(now)
	}
	c.timer.Reset(c.pause())
}

// done reports whether the candidate's work is over for good. mu is held.
func (c *candidate) done(now time.Time) bool {
	return c.sealed || c.submitted || c.vanished || c.lateFrom != 0 || !c.inTime(now)
}

// untilDeed is the time to the next deed of the profile exam; one that has none
// left waits for the end. mu is held.
func (c *candidate) untilDeed() time.Duration {
	if len(c.deeds) == 0 {
		return time.Hour
	}
	return time.Until(c.workFrom.Add(time.Duration(c.deeds[0].at * float64(c.workFor))))
}

// doNext does what is due of the profile exam. A pause of the sitting is waited
// for.
func (c *candidate) doNext() {
	now := time.Now()
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.done(now) || len(c.deeds) == 0 {
		return
	}
	if !c.mayAnswer(now) {
		c.timer.Reset(time.Second)
		return
	}
	d := c.deeds[0]
	c.deeds = c.deeds[1:]
	c.do(d, now)
	c.timer.Reset(c.untilDeed())
}

func (c *candidate) do(d deed, now time.Time) {
	switch d.kind {
	case deedAnswer:
		f := c.fields[d.field]
		c.note(now, f.name, c.otherValue(f))
	case deedFlag:
		c.note(now, "flag:"+c.fields[d.field].name, "1")
	case deedUnflag:
		c.note(now, "flag:"+c.fields[d.field].name, "")
	case deedAway, deedBack:
		c.sendFocus(d.kind == deedAway)
	case deedDrop:
		c.cut()
	}
}

// otherValue is an answer to a field that is not the one it has.
func (c *candidate) otherValue(f field) string {
	last := ""
	for i := len(c.events) - 1; i >= 0 && last == ""; i-- {
		if c.events[i].field == f.name {
			last = c.events[i].value
		}
	}
	v := c.thought(f)
	for try := 0; v == last && try < 8; try++ {
		v = f.values[c.rng.IntN(len(f.values))]
	}
	return v
}

func (c *candidate) sendFocus(lost bool) {
	if c.ws == nil {
		return
	}
	text, err := json.Marshal(protocol.Focus{T: protocol.TypeFocus, Lost: lost})
	if err != nil {
		panic("loadtest: " + err.Error()) // a word and a bool always marshal
	}
	c.send(text)
}

// wake lets a candidate of the closed loop make the next answer, if none is on
// its way; one that mixes its events makes a few. mu is held.
func (c *candidate) wake(now time.Time) {
	if !c.crowd.closedLoop || c.acked != c.last() {
		return
	}
	n := 1
	if c.role == roleDouble {
		n = mixAtMost
	}
	for ; n > 0 && c.mayAnswer(now); n-- {
		c.answer(now)
	}
}

// drop cuts the connection without a word, as a pulled cable does.
func (c *candidate) drop() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.cut()
}

func (c *candidate) cut() {
	if c.ws != nil && !c.sealed {
		c.pulled = true
		_ = c.ws.UnderlyingConn().Close() // the reader sees it
	}
}

// handIn submits before the deadline.
func (c *candidate) handIn() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.sealed || c.submitted || c.vanished || c.fields == nil {
		return
	}
	c.submitted = true
	if c.ws != nil {
		c.sendSubmit()
	}
}
