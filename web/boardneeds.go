package web

import (
	"context"
	"encoding/json"
	"time"

	"khaothi/delivery"
	"khaothi/internal/board"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/identity"
)

// Machines is what browsers said of their machines; deliverypg.Store has it.
type Machines interface {
	ListMachines(ctx context.Context, since time.Time) ([]delivery.MachineCheck, error)
}

// machineWindow is how far back checks of machines are shown: a machine that
// was good a term ago says nothing.
const machineWindow = 60 * 24 * time.Hour

type needsView struct {
	ExtraMin     int    `json:"extra_min" minimum:"0" maximum:"240" doc:"minutes more in each sitting"`
	ExtraPercent int    `json:"extra_percent" minimum:"0" maximum:"200" doc:"more time as a share of the duration; not beside extra_min"`
	Scale        int    `json:"scale" minimum:"100" maximum:"300" doc:"size of the type in percent"`
	Contrast     string `json:"contrast" enum:"normal,high"`
	Note         string `json:"note" maxLength:"500" doc:"for the invigilator"`
}

func viewNeeds(a board.Accommodation) needsView {
	a = a.Complete()
	return needsView{
		ExtraMin: a.ExtraMinutes, ExtraPercent: a.ExtraPercent, Scale: a.Scale, Contrast: string(a.Contrast), Note: a.Note,
	}
}

type needsInput struct {
	ID   string `path:"id"`
	Body needsView
}

type accommodatedView struct {
	Attempts int   `json:"attempts" doc:"attempts of opened sittings that follow the change"`
	GrantedS int64 `json:"granted_s" doc:"the most time that one of them was granted now"`
	Kept     int   `json:"kept" doc:"attempts that keep more time than this: time is never taken away"`
}

type practiceInput struct {
	ID   string `path:"id"`
	Body struct {
		From string `json:"from,omitempty" maxLength:"40" doc:"the sitting whose candidates, rooms and seats are used; all of the exam without it"`
	}
}

type checkView struct {
	State string `json:"state" enum:"good,warn,bad"`
	Value string `json:"value"`
}

type machineView struct {
	Machine string               `json:"machine"`
	Address string               `json:"address"`
	Verdict string               `json:"verdict" enum:"good,warn,bad"`
	Checks  map[string]checkView `json:"checks"`
	Browser string               `json:"browser"`
	Times   int                  `json:"times" doc:"how often it was checked"`
	At      time.Time            `json:"at"`
}

type machinesView struct {
	Machines []machineView `json:"machines"`
}

func needsRoutes(d Deps) []Route {
	return []Route{
		put("/api/candidates/{id}/needs", boardRoles, "Change what a candidate needs: time, type, contrast", d.accommodate),
		post("/api/exams/{id}/practice", boardRoles, "Make and open a practice sitting", d.makePractice),
		get("/api/machines", watchRoles, "The machines that were checked before the day", d.listMachines),
	}
}

func (d Deps) accommodate(ctx context.Context, s identity.Session, in *needsInput) (accommodatedView, error) {
	c, err := d.Board.GetCandidate(ctx, exam.CandidateID(in.ID))
	if err != nil {
		return accommodatedView{}, err
	}
	if _, err := d.examFor(ctx, s, string(c.ExamID), boardRoles); err != nil {
		return accommodatedView{}, fault.New(fault.NotFound, "candidate.not_found").With("id", in.ID)
	}
	report, err := d.Sittings.Accommodate(ctx, s.Actor(), c.ID, board.Accommodation{
		ExtraMinutes: in.Body.ExtraMin, ExtraPercent: in.Body.ExtraPercent, Scale: in.Body.Scale,
		Contrast: board.Contrast(in.Body.Contrast), Note: in.Body.Note,
	})
	return accommodatedView{
		Attempts: report.Attempts, GrantedS: int64(report.Granted.Seconds()), Kept: report.Kept,
	}, err
}

func (d Deps) makePractice(ctx context.Context, s identity.Session, in *practiceInput) (sittingView, error) {
	e, err := d.examFor(ctx, s, in.ID, boardRoles)
	if err != nil {
		return sittingView{}, err
	}
	id, err := d.Sittings.MakePractice(ctx, s.Actor(), e.ID, exam.SittingID(in.Body.From))
	if err != nil {
		return sittingView{}, err
	}
	p, err := d.Board.GetSitting(ctx, id)
	return viewSitting(e, p, exam.SittingOpen), err
}

func (d Deps) listMachines(ctx context.Context, _ identity.Session, _ *noInput) (machinesView, error) {
	list, err := d.Machines.ListMachines(ctx, d.Now().Add(-machineWindow))
	out := machinesView{Machines: make([]machineView, len(list))}
	for i := range list {
		m := &list[i]
		v := machineView{
			Machine: m.Machine, Address: m.Address, Verdict: string(m.Verdict), Checks: map[string]checkView{},
			Browser: m.Browser, Times: m.Checks, At: m.At,
		}
		if err := json.Unmarshal(m.Results, &v.Checks); err != nil {
			return machinesView{}, err
		}
		out.Machines[i] = v
	}
	return out, err
}
