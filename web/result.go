package web

import (
	"context"
	"net/http"

	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/identity"
	"khaothi/internal/workflow"
	"khaothi/scoring"
)

// Results is what the results pages call; workflow.Flow is one.
type Results interface {
	ResultExams(ctx context.Context, units []exam.UnitID) ([]workflow.ExamScored, error)
	ExamResults(ctx context.Context, id exam.ExamID) (workflow.ExamResults, error)
	UnitOfExam(ctx context.Context, id exam.ExamID) (exam.UnitID, error)
	UnitOfSitting(ctx context.Context, id exam.SittingID) (exam.UnitID, error)
	Roll(ctx context.Context, id exam.SittingID) (scoring.Roll, error)
	CandidateResults(ctx context.Context, id exam.SittingID, candidate exam.CandidateID) (workflow.CandidateResults, error)
	SittingKeys(ctx context.Context, id exam.SittingID) (workflow.SittingKeys, error)
	PreviewKey(ctx context.Context, id exam.SittingID, next scoring.Key) (scoring.Difference, error)
	CorrectKey(ctx context.Context, who exam.Actor, id exam.SittingID, next scoring.Key, reason string) (map[exam.SittingID]workflow.ScoreReport, error)
	ScoreSitting(ctx context.Context, who exam.Actor, id exam.SittingID) (workflow.ScoreReport, error)
	Publish(ctx context.Context, who exam.Actor, id exam.SittingID, candidates []exam.CandidateID) (int, error)
	Withdraw(ctx context.Context, who exam.Actor, id exam.SittingID, candidates []exam.CandidateID, reason string) (int, error)
	ExportEdu(ctx context.Context, who exam.Actor, id exam.ExamID) (scoring.EduReport, error)
	Workbook(ctx context.Context, id exam.ExamID) ([]byte, error)
}

var _ Results = (*workflow.Flow)(nil)

// resultRoles read results; decideRoles publish them and correct keys.
var (
	resultRoles = []exam.Role{exam.RoleAnalyst, exam.RoleBoard, exam.RoleAdmin}
	decideRoles = []exam.Role{exam.RoleBoard, exam.RoleAdmin}
)

type examIDInput struct {
	Exam string `path:"exam"`
}

type sittingIDInput struct {
	Sitting string `path:"sitting"`
}

type candidateIDInput struct {
	Sitting   string `path:"sitting"`
	Candidate string `path:"candidate"`
}

// someCandidates are those that a decision is about.
type someCandidates struct {
	Sitting string `path:"sitting"`
	Body    struct {
		Candidates []string `json:"candidates" maxItems:"20000" doc:"ids; none: all that are scored"`
		Reason     string   `json:"reason,omitempty" maxLength:"500"`
	}
}

func resultRoutes(d Deps) []Route {
	return []Route{
		get("/api/results/exams", resultRoles, "The exams whose results one may see", d.resultExams),
		get("/api/results/exams/{exam}", resultRoles, "The sittings of an exam with their results counted", d.examResults),
		download("/api/results/exams/{exam}/workbook", resultRoles, "The results of an exam as a workbook",
			"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", d.resultWorkbook),
		post("/api/results/exams/{exam}/export-edu", decideRoles, "Bring the education database up to the released results", d.exportEdu),
		get("/api/results/sittings/{sitting}", resultRoles, "Everybody of a sitting with points and statistics", d.sittingResults),
		get("/api/results/sittings/{sitting}/candidates/{candidate}", resultRoles, "One candidate's results in every version", d.candidateResults),
		post("/api/results/sittings/{sitting}/score", decideRoles, "Score the sealed attempts by the newest key", d.scoreSitting),
		post("/api/results/sittings/{sitting}/publish", decideRoles, "Publish results", d.publishResults),
		post("/api/results/sittings/{sitting}/withdraw", decideRoles, "Take results back, for a reason", d.withdrawResults),
		get("/api/results/sittings/{sitting}/key", resultRoles, "The versions of the key", d.sittingKeys),
		post("/api/results/sittings/{sitting}/key/preview", decideRoles, "What a corrected key would change", d.previewKey),
		post("/api/results/sittings/{sitting}/key", decideRoles, "Correct the key and score again", d.correctKey),
	}
}

// maySitting asks whether the person may, for the unit of the exam.
func (d Deps) maySitting(ctx context.Context, s identity.Session, roles []exam.Role, id string) (exam.SittingID, error) {
	unit, err := d.Results.UnitOfSitting(ctx, exam.SittingID(id))
	if err != nil {
		return "", err
	}
	return exam.SittingID(id), s.Require(roles, unit)
}

