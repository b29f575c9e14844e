package omr

import (
	"context"

	"khaothi/internal/exam"
)

// Store keeps runs. What a person does is written to the audit trail in the
// same transaction. omrpg.Store is one.
type Store interface {
	Runs
	Scans
	Sheets
	Checks
}

// Runs keeps the stages and the bags.
type Runs interface {
	// CreateRun begins the run of a sitting; a second one is fault.Conflict
	// "omr.exists".
	CreateRun(ctx context.Context, r Run) error
	// GetRun returns a run, or fault.NotFound "omr.run_not_found". In a
	// transaction nobody else changes its stages till the end.
	GetRun(ctx context.Context, id exam.SittingID) (Run, error)
	// ListRuns returns the sittings that have a run.
	ListRuns(ctx context.Context, ids []exam.SittingID) ([]Run, error)
	// SaveStep stores what Open or Close did to a stage.
	SaveStep(ctx context.Context, who exam.Actor, r Run, s Stage) error
	SetBag(ctx context.Context, who exam.Actor, id exam.SittingID, b Bag) error
	// ListBags returns the bags that were counted.
	ListBags(ctx context.Context, id exam.SittingID) ([]Bag, error)
}

// Scans keeps the files of the scanner.
type Scans interface {
	// AddScan keeps a file. The same bytes again are fault.Conflict
	// "omr.scan_twice" with the file and the room that they came as.
	AddScan(ctx context.Context, s Scan, data []byte) error
	// ListScans returns the scans of a sitting by room and file.
	ListScans(ctx context.Context, id exam.SittingID) ([]Scan, error)
	ScanData(ctx context.Context, scan string) ([]byte, error)
	// ReadNext hands one scan of an open stage read, but none of skip, to f and
	// keeps the sheets or the code of the fault that it returns. Two callers get
	// different scans; a caller that dies leaves its scan to another. It returns
	// the scan, also with an error; "" when none is left.
	ReadNext(ctx context.Context, skip []string, f func(layout []byte, s Scan, data []byte) (sheets []Sheet, fault string)) (scan string, err error)
}

// Sheets keeps what was read, and decisions.
type Sheets interface {
	// ListSheets returns the sheets of a sitting by room, file and page, without
	// Detail and with the cells of FieldNumber and FieldCode only.
	ListSheets(ctx context.Context, id exam.SittingID) ([]Sheet, error)
	// WholeSheets returns them with everything but crops to f, in the same order.
	WholeSheets(ctx context.Context, id exam.SittingID, f func(*Sheet) error) error
	// GetSheet returns one sheet whole, and the sitting it belongs to.
	GetSheet(ctx context.Context, id string) (Sheet, exam.SittingID, error)
	// SittingOf returns the sitting that a sheet belongs to.
	SittingOf(ctx context.Context, sheet string) (exam.SittingID, error)
	AddFix(ctx context.Context, f Fix) error
	// AnswerFix stores the word of the second person.
	AnswerFix(ctx context.Context, f Fix) error
}
