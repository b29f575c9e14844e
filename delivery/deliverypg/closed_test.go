package deliverypg_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"khaothi/delivery"
	"khaothi/delivery/deliverypg"
	"khaothi/internal/exam"
	"khaothi/internal/testenv"
)

// closed is a sitting that is over: the last attempt is absent, the others
// have their events, chained and sealed as a drain writes them.
type closed struct {
	t        *testing.T
	pool     *pgxpool.Pool
	store    *deliverypg.Store
	sitting  exam.SittingID
	attempts []delivery.Attempt
}

func newClosed(t *testing.T, attempts, events int) *closed {
	t.Helper()
	c := &closed{t: t, pool: testenv.Postgres(t)}
	c.store = deliverypg.New(c.pool)
	c.prepare(attempts)
	if err := c.store.MarkRunning(t.Context(), c.sitting, time.Now().Add(-2*time.Hour)); err != nil {
		t.Fatal(err)
	}
	if _, err := c.store.Lease(t.Context(), "n1", 1, time.Minute); err != nil {
		t.Fatal(err)
	}
	var log []delivery.LogEntry
	for i := range c.attempts {
		log = append(log, workOf(&c.attempts[i], events, i == len(c.attempts)-1)...)
	}
	if _, err := c.store.Append(t.Context(), "n1", []delivery.ShardEntries{{Shard: 0, Entries: log}}); err != nil {
		t.Fatal(err)
	}
	if ids, err := c.store.CloseFinished(t.Context()); err != nil || len(ids) != 1 {
		t.Fatalf("closed %v, %v", ids, err)
	}
	return c
}

// heardOnce is the sound of the paper, which may be started once.
var heardOnce = strings.Repeat("1d", 32)

func (c *closed) prepare(attempts int) {
	c.t.Helper()
	keys, err := delivery.NewKeys(make([]byte, delivery.KeySize))
	if err != nil {
		c.t.Fatal(err)
	}
	c.sitting = exam.SittingID(exam.NewID())
	p := &delivery.Prepared{
		ID: c.sitting, Name: "Ca 1", Duration: time.Hour, Grace: time.Second,
		Papers: []*delivery.Paper{{V: 1, FormCode: "0101", Parts: []delivery.PaperPart{{Part: 1, Questions: []delivery.Question{
			{No: 1, Kind: delivery.KindShort, Field: "p3_1"},
		}}}, Media: map[string]delivery.Media{heardOnce: {MIME: "audio/mpeg", Plays: 1}}}},
	}
	for i := range attempts {
		p.Seats = append(p.Seats, delivery.SeatPlan{
			Candidate: exam.CandidateID(exam.NewID()), Number: fmt.Sprintf("01%06d", i+1), Name: "An", FormCode: "0101",
		})
	}
	if c.attempts, err = delivery.NewOrganizer(c.store, keys, time.Now).Prepare(c.t.Context(), p); err != nil {
		c.t.Fatal(err)
	}
}

// workOf is the log of one attempt from its start to its seal.
func workOf(a *delivery.Attempt, events int, absent bool) []delivery.LogEntry {
	at := time.Now().Add(-time.Hour).Truncate(time.Millisecond).UTC()
	sealed := delivery.LogEntry{Kind: delivery.EntrySeal, Attempt: a.ID, At: at.Add(time.Hour), By: delivery.SealedByDeadline, Absent: absent}
	if absent {
		return []delivery.LogEntry{sealed}
	}
	log := []delivery.LogEntry{{Kind: delivery.EntryStart, Attempt: a.ID, At: at, Deadline: at.Add(time.Hour)}}
	for seq := range int64(events) {
		e := delivery.Event{
			Attempt: a.ID, Seq: seq + 1, Field: "p3_1", Value: fmt.Sprint(seq), Epoch: 1, At: at.Add(time.Duration(seq) * time.Second),
		}
		e.Chain(sealed.Hash)
		sealed.N, sealed.Hash = e.Seq, e.Hash
		log = append(log, delivery.LogEntry{Kind: delivery.EntryAnswer, Attempt: a.ID, Event: e})
	}
	return append(log, sealed)
}

func (c *closed) exec(sql string, args ...any) {
	c.t.Helper()
	if _, err := c.pool.Exec(c.t.Context(), sql, args...); err != nil {
		c.t.Fatal(err)
	}
}
