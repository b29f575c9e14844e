package workflow_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/seal"
	"khaothi/internal/workflow"
	"khaothi/omr"
)

// page is what the reader of these tests finds on a page: pages are lines of
// JSON.
type page struct {
	Status string            `json:"status"`
	Cells  map[string]string `json:"cells"`
	Doubts []omr.Doubt       `json:"doubts"`
}

// goOn lets a check run to its end.
func goOn(int, int) (bool, error) { return true, nil }

type lines struct{}

func (lines) Picture([]byte, int) ([]byte, error) { return []byte("\x89PNG"), nil }

func (lines) Read(_ []byte, _ string, data []byte) ([]omr.Sheet, string) {
	var out []omr.Sheet
	for line := range strings.Lines(string(data)) {
		var p page
		if json.Unmarshal([]byte(line), &p) != nil {
			return nil, "file.broken"
		}
		out = append(out, omr.Sheet{Page: len(out) + 1, Status: p.Status, Cells: p.Cells, Doubts: p.Doubts, Detail: []byte("{}")})
	}
	return out, ""
}

func file(t *testing.T, pages ...page) []byte {
	t.Helper()
	var out bytes.Buffer
	for _, p := range pages {
		if err := json.NewEncoder(&out).Encode(p); err != nil {
			t.Fatal(err)
		}
	}
	return out.Bytes()
}

func holder(stage omr.Stage) exam.Actor {
	return exam.Actor{ID: exam.AccountID("0k" + stage), Name: string(stage)}
}

// paper is a world whose sitting is written on paper.
type paper struct {
	*world
	signer  *seal.Signer
	secrets map[omr.Stage]string
	numbers []string
}

