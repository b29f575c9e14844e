package bankpg

import (
	"context"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"

	"khaothi/bank"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
)

func made(t *testing.T, s *Store, stems ...string) []exam.ItemID {
	t.Helper()
	var ids []exam.ItemID
	for _, stem := range stems {
		it, err := s.Create(t.Context(), who, home, single(stem))
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, it.ID)
	}
	return ids
}

// codeOf is the code of an error, empty for none.
func codeOf(err error) string {
	if err == nil {
		return ""
	}
	return fault.CodeOf(err)
}

// seen is what somebody has read who reads items now; an unknown one is none.
func seen(t *testing.T, s *Store, ids ...exam.ItemID) []bank.Seen {
	t.Helper()
	var out []bank.Seen
	for _, id := range ids {
		it, err := s.Get(t.Context(), id)
		if err != nil && fault.CodeOf(err) != "item.not_found" {
			t.Fatal(err)
		}
		out = append(out, bank.Seen{ID: id, Hash: it.Current.Hash})
	}
	return out
}

func decide(t *testing.T, s *Store, by exam.Actor, step bank.Step, want string, ids ...exam.ItemID) {
	t.Helper()
	n, err := s.Decide(t.Context(), by, bank.Decision{Step: step, Items: seen(t, s, ids...), Note: "vì thế"})
	if codeOf(err) != want || want == "" && n != len(ids) {
		t.Errorf("%s by %s: %d items, %v; want %q", step, by.Name, n, err, want)
	}
}

func TestAnItemGoesFromDraftToRetired(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	id := made(t, s, "Hỏi")[0]
	decide(t, s, who, bank.Submit, "", id)
	decide(t, s, who, bank.Approve, "item.own", id)
	decide(t, s, reviewer, bank.Return, "", id)
	decide(t, s, who, bank.Submit, "", id)
	decide(t, s, reviewer, bank.Approve, "", id)
	decide(t, s, reviewer, bank.Approve, "item.state", id)
	decide(t, s, reviewer, bank.Retire, "", id)
	steps, err := s.Steps(t.Context(), id)
	if err != nil || len(steps) != 5 || steps[0].Step != bank.Retire || steps[0].By != "Thầy Bình" || steps[0].Note != "vì thế" || steps[0].Version != 1 {
		t.Errorf("steps %+v, %v", steps, err)
	}
	if it, err := s.Get(t.Context(), id); err != nil || it.State != bank.Retired {
		t.Errorf("item is %s, %v", it.State, err)
	}
	if _, err := s.Revise(t.Context(), who, id, single("Hỏi lại")); err != nil {
		t.Fatal(err)
	}
	if it, err := s.Get(t.Context(), id); err != nil || it.State != bank.Draft {
		t.Errorf("a new version is %s, %v; want a draft", it.State, err)
	}
}

func TestADecisionIsAllOrNothing(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	ids := made(t, s, "Một", "Hai")
	decide(t, s, reviewer, bank.Approve, "", ids[1])
	decide(t, s, reviewer, bank.Approve, "item.state", ids...)
	decide(t, s, reviewer, bank.Approve, "item.not_found", ids[0], "nothing")
	if it, err := s.Get(t.Context(), ids[0]); err != nil || it.State != bank.Draft {
		t.Errorf("the first is %s, %v; want a draft still", it.State, err)
	}
}

func TestCommentsStayWithTheirVersion(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	id := made(t, s, "Hỏi")[0]
	c, err := s.Say(t.Context(), reviewer, id, "option B", "  Nhiễu quá lộ.  ")
	if err != nil || c.Text != "Nhiễu quá lộ." || c.By != "Thầy Bình" || c.Version != 1 {
		t.Fatalf("%+v, %v", c, err)
	}
	if _, err := s.Say(t.Context(), reviewer, id, "", " \n "); fault.CodeOf(err) != "comment.text" {
		t.Errorf("an empty comment: %v", err)
	}
	if _, err := s.Say(t.Context(), reviewer, "nothing", "", "x"); fault.CodeOf(err) != "item.not_found" {
		t.Errorf("on no item: %v", err)
	}
	other := made(t, s, "Khác")[0]
	if err := s.Resolve(t.Context(), who, other, c.ID); fault.CodeOf(err) != "comment.not_found" {
		t.Errorf("through another item: %v", err)
	}
	if err := s.Resolve(t.Context(), who, id, c.ID); err != nil {
		t.Fatal(err)
	}
	all, err := s.Comments(t.Context(), id)
	if err != nil || len(all) != 1 || all[0].ResolvedBy != "Cô Hoa" || all[0].ResolvedAt == nil {
		t.Errorf("%+v, %v", all, err)
	}
}

