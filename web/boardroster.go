package web

import (
	"context"
	"net/http"
	"time"

	"khaothi/internal/board"
	"khaothi/internal/board/roster"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/identity"
)

type candidateView struct {
	ID         string    `json:"id"`
	Number     string    `json:"number"`
	FamilyName string    `json:"family_name"`
	GivenName  string    `json:"given_name"`
	BirthDate  string    `json:"birth_date" format:"date"`
	Gender     string    `json:"gender" enum:",male,female"`
	PupilCode  string    `json:"pupil_code"`
	CitizenID  string    `json:"citizen_id"`
	SchoolCode string    `json:"school_code"`
	SchoolName string    `json:"school_name"`
	ClassCode  string    `json:"class_code"`
	Subjects   []string  `json:"subjects" doc:"codes; empty means every subject"`
	Needs      needsView `json:"needs"`
}

func viewCandidate(c board.Candidate) candidateView {
	return candidateView{
		ID: string(c.ID), Number: c.Number, FamilyName: c.FamilyName, GivenName: c.GivenName,
		BirthDate: c.BirthDate.Format(time.DateOnly), Gender: string(c.Gender), PupilCode: c.PupilCode,
		CitizenID: c.CitizenID, SchoolCode: c.SchoolCode, SchoolName: c.SchoolName, ClassCode: c.ClassCode,
		Subjects: c.Subjects, Needs: viewNeeds(c.Needs),
	}
}

type candidatesView struct {
	Candidates []candidateView `json:"candidates"`
	Total      int             `json:"total"`
	Numbered   int             `json:"numbered"`
}

type candidatesInput struct {
	ID      string `path:"id"`
	Text    string `query:"q" maxLength:"100" doc:"part of a name, or the start of a number or code"`
	Subject string `query:"subject" maxLength:"40"`
	Limit   int    `query:"limit" minimum:"1" maximum:"500" default:"50"`
	Offset  int    `query:"offset" minimum:"0"`
}

type problemView struct {
	Row       int    `json:"row" doc:"0 means the file as a whole"`
	Column    string `json:"column"`
	Header    string `json:"header"`
	Code      string `json:"code"`
	Value     string `json:"value"`
	Message   string `json:"message"`
	MessageEN string `json:"message_en"`
}

type rosterReportView struct {
	File     string          `json:"file"`
	Format   string          `json:"format" enum:",xlsx,csv"`
	Rows     int             `json:"rows"`
	OK       bool            `json:"ok"`
	Imported bool            `json:"imported"`
	Columns  []string        `json:"columns" doc:"headers that were understood"`
	Errors   []problemView   `json:"errors"`
	Warnings []problemView   `json:"warnings"`
	More     int             `json:"more" doc:"errors beyond those listed"`
	Preview  []candidateView `json:"preview" doc:"the first candidates of a file without errors"`
}

// maxRosterFile is what package roster takes.
const maxRosterFile = 20 << 20

// previewRows is how many candidates a report shows.
const previewRows = 10

func rosterRoutes(d Deps) []Route {
	return []Route{
		get("/api/exams/{id}/candidates", boardRoles, "A page of the candidates by number, then name", d.listCandidates),
		upload("/api/exams/{id}/roster", boardRoles,
			"Check a roster file (field dry_run=1) or import it (field mode=add|replace)", maxRosterFile, d.importRoster),
		post("/api/exams/{id}/numbers", boardRoles, "Give candidates their numbers", d.numberCandidates),
	}
}

func (d Deps) listCandidates(ctx context.Context, s identity.Session, in *candidatesInput) (candidatesView, error) {
	e, err := d.examFor(ctx, s, in.ID, boardRoles)
	if err != nil {
		return candidatesView{}, err
	}
	page, err := d.Board.ListCandidates(ctx, e.ID, board.CandidateFilter{
		Text: in.Text, Subject: in.Subject, Limit: in.Limit, Offset: in.Offset,
	})
	out := candidatesView{Total: page.Total, Numbered: page.Numbered}
	for _, c := range page.Candidates {
		out.Candidates = append(out.Candidates, viewCandidate(c))
	}
	return out, err
}

// importRoster reads the file against the exam as it is now. Only a file
// without an error, sent without dry_run, changes something.
func (d Deps) importRoster(ctx context.Context, s identity.Session, r *http.Request, file Upload) (rosterReportView, error) {
	e, err := d.examFor(ctx, s, r.PathValue("id"), boardRoles)
	if err != nil {
		return rosterReportView{}, err
	}
	mode := board.ImportMode(file.Fields["mode"])
	if mode != board.ImportAdd && mode != board.ImportReplace {
		return rosterReportView{}, fault.New(fault.Invalid, "roster.mode").With("value", string(mode))
	}
	o := roster.Options{Settings: e.Settings, Today: d.Now()}
	if mode == board.ImportAdd {
		page, err := d.Board.ListCandidates(ctx, e.ID, board.CandidateFilter{})
		if err != nil {
			return rosterReportView{}, err
		}
		o.Existing = page.Candidates
	}
	report := roster.Read(file.Name, file.Data, o)
	out := viewRosterReport(report)
	if file.Fields["dry_run"] != "" || !report.OK() {
		return out, nil
	}
	err = d.Board.ImportRoster(ctx, s.Actor(), board.RosterImport{
		ExamID: e.ID, Mode: mode, FileName: report.File, SHA256: report.SHA256, Candidates: report.Candidates,
	})
	out.Imported = err == nil
	return out, err
}

func viewRosterReport(r *roster.Report) rosterReportView {
	out := rosterReportView{
		File: r.File, Format: r.Format, Rows: r.Rows, OK: r.OK(), Columns: r.Columns, More: r.More,
		Errors: viewProblems(r.Errors), Warnings: viewProblems(r.Warnings),
	}
	for _, c := range r.Candidates[:min(previewRows, len(r.Candidates))] {
		out.Preview = append(out.Preview, viewCandidate(c))
	}
	return out
}

func viewProblems(list []roster.Problem) []problemView {
	out := make([]problemView, len(list))
	for i, p := range list {
		out[i] = problemView{
			Row: p.Row, Column: p.Column, Header: p.Header, Code: p.Code, Value: p.Value,
			Message: p.Message("vi"), MessageEN: p.Message("en"),
		}
	}
	return out
}

type numberedView struct {
	Numbered int    `json:"numbered"`
	First    string `json:"first"`
	Last     string `json:"last"`
}

type numbersInput struct {
	ID      string `path:"id"`
	OnlyNew bool   `query:"only_new" doc:"keep the numbers that there are and go on after the highest"`
}

func (d Deps) numberCandidates(ctx context.Context, s identity.Session, in *numbersInput) (numberedView, error) {
	e, err := d.examFor(ctx, s, in.ID, boardRoles)
	if err != nil {
		return numberedView{}, err
	}
	page, err := d.Board.ListCandidates(ctx, e.ID, board.CandidateFilter{})
	if err != nil {
		return numberedView{}, err
	}
	if len(page.Candidates) == 0 {
		return numberedView{}, fault.New(fault.Conflict, "roster.empty")
	}
	number := board.Number
	if in.OnlyNew {
		number = board.NumberNew
	}
	numbers, err := number(page.Candidates, e.Settings)
	if err != nil || len(numbers) == 0 {
		return numberedView{}, err
	}
	err = d.Board.NumberCandidates(ctx, s.Actor(), exam.ExamID(in.ID), numbers)
	return numberedView{Numbered: len(numbers), First: numbers[0].Number, Last: numbers[len(numbers)-1].Number}, err
}
