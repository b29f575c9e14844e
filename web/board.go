package web

import (
	"context"
	"slices"

	"khaothi/bank"
	"khaothi/internal/board"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/identity"
	"khaothi/internal/workflow"
)

// Sittings are the steps of a sitting that join parts; workflow.Flow does them.
type Sittings interface {
	OpenSitting(ctx context.Context, who exam.Actor, id exam.SittingID) error
	StartSitting(ctx context.Context, who exam.Actor, id exam.SittingID) error
	CloseSitting(ctx context.Context, who exam.Actor, id exam.SittingID) error
	// IssueTickets makes new tickets for a room, or for all if room is "".
	IssueTickets(ctx context.Context, who exam.Actor, id exam.SittingID, room exam.RoomID) ([]board.Slip, error)
	// MakePractice makes and opens a practice sitting of an exam, like the
	// sitting from or of everybody.
	MakePractice(ctx context.Context, who exam.Actor, id exam.ExamID, from exam.SittingID) (exam.SittingID, error)
	// Accommodate changes what a candidate needs, in opened sittings too.
	Accommodate(ctx context.Context, who exam.Actor, id exam.CandidateID, a board.Accommodation) (workflow.AccommodationReport, error)
	// States leaves out sittings that are only planned.
	States(ctx context.Context, ids []exam.SittingID) (map[exam.SittingID]exam.SittingState, error)
}

// Forms are the bank's forms, as a board chooses among them.
type Forms interface {
	Forms(ctx context.Context, units []exam.UnitID, limit int) ([]bank.FormSummary, error)
}

// Who builds an exam, and who sees its plan.
var (
	boardRoles = []exam.Role{exam.RoleBoard}
	planRoles  = []exam.Role{exam.RoleBoard, exam.RoleInvigilator, exam.RoleAnalyst}
)

func boardRoutes(d Deps) []Route {
	return slices.Concat(examRoutes(d), rosterRoutes(d), roomRoutes(d), sittingRoutes(d), boardPrintRoutes(d), needsRoutes(d))
}

// examFor returns an exam that the person may reach with one of the roles. An
// exam of other people's units does not exist for them.
func (d Deps) examFor(ctx context.Context, s identity.Session, id string, roles []exam.Role) (board.Exam, error) {
	e, err := d.Board.GetExam(ctx, exam.ExamID(id))
	if err != nil {
		return board.Exam{}, err
	}
	if !s.May(roles, e.UnitID) {
		return board.Exam{}, fault.New(fault.NotFound, "exam.not_found").With("id", id)
	}
	return e, nil
}

// sittingFor returns a sitting and its exam, as examFor does.
func (d Deps) sittingFor(ctx context.Context, s identity.Session, id string, roles []exam.Role) (board.Sitting, board.Exam, error) {
	p, err := d.Board.GetSitting(ctx, exam.SittingID(id))
	if err != nil {
		return board.Sitting{}, board.Exam{}, err
	}
	e, err := d.examFor(ctx, s, string(p.ExamID), roles)
	if err != nil {
		return board.Sitting{}, board.Exam{}, fault.New(fault.NotFound, "sitting.not_found").With("id", id)
	}
	return p, e, nil
}

// examPath is the input of operations that need nothing but the exam.
type examPath struct {
	ID string `path:"id"`
}

// sittingPath is the input of operations that need nothing but the sitting.
type sittingPath struct {
	ID string `path:"id"`
}
