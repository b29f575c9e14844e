package web

import (
	"strconv"
	"strings"
	"time"

	"khaothi/internal/workflow"
	"khaothi/scoring"
)

// Points in every view are hundredths: 825 is 8.25.

type resultExamsView struct {
	Exams []resultExamView `json:"exams"`
}

type resultExamView struct {
	ID         string `json:"id"`
	Name       string `json:"name"`
	SchoolYear string `json:"school_year"`
	Sittings   int    `json:"sittings"`
	Candidates int    `json:"candidates"`
	Scored     int    `json:"scored" doc:"candidates with a result"`
}

type examResultsView struct {
	ID         string              `json:"id"`
	Name       string              `json:"name"`
	SchoolYear string              `json:"school_year"`
	MayDecide  bool                `json:"may_decide"`
	Sittings   []sittingResultView `json:"sittings"`
}

type sittingResultView struct {
	ID        string    `json:"id"`
	Name      string    `json:"name"`
	Subject   string    `json:"subject"`
	State     string    `json:"state" enum:"planned,open,running,closed"`
	StartsAt  time.Time `json:"starts_at"`
	Seated    int       `json:"seated"`
	Scored    int       `json:"scored"`
	Published int       `json:"published"`
	Withdrawn int       `json:"withdrawn"`
}

func viewExamResults(r workflow.ExamResults, mayDecide bool) examResultsView {
	out := examResultsView{ID: string(r.Exam.ID), Name: r.Exam.Name, SchoolYear: r.Exam.SchoolYear, MayDecide: mayDecide}
	for i := range r.Sittings {
		s := &r.Sittings[i]
		out.Sittings = append(out.Sittings, sittingResultView{
			ID: string(s.ID), Name: s.Name, Subject: s.SubjectName, State: string(s.State), StartsAt: s.StartsAt.UTC(), Seated: s.Seated,
			Scored: s.Counts.Scored, Published: s.Counts.Published, Withdrawn: s.Counts.Withdrawn,
		})
	}
	return out
}

type rollView struct {
	ID        string          `json:"id"`
	Exam      string          `json:"exam"`
	ExamName  string          `json:"exam_name"`
	Name      string          `json:"name"`
	Subject   string          `json:"subject"`
	Rule      string          `json:"rule"`
	State     string          `json:"state" enum:"planned,open,running,closed"`
	StartsAt  time.Time       `json:"starts_at"`
	MayDecide bool            `json:"may_decide"`
	Stats     scoring.Stats   `json:"stats"`
	Rooms     []roomStatsView `json:"rooms"`
	Rows      []rollRowView   `json:"rows"`
}

type roomStatsView struct {
	Room  string        `json:"room"`
	Stats scoring.Stats `json:"stats"`
}

type rollRowView struct {
	Candidate  string               `json:"candidate"`
	Number     string               `json:"number"`
	Name       string               `json:"name"`
	BirthDate  string               `json:"birth_date" format:"date"`
	School     string               `json:"school"`
	Class      string               `json:"class"`
	Room       string               `json:"room"`
	Seat       int                  `json:"seat"`
	FormCode   string               `json:"form_code"`
	Points     *int64               `json:"points" doc:"null: no result"`
	Pending    int                  `json:"pending" doc:"works not marked yet: the points are not final"`
	Parts      []scoring.PartPoints `json:"parts"`
	Version    int                  `json:"version"`
	KeyVersion int                  `json:"key_version"`
	State      string               `json:"state" enum:",scored,published,withdrawn"`
	Released   *int64               `json:"released" doc:"what the public holds where that is an older version"`
	Note       string               `json:"note" enum:",absent,incomplete,void,paper"`
	Reason     string               `json:"reason"`
}

// binStep is the width of the bins on the page: the page adds two up for 0.50.
const binStep = scoring.Points(25)

// pageMax is where the bins end unless a rule gives more.
const pageMax = scoring.Points(1000)

func viewRoll(r *scoring.Roll, mayDecide bool) rollView {
	limit := pageMax
	for i := range r.Rows {
		limit = max(limit, r.Rows[i].Max)
	}
	out := rollView{
		ID: string(r.Sitting), Exam: string(r.Exam), ExamName: r.ExamName, Name: r.Name, Subject: r.Subject, Rule: r.Rule,
		State: string(r.State), StartsAt: r.StartsAt.UTC(), MayDecide: mayDecide, Stats: scoring.Describe(r.Counted(), binStep, limit),
	}
	names, points := r.ByRoom()
	for _, name := range names {
		out.Rooms = append(out.Rooms, roomStatsView{Room: name, Stats: scoring.Describe(points[name], 0, limit)})
	}
	for i := range r.Rows {
		row := &r.Rows[i]
		out.Rows = append(out.Rows, rollRowView{
			Candidate: string(row.Candidate), Number: row.Number, Name: row.Name, BirthDate: row.BirthDate.Format(time.DateOnly),
			School: row.School, Class: row.Class, Room: row.Room, Seat: row.Seat, FormCode: row.FormCode, Points: hundredths(row.Points), Pending: row.Pending,
			Parts: row.Parts, Version: row.Version, KeyVersion: row.KeyVersion, State: string(row.State),
			Released: hundredths(row.Released), Note: string(row.Note), Reason: row.Reason,
		})
	}
	return out
}

