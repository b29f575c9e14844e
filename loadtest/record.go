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
	AtMS    int64 // milliseconds since 1970
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
	Attempt  string
	First    int64      // the number of Events[0]
	Acked    int64      // everything up to here was acknowledged
	LateFrom int64      // the first number that was called late, 0 for none
	Events   []Answered // in the order of their numbers
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
	Mistimed   int64 // rows with a time outside of the sitting
	Disordered int64 // rows with a time before that of the row with the number before
	Admitted   int64 // rows of answers that were called late
}

func (s *Comparison) add(o Comparison) {
	s.Acked += o.Acked
	s.Lost += o.Lost
	s.Duplicated += o.Duplicated
	s.Foreign += o.Foreign
	s.Unsealed += o.Unsealed
	s.Mistimed += o.Mistimed
	s.Disordered += o.Disordered
	s.Admitted += o.Admitted
}

// batch is how many attempts are read from the record in one query.
const batch = 500

// Compare holds the logs against the record, whenever its rows were written.
func Compare(ctx context.Context, record Record, logs []Log) (Comparison, error) {
	return compareWithin(ctx, record, logs, bounds{})
}

// compareWithin also counts the rows whose time lies outside of b.
func compareWithin(ctx context.Context, record Record, logs []Log, b bounds) (Comparison, error) {
	var sum Comparison
	for len(logs) > 0 {
		n := min(batch, len(logs))
		if err := sum.compare(ctx, record, logs[:n], b); err != nil {
			return sum, fmt.Errorf("compare with the record: %w", err)
		}
		logs = logs[n:]
	}
	return sum, nil
}

// ledger is what was seen of one attempt: a place for each event of its log.
type ledger struct {
	log      *Log
	seen     []int
	right    []bool
	at       []int64
	unsealed bool
}

func (s *Comparison) compare(ctx context.Context, record Record, logs []Log, b bounds) error {
	books := make(map[string]*ledger, len(logs))
	names := make([]string, 0, len(logs))
	for i := range logs {
		l := &logs[i]
		n := len(l.Events)
		books[l.Attempt] = &ledger{log: l, seen: make([]int, n), right: make([]bool, n), at: make([]int64, n)}
		names = append(names, l.Attempt)
	}
	if err := record.Rows(ctx, names, func(r Row) { s.row(books[r.Attempt], r, b) }); err != nil {
		return err
	}
	for _, book := range books {
		s.book(book)
	}
	return nil
}

// book counts what stands, or does not, for one log.
func (s *Comparison) book(b *ledger) {
	for seq := b.log.First; seq <= b.log.Acked; seq++ {
		s.Acked++
		if i := seq - b.log.First; i >= int64(len(b.right)) || !b.right[i] {
			s.Lost++
		}
	}
	if b.unsealed {
		s.Unsealed++
	}
	for i := 1; i < len(b.at); i++ {
		if b.at[i] != 0 && b.at[i] < b.at[i-1] {
			s.Disordered++
		}
	}
}

func (s *Comparison) row(b *ledger, r Row, within bounds) {
	if b == nil {
		s.Foreign++
		return
	}
	if b.unsealed = b.unsealed || !r.Sealed; r.Seq < b.log.First {
		return // from before this run
	}
	i := r.Seq - b.log.First
	if i >= int64(len(b.log.Events)) {
		s.Foreign++
		return
	}
	if b.seen[i]++; b.seen[i] > 1 {
		s.Duplicated++
	}
	b.at[i] = r.AtMS
	if b.log.Events[i] != (Answered{r.Field, r.Value}) {
		s.Foreign++
		return
	}
	b.right[i] = true
	if at := r.AtMS * 1e6; at < within.From || within.To != 0 && at > within.To {
		s.Mistimed++
	}
	if b.log.LateFrom != 0 && r.Seq >= b.log.LateFrom {
		s.Admitted++
	}
}
