package deliverypg_test

import (
	"fmt"
	"testing"
	"time"

	"khaothi/delivery"
	"khaothi/delivery/deliverypg"
	"khaothi/internal/exam"
	"khaothi/internal/seal"
	"khaothi/internal/testenv"
)

// BenchmarkAppend is one event on its way into the record, in transactions of
// 8,000: of few attempts, as when all answer as fast as they can, and of many,
// as when each answers now and then.
func BenchmarkAppend(b *testing.B) {
	for _, attempts := range []int{1000, 8000} {
		b.Run(fmt.Sprint(attempts, "attempts"), func(b *testing.B) { benchAppend(b, attempts) })
	}
}

func benchAppend(b *testing.B, attempts int) {
	b.Helper()
	const events = 8000
	store, list := benchAttempts(b, attempts)
	tips := make([]seal.Hash, attempts)
	seqs := make([]int64, attempts)
	entries := make([]delivery.LogEntry, events)
	b.ResetTimer()
	for from := 0; from < b.N; from += events {
		b.StopTimer()
		for i := range entries {
			a := i % attempts
			seqs[a]++
			e := delivery.Event{Attempt: list[a].ID, Seq: seqs[a], Field: "p3_1", Value: "k3fz", At: time.Now(), Epoch: 1}
			e.Chain(tips[a])
			tips[a] = e.Hash
			entries[i] = delivery.LogEntry{Kind: delivery.EntryAnswer, Attempt: e.Attempt, Event: e}
		}
		b.StartTimer()
		done, err := store.Append(b.Context(), "n1", []delivery.ShardEntries{{Shard: 0, Entries: entries}})
		if err != nil || done.Events != events {
			b.Fatalf("%+v, %v", done, err)
		}
	}
}

// BenchmarkAppendStarts is the start of a sitting of 8,000 on its way into the
// record, as the time of one candidate.
func BenchmarkAppendStarts(b *testing.B) {
	const attempts = 8000
	for from := 0; from < b.N; from += attempts {
		b.StopTimer()
		store, list := benchAttempts(b, attempts)
		entries := make([]delivery.LogEntry, attempts)
		for i := range entries {
			entries[i] = delivery.LogEntry{
				Kind: delivery.EntryStart, Attempt: list[i].ID, Event: delivery.Event{At: time.Now()}, Deadline: time.Now().Add(time.Hour),
			}
		}
		b.StartTimer()
		if _, err := store.Append(b.Context(), "n1", []delivery.ShardEntries{{Shard: 0, Entries: entries}}); err != nil {
			b.Fatal(err)
		}
	}
}

// benchAttempts is a record of its own with a sitting, and its attempts.
func benchAttempts(b *testing.B, attempts int) (*deliverypg.Store, []delivery.Attempt) {
	b.Helper()
	store := deliverypg.New(testenv.Postgres(b))
	keys, err := delivery.NewKeys(make([]byte, delivery.KeySize))
	if err != nil {
		b.Fatal(err)
	}
	p := &delivery.Prepared{ID: exam.SittingID(exam.NewID()), Name: "Ca 1", Duration: time.Hour, Papers: []*delivery.Paper{
		{V: 1, FormCode: "0101", Parts: []delivery.PaperPart{{Part: 1, Questions: []delivery.Question{{No: 1, Kind: delivery.KindShort, Field: "p3_1"}}}}},
	}}
	for i := range attempts {
		p.Seats = append(p.Seats, delivery.SeatPlan{
			Candidate: exam.CandidateID(fmt.Sprint("c", i)), Number: fmt.Sprintf("%08d", i), Name: "An", FormCode: "0101",
		})
	}
	list, err := delivery.NewOrganizer(store, keys, time.Now).Prepare(b.Context(), p)
	if err != nil {
		b.Fatal(err)
	}
	if _, err := store.Lease(b.Context(), "n1", 1, time.Hour); err != nil {
		b.Fatal(err)
	}
	return store, list
}
