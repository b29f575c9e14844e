package delivery

import "time"

// Span is a time in which a clock stood still. To is zero while it stands.
type Span struct{ From, To time.Time }

// Terms are what the deadline of one attempt is computed from:
//
//	min(End + pauses, start + Duration + pauses since the start) + Extra
//
// docs/decisions/0010-clocks.md says why. Live computes the same from the same
// Terms (commit.lua, deadline_of).
type Terms struct {
	Rev      int64         // of the sitting: Live never goes back to older Terms
	End      time.Time     // the sitting's hard end, without pauses and grants
	Duration time.Duration // from the start of the attempt
	Extra    time.Duration // grants of the sitting, the room and the candidate; personal extra time
	Grace    time.Duration
	Pauses   []Span // apart from one another and in order; none before the sitting's start; only the last may be open
}

// Paused says whether the clock stands, and since when.
func (t *Terms) Paused() (since time.Time, ok bool) {
	if n := len(t.Pauses); n > 0 && t.Pauses[n-1].To.IsZero() {
		return t.Pauses[n-1].From, true
	}
	return time.Time{}, false
}

// Deadline is the deadline of an attempt that began at started. While the
// clock stands it is the one of the moment at which it stopped, returned as
// since: deadline - since is what remains.
func (t *Terms) Deadline(started time.Time) (deadline, since time.Time) {
	if from, ok := t.Paused(); ok {
		since = later(from, started)
	}
	end, own := t.End, started.Add(t.Duration)
	for _, p := range t.Pauses {
		to := p.To
		if to.IsZero() {
			to = since
		}
		end = end.Add(to.Sub(p.From))
		own = own.Add(max(to.Sub(later(p.From, started)), 0))
	}
	if own.Before(end) {
		end = own
	}
	return end.Add(t.Extra), since
}

// hardEnd is the deadline of who never begins. It does not come while the
// clock stands.
func (t *Terms) hardEnd() time.Time { return t.End.Add(t.Extra + stood(t.Pauses, time.Time{})) }

// stood is how long the clock stood before until, where until is not zero. An
// open pause counts up to until only.
func stood(pauses []Span, until time.Time) (sum time.Duration) {
	for _, p := range pauses {
		to := p.To
		if to.IsZero() || !until.IsZero() && until.Before(to) {
			to = until
		}
		sum += max(to.Sub(p.From), 0)
	}
	return sum
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
