package workflow

import (
	"context"
	"fmt"
	"time"

	"khaothi/delivery"
	"khaothi/internal/board"
	"khaothi/internal/exam"
)

// AccommodationReport says what a change of needs did to opened sittings.
type AccommodationReport struct {
	Attempts int           `json:"attempts"` // that are open and follow the change
	Granted  time.Duration `json:"-"`        // the most that one of them got
	Kept     int           `json:"kept"`     // attempts that keep more time than the change says: time is never taken away
}

// Accommodate changes what a candidate needs. In sittings that are opened
// already the display counts from the next sign-in on, and more time is granted
// at once as an action of the ledger, in the same transaction.
func (f *Flow) Accommodate(ctx context.Context, who exam.Actor, id exam.CandidateID, a board.Accommodation) (AccommodationReport, error) {
	var report AccommodationReport
	err := f.db.InTx(ctx, func(tx Stores) error {
		report = AccommodationReport{}
		if err := tx.Board.SetAccommodation(ctx, who, id, a); err != nil {
			return err
		}
		attempts, err := tx.Ledger.OpenAttempts(ctx, id)
		if err != nil {
			return err
		}
		for _, attempt := range attempts { // the sittings of one day: a handful
			if err := f.follow(ctx, tx, who, attempt, a.Complete(), &report); err != nil {
				return err
			}
		}
		return nil
	})
	return report, err
}

// follow brings one open attempt in line with a.
func (f *Flow) follow(ctx context.Context, tx Stores, who exam.Actor, attempt delivery.OpenAttempt, a board.Accommodation, report *AccommodationReport) error {
	report.Attempts++
	more := a.Extra(attempt.Duration) - attempt.Accommodated
	if more < 0 {
		report.Kept++
	}
	if more > 0 {
		now := f.now()
		err := tx.Ledger.AddAction(ctx, &delivery.Action{
			ID: exam.NewID(), Kind: delivery.ActionGrant, Sitting: attempt.Sitting, Attempt: attempt.ID, At: now, Created: now,
			Amount: more, Reason: "Hỗ trợ thí sinh theo hồ sơ", Who: who,
		})
		if err != nil {
			return fmt.Errorf("grant of an accommodation: %w", err)
		}
		report.Granted = max(report.Granted, more)
	}
	return tx.Ledger.Accommodate(ctx, attempt.ID, displayOf(a), attempt.Accommodated+max(more, 0))
}

// displayOf is what the candidate's page shows of an accommodation.
func displayOf(a board.Accommodation) delivery.Display {
	a = a.Complete()
	return delivery.Display{Scale: a.Scale, Contrast: delivery.Contrast(a.Contrast)}
}
