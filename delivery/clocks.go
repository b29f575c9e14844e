package delivery

import (
	"slices"
	"time"

	"khaothi/internal/exam"
)

// Place is where an attempt sits, and its personal extra time: all that its
// terms depend on beside the sitting and its actions.
type Place struct {
	Attempt exam.AttemptID
	Room    exam.RoomID
	Extra   time.Duration
}

// scope is what an action is of: the zero scope is the whole sitting.
type scope struct {
	room    exam.RoomID
	attempt exam.AttemptID
}

func (a *Action) scope() scope {
	if a.Attempt != "" {
		return scope{attempt: a.Attempt}
	}
	return scope{room: a.Room}
}

// counts says whether a took or will take effect.
func (a *Action) counts() bool { return a.Outcome == "" || a.Outcome == OutcomeDone }

// Clocks are the pauses and grants of a sitting by scope. They do not change
// once made, so that any number of goroutines may ask.
type Clocks struct {
	start, end, cut time.Time
	sitting         *Sitting
	pauses          map[scope][]Span
	grants          map[scope]grants
	seals           map[exam.AttemptID]SealedBy // what was last ordered of an attempt and not reopened
	rounds          map[exam.AttemptID]int      // reopenings
}

// grants of one scope: all of them, and those given after the cut.
type grants struct{ all, afterCut time.Duration }

// NewClocks makes the clocks of s from its actions, in their order. Actions
// that were refused do not count.
func NewClocks(s *Sitting, actions []Action) *Clocks {
	c := &Clocks{
		start: s.start(), end: s.end(), cut: s.Cut, sitting: s, pauses: map[scope][]Span{}, grants: map[scope]grants{},
		seals: map[exam.AttemptID]SealedBy{}, rounds: map[exam.AttemptID]int{},
	}
	cutDone := c.cut.IsZero()
	for i := range actions {
		a := &actions[i]
		if !cutDone && a.Created.After(c.cut) {
			c.endPauses()
			cutDone = true
		}
		if a.counts() {
			c.take(a)
		}
	}
	if !cutDone {
		c.endPauses()
	}
	return c
}

func (c *Clocks) take(a *Action) {
	k := a.scope()
	switch a.Kind {
	case ActionPause:
		c.pauses[k] = append(c.pauses[k], Span{From: a.At})
	case ActionResume:
		resume(c.pauses[k], a.At)
	case ActionGrant:
		g := c.grants[k]
		g.all += a.Amount
		if !c.cut.IsZero() && a.Created.After(c.cut) {
			g.afterCut += a.Amount
		}
		c.grants[k] = g
	case ActionReopen:
		c.rounds[a.Attempt]++
		delete(c.seals, a.Attempt)
	default:
		if by, ok := sealsBy[a.Kind]; ok {
			c.seals[a.Attempt] = by
		}
	}
}

// sealsBy says which actions seal, and what the seal then says.
var sealsBy = map[ActionKind]SealedBy{
	ActionSubmit: SealedByInvigilator, ActionToPaper: SealedByPaper, ActionVoid: SealedByVoid,
}

// resume ends what is open.
func resume(spans []Span, at time.Time) {
	for i := range spans {
		if spans[i].To.IsZero() {
			spans[i].To = at
		}
	}
}

// endPauses lets the cut end every pause: closing a sitting is for everybody.
func (c *Clocks) endPauses() {
	for _, spans := range c.pauses {
		resume(spans, c.cut)
	}
}

// scopesOf are the three scopes that cover p.
func scopesOf(p *Place) [3]scope {
	return [3]scope{{}, {room: p.Room}, {attempt: p.Attempt}}
}

// Open says whether exactly this scope is paused, and since when.
func (c *Clocks) open(k scope) (since time.Time, ok bool) {
	for _, p := range c.pauses[k] {
		if p.To.IsZero() && (!ok || p.From.Before(since)) {
			since, ok = p.From, true
		}
	}
	return since, ok
}

// Terms returns what the deadline of the attempt at p is computed from.
func (c *Clocks) Terms(p Place) Terms {
	t := Terms{
		Rev: c.sitting.Rev, End: c.end, Duration: c.sitting.Duration, Extra: p.Extra, Grace: c.sitting.Grace,
		Pauses: c.spans(&p),
	}
	afterCut := p.Extra
	for _, k := range scopesOf(&p) {
		t.Extra += c.grants[k].all
		afterCut += c.grants[k].afterCut
	}
	if !c.cut.IsZero() {
		// min(…, cut + what was given after it + pauses after it), written as an End.
		end := c.cut.Add(afterCut - t.Extra - stood(t.Pauses, c.cut))
		if end.Before(t.End) {
			t.End = end
		}
	}
	return t
}

// seat says whether the clock of who sits at p stands, and all that p was
// given.
func (c *Clocks) seat(p Place) (paused bool, granted time.Duration) {
	t := c.Terms(p)
	_, paused = t.Paused()
	return paused, t.Extra
}

// spans joins the pauses that cover p. Overlapping ones count once; what lies
// before the start of the sitting does not count.
func (c *Clocks) spans(p *Place) []Span {
	var all []Span
	for _, k := range scopesOf(p) {
		all = append(all, c.pauses[k]...)
	}
	if len(all) == 0 {
		return nil
	}
	for i := range all {
		all[i].From = later(all[i].From, c.start)
	}
	slices.SortFunc(all, func(a, b Span) int { return a.From.Compare(b.From) })
	joined := all[:0]
	for _, s := range all {
		if !s.To.IsZero() && !s.To.After(s.From) {
			continue
		}
		if n := len(joined); n > 0 && (joined[n-1].To.IsZero() || !s.From.After(joined[n-1].To)) {
			last := &joined[n-1]
			if s.To.IsZero() || !last.To.IsZero() && s.To.After(last.To) {
				last.To = s.To
			}
			continue
		}
		joined = append(joined, s)
	}
	return joined
}