func hundredths(p *scoring.Points) *int64 {
	if p == nil {
		return nil
	}
	v := int64(*p)
	return &v
}

type changedView struct {
	Changed int `json:"changed"`
}

type candidateResultView struct {
	Candidate string              `json:"candidate"`
	Number    string              `json:"number"`
	Name      string              `json:"name"`
	BirthDate string              `json:"birth_date" format:"date"`
	School    string              `json:"school"`
	Class     string              `json:"class"`
	Versions  []resultVersionView `json:"versions"`
}

type resultVersionView struct {
	Version     int                  `json:"version"`
	KeyVersion  int                  `json:"key_version"`
	Rule        string               `json:"rule"`
	Points      int64                `json:"points"`
	Max         int64                `json:"max"`
	FormCode    string               `json:"form_code"`
	State       string               `json:"state" enum:"scored,published,withdrawn"`
	Reason      string               `json:"reason"`
	StateReason string               `json:"state_reason"`
	Author      string               `json:"author"`
	At          time.Time            `json:"at"`
	Track       string               `json:"track" doc:"id of the track that counted"`
	TrackTitle  string               `json:"track_title"`
	TrackChosen bool                 `json:"track_chosen" doc:"the candidate chose it; else the answers and the rule decided"`
	Notes       []string             `json:"notes"`
	Parts       []scoring.PartPoints `json:"parts"`
	Questions   []questionResultView `json:"questions"`
}

// questionResultView is one line: a question, or a statement, gap or row of it,
// which has no points of its own. Answer and Key are as people read them.
type questionResultView struct {
	Field  string `json:"field"`
	Kind   string `json:"kind" enum:"single,multiple,cluster,short,numeric,cloze,match,categorise,order,hotspot,essay,upload,statement,"`
	Answer string `json:"answer"`
	Key    string `json:"key"`
	Points *int64 `json:"points" doc:"null for a statement"`
	Max    *int64 `json:"max"`
	Reason string `json:"reason"`
}

func viewCandidateResult(r workflow.CandidateResults) candidateResultView {
	c := r.Candidate
	out := candidateResultView{
		Candidate: string(c.ID), Number: c.Number, Name: c.FullName(), BirthDate: c.BirthDate.Format(time.DateOnly),
		School: c.SchoolName, Class: c.ClassCode,
	}
	read := newLabels(r.Fields)
	for i := range r.History {
		s := &r.History[i]
		v := resultVersionView{
			Version: s.Version, KeyVersion: s.Result.KeyVersion, Rule: s.Result.Rule, Points: int64(s.Result.Points), Max: int64(s.Result.Max),
			FormCode: s.FormCode, State: string(s.State), Reason: s.Reason, StateReason: s.StateReason, Author: s.Author.Name, At: s.At,
			Track: s.Result.Track, Notes: s.Result.Notes, Parts: s.Parts,
		}
		key := r.Keys[s.Result.KeyVersion]
		v.TrackTitle, v.TrackChosen = key.TrackTitle(v.Track), len(s.Result.Chosen) > 0
		for j := range s.Result.Questions {
			v.Questions = append(v.Questions, viewQuestion(&s.Result.Questions[j], key, read)...)
		}
		out.Versions = append(out.Versions, v)
	}
	return out
}

// viewQuestion is the line of a question and, below it, those of its statements.
func viewQuestion(q *scoring.QuestionResult, key scoring.Key, read labels) []questionResultView {
	points, most := int64(q.Points), int64(q.Max)
	line := questionResultView{Field: q.Name, Kind: read.kind(q.Name), Points: &points, Max: &most, Reason: q.Reason}
	if len(q.Statements) == 0 {
		line.Answer, line.Key = read.value(q.Name, q.Value), read.key(q.Name, key)
		if line.Kind == string(scoring.Upload) {
			line.Answer = fileName(q.Value)
		}
		if q.Reason == scoring.ReasonMarked {
			line.Key = markOf(q.Mark) + " / " + line.Key
		}
		return []questionResultView{line}
	}
	line.Kind = read.kind(q.Statements[0].Field)
	lines := []questionResultView{line}
	for _, s := range q.Statements {
		lines = append(lines, questionResultView{
			Field: s.Field, Kind: "statement", Answer: read.value(s.Field, s.Value), Key: read.key(s.Field, key), Reason: s.Reason,
		})
	}
	return lines
}

// fileName is what the candidate called a file: what stands behind hash and size.
func fileName(value string) string {
	_, rest, _ := strings.Cut(value, ":")
	_, name, _ := strings.Cut(rest, ":")
	return name
}

// markOf shows a mark in hundredths as points.
func markOf(mark string) string {
	n, err := strconv.ParseInt(mark, 10, 64)
	if err != nil {
		return mark
	}
	return scoring.Points(n).String()
}
