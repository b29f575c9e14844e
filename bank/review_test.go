package bank

import (
	"testing"

	"khaothi/internal/exam"
	"khaothi/internal/fault"
)

func TestWhoMayTakeWhichStep(t *testing.T) {
	t.Parallel()
	author, other := exam.Actor{ID: "hoa"}, exam.Actor{ID: "binh"}
	for _, tt := range []struct {
		name string
		step Step
		who  exam.Actor
		s    Standing
		want string
	}{
		{"hand in", Submit, author, Standing{State: Draft, Ready: true}, ""},
		{"hand in without a key", Submit, author, Standing{State: Draft}, "item.not_ready"},
		{"hand in twice", Submit, author, Standing{State: InReview, Ready: true}, "item.state"},
		{"approve", Approve, other, Standing{State: InReview, Ready: true}, ""},
		{"approve what was imported", Approve, other, Standing{State: Draft, Ready: true}, ""},
		{"approve one's own", Approve, author, Standing{State: InReview, Ready: true}, "item.own"},
		{"approve without a key", Approve, other, Standing{State: Draft}, "item.not_ready"},
		{"approve what is retired", Approve, other, Standing{State: Retired, Ready: true}, "item.state"},
		{"take back", Withdraw, author, Standing{State: InReview, Ready: true}, ""},
		{"take back another's", Withdraw, other, Standing{State: InReview, Ready: true}, "item.not_own"},
		{"return", Return, other, Standing{State: InReview, Ready: true}, ""},
		{"retire", Retire, author, Standing{State: Approved, Ready: true}, ""},
		{"retire in an exam", Retire, other, Standing{State: Approved, Ready: true, Live: true}, "item.live"},
		{"reinstate", Reinstate, author, Standing{State: Retired}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m, err := MoveOf(tt.step)
			if err != nil {
				t.Fatal(err)
			}
			tt.s.Author = "hoa"
			if got := codeOf(m.Allows(tt.who, tt.s)); got != tt.want {
				t.Errorf("%s: %q, want %q", tt.step, got, tt.want)
			}
		})
	}
}

func TestADecisionSaysWhy(t *testing.T) {
	t.Parallel()
	items := []Seen{{ID: "a"}}
	for want, d := range map[string]Decision{
		"":           {Step: Approve, Items: items},
		"item.note":  {Step: Return, Items: items, Note: "  "},
		"item.count": {Step: Approve},
		"item.twice": {Step: Approve, Items: []Seen{{ID: "a"}, {ID: "b"}, {ID: "a"}}},
		"item.step":  {Step: "delete", Items: items},
	} {
		if _, err := d.Check(); codeOf(err) != want {
			t.Errorf("%+v: %v, want %q", d, err, want)
		}
	}
}

// codeOf is the code of an error, empty for none.
func codeOf(err error) string {
	if err == nil {
		return ""
	}
	return fault.CodeOf(err)
}
