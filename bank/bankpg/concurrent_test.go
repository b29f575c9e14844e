package bankpg

import (
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

func TestAStepMeetsTheVersionThatIsSavedAtTheSameMoment(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	id := made(t, s, "Hỏi")[0]
	err := behind(t, s, id, func() error {
		_, err := s.Decide(t.Context(), who, bank.Decision{Step: bank.Submit, IDs: []exam.ItemID{id}})
		return err
	})
	if err != nil {
		t.Errorf("handed in: %v", err)
	}
	steps, err := s.Steps(t.Context(), id)
	if err != nil || len(steps) != 1 || steps[0].Version != 2 {
		t.Errorf("steps %+v, %v; want version 2", steps, err)
	}
}
