package web

import (
	"context"
	"net/http"

	"khaothi/internal/exam"
	"khaothi/internal/identity"
	"khaothi/internal/workflow"
	"khaothi/omr"
	"khaothi/scoring"
)

// AnswerSheets is what the pages of answer sheets call; workflow.Flow is one.
type AnswerSheets interface {
	SheetSittings(ctx context.Context, units []exam.UnitID) ([]workflow.SheetSitting, error)
	BeginSheets(ctx context.Context, who exam.Actor, id exam.SittingID, layout []byte) (map[omr.Stage]string, error)
	OpenStage(ctx context.Context, who exam.Actor, id exam.SittingID, stage omr.Stage, secret string) error
	SealStage(ctx context.Context, who exam.Actor, id exam.SittingID, stage omr.Stage, why string) error
	SetBag(ctx context.Context, who exam.Actor, id exam.SittingID, b omr.Bag) error
	AddScan(ctx context.Context, who exam.Actor, id exam.SittingID, room exam.RoomID, file string, data []byte) (omr.Scan, error)
	SheetsStatus(ctx context.Context, id exam.SittingID) (workflow.SheetsStatus, error)
	Sheet(ctx context.Context, id string) (workflow.SheetOf, error)
	SheetPicture(ctx context.Context, id string) ([]byte, error)
	UnitOfSheet(ctx context.Context, id string) (exam.UnitID, error)
	FixSheet(ctx context.Context, who exam.Actor, id, field, after, why string, crop []byte) (omr.Fix, error)
	AnswerFix(ctx context.Context, who exam.Actor, id, fix string, yes bool) error
	ScoreSheets(ctx context.Context, who exam.Actor, id exam.SittingID) (scoring.Recorded, error)
	StartSheetsCheck(ctx context.Context, who exam.Actor, id exam.SittingID) (omr.Check, error)
	SheetsChecks(ctx context.Context, id exam.SittingID) ([]omr.Check, error)
	SheetsCheck(ctx context.Context, id string) (omr.Check, error)
	CancelSheetsCheck(ctx context.Context, who exam.Actor, id string) error
}

var _ AnswerSheets = (*workflow.Flow)(nil)

// LayoutName is a layout that is built in.
type LayoutName struct {
	Name  string `json:"name"`
	Title string `json:"title"`
}

// Layouts are the answer sheets that a run may begin with.
type Layouts interface {
	Names() []LayoutName
	// Find returns a layout as JSON: a built-in one by its name, or one that is
	// written out, checked.
	Find(nameOrJSON string) ([]byte, error)
}

// sheetRoles work with answer sheets; who holds which stage is a matter of
// secrets. sheetViewers see where they stand.
var (
	sheetRoles   = []exam.Role{exam.RoleBoard, exam.RoleReviewer, exam.RoleTeacher}
	sheetViewers = []exam.Role{exam.RoleBoard, exam.RoleReviewer, exam.RoleTeacher, exam.RoleAuditor}
)

// maxScanUpload bounds one file: a room's sheets in one PDF.
const maxScanUpload = 64 << 20

func sheetRoutes(d Deps) []Route {
	return []Route{
		get("/api/sheets/sittings", sheetViewers, "Sittings and where their answer sheets stand", d.sheetSittings),
		get("/api/sheets/layouts", sheetViewers, "Layouts that are built in", d.sheetLayouts),
		post("/api/sheets/sittings/{sitting}", decideRoles, "Begin the answer sheets of a sitting; the answer holds the secrets, once", d.beginSheets),
		get("/api/sheets/sittings/{sitting}", sheetViewers, "Where the answer sheets of a sitting stand", d.sheetsStatus),
		post("/api/sheets/sittings/{sitting}/open", sheetRoles, "Open a stage with its secret", d.openStage),
		post("/api/sheets/sittings/{sitting}/seal", sheetRoles, "Seal a stage", d.sealStage),
		post("/api/sheets/sittings/{sitting}/bags", sheetRoles, "What the invigilators of a room handed in", d.setBag),
		upload("/api/sheets/sittings/{sitting}/scans", sheetRoles, "Bring in a file of the scanner; the field room names the room", maxScanUpload, d.addScan),
		post("/api/sheets/sittings/{sitting}/score", sheetRoles, "Score the sheets and seal the last stage", d.scoreSheets),
		get("/api/sheets/{sheet}", sheetRoles, "One sheet: what was read, decided, and is in doubt", d.sheet),
		download("/api/sheets/{sheet}/page", sheetRoles, "The page as it was scanned", "image/png", d.sheetPage),
		post("/api/sheets/{sheet}/fixes", sheetRoles, "Decide about a field", d.fixSheet),
		post("/api/sheets/{sheet}/fixes/{fix}", sheetRoles, "The word of a second person", d.answerFix),
	}
}

type beginInput struct {
	Sitting string `path:"sitting"`
	Body    struct {
		Layout string `json:"layout" maxLength:"200000" doc:"the name of a built-in layout, or a layout as JSON"`
	}
}

