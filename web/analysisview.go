package web

import (
	"time"

	"khaothi/internal/analysis"
	"khaothi/internal/board"
)

type analysisExamsView struct {
	Exams      []analysisExamView `json:"exams"`
	Needs      []analysis.Need    `json:"needs" doc:"what a sample must have for each model, from the most on"`
	DIFPersons int                `json:"dif_persons" doc:"groups of fewer persons are not compared"`
}

type analysisExamView struct {
	ID         string                `json:"id"`
	Name       string                `json:"name"`
	SchoolYear string                `json:"school_year"`
	MayWork    bool                  `json:"may_work" doc:"start analyses and apply what they found"`
	Subjects   []analysisSubjectView `json:"subjects"`
}

type analysisSubjectView struct {
	Code     string   `json:"code"`
	Name     string   `json:"name"`
	Sittings int      `json:"sittings"`
	Scored   int      `json:"scored" doc:"candidates with a result that counts"`
	Last     *runView `json:"last,omitempty"`
}

type runsView struct {
	Runs []runView `json:"runs"`
}

// runView is a run without what it found.
type runView struct {
	ID          string             `json:"id"`
	ExamID      string             `json:"exam_id"`
	ExamName    string             `json:"exam_name"`
	SchoolYear  string             `json:"school_year"`
	Subject     string             `json:"subject"`
	SubjectName string             `json:"subject_name"`
	State       string             `json:"state" enum:"running,done,failed,cancelled"`
	Done        int                `json:"done" doc:"per cent"`
	Stage       string             `json:"stage" doc:"gather, classical, calibrate, fit, dif, schools, keep"`
	Problem     string             `json:"problem" doc:"a code, where it failed"`
	ProblemText string             `json:"problem_text"`
	Spec        analysis.Spec      `json:"spec"`
	DataHash    string             `json:"data_hash" doc:"SHA-256 of the responses"`
	Persons     int                `json:"persons"`
	Items       int                `json:"items"`
	Log         []analysis.LogLine `json:"log"`
	AgainOf     string             `json:"again_of,omitempty"`
	CreatedAt   time.Time          `json:"created_at"`
	CreatedBy   string             `json:"created_by_name"`
	EndedAt     *time.Time         `json:"ended_at,omitempty"`
}

func viewRun(r *analysis.Run, e *board.Exam) runView {
	subject, _ := e.Settings.SubjectByCode(r.Subject)
	return runView{
		ID: r.ID, ExamID: string(r.Exam), ExamName: e.Name, SchoolYear: e.SchoolYear, Subject: r.Subject, SubjectName: subject.Name,
		State: string(r.State), Done: r.Done, Stage: r.Stage, Problem: r.Problem, ProblemText: r.ProblemText, Spec: r.Spec, DataHash: r.DataHash,
		Persons: r.Persons, Items: r.Items, Log: r.Log, AgainOf: r.AgainOf, CreatedAt: r.CreatedAt, CreatedBy: r.CreatedName, EndedAt: r.EndedAt,
	}
}

type runOverviewView struct {
	Run         runView              `json:"run"`
	Stale       bool                 `json:"stale" doc:"results came or changed since"`
	Overview    analysis.Overview    `json:"overview"`
	Calibration analysis.Calibration `json:"calibration"`
	Thresholds  analysis.Thresholds  `json:"thresholds"`
}

type runItemsView struct {
	Items []analysis.Item `json:"items" doc:"without stem, options, statements and curve"`
}

type runItemView struct {
	Item    analysis.Item       `json:"item"`
	Theta   []float64           `json:"theta" doc:"the abilities of the curves"`
	DIF     []analysis.Grouping `json:"dif" doc:"with the row of this item"`
	History []pastView          `json:"history" doc:"what finished analyses found of the item: the newest of each exam, and this one; the newest first"`
}

// pastView is one analysis in the history of an item.
type pastView struct {
	Run        string               `json:"run"`
	Key        string               `json:"key"`
	Exam       string               `json:"exam"`
	ExamName   string               `json:"exam_name"`
	SchoolYear string               `json:"school_year"`
	At         time.Time            `json:"at"`
	Persons    int                  `json:"persons"`
	P          analysis.Num         `json:"p"`
	RRest      analysis.Num         `json:"r_rest"`
	Model      string               `json:"model"`
	Parameters []analysis.Parameter `json:"parameters"`
	AppliedAt  *time.Time           `json:"applied_at,omitempty"`
	AppliedBy  string               `json:"applied_by,omitempty"`
}

func viewPast(p *analysis.Past) pastView {
	return pastView{
		Run: p.Run, Key: string(p.Version), Exam: string(p.Exam), ExamName: p.ExamName, SchoolYear: p.SchoolYear, At: p.At, Persons: p.Persons,
		P: p.P, RRest: p.RRest, Model: p.Model, Parameters: p.Parameters, AppliedAt: p.AppliedAt, AppliedBy: p.AppliedName,
	}
}

type runTestView struct {
	Test        analysis.Test        `json:"test"`
	Pairs       []analysis.Pair      `json:"pairs"`
	Calibration analysis.Calibration `json:"calibration"`
}

type runDIFView struct {
	Groupings []analysis.Grouping `json:"groupings"`
}
