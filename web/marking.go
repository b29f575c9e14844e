package web

import (
	"context"
	"io"
	"net/http"
	"strconv"

	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/identity"
	"khaothi/internal/workflow"
	"khaothi/scoring"
)

// Marking is what the marking pages call; workflow.Flow is one.
type Marking interface {
	MarkingSittings(ctx context.Context, may func(exam.UnitID) bool) ([]workflow.MarkingSitting, error)
	SetMarkingPlan(ctx context.Context, who exam.Actor, id exam.SittingID, p scoring.MarkingPlan) error
	NextWork(ctx context.Context, who exam.Actor, id exam.SittingID) (workflow.WorkSheet, error)
	MarkWork(ctx context.Context, who exam.Actor, id string, points map[string]scoring.Points, note string) (scoring.Work, error)
	UnitOfWork(ctx context.Context, id string) (exam.UnitID, error)
	CopyWork(ctx context.Context, id string, begin func(name string, bytes int64) io.Writer) error
}

var _ Marking = (*workflow.Flow)(nil)

// markRoles mark works; a board sees how far it is.
var (
	markRoles     = []exam.Role{exam.RoleTeacher, exam.RoleReviewer}
	markingViewer = []exam.Role{exam.RoleTeacher, exam.RoleReviewer, exam.RoleBoard}
)

type markingSittingsView struct {
	Sittings []markingSittingView `json:"sittings"`
}

type markingSittingView struct {
	ID        string       `json:"id"`
	Exam      string       `json:"exam"`
	Name      string       `json:"name"`
	Subject   string       `json:"subject"`
	Works     int          `json:"works"`
	Once      int          `json:"once" doc:"with one mark, waiting for another"`
	Disputed  int          `json:"disputed" doc:"with two marks too far apart"`
	Settled   int          `json:"settled"`
	Marks     int          `json:"marks" doc:"independent marks that each work takes"`
	Threshold int          `json:"threshold" doc:"per mille of the rubric beyond which a third mark decides"`
	MayMark   bool         `json:"may_mark"`
	Markers   []markerView `json:"markers" doc:"for the board only"`
}

type markerView struct {
	Name  string `json:"name"`
	Marks int    `json:"marks"`
}

type markingPlanInput struct {
	Sitting string `path:"sitting"`
	Body    struct {
		Marks     int `json:"marks" minimum:"1" maximum:"2"`
		Threshold int `json:"threshold" minimum:"0" maximum:"1000"`
	}
}

// workView is a work without a sign of whose it is.
type workView struct {
	ID     string          `json:"id" doc:"empty: nothing is left for this marker"`
	Alias  string          `json:"alias"`
	Kind   string          `json:"kind" enum:"essay,upload,"`
	Part   int             `json:"part"`
	No     int             `json:"no"`
	Stem   string          `json:"stem"`
	Text   string          `json:"text"`
	File   string          `json:"file" doc:"name of the file, made of the alias"`
	Rubric []criterionView `json:"rubric"`
	Others []otherMark     `json:"others" doc:"the two marks before, for who decides between them"`
}

type criterionView struct {
	ID     string     `json:"id"`
	HTML   string     `json:"html"`
	Points int64      `json:"points"`
	Steps  []stepView `json:"steps"`
}

type stepView struct {
	HTML   string `json:"html"`
	Points int64  `json:"points"`
}

type otherMark struct {
	Total int64  `json:"total"`
	Note  string `json:"note"`
}

type markInput struct {
	Work string `path:"work"`
	Body struct {
		Points []criterionPoints `json:"points" minItems:"1" maxItems:"20"`
		Note   string            `json:"note,omitempty" maxLength:"2000"`
	}
}

type criterionPoints struct {
	ID     string `json:"id"`
	Points int64  `json:"points" minimum:"0" doc:"hundredths"`
}

type markedView struct {
	Settled bool `json:"settled"`
	Decide  bool `json:"decide" doc:"the two marks are too far apart: a third person decides"`
}

func markingRoutes(d Deps) []Route {
	return []Route{
		get("/api/marking/sittings", markingViewer, "Sittings with works to be marked by people", d.markingSittings),
		post("/api/marking/sittings/{sitting}/plan", decideRoles, "How the works of a sitting are marked", d.setMarkingPlan),
		post("/api/marking/sittings/{sitting}/next", markRoles, "A work for this marker", d.nextWork),
		post("/api/marking/works/{work}/mark", markRoles, "Give a work its points", d.markWork),
		download("/api/marking/works/{work}/file", markRoles, "The file that was handed in", "application/octet-stream", d.workFile),
	}
}

