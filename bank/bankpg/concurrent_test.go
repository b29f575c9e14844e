package bankpg

import (
	"errors"
	"maps"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"khaothi/bank"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/pgdb"
	"khaothi/internal/testenv"
)

// behind runs what must wait for a new version of an item that is being saved,
// and returns what it says once that is committed.
func behind(t *testing.T, s *Store, id exam.ItemID, wait func() error) error {
	t.Helper()
	said := make(chan error, 1)
	err := pgdb.InTx(t.Context(), s.q, func(tx pgx.Tx) error {
		if _, err := New(tx).Revise(t.Context(), who, id, single("Người kia đã sửa")); err != nil {
			return err
		}
		go func() { said <- wait() }()
		testenv.Eventually(t, 10*time.Second, func() bool {
			n, err := pgdb.One[int](t.Context(), s.q, `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`, nil)
			return err == nil && n > 0
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return <-said
}

func TestWhoSavesAtTheSameMomentIsToldOfTheOther(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	it, err := s.Create(t.Context(), who, home, single("Hỏi"))
	if err != nil {
		t.Fatal(err)
	}
	err = behind(t, s, it.ID, func() error {
		_, err := s.ReviseFrom(t.Context(), reviewer, it.ID, it.Current.Hash, single("Tôi cũng sửa"))
		return err
	})
	if fault.CodeOf(err) != "item.changed" {
		t.Errorf("%v, want item.changed", err)
	}
}

func TestNobodyApprovesWhatIsSavedWhileTheyRead(t *testing.T) {
	t.Parallel()
	for _, step := range []bank.Step{bank.Submit, bank.Approve} {
		s, _ := open(t)
		id := made(t, s, "Hỏi")[0]
		read := seen(t, s, id)
		err := behind(t, s, id, func() error {
			_, err := s.Decide(t.Context(), reviewer, bank.Decision{Step: step, Items: read})
			return err
		})
		changed := changedSince(t, err)
		if len(changed) != 1 || changed[0].ID != id || changed[0].Seen != 1 || changed[0].No != 2 || changed[0].Tags || changed[0].Hash != seen(t, s, id)[0].Hash {
			t.Errorf("%s: %+v, want version 1 read and 2 there", step, changed)
		}
		steps, err := s.Steps(t.Context(), id)
		if err != nil || len(steps) != 0 {
			t.Errorf("steps %+v, %v; want none", steps, err)
		}
		decide(t, s, reviewer, step, "", id)
	}
}

// changedSince is what a refused decision says of the items that were changed.
func changedSince(t *testing.T, err error) []bank.Changed {
	t.Helper()
	var refused *fault.Error
	if !errors.As(err, &refused) || refused.Code != "item.changed_since" {
		t.Fatalf("%v, want item.changed_since", err)
	}
	changed, _ := refused.Detail["items"].([]bank.Changed)
	return changed
}

func TestADecisionAboutManyNamesEachThatChanged(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	ids := made(t, s, "Một", "Hai", "Ba")
	read := seen(t, s, ids...)
	if _, err := s.Revise(t.Context(), who, ids[1], single("Hai, sửa")); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Retag(t.Context(), who, ids[2:], bank.Retag{Topic: new("Hình học")}, false); err != nil {
		t.Fatal(err)
	}
	_, err := s.Decide(t.Context(), reviewer, bank.Decision{Step: bank.Approve, Items: read})
	tags := map[exam.ItemID]bool{}
	for _, c := range changedSince(t, err) {
		tags[c.ID] = c.Tags
	}
	if want := map[exam.ItemID]bool{ids[1]: false, ids[2]: true}; !maps.Equal(tags, want) {
		t.Errorf("changed %v, want %v", tags, want)
	}
	_, err = s.Decide(t.Context(), reviewer, bank.Decision{Step: bank.Approve, Items: []bank.Seen{{ID: ids[0], Hash: read[1].Hash}}})
	if c := changedSince(t, err); len(c) != 1 || c[0].Seen != 0 || c[0].Tags {
		t.Errorf("%+v, want a version that the item never had", c)
	}
	_, err = s.Decide(t.Context(), reviewer, bank.Decision{Step: bank.Approve, Items: append(read[:1:1], read[0])})
	if codeOf(err) != "item.twice" {
		t.Errorf("an item named twice: %v", err)
	}
}