func (d Deps) mayExam(ctx context.Context, s identity.Session, roles []exam.Role, id string) (exam.ExamID, error) {
	unit, err := d.Results.UnitOfExam(ctx, exam.ExamID(id))
	if err != nil {
		return "", err
	}
	return exam.ExamID(id), s.Require(roles, unit)
}

func (d Deps) resultExams(ctx context.Context, s identity.Session, _ *noInput) (resultExamsView, error) {
	list, err := d.Results.ResultExams(ctx, s.Scope(resultRoles...))
	var out resultExamsView
	for _, e := range list {
		out.Exams = append(out.Exams, resultExamView{ID: string(e.ID), Name: e.Name, SchoolYear: e.SchoolYear, Sittings: e.Sittings, Candidates: e.Candidates, Scored: e.Scored})
	}
	return out, err
}

func (d Deps) examResults(ctx context.Context, s identity.Session, in *examIDInput) (examResultsView, error) {
	id, err := d.mayExam(ctx, s, resultRoles, in.Exam)
	if err != nil {
		return examResultsView{}, err
	}
	r, err := d.Results.ExamResults(ctx, id)
	if err != nil {
		return examResultsView{}, err
	}
	return viewExamResults(r, s.May(decideRoles, r.Exam.UnitID)), nil
}

func (d Deps) sittingResults(ctx context.Context, s identity.Session, in *sittingIDInput) (rollView, error) {
	id, err := d.maySitting(ctx, s, resultRoles, in.Sitting)
	if err != nil {
		return rollView{}, err
	}
	roll, err := d.Results.Roll(ctx, id)
	if err != nil {
		return rollView{}, err
	}
	return viewRoll(&roll, s.May(decideRoles, roll.Unit)), nil
}

func (d Deps) candidateResults(ctx context.Context, s identity.Session, in *candidateIDInput) (candidateResultView, error) {
	id, err := d.maySitting(ctx, s, resultRoles, in.Sitting)
	if err != nil {
		return candidateResultView{}, err
	}
	r, err := d.Results.CandidateResults(ctx, id, exam.CandidateID(in.Candidate))
	if err != nil {
		return candidateResultView{}, err
	}
	if len(r.History) == 0 {
		return candidateResultView{}, fault.New(fault.NotFound, "result.not_found")
	}
	return viewCandidateResult(r), nil
}

func (d Deps) scoreSitting(ctx context.Context, s identity.Session, in *sittingIDInput) (workflow.ScoreReport, error) {
	id, err := d.maySitting(ctx, s, decideRoles, in.Sitting)
	if err != nil {
		return workflow.ScoreReport{}, err
	}
	return d.Results.ScoreSitting(ctx, s.Actor(), id)
}

func (d Deps) publishResults(ctx context.Context, s identity.Session, in *someCandidates) (changedView, error) {
	id, err := d.maySitting(ctx, s, decideRoles, in.Sitting)
	if err != nil {
		return changedView{}, err
	}
	n, err := d.Results.Publish(ctx, s.Actor(), id, candidateIDs(in.Body.Candidates))
	return changedView{Changed: n}, err
}

func (d Deps) withdrawResults(ctx context.Context, s identity.Session, in *someCandidates) (changedView, error) {
	id, err := d.maySitting(ctx, s, decideRoles, in.Sitting)
	if err != nil {
		return changedView{}, err
	}
	n, err := d.Results.Withdraw(ctx, s.Actor(), id, candidateIDs(in.Body.Candidates), in.Body.Reason)
	return changedView{Changed: n}, err
}

func candidateIDs(ids []string) []exam.CandidateID {
	out := make([]exam.CandidateID, len(ids))
	for i, id := range ids {
		out[i] = exam.CandidateID(id)
	}
	return out
}

func (d Deps) exportEdu(ctx context.Context, s identity.Session, in *examIDInput) (scoring.EduReport, error) {
	id, err := d.mayExam(ctx, s, decideRoles, in.Exam)
	if err != nil {
		return scoring.EduReport{}, err
	}
	return d.Results.ExportEdu(ctx, s.Actor(), id)
}

func (d Deps) resultWorkbook(w http.ResponseWriter, r *http.Request, s identity.Session) error {
	id, err := d.mayExam(r.Context(), s, resultRoles, r.PathValue("exam"))
	if err != nil {
		return err
	}
	data, err := d.Results.Workbook(r.Context(), id)
	if err != nil {
		return err
	}
	attach(w, "ket-qua-"+string(id)+".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	_, _ = w.Write(data) // the browser is gone
	return nil
}
