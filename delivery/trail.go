package delivery

import (
	"context"

	"khaothi/internal/exam"
	"khaothi/internal/seal"
)

// Trail is everything that the record has of one attempt.
type Trail struct {
	ID        exam.AttemptID
	Sitting   exam.SittingID
	Number    string
	Name      string
	Known     Leaf    // as the attempt's row says; Hash and Log are left out
	LastSeq   int64   // as the row says
	Events    []Event // in the order of their numbers
	Rechained []Event // the same events under another time (docs/protocol.md)
}

// Trails are the record as who verifies it reads it.
type Trails interface {
	// FindAttempts returns a sitting and the ids of attempts: of all of the
	// sitting if ref is empty, else of the one with the id or, with a sitting,
	// the candidate number ref. None is no error.
	FindAttempts(ctx context.Context, sitting exam.SittingID, ref string) (exam.SittingID, []exam.AttemptID, error)
	// Trails returns everything about attempts of a sitting, of all if ids is
	// nil, in the order of the ids.
	Trails(ctx context.Context, sitting exam.SittingID, ids []exam.AttemptID) ([]Trail, error)
	// Leaves are the leaves of the sitting's proof as the record is now.
	Leaves(ctx context.Context, id exam.SittingID) ([]Leaf, error)
	// WholeProofs returns the versions of the proof, the newest first and with
	// its leaves.
	WholeProofs(ctx context.Context, id exam.SittingID) ([]Proof, error)
}

// Leaf is the attempt's leaf as its events make it.
func (t *Trail) Leaf() Leaf {
	l := t.Known
	l.Hash, l.Log = seal.Hash{}, LogDigest(t.Events)
	for i := range t.Events {
		if t.Events[i].Seq == l.N {
			l.Hash = t.Events[i].Hash
		}
	}
	return l
}

// Values are the last values of the fields: what is scored.
func (t *Trail) Values() exam.Responses {
	values := exam.Responses{}
	for i := range t.Events {
		values[t.Events[i].Field] = t.Events[i].Value
	}
	return values
}

// Finding is one thing in the record that is not as it must be.
type Finding struct {
	Code    string         `json:"code"`
	Attempt exam.AttemptID `json:"attempt,omitempty"`
	Number  string         `json:"number,omitempty"`
	Seq     int64          `json:"seq,omitempty"`
	Want    string         `json:"want,omitempty"` // hashes, receipts, points: never an answer
	Got     string         `json:"got,omitempty"`
}

// The codes of findings about a trail.
const (
	FindEventContent  = "event.content"      // field, value or time is not what was chained
	FindEventHash     = "event.hash"         // the stored hash is not that of the event
	FindEventPrev     = "event.prev"         // the stored link to the event before was changed
	FindEventMissing  = "event.missing"      // a number has no event
	FindEventExtra    = "event.extra"        // an event beyond the last that was sealed
	FindChainBroken   = "chain.broken"       // the event does not follow the one before
	FindReceiptWrong  = "receipt.wrong"      // the receipt is not that of the last event
	FindAttemptCounts = "attempt.counts"     // the row does not agree with itself on how many events there are
	FindIncomplete    = "attempt.incomplete" // sealed without all of its events: known since the seal
	FindRechained     = "rechained.wrong"    // a second link of an event is none
)