type secretsView struct {
	Secrets []secretView `json:"secrets" doc:"kept nowhere: print them, one for each person"`
}

type secretView struct {
	Stage  string `json:"stage"`
	Secret string `json:"secret"`
}

type stageInput struct {
	Sitting string `path:"sitting"`
	Body    struct {
		Stage  string `json:"stage" enum:"scan,read,fix,score"`
		Secret string `json:"secret" maxLength:"100"`
	}
}

type sealInput struct {
	Sitting string `path:"sitting"`
	Body    struct {
		Stage string `json:"stage" enum:"scan,read,fix"`
		Why   string `json:"why,omitempty" maxLength:"1000" doc:"why the sheets do not come out even with the bags"`
	}
}

type bagInput struct {
	Sitting string `path:"sitting"`
	Body    struct {
		Room   string   `json:"room"`
		Sheets int      `json:"sheets" minimum:"0" maximum:"2000"`
		Absent []string `json:"absent" maxItems:"500" doc:"candidate numbers"`
	}
}

type recordedView struct {
	New       int `json:"new"`
	Changed   int `json:"changed"`
	Unchanged int `json:"unchanged"`
}

func (d Deps) sheetSittings(ctx context.Context, s identity.Session, _ *noInput) (sheetSittingsView, error) {
	list, err := d.Sheets.SheetSittings(ctx, s.Scope(sheetViewers...))
	return viewSheetSittings(list, s.Account.ID), err
}

func (d Deps) sheetLayouts(context.Context, identity.Session, *noInput) (layoutsView, error) {
	return layoutsView{Layouts: d.Layouts.Names()}, nil
}

func (d Deps) beginSheets(ctx context.Context, s identity.Session, in *beginInput) (secretsView, error) {
	id, err := d.maySitting(ctx, s, decideRoles, in.Sitting)
	if err != nil {
		return secretsView{}, err
	}
	layout, err := d.Layouts.Find(in.Body.Layout)
	if err != nil {
		return secretsView{}, err
	}
	secrets, err := d.Sheets.BeginSheets(ctx, s.Actor(), id, layout)
	if err != nil {
		return secretsView{}, err
	}
	var out secretsView
	for _, stage := range omr.Stages {
		out.Secrets = append(out.Secrets, secretView{string(stage), secrets[stage]})
	}
	return out, nil
}

func (d Deps) sheetsStatus(ctx context.Context, s identity.Session, in *sittingIDInput) (sheetsStatusView, error) {
	id, err := d.maySitting(ctx, s, sheetViewers, in.Sitting)
	if err != nil {
		return sheetsStatusView{}, err
	}
	status, err := d.Sheets.SheetsStatus(ctx, id)
	return viewSheetsStatus(&status, s.Account.ID), err
}

func (d Deps) openStage(ctx context.Context, s identity.Session, in *stageInput) (struct{}, error) {
	id, err := d.maySitting(ctx, s, sheetRoles, in.Sitting)
	if err != nil {
		return struct{}{}, err
	}
	return struct{}{}, d.Sheets.OpenStage(ctx, s.Actor(), id, omr.Stage(in.Body.Stage), in.Body.Secret)
}

func (d Deps) sealStage(ctx context.Context, s identity.Session, in *sealInput) (struct{}, error) {
	id, err := d.maySitting(ctx, s, sheetRoles, in.Sitting)
	if err != nil {
		return struct{}{}, err
	}
	return struct{}{}, d.Sheets.SealStage(ctx, s.Actor(), id, omr.Stage(in.Body.Stage), in.Body.Why)
}

func (d Deps) setBag(ctx context.Context, s identity.Session, in *bagInput) (struct{}, error) {
	id, err := d.maySitting(ctx, s, sheetRoles, in.Sitting)
	if err != nil {
		return struct{}{}, err
	}
	return struct{}{}, d.Sheets.SetBag(ctx, s.Actor(), id, omr.Bag{Room: exam.RoomID(in.Body.Room), Sheets: in.Body.Sheets, Absent: in.Body.Absent})
}

func (d Deps) addScan(ctx context.Context, s identity.Session, r *http.Request, file Upload) (scanView, error) {
	id, err := d.maySitting(ctx, s, sheetRoles, r.PathValue("sitting"))
	if err != nil {
		return scanView{}, err
	}
	scan, err := d.Sheets.AddScan(ctx, s.Actor(), id, exam.RoomID(file.Fields["room"]), file.Name, file.Data)
	return viewScan(&scan), err
}

func (d Deps) scoreSheets(ctx context.Context, s identity.Session, in *sittingIDInput) (recordedView, error) {
	id, err := d.maySitting(ctx, s, sheetRoles, in.Sitting)
	if err != nil {
		return recordedView{}, err
	}
	rec, err := d.Sheets.ScoreSheets(ctx, s.Actor(), id)
	return recordedView(rec), err
}
