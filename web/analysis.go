package web

import (
	"context"

	"khaothi/internal/analysis"
	"khaothi/internal/board"
	"khaothi/internal/exam"
	"khaothi/internal/identity"
	"khaothi/internal/workflow"
)

// Analyses is what the analysis pages call; workflow.Analyst is one.
type Analyses interface {
	Exams(ctx context.Context, units []exam.UnitID) ([]workflow.AnalysisExam, error)
	Exam(ctx context.Context, id exam.ExamID) (board.Exam, error)
	Start(ctx context.Context, who exam.Actor, id exam.ExamID, subject string, spec analysis.Spec) (analysis.Run, error)
	Again(ctx context.Context, who exam.Actor, run string) (analysis.Run, error)
	Cancel(ctx context.Context, who exam.Actor, run string) error
	Run(ctx context.Context, id string) (analysis.Run, error)
	Runs(ctx context.Context, id exam.ExamID, subject string) ([]analysis.Run, error)
	SchoolRuns(ctx context.Context, codes []string) ([]analysis.Run, error)
	Published(ctx context.Context, r analysis.Run) (bool, error)
	Report(ctx context.Context, run string) (analysis.Report, error)
	Stale(ctx context.Context, r analysis.Run) (bool, error)
	Findings(ctx context.Context, run string) (found, applied []analysis.Finding, err error)
	Applied(ctx context.Context, items []exam.ItemID) ([]analysis.Finding, error)
	History(ctx context.Context, item exam.ItemID) ([]analysis.Past, error)
	Apply(ctx context.Context, who exam.Actor, run string, versions []exam.VersionID, reason string) (int, error)
}

var _ Analyses = (*workflow.Analyst)(nil)

// analystRoles start analyses and apply what they found; all of resultRoles read.
var analystRoles = []exam.Role{exam.RoleAnalyst}

type runInput struct {
	Run string `path:"run"`
}

type runsInput struct {
	Exam    string `path:"exam"`
	Subject string `query:"subject" maxLength:"100" doc:"empty: all"`
}

type startRunInput struct {
	Exam string `path:"exam"`
	Body struct {
		Subject string        `json:"subject" minLength:"1" maxLength:"100"`
		Spec    analysis.Spec `json:"spec,omitzero"`
	}
}

type runItemInput struct {
	Run string `path:"run"`
	Key string `path:"key"`
}

type difInput struct {
	Run string `path:"run"`
	By  string `query:"by" enum:"gender,region,school_kind,mode,school" doc:"empty: all groupings"`
}

func analysisRoutes(d Deps) []Route {
	return []Route{
		get("/api/analysis/exams", resultRoles, "The exams that one may see the analyses of", d.analysisExams),
		get("/api/analysis/exams/{exam}/runs", resultRoles, "The analyses of an exam", d.listRuns),
		post("/api/analysis/exams/{exam}/runs", analystRoles, "Analyse a subject of an exam, in the background", d.startRun),
		get("/api/analysis/runs/{run}", resultRoles, "How far an analysis is", d.getRun),
		post("/api/analysis/runs/{run}/cancel", analystRoles, "Stop an analysis", d.cancelRun),
		post("/api/analysis/runs/{run}/again", analystRoles, "Analyse once more with the same wishes", d.againRun),
		get("/api/analysis/runs/{run}/overview", resultRoles, "The exam as a whole", d.runOverview),
		get("/api/analysis/runs/{run}/items", resultRoles, "The items with their flags", d.runItems),
		get("/api/analysis/runs/{run}/items/{key}", resultRoles, "One item: options, curves, groups and its history", d.runItem),
		get("/api/analysis/runs/{run}/test", resultRoles, "Test information, the map of persons and items, pairs", d.runTest),
		get("/api/analysis/runs/{run}/dif", resultRoles, "Differential item functioning", d.runDIF),
		get("/api/analysis/thresholds", resultRoles, "The values from which items are flagged",
			func(context.Context, identity.Session, *noInput) (analysis.Thresholds, error) {
				return analysis.DefaultThresholds(), nil
			}),
	}
}

// runOf returns a run of an exam for which the person holds one of the roles.
func (d Deps) runOf(ctx context.Context, s identity.Session, roles []exam.Role, id string) (analysis.Run, board.Exam, error) {
	r, err := d.Analyses.Run(ctx, id)
	if err != nil {
		return r, board.Exam{}, err
	}
	e, err := d.Analyses.Exam(ctx, r.Exam)
	if err != nil {
		return r, e, err
	}
	return r, e, s.Require(roles, e.UnitID)
}

