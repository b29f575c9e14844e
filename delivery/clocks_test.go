package delivery

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"khaothi/internal/exam"
)

// noon is when the sittings of these tests start.
var noon = time.Date(2026, 6, 11, 12, 0, 0, 0, time.UTC)

// at is a moment so many minutes after noon.
func at(minutes float64) time.Time { return noon.Add(time.Duration(minutes * float64(time.Minute))) }

// deed is an action in short. made is when it was written down, where that is
// not when it takes effect.
func deed(kind ActionKind, when, made float64, scope string, amount float64) Action {
	a := Action{Kind: kind, At: at(when), Created: at(made), Amount: time.Duration(amount * float64(time.Minute)), Outcome: OutcomeDone}
	switch scope[0] {
	case 'r':
		a.Room = exam.RoomID(scope)
	case 'a':
		a.Attempt = exam.AttemptID(scope)
	}
	return a
}

func pause(when float64, scope string) Action { return deed(ActionPause, when, when, scope, 0) }
func goOn(when float64, scope string) Action  { return deed(ActionResume, when, when, scope, 0) }
func grant(when float64, scope string, minutes float64) Action {
	return deed(ActionGrant, when, when, scope, minutes)
}

// hour is a running sitting of 60 minutes that ends 60 minutes after noon.
func hour() *Sitting {
	return &Sitting{State: exam.SittingRunning, Started: noon, End: at(60), Duration: time.Hour, Grace: 10 * time.Second}
}

