package web

import (
	"context"
	"maps"
	"net/http"
	"slices"
	"time"

	"khaothi/internal/analysis"
	"khaothi/internal/analysis/analysispdf"
	"khaothi/internal/fault"
	"khaothi/internal/identity"
)

type schoolInput struct {
	Run  string `path:"run"`
	Code string `path:"code" maxLength:"100"`
}

type schoolsView struct {
	Province schoolRowView   `json:"province"`
	Schools  []schoolRowView `json:"schools"`
}

type schoolRowView struct {
	Code    string       `json:"code"`
	Name    string       `json:"name"`
	Persons int          `json:"persons"`
	Mean    analysis.Num `json:"mean"`
	SD      analysis.Num `json:"sd"`
}

func viewSchoolRow(x *analysis.School) schoolRowView {
	return schoolRowView{Code: x.Code, Name: x.Name, Persons: x.Persons, Mean: x.Marks.Mean, SD: x.Marks.SD}
}

type schoolView struct {
	Run      runView         `json:"run"`
	School   analysis.School `json:"school"`
	Province analysis.School `json:"province"`
	Words    []string        `json:"words" doc:"Vietnamese sentences for a head teacher"`
}

// ownSchoolsView is what a school's own staff find of it.
type ownSchoolsView struct {
	Reports []ownSchoolView `json:"reports" doc:"the newest of each exam and subject, without those of exams that one may see whole"`
}

type ownSchoolView struct {
	Run         string    `json:"run"`
	ExamName    string    `json:"exam_name"`
	SchoolYear  string    `json:"school_year"`
	SubjectName string    `json:"subject_name"`
	At          time.Time `json:"at"`
}

// ownSchools lists the newest reports of the schools of one's own, for those who
// do not see the whole exam.
func (d Deps) ownSchools(ctx context.Context, s identity.Session, _ *noInput) (ownSchoolsView, error) {
	var out ownSchoolsView
	codes := slices.Sorted(maps.Keys(schoolsIn(s)))
	if len(codes) == 0 {
		return out, nil
	}
	list, err := d.Analyses.SchoolRuns(ctx, codes)
	if err != nil {
		return out, err
	}
	for i := range list {
		e, err := d.Analyses.Exam(ctx, list[i].Exam)
		if err != nil {
			return out, err
		}
		if s.May(resultRoles, e.UnitID) {
			continue
		}
		v := viewRun(&list[i], &e)
		out.Reports = append(out.Reports, ownSchoolView{Run: v.ID, ExamName: v.ExamName, SchoolYear: v.SchoolYear, SubjectName: v.SubjectName, At: v.CreatedAt})
	}
	return out, nil
}

// schoolsIn are the codes of the schools for which the person reads results.
func schoolsIn(s identity.Session) map[string]bool {
	out := map[string]bool{}
	for _, u := range s.Units(resultRoles...) {
		if u.Kind == identity.UnitTruong {
			out[u.Code] = true
		}
	}
	return out
}

// schoolsOf is the report of a run and which of its schools the person may see:
// those of the units that they have once the results are published, all for the
// unit that holds the exam.
func (d Deps) schoolsOf(ctx context.Context, s identity.Session, id string) (schoolView, []analysis.School, error) {
	r, err := d.Analyses.Run(ctx, id)
	if err != nil {
		return schoolView{}, nil, err
	}
	e, err := d.Analyses.Exam(ctx, r.Exam)
	if err != nil {
		return schoolView{}, nil, err
	}
	all, mine := s.May(resultRoles, e.UnitID), schoolsIn(s)
	rep, err := d.Analyses.Report(ctx, id)
	if err != nil {
		return schoolView{}, nil, err
	}
	var out []analysis.School
	for i := range rep.Schools {
		if all || mine[rep.Schools[i].Code] {
			out = append(out, rep.Schools[i])
		}
	}
	if all {
		return schoolView{Run: viewRun(&r, &e), Province: rep.Province}, out, nil
	}
	if len(out) == 0 {
		return schoolView{}, nil, fault.New(fault.Forbidden, "unit.forbidden")
	}
	published, err := d.Analyses.Published(ctx, r)
	if err != nil {
		return schoolView{}, nil, err
	}
	if !published {
		return schoolView{}, nil, fault.New(fault.Forbidden, "analysis.not_published")
	}
	return schoolView{Run: viewRun(&r, &e), Province: rep.Province}, out, nil
}

func (d Deps) runSchools(ctx context.Context, s identity.Session, in *runInput) (schoolsView, error) {
	v, list, err := d.schoolsOf(ctx, s, in.Run)
	out := schoolsView{Province: viewSchoolRow(&v.Province)}
	for i := range list {
		out.Schools = append(out.Schools, viewSchoolRow(&list[i]))
	}
	return out, err
}

func (d Deps) runSchool(ctx context.Context, s identity.Session, in *schoolInput) (schoolView, error) {
	v, list, err := d.schoolsOf(ctx, s, in.Run)
	if err != nil {
		return v, err
	}
	for i := range list {
		if list[i].Code == in.Code {
			v.School = list[i]
			v.Words = analysis.Words(&v.School, &v.Province)
			v.Run.Log = nil
			return v, nil
		}
	}
	return v, fault.New(fault.NotFound, "analysis.school_not_found")
}

func (d Deps) schoolPDF(w http.ResponseWriter, r *http.Request, s identity.Session) error {
	v, err := d.runSchool(r.Context(), s, &schoolInput{Run: r.PathValue("run"), Code: r.PathValue("code")})
	if err != nil {
		return err
	}
	data, err := analysispdf.School(analysispdf.Title{Exam: v.Run.ExamName, SchoolYear: v.Run.SchoolYear, Subject: v.Run.SubjectName}, &v.School, &v.Province, v.Words, d.Now())
	if err != nil {
		return err
	}
	attach(w, "bao-cao-truong-"+v.School.Code+".pdf", "application/pdf")
	_, _ = w.Write(data) // the browser is gone
	return nil
}
