package deliveryws_test

import (
	"testing"
	"time"

	"khaothi/delivery"
	"khaothi/internal/testenv"
)

// TestLivenessStaysOutOfTheRecord loses the focus a few times: the invigilator
// sees it, and nothing goes to the log or to PostgreSQL.
func TestLivenessStaysOutOfTheRecord(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	n := w.node("a")
	id, tickets := w.sitting()
	w.start(id)
	c := w.join(n, tickets[0], "device-one")
	count := func() (rows int) {
		if err := w.pool.QueryRow(t.Context(), `
			SELECT (SELECT count(*) FROM answer_log) + (SELECT count(*) FROM incident WHERE kind <> 'holder')
				+ (SELECT count(*) FROM delivery_action)`).Scan(&rows); err != nil {
			t.Fatal(err)
		}
		return rows
	}
	// The counter rises behind the commit: it is waited for, not the rows alone.
	const before = 2 // the sign-in and the start
	testenv.Eventually(t, 10*time.Second, func() bool {
		return w.works(id)[tickets[0].Number].State == delivery.AttemptOpen && n.Stats().Drained >= before
	})
	for range 5 {
		c.send(`{"t":"focus","lost":false}`)
		c.send(`{"t":"focus","lost":true}`)
	}
	testenv.Eventually(t, 10*time.Second, func() bool { return w.seat(n, id, tickets[0].Number).Lost })
	c.answer(1, "p1_1", "k3fz")
	c.savedUpTo(1)
	testenv.Eventually(t, 10*time.Second, func() bool { return count() == 1 && n.Stats().Drained > before })
	if after := n.Stats().Drained; after != before+1 {
		t.Errorf("%d entries of the log for one answer", after-before)
	}
}