func TestDeadlines(t *testing.T) {
	t.Parallel()
	a1 := Place{Attempt: "a1", Room: "r1"}
	for _, tt := range []struct {
		name    string
		actions []Action
		place   Place
		started float64
		cut     float64 // 0: none
		want    float64 // deadline
		paused  float64 // since when; -1: the clock runs
	}{
		{"nothing happened", nil, a1, 0, 0, 60, -1},
		{"a late starter loses the time", nil, a1, 20, 0, 60, -1},
		{"personal extra time", nil, Place{Attempt: "a1", Room: "r1", Extra: 15 * time.Minute}, 0, 0, 75, -1},
		{"a room is paused and resumed", []Action{pause(10, "r1"), goOn(25, "r1")}, a1, 0, 0, 75, -1},
		{"another room is paused", []Action{pause(10, "r2"), goOn(25, "r2")}, a1, 0, 0, 60, -1},
		{"the room stands", []Action{pause(10, "r1")}, a1, 0, 0, 60, 10},
		{"a power cut noticed 4 minutes late", []Action{deed(ActionPause, 10, 14, "r1", 0), goOn(25, "r1")}, a1, 0, 0, 75, -1},
		{"a pause of the candidate in a pause of the room", []Action{pause(10, "r1"), pause(12, "a1"), goOn(20, "a1"), goOn(25, "r1")}, a1, 0, 0, 75, -1},
		{"overlapping pauses count once", []Action{pause(10, "r1"), pause(20, "s"), goOn(25, "r1"), goOn(30, "s")}, a1, 0, 0, 80, -1},
		{"under two pauses, one ended", []Action{pause(10, "r1"), pause(20, "a1"), goOn(25, "r1")}, a1, 0, 0, 60, 10},
		{"the room's resume does not end the candidate's pause", []Action{pause(20, "a1"), pause(10, "r1"), goOn(25, "r1")}, a1, 0, 0, 60, 10},
		{"two pauses one after the other", []Action{pause(10, "r1"), goOn(12, "r1"), pause(30, "a1"), goOn(33, "a1")}, a1, 0, 0, 65, -1},
		{"a second pause of a paused room, further back", []Action{pause(10, "r1"), deed(ActionPause, 5, 11, "r1", 0), goOn(15, "r1")}, a1, 0, 0, 70, -1},
		{"a late starter after the pause gains what the room gained", []Action{pause(10, "r1"), goOn(25, "r1")}, a1, 30, 0, 75, -1},
		{"a pause before the own start, in time", []Action{pause(1, "r1"), goOn(3, "r1")}, a1, 3, 0, 62, -1},
		{"a pause of who waits moves the hard end", []Action{pause(0, "a1"), goOn(10, "a1")}, a1, 10, 0, 70, -1},
		{"a pause before the sitting counts from its start", []Action{pause(-20, "s"), goOn(5, "s")}, a1, 5, 0, 65, -1},
		{"a pause over before the start is nothing", []Action{pause(-20, "s"), goOn(-5, "s")}, a1, 0, 0, 60, -1},
		{"a grant of the sitting", []Action{grant(30, "s", 5)}, a1, 0, 0, 65, -1},
		{"grants of all scopes", []Action{grant(30, "s", 5), grant(31, "r1", 3), grant(32, "a1", 2), grant(32, "a2", 9)}, a1, 0, 0, 70, -1},
		{"a grant while paused", []Action{pause(10, "r1"), grant(15, "r1", 5)}, a1, 0, 0, 65, 10},
		{"a grant for a late starter", []Action{grant(5, "s", 5)}, a1, 20, 0, 65, -1},
		{"began before the pause was known", []Action{deed(ActionPause, 10, 12, "r1", 0)}, a1, 11, 0, 61, 11},
		{"the sitting is closed by hand", nil, a1, 0, 30, 30, -1},
		{"closed by hand: personal extra time stays", nil, Place{Attempt: "a1", Room: "r1", Extra: 15 * time.Minute}, 0, 30, 45, -1},
		{"closed by hand: what was granted before is over", []Action{grant(10, "s", 20)}, a1, 0, 30, 30, -1},
		{"closed by hand during a pause", []Action{pause(20, "r1")}, a1, 0, 30, 30, -1},
		{"closed by hand after a pause", []Action{pause(10, "r1"), goOn(20, "r1")}, a1, 0, 30, 30, -1},
		{"closed by hand, then granted again", []Action{grant(10, "s", 20), grant(31, "a1", 5)}, a1, 0, 30, 35, -1},
		{"closed by hand, then paused", []Action{pause(31, "a1"), goOn(36, "a1")}, a1, 0, 30, 35, -1},
		{"closed by hand after the end", nil, a1, 0, 90, 60, -1},
		{"what was refused does not count", []Action{{Kind: ActionGrant, At: at(5), Amount: time.Hour, Outcome: "sitting.closed"}}, a1, 0, 0, 60, -1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := hour()
			if tt.cut > 0 {
				s.Cut = at(tt.cut)
			}
			terms := NewClocks(s, tt.actions).Terms(tt.place)
			deadline, since := terms.Deadline(at(tt.started))
			if !deadline.Equal(at(tt.want)) {
				t.Errorf("deadline %v, want %v", deadline.Sub(noon), at(tt.want).Sub(noon))
			}
			want := time.Time{}
			if tt.paused >= 0 {
				want = at(tt.paused)
			}
			if !since.Equal(want) {
				t.Errorf("stands since %v, want %v", since, want)
			}
		})
	}
}

// history is a random course of a sitting, in the order in which it happened.
func history(r *rand.Rand) []Action {
	var list []Action
	open := map[string]bool{}
	now := -10.0
	for range r.IntN(20) {
		now += float64(r.IntN(8000)) / 1000
		scope := []string{"s", "r1", "r2", "a1", "a2"}[r.IntN(5)]
		switch {
		case r.IntN(5) == 0:
			list = append(list, grant(now, scope, float64(1+r.IntN(10))))
		case open[scope]:
			list = append(list, goOn(now, scope))
			open[scope] = false
		default:
			list = append(list, deed(ActionPause, now-float64(r.IntN(3)), now, scope, 0))
			open[scope] = true
		}
	}
	return list
}

