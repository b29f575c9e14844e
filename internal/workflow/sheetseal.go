package workflow

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/omr"
)

// SealStage closes a stage over its output. The stage scan asks that every bag
// was counted, read that every file was read, fix that nothing is in doubt;
// sheets that do not come out even with the bags need a reason. The stage score
// is sealed by ScoreSheets.
func (f *Flow) SealStage(ctx context.Context, who exam.Actor, id exam.SittingID, stage omr.Stage, why string) error {
	if stage == omr.StageScore {
		return fault.New(fault.Invalid, "omr.stage").With("value", string(stage))
	}
	return f.inStage(ctx, who, id, stage, func(tx Stores, run omr.Run) error {
		status, err := f.sheetsStatus(ctx, tx, run)
		if err != nil {
			return err
		}
		if err := status.ready(stage, why); err != nil {
			return err
		}
		leaves, err := stageLeaves(ctx, tx, id, stage)
		if err != nil {
			return err
		}
		return f.sealOver(ctx, tx, who, run, stage, leaves, why)
	})
}

// ready says what stands in the way of sealing a stage.
func (st *SheetsStatus) ready(stage omr.Stage, why string) error {
	switch stage {
	case omr.StageScan:
		if i := slices.IndexFunc(st.Bags, func(b omr.Bag) bool { return b.Sheets < 0 }); i >= 0 {
			return fault.New(fault.Conflict, "omr.bag_uncounted").With("room", st.Bags[i].Name)
		}
	case omr.StageRead:
		if st.Unread > 0 {
			return fault.New(fault.Conflict, "omr.unread").With("scans", st.Unread)
		}
	case omr.StageFix:
		if len(st.Doubts) > 0 {
			return fault.New(fault.Conflict, "omr.in_doubt").With("sheets", len(st.Doubts))
		}
		if len(st.Gaps) > 0 && strings.TrimSpace(why) == "" {
			return fault.New(fault.Conflict, "omr.gaps").With("rooms", len(st.Gaps))
		}
	case omr.StageScore:
	}
	return nil
}

func (f *Flow) sealOver(ctx context.Context, tx Stores, who exam.Actor, run omr.Run, stage omr.Stage, leaves [][]byte, why string) error {
	if f.signer == nil {
		return errors.New("no signing key")
	}
	if err := run.Close(stage, who, f.signer, leaves, f.now()); err != nil {
		return err
	}
	if why != "" {
		if err := tx.Audit(ctx, who, "omr.seal_reason", "sitting:"+string(run.Sitting), map[string]any{"stage": stage, "why": why}); err != nil {
			return err
		}
	}
	return tx.Sheets.SaveStep(ctx, who, run, stage)
}

// stageLeaves is the output of a stage before score as it is in the record now.
func stageLeaves(ctx context.Context, tx Stores, id exam.SittingID, stage omr.Stage) ([][]byte, error) {
	if stage == omr.StageScan {
		return scannedLeaves(ctx, tx, id)
	}
	var out [][]byte
	err := tx.Sheets.WholeSheets(ctx, id, func(s *omr.Sheet) error {
		if stage == omr.StageRead {
			out = append(out, s.Leaf())
		} else {
			out = append(out, fixLeaves(s)...)
		}
		return nil
	})
	return out, err
}

// scannedLeaves are the files and what the bags were counted to hold.
func scannedLeaves(ctx context.Context, tx Stores, id exam.SittingID) ([][]byte, error) {
	scans, err := tx.Sheets.ListScans(ctx, id)
	if err != nil {
		return nil, err
	}
	bags, err := tx.Sheets.ListBags(ctx, id)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(bags, func(a, b omr.Bag) int { return cmp.Compare(a.Room, b.Room) })
	out := make([][]byte, 0, len(scans)+len(bags))
	for i := range scans {
		out = append(out, scans[i].Leaf())
	}
	for i := range bags {
		out = append(out, bags[i].Leaf())
	}
	return out, nil
}

func fixLeaves(s *omr.Sheet) [][]byte {
	out := make([][]byte, len(s.Fixes))
	for i := range s.Fixes {
		out[i] = s.Fixes[i].Leaf()
	}
	return out
}