func newPaper(t *testing.T) *paper {
	t.Helper()
	w := newWorld(t)
	signer, err := seal.NewSigner(bytes.Repeat([]byte{3}, seal.SeedSize))
	if err != nil {
		t.Fatal(err)
	}
	w.flow = workflow.New(workflow.Config{DB: w.db, Signer: signer, Scanner: lines{}, Log: slog.New(slog.DiscardHandler), Now: time.Now})
	p := &paper{world: w, signer: signer}
	seats, err := w.db.Read().Board.ListSeats(t.Context(), w.sitting, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range seats {
		p.numbers = append(p.numbers, s.Candidate.Number)
	}
	if p.secrets, err = w.flow.BeginSheets(t.Context(), who, w.sitting, []byte(`{"name":"test"}`)); err != nil {
		t.Fatal(err)
	}
	return p
}

func (p *paper) open(t *testing.T, stage omr.Stage) {
	t.Helper()
	if err := p.flow.OpenStage(t.Context(), holder(stage), p.sitting, stage, p.secrets[stage]); err != nil {
		t.Fatal(err)
	}
}

func (p *paper) seal(t *testing.T, stage omr.Stage) {
	t.Helper()
	if err := p.flow.SealStage(t.Context(), holder(stage), p.sitting, stage, ""); err != nil {
		t.Fatalf("seal %s: %v", stage, err)
	}
}

func (p *paper) status(t *testing.T) workflow.SheetsStatus {
	t.Helper()
	s, err := p.flow.SheetsStatus(t.Context(), p.sitting)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// read brings a file in and reads it: the first candidate's sheet is in doubt
// about p1_1, the second's number was read wrong, the third did not come.
func (p *paper) read(t *testing.T) {
	t.Helper()
	p.open(t, omr.StageScan)
	bag := omr.Bag{Room: p.room, Sheets: 2, Absent: p.numbers[2:]}
	if err := p.flow.SealStage(t.Context(), holder(omr.StageScan), p.sitting, omr.StageScan, ""); fault.CodeOf(err) != "omr.bag_uncounted" {
		t.Errorf("sealed before the bag was counted: %v", err)
	}
	if err := p.flow.SetBag(t.Context(), holder(omr.StageScan), p.sitting, bag); err != nil {
		t.Fatal(err)
	}
	data := file(t,
		page{
			Status: "review", Doubts: []omr.Doubt{{Field: "p1_1", Code: "double"}},
			Cells: map[string]string{"sbd": p.numbers[0], "form_code": "0101", "p1_1": "?", "p2_1a": "D", "p2_1b": "D", "p2_1c": "D", "p2_1d": "D", "p3_1": "0,5"},
		},
		page{Status: "ok", Cells: map[string]string{"sbd": "99999999", "form_code": "0102", "p1_1": "A", "p2_1a": "", "p2_1b": "", "p2_1c": "", "p2_1d": "", "p3_1": ""}},
	)
	if _, err := p.flow.AddScan(t.Context(), holder(omr.StageScan), p.sitting, p.room, "P01.pdf", data); err != nil {
		t.Fatal(err)
	}
	if _, err := p.flow.AddScan(t.Context(), holder(omr.StageScan), p.sitting, p.room, "lần hai.pdf", data); fault.CodeOf(err) != "omr.scan_twice" {
		t.Errorf("the same file twice: %v", err)
	}
	p.seal(t, omr.StageScan)
	p.open(t, omr.StageRead)
	if err := p.flow.SealStage(t.Context(), holder(omr.StageRead), p.sitting, omr.StageRead, ""); fault.CodeOf(err) != "omr.unread" {
		t.Errorf("sealed before everything was read: %v", err)
	}
	if n, err := p.flow.ReadScans(t.Context()); err != nil || n != 1 {
		t.Fatalf("read %d files: %v", n, err)
	}
	p.seal(t, omr.StageRead)
}

// fix decides what is in doubt, as people do: the mark by one, the number that
// was read clearly by two.
func (p *paper) fix(t *testing.T) {
	t.Helper()
	p.open(t, omr.StageFix)
	st := p.status(t)
	if len(st.Doubts) != 2 || fmt.Sprint(st.Doubts[0].Doubts, st.Doubts[1].Doubts) != "[{p1_1 double}] [{sbd unknown}]" {
		t.Fatalf("in doubt: %+v", st.Doubts)
	}
	ctx, one, two := t.Context(), holder(omr.StageFix), exam.Actor{ID: "0ksecond", Name: "Phạm Thị Hai"}
	if _, err := p.flow.FixSheet(ctx, one, st.Doubts[0].Sheet, "p1_1", "A", "", []byte("png")); err != nil {
		t.Fatal(err)
	}
	if _, err := p.flow.FixSheet(ctx, one, st.Doubts[1].Sheet, "sbd", p.numbers[1], "", nil); fault.CodeOf(err) != "omr.why" {
		t.Errorf("a clear mark changed without a reason: %v", err)
	}
	fix, err := p.flow.FixSheet(ctx, one, st.Doubts[1].Sheet, "sbd", p.numbers[1], "thí sinh tô nhầm, theo danh sách ký nộp bài", nil)
	if err != nil || !fix.Second {
		t.Fatalf("%+v, %v", fix, err)
	}
	if err := p.flow.SealStage(ctx, one, p.sitting, omr.StageFix, ""); fault.CodeOf(err) != "omr.in_doubt" {
		t.Errorf("sealed while a second person is asked: %v", err)
	}
	if err := p.flow.AnswerFix(ctx, one, st.Doubts[1].Sheet, fix.ID, true); fault.CodeOf(err) != "omr.second_person" {
		t.Errorf("agreed with oneself: %v", err)
	}
	if err := p.flow.AnswerFix(ctx, holder(omr.StageRead), st.Doubts[1].Sheet, fix.ID, true); fault.CodeOf(err) != "omr.one_stage_each" {
		t.Errorf("the holder of another stage: %v", err)
	}
	if err := p.flow.AnswerFix(ctx, two, st.Doubts[1].Sheet, fix.ID, true); err != nil {
		t.Fatal(err)
	}
	p.seal(t, omr.StageFix)
	if _, err := p.flow.FixSheet(ctx, one, st.Doubts[0].Sheet, "p1_1", "B", "", nil); fault.CodeOf(err) != "omr.sealed" {
		t.Errorf("a decision after the seal: %v", err)
	}
}

func TestSheetsGoThroughTheirStages(t *testing.T) {
	t.Parallel()
	p := newPaper(t)
	p.read(t)
	p.fix(t)
	p.open(t, omr.StageScore)
	rec, err := p.flow.ScoreSheets(t.Context(), holder(omr.StageScore), p.sitting)
	if err != nil || rec.New != 2 {
		t.Fatalf("scored %+v, %v", rec, err)
	}
	results, err := p.db.Read().Scores.Detailed(t.Context(), p.sitting)
	if err != nil || len(results) != 2 {
		t.Fatalf("%d results, %v", len(results), err)
	}
	for _, r := range results {
		want := p.responses(t, r.FormCode)
		if got := r.Result.Responses(); fmt.Sprint(got) != fmt.Sprint(want) || r.Attempt != "" {
			t.Errorf("form %s: answers %v, want %v", r.FormCode, got, want)
		}
	}
	report, err := p.flow.VerifySheets(t.Context(), p.sitting, goOn)
	if err != nil || len(report.Wrong) != 0 || report.Sheets != 2 {
		t.Errorf("nothing was changed: %+v, %v", report, err)
	}
}

// Results from paper are published when they were compared with the originals.
func TestResultsFromPaperArePublishedAfterTheCheck(t *testing.T) {
	t.Parallel()
	p := newPaper(t)
	p.read(t)
	p.fix(t)
	p.open(t, omr.StageScore)
	ctx := t.Context()
	if _, err := p.flow.ScoreSheets(ctx, holder(omr.StageScore), p.sitting); err != nil {
		t.Fatal(err)
	}
	refused := func(when string) {
		t.Helper()
		if n, err := p.flow.Publish(ctx, who, p.sitting, nil); n != 0 || fault.CodeOf(err) != "omr.not_checked" {
			t.Errorf("%s: %d published, %v", when, n, err)
		}
	}
	refused("not compared")
	if _, err := p.flow.StartSheetsCheck(ctx, who, p.sitting); err != nil {
		t.Fatal(err)
	}
	refused("a comparison that waits")
	if err := p.flow.RunSheetsChecks(ctx); err != nil {
		t.Fatal(err)
	}
	if n, err := p.flow.Publish(ctx, who, p.sitting, nil); n != 2 || err != nil {
		t.Errorf("compared: %d published, %v", n, err)
	}
}

// responses are the answers of the sheets of read and fix in terms of the form.
func (p *paper) responses(t *testing.T, code string) exam.Responses {
	t.Helper()
	cells := map[string]map[string]string{
		"0101": {"p1_1": "A", "p2_1a": "D", "p2_1b": "D", "p2_1c": "D", "p2_1d": "D", "p3_1": "0,5"},
		"0102": {"p1_1": "A"},
	}[code]
	layouts, err := p.db.Read().Bank.Layouts(t.Context(), p.form.ID)
	if err != nil {
		t.Fatal(err)
	}
	out := exam.Responses{}
	for _, l := range layouts {
		if l.Code != code {
			continue
		}
		places, err := p.form.Translation(l)
		if err != nil {
			t.Fatal(err)
		}
		for _, place := range places {
			if v, _ := place.Value(cells[place.Printed]); v != "" {
				out[place.Field] = v
			}
		}
	}
	return out
}

func TestWhatWasChangedBehindTheBackIsFound(t *testing.T) {
	t.Parallel()
	p := newPaper(t)
	p.read(t)
	ctx := t.Context()
	for _, change := range []string{
		`UPDATE omr_sheet SET cells = cells || '{"p3_1": "0,6"}'`,
		`UPDATE omr_scan SET data = 'x'`,
		`DELETE FROM omr_scan`,
		`UPDATE omr_step SET root = previous WHERE stage = 'read'`,
	} {
		if _, err := p.pool.Exec(ctx, change); err == nil || !strings.Contains(err.Error(), "never rewritten") {
			t.Errorf("%s: %v", change, err)
		}
	}
	// Whoever owns the database can take its triggers away.
	if _, err := p.pool.Exec(ctx, `ALTER TABLE omr_sheet DISABLE TRIGGER ALL; UPDATE omr_sheet SET cells = cells || '{"p3_1": "0,6"}' WHERE page = 1`); err != nil {
		t.Fatal(err)
	}
	report, err := p.flow.VerifySheets(ctx, p.sitting, goOn)
	if err != nil {
		t.Fatal(err)
	}
	got := fmt.Sprint(report.Wrong)
	if len(report.Wrong) != 2 || !strings.Contains(got, "omr.output_changed") || !strings.Contains(got, "p3_1 reading 0,6 0,5") {
		t.Errorf("found %s", got)
	}
}
