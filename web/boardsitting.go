package web

import (
	"context"
	"slices"
	"time"

	"khaothi/bank"
	"khaothi/internal/board"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/identity"
)

type sittingView struct {
	ID           string    `json:"id"`
	ExamID       string    `json:"exam_id"`
	Subject      string    `json:"subject"`
	SubjectName  string    `json:"subject_name"`
	Name         string    `json:"name"`
	FormID       string    `json:"form_id"`
	Rule         string    `json:"rule"`
	StartsAt     time.Time `json:"starts_at"`
	DurationS    int       `json:"duration_s"`
	GraceS       int       `json:"grace_s"`
	LateLimitS   int       `json:"late_limit_s"`
	SubmitAfterS int       `json:"submit_after_s"`
	Rev          int       `json:"rev"`
	State        string    `json:"state" enum:"planned,open,running,closed"`
	Registered   int       `json:"registered"`
	Seated       int       `json:"seated"`
	Rooms        int       `json:"rooms"`
	Practice     bool      `json:"practice" doc:"trains, is started by hand, and is never scored"`
}

type sittingsView struct {
	Sittings []sittingView `json:"sittings"`
}

type sittingBody struct {
	Subject      string    `json:"subject"`
	Name         string    `json:"name" maxLength:"300"`
	FormID       string    `json:"form_id" maxLength:"40" doc:"empty until a form is chosen"`
	Rule         string    `json:"rule" maxLength:"100"`
	StartsAt     time.Time `json:"starts_at"`
	DurationS    int       `json:"duration_s" minimum:"1" maximum:"86400"`
	GraceS       int       `json:"grace_s" minimum:"0" maximum:"86400"`
	LateLimitS   int       `json:"late_limit_s" minimum:"0" maximum:"86400"`
	SubmitAfterS int       `json:"submit_after_s" minimum:"0" maximum:"86400"`
	Rev          int       `json:"rev,omitempty" doc:"the revision that was edited"`
}

type newSittingInput struct {
	ID   string `path:"id"`
	Body sittingBody
}

type sittingInput struct {
	ID   string `path:"id"`
	Body sittingBody
}

func (b sittingBody) sitting(id exam.SittingID, in exam.ExamID) board.Sitting {
	return board.Sitting{
		ID: id, ExamID: in, Subject: b.Subject, Name: b.Name, FormID: exam.FormID(b.FormID), Rule: b.Rule,
		StartsAt: b.StartsAt, Duration: secondsOf(b.DurationS), Grace: secondsOf(b.GraceS),
		LateLimit: secondsOf(b.LateLimitS), SubmitAfter: secondsOf(b.SubmitAfterS), Rev: b.Rev,
	}
}

func secondsOf(n int) time.Duration { return time.Duration(n) * time.Second }

func viewSitting(e board.Exam, p board.Sitting, state exam.SittingState) sittingView {
	sub, _ := e.Settings.SubjectByCode(p.Subject) // a subject that was removed has no name
	if state == "" {
		state = exam.SittingPlanned
	}
	return sittingView{
		ID: string(p.ID), ExamID: string(p.ExamID), Subject: p.Subject, SubjectName: sub.Name, Name: p.Name,
		FormID: string(p.FormID), Rule: p.Rule, StartsAt: p.StartsAt, DurationS: int(p.Duration.Seconds()),
		GraceS: int(p.Grace.Seconds()), LateLimitS: int(p.LateLimit.Seconds()),
		SubmitAfterS: int(p.SubmitAfter.Seconds()), Rev: p.Rev, State: string(state),
		Practice: p.Practice,
	}
}

type formChoiceView struct {
	ID        string `json:"id"`
	Name      string `json:"name"`
	Subject   string `json:"subject"`
	DurationS int    `json:"duration_s"`
	Questions int    `json:"questions"`
	Variants  int    `json:"variants"`
}

type formChoicesView struct {
	Forms []formChoiceView `json:"forms"`
}

