package loadtest

import (
	"context"
	"fmt"
)

// Row is one row of the view khaothi_record.
type Row struct {
	Attempt string
	Seq     int64
	Field   string
	Value   string
	Sealed  bool
}

// Record is the record as an outsider sees it: plain SQL on khaothi_record.
type Record interface {
	// Rows calls yield for every row of these attempts, in any order.
	Rows(ctx context.Context, attempts []string, yield func(Row)) error
	// Sealed counts those of these attempts that are sealed.
	Sealed(ctx context.Context, attempts []string) (int, error)
}

// Log is what one candidate did and what it was told.
type Log struct {
	Attempt string
	First   int64      // the number of Events[0]
	Acked   int64      // everything up to here was acknowledged
	Events  []Answered // in the order of their numbers
}

// Answered is one event of a Log.
type Answered struct{ Field, Value string }

// Comparison is what differs between logs and the record.
type Comparison struct {
	Acked      int64
	Lost       int64 // acknowledged, but missing in the record or different there
	Duplicated int64 // rows beyond the first of an attempt and number
	Foreign    int64 // rows with a number or content that the candidate never sent
	Unsealed   int   // attempts with acknowledged events and a row that says that they are not sealed
}

// batch is how many attempts are read from the record in one query.
const batch = 500

// Compare holds the logs against the record.
func Compare(ctx context.Context, record Record, logs []Log) (Comparison, error) {
	var sum Comparison
	for len(logs) > 0 {
		n := min(batch, len(logs))
		if err := sum.compare(ctx, record, logs[:n]); err != nil {
			return sum, fmt.Errorf("compare with the record: %w", err)
		}
		logs = logs[n:]
	}
	return sum, nil
}

// ledger is what was seen of one attempt.
type ledger struct {
	log      *Log
	rows     map[int64]int // by number
	right    map[int64]bool
	unsealed bool
}

func (s *Comparison) compare(ctx context.Context, record Record, logs []Log) error {
	books := make(map[string]*ledger, len(logs))
	names := make([]string, 0, len(logs))
	for i := range logs {
		l := &logs[i]
		books[l.Attempt] = &ledger{log: l, rows: map[int64]int{}, right: map[int64]bool{}}
		names = append(names, l.Attempt)
	}
	if err := record.Rows(ctx, names, func(r Row) { s.row(books[r.Attempt], r) }); err != nil {
		return err
	}
	for _, b := range books {
		for seq := b.log.First; seq <= b.log.Acked; seq++ {
			s.Acked++
			if !b.right[seq] {
				s.Lost++
			}
		}
		if b.unsealed {
			s.Unsealed++
		}
	}
	return nil
}

func (s *Comparison) row(b *ledger, r Row) {
	if b == nil {
		s.Foreign++
		return
	}
	if b.unsealed = b.unsealed || !r.Sealed; r.Seq < b.log.First {
		return // from before this run
	}
	if b.rows[r.Seq]++; b.rows[r.Seq] > 1 {
		s.Duplicated++
	}
	i := r.Seq - b.log.First
	if i >= int64(len(b.log.Events)) || b.log.Events[i] != (Answered{r.Field, r.Value}) {
		s.Foreign++
		return
	}
	b.right[r.Seq] = true
}