// stands says, straight from the words, whether the clock of a1 in r1 stands at
// a moment: a pause of one of its scopes began and was not resumed.
func stands(actions []Action, when time.Time) bool {
	for i, p := range actions {
		if p.Kind != ActionPause || p.Room == "r2" || p.Attempt == "a2" || when.Before(p.At) {
			continue
		}
		over := false
		for _, r := range actions[i:] {
			over = over || r.Kind == ActionResume && r.scope() == p.scope() && !when.Before(r.At)
		}
		if !over {
			return true
		}
	}
	return false
}

// TestClocksAgainstASlowOne counts a candidate's time down second by second,
// and compares.
func TestClocksAgainstASlowOne(t *testing.T) {
	t.Parallel()
	for seed := range uint64(300) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			r := rand.New(rand.NewPCG(seed, 1)) //nolint:gosec // a test's dice
			actions := history(r)
			for i := range actions { // whole seconds, so that counting is exact
				actions[i].At, actions[i].Created = actions[i].At.Truncate(time.Second), actions[i].Created.Truncate(time.Second)
			}
			started := at(float64(r.IntN(30)))
			s := hour()
			s.End = at(60 + float64(r.IntN(10)))
			terms := NewClocks(s, actions).Terms(Place{Attempt: "a1", Room: "r1"})
			got, since := terms.Deadline(started)
			end := started.Add(6 * time.Hour)
			if !since.IsZero() {
				end = since
			}
			// What the two clocks have used up until the end of this long day.
			whole, own := time.Duration(0), time.Duration(0)
			for now := noon; now.Before(end); now = now.Add(time.Second) {
				if !stands(actions, now) {
					whole += time.Second
					if !now.Before(started) {
						own += time.Second
					}
				}
			}
			left := min(s.End.Sub(noon)-whole, s.Duration-own)
			for _, a := range actions {
				if a.Kind == ActionGrant && a.Room != "r2" && a.Attempt != "a2" {
					left += a.Amount
				}
			}
			if remaining := got.Sub(end); remaining != left {
				t.Errorf("%v left, by counting %v; started %v, %+v", remaining, left, started.Sub(noon), terms)
			}
			if (!since.IsZero()) != stands(actions, at(10_000)) {
				t.Errorf("stands since %v", since)
			}
		})
	}
}

// TestTimeStandsStill says: what remains when the clock stops is what remains
// when it goes on, to the millisecond, whatever came before.
func TestTimeStandsStill(t *testing.T) {
	t.Parallel()
	p := Place{Attempt: "a1", Room: "r1"}
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 2)) //nolint:gosec // a test's dice
		before := history(r)
		terms := NewClocks(hour(), before).Terms(p)
		if _, paused := terms.Paused(); paused {
			continue
		}
		started, begin := noon, at(150+float64(r.IntN(9000))/1000)
		stopped := append(before, Action{Kind: ActionPause, Attempt: "a1", At: begin, Created: begin})
		terms = NewClocks(hour(), stopped).Terms(p)
		deadline, since := terms.Deadline(started)
		over := begin.Add(time.Duration(1+r.IntN(1e6)) * time.Millisecond)
		gone := append(stopped, Action{Kind: ActionResume, Attempt: "a1", At: over, Created: over})
		terms = NewClocks(hour(), gone).Terms(p)
		after, running := terms.Deadline(started)
		if !since.Equal(begin) || !running.IsZero() || after.Sub(over) != deadline.Sub(since) {
			t.Errorf("seed %d: %v remained, then %v", seed, deadline.Sub(since), after.Sub(over))
		}
	}
}

func TestTheLimitForLateArrivalStandsStill(t *testing.T) {
	t.Parallel()
	s := hour()
	s.LateLimit = 15 * time.Minute
	s.clocks = NewClocks(s, []Action{pause(5, "r1"), goOn(25, "r1")})
	in, out := Place{Attempt: "a1", Room: "r1"}, Place{Attempt: "a2", Room: "r2"}
	if s.tooLate(in, at(34)) || !s.tooLate(in, at(36)) {
		t.Error("the room that was paused for 20 minutes may come 35 minutes after the start")
	}
	if !s.tooLate(out, at(16)) {
		t.Error("the other room may not")
	}
}
