package web

import (
	"context"
	"time"

	"khaothi/internal/board"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/identity"
	"khaothi/scoring"
)

type examView struct {
	ID         string         `json:"id"`
	Name       string         `json:"name"`
	UnitID     string         `json:"unit_id"`
	UnitName   string         `json:"unit_name"`
	Profile    string         `json:"profile"`
	SchoolYear string         `json:"school_year"`
	Settings   board.Settings `json:"settings"`
	Rev        int            `json:"rev"`
	CreatedAt  time.Time      `json:"created_at"`
	MayEdit    bool           `json:"may_edit"`
}

func viewExam(s identity.Session, e board.Exam) examView {
	u, _ := s.Unit(e.UnitID) // a unit that is gone has no name
	return examView{
		ID: string(e.ID), Name: e.Name, UnitID: string(e.UnitID), UnitName: u.Name, Profile: e.Profile,
		SchoolYear: e.SchoolYear, Settings: e.Settings, Rev: e.Rev, CreatedAt: e.CreatedAt,
		MayEdit: s.May(boardRoles, e.UnitID),
	}
}

type examSummaryView struct {
	ID         string    `json:"id"`
	Name       string    `json:"name"`
	UnitName   string    `json:"unit_name"`
	Profile    string    `json:"profile"`
	SchoolYear string    `json:"school_year"`
	CreatedAt  time.Time `json:"created_at"`
	Candidates int       `json:"candidates"`
	Rooms      int       `json:"rooms"`
	Sittings   int       `json:"sittings"`
}

type examsView struct {
	Exams []examSummaryView `json:"exams"`
}

type profileView struct {
	Name         string         `json:"name"`
	Title        string         `json:"title"`
	Source       string         `json:"source"`
	Date         string         `json:"date"`
	Settings     board.Settings `json:"settings"`
	GraceS       int            `json:"grace_s"`
	LateLimitS   int            `json:"late_limit_s"`
	SubmitAfterS int            `json:"submit_after_s"`
}

type ruleChoiceView struct {
	Name  string `json:"name"`
	Title string `json:"title"`
}

type profilesView struct {
	Profiles []profileView    `json:"profiles"`
	Rules    []ruleChoiceView `json:"rules" doc:"scoring rules that come with the program"`
}

type newExamInput struct {
	Body struct {
		Name       string `json:"name" maxLength:"300"`
		UnitID     string `json:"unit_id"`
		Profile    string `json:"profile"`
		SchoolYear string `json:"school_year" example:"2025-2026"`
	}
}

type examInput struct {
	ID   string `path:"id"`
	Body struct {
		Name       string         `json:"name" maxLength:"300"`
		SchoolYear string         `json:"school_year"`
		Settings   board.Settings `json:"settings"`
		Rev        int            `json:"rev" doc:"the revision that was edited"`
	}
}

func examRoutes(d Deps) []Route {
	return []Route{
		get("/api/exam-profiles", planRoles, "Exam profiles and scoring rules to start from",
			func(context.Context, identity.Session, *noInput) (profilesView, error) { return listProfiles() }),
		get("/api/exams", planRoles, "The exams of my units, the newest first", d.listExams),
		post("/api/exams", boardRoles, "Make an exam from a profile", d.createExam),
		get("/api/exams/{id}", planRoles, "One exam",
			func(ctx context.Context, s identity.Session, in *examPath) (examView, error) {
				e, err := d.examFor(ctx, s, in.ID, planRoles)
				return viewExam(s, e), err
			}),
		put("/api/exams/{id}", boardRoles, "Change name, school year and settings of an exam", d.updateExam),
		del("/api/exams/{id}", boardRoles, "Remove an exam of which no sitting was opened",
			func(ctx context.Context, s identity.Session, in *examPath) (none, error) {
				if _, err := d.examFor(ctx, s, in.ID, boardRoles); err != nil {
					return none{}, err
				}
				return none{}, d.Board.DeleteExam(ctx, s.Actor(), exam.ExamID(in.ID))
			}),
	}
}

func listProfiles() (profilesView, error) {
	profiles, err := board.Profiles()
	if err != nil {
		return profilesView{}, err
	}
	rules, err := scoring.Shipped()
	if err != nil {
		return profilesView{}, err
	}
	var out profilesView
	for _, p := range profiles {
		out.Profiles = append(out.Profiles, profileView(p))
	}
	for i := range rules {
		out.Rules = append(out.Rules, ruleChoiceView{Name: rules[i].Name, Title: rules[i].Title})
	}
	return out, nil
}

func (d Deps) listExams(ctx context.Context, s identity.Session, _ *noInput) (examsView, error) {
	list, err := d.Board.ListExams(ctx, s.Scope(planRoles...))
	var out examsView
	for _, e := range list {
		u, _ := s.Unit(e.UnitID)
		out.Exams = append(out.Exams, examSummaryView{
			ID: string(e.ID), Name: e.Name, UnitName: u.Name, Profile: e.Profile, SchoolYear: e.SchoolYear,
			CreatedAt: e.CreatedAt, Candidates: e.Candidates, Rooms: e.Rooms, Sittings: e.Sittings,
		})
	}
	return out, err
}

func (d Deps) createExam(ctx context.Context, s identity.Session, in *newExamInput) (examView, error) {
	unit := exam.UnitID(in.Body.UnitID)
	if err := s.Require(boardRoles, unit); err != nil {
		return examView{}, err
	}
	p, err := board.ProfileByName(in.Body.Profile)
	if err != nil {
		return examView{}, fault.New(fault.Invalid, "exam.profile").With("value", in.Body.Profile)
	}
	e, err := d.Board.CreateExam(ctx, s.Actor(), board.Exam{
		Name: in.Body.Name, UnitID: unit, Profile: p.Name, SchoolYear: in.Body.SchoolYear, Settings: p.Settings,
	})
	return viewExam(s, e), err
}

func (d Deps) updateExam(ctx context.Context, s identity.Session, in *examInput) (examView, error) {
	e, err := d.examFor(ctx, s, in.ID, boardRoles)
	if err != nil {
		return examView{}, err
	}
	e.Name, e.SchoolYear, e.Settings, e.Rev = in.Body.Name, in.Body.SchoolYear, in.Body.Settings, in.Body.Rev
	e, err = d.Board.UpdateExam(ctx, s.Actor(), e)
	return viewExam(s, e), err
}