func TestAVersionIsReadByItsNumber(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	id := made(t, s, "Hỏi")[0]
	if _, err := s.Revise(t.Context(), who, id, single("Hỏi lại")); err != nil {
		t.Fatal(err)
	}
	v, err := s.Version(t.Context(), id, 1)
	if err != nil || v.No != 1 || v.Body.Question.Stem != "Hỏi" || v.Body.Hash() != v.Hash {
		t.Errorf("%+v, %v", v, err)
	}
	if _, err := s.Version(t.Context(), id, 3); fault.CodeOf(err) != "version.not_found" {
		t.Errorf("no such version: %v", err)
	}
}

// sitting puts a locked form of an item into a sitting in a state.
func sitting(t *testing.T, s *Store, db *pgxpool.Pool, id exam.ItemID, state string) {
	t.Helper()
	f, err := s.CreateForm(t.Context(), who, bank.Form{Name: "Đề", Subject: "toan", DurationS: 60, Parts: []bank.Part{{Title: "I", Pins: []bank.Pin{{ItemID: id}}}}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.LockForm(t.Context(), who, f.ID, 1, []string{"101"}); err != nil {
		t.Fatal(err)
	}
	for _, sql := range []string{
		`INSERT INTO exam (id, name, unit_id, profile, school_year, settings) SELECT 'e', 'Kỳ thi', id, 'thptqg-2025', '2026-2027', '{}' FROM unit LIMIT 1`,
		`INSERT INTO sitting (id, exam_id, subject, name, form_id, rule, starts_at, duration_s, grace_s, late_limit_s, submit_after_s)
		 VALUES ('s', 'e', 'toan', 'Toán', '` + string(f.ID) + `', 'x', now(), 60, 10, 0, 0)`,
		`INSERT INTO delivery_sitting (id, exam_id, name, subject, state, duration_s, grace_s, late_limit_s, submit_after_s, started_at, ends_at, closed_at)
		 SELECT 's', 'e', 'Toán', 'toan', '` + state + `', 60, 10, 0, 0, over, over, over
		 FROM (SELECT CASE WHEN '` + state + `' = 'closed' THEN now() END AS over) x`,
	} {
		if _, err := db.Exec(context.Background(), sql); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAnItemInALiveFormIsLocked(t *testing.T) {
	t.Parallel()
	for state, want := range map[string]string{"open": "item.live", "closed": ""} {
		t.Run(state, func(t *testing.T) {
			t.Parallel()
			s, db := open(t)
			if _, err := db.Exec(t.Context(), `INSERT INTO unit (id, kind, code, name) VALUES ('so', 'so', 'SO', 'Sở')`); err != nil {
				t.Fatal(err)
			}
			id := made(t, s, "Hỏi")[0]
			decide(t, s, reviewer, bank.Approve, "", id)
			sitting(t, s, db, id, state)
			uses, err := s.Uses(t.Context(), id)
			if err != nil || len(uses) != 1 || uses[0].State != state || uses[0].Live() != (want != "") || uses[0].Field != "p1_1" {
				t.Errorf("uses %+v, %v", uses, err)
			}
			if _, err := s.Revise(t.Context(), who, id, single("Hỏi lại")); codeOf(err) != want {
				t.Errorf("revised: %v, want %q", err, want)
			}
			if want != "" {
				decide(t, s, reviewer, bank.Retire, want, id)
			}
		})
	}
}