// reportOf returns the report of a run that the person may read.
func (d Deps) reportOf(ctx context.Context, s identity.Session, id string) (analysis.Report, analysis.Run, board.Exam, error) {
	r, e, err := d.runOf(ctx, s, resultRoles, id)
	if err != nil {
		return analysis.Report{}, r, e, err
	}
	rep, err := d.Analyses.Report(ctx, id)
	return rep, r, e, err
}

func (d Deps) analysisExams(ctx context.Context, s identity.Session, _ *noInput) (analysisExamsView, error) {
	list, err := d.Analyses.Exams(ctx, s.Scope(resultRoles...))
	out := analysisExamsView{Needs: analysis.Needs(), DIFPersons: analysis.DefaultThresholds().DIFPersons}
	for i := range list {
		e := &list[i]
		v := analysisExamView{ID: string(e.Exam.ID), Name: e.Exam.Name, SchoolYear: e.Exam.SchoolYear, MayWork: s.May(analystRoles, e.Exam.UnitID)}
		for _, x := range e.Subjects {
			subject := analysisSubjectView{Code: x.Code, Name: x.Name, Sittings: x.Sittings, Scored: x.Scored}
			if x.Last != nil {
				last := viewRun(x.Last, &e.Exam)
				subject.Last = &last
			}
			v.Subjects = append(v.Subjects, subject)
		}
		out.Exams = append(out.Exams, v)
	}
	return out, err
}

func (d Deps) analysedExam(ctx context.Context, s identity.Session, roles []exam.Role, id string) (board.Exam, error) {
	e, err := d.Analyses.Exam(ctx, exam.ExamID(id))
	if err != nil {
		return e, err
	}
	return e, s.Require(roles, e.UnitID)
}

func (d Deps) listRuns(ctx context.Context, s identity.Session, in *runsInput) (runsView, error) {
	e, err := d.analysedExam(ctx, s, resultRoles, in.Exam)
	if err != nil {
		return runsView{}, err
	}
	list, err := d.Analyses.Runs(ctx, e.ID, in.Subject)
	var out runsView
	for i := range list {
		out.Runs = append(out.Runs, viewRun(&list[i], &e))
	}
	return out, err
}

func (d Deps) startRun(ctx context.Context, s identity.Session, in *startRunInput) (runView, error) {
	e, err := d.analysedExam(ctx, s, analystRoles, in.Exam)
	if err != nil {
		return runView{}, err
	}
	r, err := d.Analyses.Start(ctx, s.Actor(), e.ID, in.Body.Subject, in.Body.Spec)
	return viewRun(&r, &e), err
}

func (d Deps) getRun(ctx context.Context, s identity.Session, in *runInput) (runView, error) {
	r, e, err := d.runOf(ctx, s, resultRoles, in.Run)
	return viewRun(&r, &e), err
}

func (d Deps) cancelRun(ctx context.Context, s identity.Session, in *runInput) (none, error) {
	r, _, err := d.runOf(ctx, s, analystRoles, in.Run)
	if err != nil {
		return none{}, err
	}
	return none{}, d.Analyses.Cancel(ctx, s.Actor(), r.ID)
}

func (d Deps) againRun(ctx context.Context, s identity.Session, in *runInput) (runView, error) {
	before, e, err := d.runOf(ctx, s, analystRoles, in.Run)
	if err != nil {
		return runView{}, err
	}
	r, err := d.Analyses.Again(ctx, s.Actor(), before.ID)
	return viewRun(&r, &e), err
}

func (d Deps) runOverview(ctx context.Context, s identity.Session, in *runInput) (runOverviewView, error) {
	rep, r, e, err := d.reportOf(ctx, s, in.Run)
	if err != nil {
		return runOverviewView{}, err
	}
	stale, err := d.Analyses.Stale(ctx, r)
	return runOverviewView{Run: viewRun(&r, &e), Stale: stale, Overview: rep.Overview, Calibration: rep.Calibration, Thresholds: rep.Thresholds}, err
}

func (d Deps) runTest(ctx context.Context, s identity.Session, in *runInput) (runTestView, error) {
	rep, _, _, err := d.reportOf(ctx, s, in.Run)
	return runTestView{Test: rep.Test, Pairs: rep.Pairs, Calibration: rep.Calibration}, err
}

func (d Deps) runDIF(ctx context.Context, s identity.Session, in *difInput) (runDIFView, error) {
	rep, _, _, err := d.reportOf(ctx, s, in.Run)
	var out runDIFView
	for _, g := range rep.DIF {
		if in.By == "" || g.By == in.By {
			out.Groupings = append(out.Groupings, g)
		}
	}
	return out, err
}