func (d Deps) markingSittings(ctx context.Context, s identity.Session, _ *noInput) (markingSittingsView, error) {
	list, err := d.Marking.MarkingSittings(ctx, func(u exam.UnitID) bool { return s.May(markingViewer, u) })
	out := markingSittingsView{Sittings: []markingSittingView{}}
	for _, m := range list {
		v := markingSittingView{
			ID: string(m.Sitting.ID), Exam: m.ExamName, Name: m.Sitting.Name, Subject: m.Sitting.Subject,
			Works: m.Counts.Works, Once: m.Counts.Once, Disputed: m.Counts.Disputed, Settled: m.Counts.Settled,
			Marks: m.Plan.Marks, Threshold: m.Plan.Threshold, MayMark: s.May(markRoles, m.Unit), Markers: []markerView{},
		}
		if s.May(decideRoles, m.Unit) {
			for _, c := range m.Counts.Markers {
				v.Markers = append(v.Markers, markerView(c))
			}
		}
		out.Sittings = append(out.Sittings, v)
	}
	return out, err
}

func (d Deps) setMarkingPlan(ctx context.Context, s identity.Session, in *markingPlanInput) (struct{}, error) {
	id, err := d.maySitting(ctx, s, decideRoles, in.Sitting)
	if err != nil {
		return struct{}{}, err
	}
	plan := scoring.MarkingPlan{Marks: in.Body.Marks, Threshold: in.Body.Threshold}
	return struct{}{}, d.Marking.SetMarkingPlan(ctx, s.Actor(), id, plan)
}

func (d Deps) nextWork(ctx context.Context, s identity.Session, in *sittingIDInput) (workView, error) {
	id, err := d.maySitting(ctx, s, markRoles, in.Sitting)
	if err != nil {
		return workView{}, err
	}
	sheet, err := d.Marking.NextWork(ctx, s.Actor(), id)
	if fault.CodeOf(err) == "marking.none" {
		return workView{Rubric: []criterionView{}, Others: []otherMark{}}, nil
	}
	return viewWork(&sheet), err
}

func viewWork(sheet *workflow.WorkSheet) workView {
	v := workView{
		ID: sheet.Work.ID, Alias: sheet.Work.Alias, Kind: string(sheet.Kind), Part: sheet.Part, No: sheet.No, Stem: sheet.Stem,
		Rubric: []criterionView{}, Others: []otherMark{},
	}
	if sheet.Kind == scoring.Essay {
		v.Text = sheet.Work.Value
	} else {
		v.File = sheet.Work.Alias
	}
	for _, c := range sheet.Rubric {
		row := criterionView{ID: c.ID, HTML: c.HTML, Points: int64(c.Points), Steps: []stepView{}}
		for _, step := range c.Steps {
			row.Steps = append(row.Steps, stepView{HTML: step.HTML, Points: int64(step.Points)})
		}
		v.Rubric = append(v.Rubric, row)
	}
	for _, m := range sheet.Others {
		v.Others = append(v.Others, otherMark{Total: int64(m.Total), Note: m.Note})
	}
	return v
}

// mayWork asks whether the person may mark works of the sitting that has it.
func (d Deps) mayWork(ctx context.Context, s identity.Session, id string) error {
	unit, err := d.Marking.UnitOfWork(ctx, id)
	if err != nil {
		return err
	}
	return s.Require(markRoles, unit)
}

func (d Deps) markWork(ctx context.Context, s identity.Session, in *markInput) (markedView, error) {
	if err := d.mayWork(ctx, s, in.Work); err != nil {
		return markedView{}, err
	}
	points := map[string]scoring.Points{}
	for _, p := range in.Body.Points {
		points[p.ID] = scoring.Points(p.Points)
	}
	work, err := d.Marking.MarkWork(ctx, s.Actor(), in.Work, points, in.Body.Note)
	return markedView{Settled: work.Final != nil, Decide: work.Final == nil && len(work.Marks) == 2}, err
}

// workFile sends a file as one to be saved: what candidates hand in is never
// shown inside our pages.
func (d Deps) workFile(w http.ResponseWriter, r *http.Request, s identity.Session) error {
	id := r.PathValue("work")
	if err := d.mayWork(r.Context(), s, id); err != nil {
		return err
	}
	return d.Marking.CopyWork(r.Context(), id, func(name string, bytes int64) io.Writer {
		w.Header().Set("Content-Type", "application/octet-stream")
		w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
		w.Header().Set("Content-Length", strconv.FormatInt(bytes, 10))
		w.Header().Set("Cache-Control", "no-store")
		return w
	})
}
