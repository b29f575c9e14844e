package workflow

import (
	"context"
	"errors"
	"slices"

	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/omr"
)

// StartSheetsCheck asks for a check of everything against the originals, which
// a node runs in the background.
func (f *Flow) StartSheetsCheck(ctx context.Context, who exam.Actor, id exam.SittingID) (omr.Check, error) {
	c := omr.Check{ID: exam.NewID(), Sitting: id, By: who, At: f.now(), State: omr.CheckWaiting}
	return c, f.db.InTx(ctx, func(tx Stores) error {
		if _, err := tx.Sheets.GetRun(ctx, id); err != nil {
			return err
		}
		return tx.Sheets.StartCheck(ctx, c)
	})
}

// SheetsChecks returns the checks of a sitting, the latest first, without what
// they found.
func (f *Flow) SheetsChecks(ctx context.Context, id exam.SittingID) ([]omr.Check, error) {
	return f.db.Read().Sheets.ListChecks(ctx, id)
}

// SheetsCheck returns a check with everything that it found.
func (f *Flow) SheetsCheck(ctx context.Context, id string) (omr.Check, error) {
	return f.db.Read().Sheets.GetCheck(ctx, id)
}

// CancelSheetsCheck ends a check that is under way.
func (f *Flow) CancelSheetsCheck(ctx context.Context, who exam.Actor, id string) error {
	return f.db.InTx(ctx, func(tx Stores) error { return tx.Sheets.CancelCheck(ctx, who, id, f.now()) })
}

// RunSheetsChecks runs the checks that wait, and those of nodes that were
// killed. Any number of nodes may do it at once.
func (f *Flow) RunSheetsChecks(ctx context.Context) error {
	if f.scans == nil {
		return nil
	}
	for {
		more, err := f.db.Read().Sheets.RunCheck(ctx, f.now, func(c omr.Check, tell func(done, total int) (bool, error)) (omr.Report, error) {
			report, err := f.VerifySheets(ctx, c.Sitting, tell)
			if errors.Is(err, ErrCancelled) {
				err = nil // the record says so already
			}
			return report, err
		})
		if err != nil || !more {
			return err
		}
	}
}

// sheetsChecked refuses where answers from paper were scored and no check of
// them against the originals, asked for since, has ended. What it found is for
// the board to judge: the report stays.
func sheetsChecked(ctx context.Context, tx Stores, id exam.SittingID) error {
	run, err := tx.Sheets.GetRun(ctx, id)
	if fault.KindOf(err) == fault.NotFound || err == nil && !run.Scored() {
		return nil
	}
	if err != nil {
		return err
	}
	checks, err := tx.Sheets.ListChecks(ctx, id)
	if err != nil {
		return err
	}
	sealed := run.Steps[len(run.Steps)-1].Seal.At
	if slices.ContainsFunc(checks, func(c omr.Check) bool { return c.State == omr.CheckDone && !c.At.Before(sealed) }) {
		return nil
	}
	return fault.New(fault.Conflict, "omr.not_checked")
}
