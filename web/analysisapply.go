package web

import (
	"context"
	"net/http"
	"strings"
	"time"

	"khaothi/internal/analysis"
	"khaothi/internal/analysis/analysisbook"
	"khaothi/internal/exam"
	"khaothi/internal/identity"
)

type applyInput struct {
	Run  string `path:"run"`
	Body struct {
		Keys   []string `json:"keys" minItems:"1" maxItems:"2000" doc:"of items"`
		Reason string   `json:"reason" minLength:"3" maxLength:"500"`
	}
}

type linkInput struct {
	From    string `query:"from" required:"true" doc:"run"`
	To      string `query:"to" required:"true" doc:"run whose scale stays"`
	Method  string `query:"method" enum:"sl,haebara,ms,mm" default:"sl"`
	Without string `query:"without" maxLength:"20000" doc:"keys of anchors that are left out, separated by commas"`
}

type linkView struct {
	From runView          `json:"from"`
	To   runView          `json:"to"`
	Link analysis.Linking `json:"link"`
}

// findingView is what a run found of an item, beside what holds now.
type findingView struct {
	Key        string               `json:"key"`
	ItemID     string               `json:"item_id"`
	Name       string               `json:"name"`
	Persons    int                  `json:"persons"`
	P          analysis.Num         `json:"p"`
	PPoints    analysis.Num         `json:"p_points"`
	RRest      analysis.Num         `json:"r_rest"`
	Model      string               `json:"model" doc:"empty: not calibrated"`
	Parameters []analysis.Parameter `json:"parameters"`
	State      string               `json:"state" enum:"proposed,applied,replaced"`
	AppliedAt  *time.Time           `json:"applied_at,omitempty"`
	AppliedBy  string               `json:"applied_by,omitempty"`
	Reason     string               `json:"reason,omitempty"`
	Before     *beforeView          `json:"before,omitempty" doc:"what another run holds in the bank now"`
}

type beforeView struct {
	Run        string               `json:"run"`
	Model      string               `json:"model"`
	Parameters []analysis.Parameter `json:"parameters"`
	AppliedAt  *time.Time           `json:"applied_at,omitempty"`
	AppliedBy  string               `json:"applied_by"`
}

type findingsView struct {
	Stale    bool          `json:"stale" doc:"results came or changed since: nothing can be applied unless every score is the same"`
	MayApply bool          `json:"may_apply"`
	Items    []findingView `json:"parameters"`
}

type appliedView struct {
	Applied int `json:"applied"`
}

func findingRoutes(d Deps) []Route {
	return []Route{
		get("/api/analysis/runs/{run}/parameters", resultRoles, "What an analysis proposes to the bank", d.runFindings),
		post("/api/analysis/runs/{run}/apply", analystRoles, "Apply what an analysis found to the bank", d.applyFindings),
		get("/api/analysis/link", resultRoles, "Put one calibration on the scale of another", d.linkRuns),
		download("/api/analysis/runs/{run}/workbook", resultRoles, "An analysis as a workbook", xlsxType, d.runWorkbook),
		get("/api/analysis/schools", resultRoles, "The newest published reports of the schools of one's own", d.ownSchools),
		get("/api/analysis/runs/{run}/schools", resultRoles, "The schools of an analysis that one may see", d.runSchools),
		get("/api/analysis/runs/{run}/schools/{code}", resultRoles, "What one school can learn", d.runSchool),
		download("/api/analysis/runs/{run}/schools/{code}/pdf", resultRoles, "What one school can learn, on paper", "application/pdf", d.schoolPDF),
	}
}

func (d Deps) runFindings(ctx context.Context, s identity.Session, in *runInput) (findingsView, error) {
	r, e, err := d.runOf(ctx, s, resultRoles, in.Run)
	if err != nil {
		return findingsView{}, err
	}
	found, applied, err := d.Analyses.Findings(ctx, r.ID)
	if err != nil {
		return findingsView{}, err
	}
	out := findingsView{MayApply: s.May(analystRoles, e.UnitID) && r.State == analysis.Done}
	now := map[exam.ItemID]*analysis.Finding{}
	for i := range applied {
		now[applied[i].Item] = &applied[i]
	}
	for i := range found {
		out.Items = append(out.Items, viewFinding(&found[i], now[found[i].Item]))
	}
	if r.State == analysis.Done {
		out.Stale, err = d.Analyses.Stale(ctx, r)
	}
	return out, err
}

func viewFinding(f, now *analysis.Finding) findingView {
	v := findingView{
		Key: string(f.Version), ItemID: string(f.Item), Name: f.Name, Persons: f.Persons, P: f.P, PPoints: f.PPoints, RRest: f.RRest, Model: f.Model,
		Parameters: f.Parameters, State: "proposed", AppliedAt: f.AppliedAt, AppliedBy: f.AppliedName, Reason: f.Reason,
	}
	holds := now != nil && now.Run == f.Run && now.Version == f.Version
	switch {
	case holds:
		v.State = "applied"
	case f.AppliedAt != nil:
		v.State = "replaced"
	}
	if now != nil && !holds {
		v.Before = &beforeView{Run: now.Run, Model: now.Model, Parameters: now.Parameters, AppliedAt: now.AppliedAt, AppliedBy: now.AppliedName}
	}
	return v
}

func (d Deps) applyFindings(ctx context.Context, s identity.Session, in *applyInput) (appliedView, error) {
	r, _, err := d.runOf(ctx, s, analystRoles, in.Run)
	if err != nil {
		return appliedView{}, err
	}
	seen := map[string]bool{}
	var versions []exam.VersionID
	for _, k := range in.Body.Keys {
		if !seen[k] {
			seen[k] = true
			versions = append(versions, exam.VersionID(k))
		}
	}
	n, err := d.Analyses.Apply(ctx, s.Actor(), r.ID, versions, in.Body.Reason)
	return appliedView{Applied: n}, err
}

func (d Deps) linkRuns(ctx context.Context, s identity.Session, in *linkInput) (linkView, error) {
	from, fromRun, fromExam, err := d.reportOf(ctx, s, in.From)
	if err != nil {
		return linkView{}, err
	}
	to, toRun, toExam, err := d.reportOf(ctx, s, in.To)
	if err != nil {
		return linkView{}, err
	}
	out := linkView{From: viewRun(&fromRun, &fromExam), To: viewRun(&toRun, &toExam)}
	out.Link, err = analysis.Link(&from, &to, in.Method, strings.Split(in.Without, ","))
	return out, err
}

func (d Deps) runWorkbook(w http.ResponseWriter, r *http.Request, s identity.Session) error {
	rep, run, e, err := d.reportOf(r.Context(), s, r.PathValue("run"))
	if err != nil {
		return err
	}
	data, err := analysisbook.Write(&rep, analysisbook.Title{Exam: e.Name, Subject: viewRun(&run, &e).SubjectName, Hash: run.DataHash, Model: rep.Calibration.Model})
	if err != nil {
		return err
	}
	attach(w, "phan-tich-"+run.ID+".xlsx", xlsxType)
	_, _ = w.Write(data) // the browser is gone
	return nil
}