func sittingRoutes(d Deps) []Route {
	return []Route{
		get("/api/exams/{id}/forms", boardRoles, "The locked forms that a sitting may use", d.listFormChoices),
		get("/api/exams/{id}/sittings", planRoles, "The sittings of an exam by start", d.listSittings),
		post("/api/exams/{id}/sittings", boardRoles, "Plan a sitting",
			func(ctx context.Context, s identity.Session, in *newSittingInput) (sittingView, error) {
				e, err := d.examFor(ctx, s, in.ID, boardRoles)
				if err != nil {
					return sittingView{}, err
				}
				if err := d.mayPlan(ctx, s, exam.FormID(in.Body.FormID)); err != nil {
					return sittingView{}, err
				}
				p, err := d.Board.CreateSitting(ctx, s.Actor(), in.Body.sitting("", e.ID))
				return viewSitting(e, p, ""), err
			}),
		put("/api/sittings/{id}", boardRoles, "Change the plan of a sitting that was not opened",
			func(ctx context.Context, s identity.Session, in *sittingInput) (sittingView, error) {
				old, e, err := d.sittingFor(ctx, s, in.ID, boardRoles)
				if err != nil {
					return sittingView{}, err
				}
				if form := exam.FormID(in.Body.FormID); form != old.FormID {
					if err := d.mayPlan(ctx, s, form); err != nil {
						return sittingView{}, err
					}
				}
				p, err := d.Board.UpdateSitting(ctx, s.Actor(), in.Body.sitting(old.ID, e.ID))
				return viewSitting(e, p, ""), err
			}),
		del("/api/sittings/{id}", boardRoles, "Remove a sitting that was not opened",
			d.onSitting(func(ctx context.Context, who exam.Actor, id exam.SittingID) error {
				return d.Board.DeleteSitting(ctx, who, id)
			})),
		post("/api/sittings/{id}/open", boardRoles, "Compile the papers, make the attempts, let candidates wait",
			d.onSitting(func(ctx context.Context, who exam.Actor, id exam.SittingID) error {
				return d.Sittings.OpenSitting(ctx, who, id)
			})),
		post("/api/sittings/{id}/start", boardRoles, "Release the papers now",
			d.onSitting(func(ctx context.Context, who exam.Actor, id exam.SittingID) error {
				return d.Sittings.StartSitting(ctx, who, id)
			})),
		post("/api/sittings/{id}/close", boardRoles, "End the sitting for everybody now",
			d.onSitting(func(ctx context.Context, who exam.Actor, id exam.SittingID) error {
				return d.Sittings.CloseSitting(ctx, who, id)
			})),
	}
}

// onSitting is an operation that does one thing to a sitting of the person's.
func (d Deps) onSitting(f func(context.Context, exam.Actor, exam.SittingID) error) handler[sittingPath, none] {
	return func(ctx context.Context, s identity.Session, in *sittingPath) (none, error) {
		p, _, err := d.sittingFor(ctx, s, in.ID, boardRoles)
		if err != nil {
			return none{}, err
		}
		return none{}, f(ctx, s.Actor(), p.ID)
	}
}

func (d Deps) listSittings(ctx context.Context, s identity.Session, in *examPath) (sittingsView, error) {
	e, err := d.examFor(ctx, s, in.ID, planRoles)
	if err != nil {
		return sittingsView{}, err
	}
	list, err := d.Board.ListSittings(ctx, e.ID)
	if err != nil {
		return sittingsView{}, err
	}
	ids := make([]exam.SittingID, len(list))
	for i, p := range list {
		ids[i] = p.ID
	}
	states, err := d.Sittings.States(ctx, ids)
	if err != nil {
		return sittingsView{}, err
	}
	var out sittingsView
	for _, p := range list {
		v := viewSitting(e, p.Sitting, states[p.ID])
		v.Registered, v.Seated, v.Rooms = p.Registered, p.Seated, p.Rooms
		out.Sittings = append(out.Sittings, v)
	}
	return out, nil
}

// maxFormChoices bounds the list that a board chooses from.
const maxFormChoices = 500

func (d Deps) listFormChoices(ctx context.Context, s identity.Session, in *examPath) (formChoicesView, error) {
	if _, err := d.examFor(ctx, s, in.ID, boardRoles); err != nil {
		return formChoicesView{}, err
	}
	list, err := d.chosenForms(ctx, s)
	var out formChoicesView
	for _, f := range list {
		out.Forms = append(out.Forms, formChoiceView{
			ID: string(f.ID), Name: f.Name, Subject: f.Subject, DurationS: f.DurationS,
			Questions: f.Questions, Variants: f.Variants,
		})
	}
	return out, err
}

// chosenForms are the locked forms of the units for which the person is of the
// board.
func (d Deps) chosenForms(ctx context.Context, s identity.Session) ([]bank.FormSummary, error) {
	var units []exam.UnitID
	for _, u := range s.Units(boardRoles...) {
		units = append(units, u.ID)
	}
	list, err := d.Forms.Forms(ctx, units, maxFormChoices)
	return slices.DeleteFunc(list, func(f bank.FormSummary) bool { return f.State != bank.FormLocked }), err
}

// mayPlan refuses a form that the person could not have chosen: who plans a
// sitting may read its key. No form yet is no form of others.
func (d Deps) mayPlan(ctx context.Context, s identity.Session, id exam.FormID) error {
	if id == "" {
		return nil
	}
	list, err := d.chosenForms(ctx, s)
	if err == nil && !slices.ContainsFunc(list, func(f bank.FormSummary) bool { return f.ID == id }) {
		return fault.New(fault.NotFound, "form.not_found")
	}
	return err
}
