package delivery

import (
	"testing"
	"time"

	"khaothi/internal/exam"
	"khaothi/internal/fault"
)

func TestMay(t *testing.T) {
	t.Parallel()
	one, room, all := Action{Attempt: "a"}, Action{Room: "r"}, Action{}
	decide := Action{Proposal: "p"}
	of := func(kind ActionKind, a Action, amount time.Duration) *Action {
		a.Kind, a.Amount = kind, amount
		return &a
	}
	for _, tt := range []struct {
		name               string
		a                  *Action
		invigilator, board string
	}{
		{"pause a candidate", of(ActionPause, one, 0), "", ""},
		{"pause a room", of(ActionPause, room, 0), "", ""},
		{"pause a sitting", of(ActionPause, all, 0), "action.forbidden", ""},
		{"resume a room", of(ActionResume, room, 0), "", ""},
		{"resume a sitting", of(ActionResume, all, 0), "action.forbidden", ""},
		{"ten minutes for a room", of(ActionGrant, room, 10*time.Minute), "", ""},
		{"more than ten minutes", of(ActionGrant, one, 10*time.Minute+time.Second), "action.too_much", ""},
		{"a minute for a sitting", of(ActionGrant, all, time.Minute), "action.forbidden", ""},
		{"release", of(ActionRelease, one, 0), "", ""},
		{"release a room", of(ActionRelease, room, 0), "action.forbidden", "action.forbidden"},
		{"replay", of(ActionReplay, one, 0), "", ""},
		{"replay to a room", of(ActionReplay, room, 0), "action.forbidden", "action.forbidden"},
		{"submit", of(ActionSubmit, one, 0), "", ""},
		{"to paper", of(ActionToPaper, one, 0), "", ""},
		{"reopen", of(ActionReopen, one, 0), "action.forbidden", ""},
		{"void", of(ActionVoid, one, 0), "action.forbidden", ""},
		{"unvoid", of(ActionUnvoid, one, 0), "action.forbidden", ""},
		{"ask to admit", of(ActionAdmitAsk, one, 0), "", ""},
		{"admit", of(ActionAdmit, decide, 0), "action.forbidden", ""},
		{"deny", of(ActionAdmitDeny, decide, 0), "action.forbidden", ""},
		{"an outage", of(ActionRoomOutage, room, 0), "action.system", "action.system"},
		{"nothing known", of("dance", one, 0), "action.forbidden", "action.forbidden"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := codeOf(May([]exam.Role{exam.RoleInvigilator}, tt.a)); got != tt.invigilator {
				t.Errorf("invigilator: %q, want %q", got, tt.invigilator)
			}
			if got := codeOf(May([]exam.Role{exam.RoleTeacher, exam.RoleBoard}, tt.a)); got != tt.board {
				t.Errorf("board: %q, want %q", got, tt.board)
			}
			if May([]exam.Role{exam.RoleTeacher, exam.RoleAuditor, exam.RoleAnalyst, exam.RoleReviewer}, tt.a) == nil {
				t.Error("others may do it")
			}
		})
	}
}

// codeOf is the code of a refusal, "" if there is none.
func codeOf(err error) string {
	if err == nil {
		return ""
	}
	return fault.CodeOf(err)
}
