package omrpg_test

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/seal"
	"khaothi/internal/testenv"
	"khaothi/omr"
	"khaothi/omr/omrpg"
)

var (
	at      = time.Date(2026, 6, 12, 8, 0, 0, 0, time.UTC)
	binh    = exam.Actor{ID: "0kbinh", Name: "Trần Thị Bình"}
	another = exam.Actor{ID: "0khai", Name: "Phạm Văn Hai"}
)

// record is a run of one room on a database of its own.
type record struct {
	*omrpg.Store
	pool    *pgxpool.Pool
	run     omr.Run
	secrets map[omr.Stage]string
	signer  *seal.Signer
}

func newRecord(t *testing.T) *record {
	t.Helper()
	r := &record{pool: testenv.Postgres(t)}
	r.Store = omrpg.New(r.pool)
	_, err := r.pool.Exec(t.Context(), `
		INSERT INTO unit (id, kind, code, name) VALUES ('u', 'so', '99', 'Sở');
		INSERT INTO exam (id, name, unit_id, profile, school_year, settings) VALUES ('e', 'Thi thử', 'u', 'thptqg-2025', '2026-2027', '{}');
		INSERT INTO room (id, exam_id, name, place, capacity) VALUES ('r', 'e', 'P01', '', 24);
		INSERT INTO sitting (id, exam_id, subject, name, rule, starts_at, duration_s, grace_s, late_limit_s, submit_after_s)
		VALUES ('s', 'e', 'toan', 'Toán', 'generic:4/4/2', now(), 60, 0, 0, 0)`)
	if err != nil {
		t.Fatal(err)
	}
	if r.signer, err = seal.NewSigner(make([]byte, seal.SeedSize)); err != nil {
		t.Fatal(err)
	}
	r.run, r.secrets = omr.NewRun("s", []byte(`{}`), binh, at)
	if err := r.CreateRun(t.Context(), r.run); err != nil {
		t.Fatal(err)
	}
	return r
}

func holder(stage omr.Stage) exam.Actor {
	return exam.Actor{ID: exam.AccountID("0k" + stage), Name: string(stage)}
}

func (r *record) open(t *testing.T, stage omr.Stage) {
	t.Helper()
	if err := r.run.Open(stage, holder(stage), r.secrets[stage], at); err != nil {
		t.Fatal(err)
	}
	if err := r.SaveStep(t.Context(), holder(stage), r.run, stage); err != nil {
		t.Fatal(err)
	}
}

func (r *record) close(t *testing.T, stage omr.Stage) {
	t.Helper()
	if err := r.run.Close(stage, holder(stage), r.signer, nil, at); err != nil {
		t.Fatal(err)
	}
	if err := r.SaveStep(t.Context(), holder(stage), r.run, stage); err != nil {
		t.Fatal(err)
	}
}

func (r *record) scan(t *testing.T, file string) (omr.Scan, error) {
	t.Helper()
	s := omr.Scan{ID: exam.NewID(), Sitting: "s", Room: "r", File: file, Hash: sha256.Sum256([]byte(file)), Bytes: len(file), By: binh, At: at}
	return s, r.AddScan(t.Context(), s, []byte(file))
}

// read reads the next scan as one sheet in doubt.
func (r *record) read(t *testing.T) omr.Sheet {
	t.Helper()
	var s omr.Sheet
	_, err := r.ReadNext(t.Context(), nil, func(_ []byte, scan omr.Scan, _ []byte) ([]omr.Sheet, string) {
		s = omr.Sheet{
			ID: exam.NewID(), Scan: scan.ID, Room: "r", File: scan.File, Page: 1, Status: "review", Doubts: []omr.Doubt{{Field: "p1_1", Code: "double"}},
			Cells: map[string]string{"sbd": "01", "p1_1": "AB"}, Detail: []byte(`{"dpi":200}`),
		}
		return []omr.Sheet{s}, ""
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func fix(s omr.Sheet, after string) omr.Fix {
	crop := []byte("\x89PNG " + after)
	return omr.Fix{ID: exam.NewID(), Sheet: s.ID, Field: "p1_1", Before: "AB", After: after, Crop: crop, CropHash: sha256.Sum256(crop), By: binh, At: at, Second: true}
}

// stateOf is the SQLSTATE of an error, "" for none.
func stateOf(err error) string {
	var e *pgconn.PgError
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

func TestARunIsKeptAsItWas(t *testing.T) {
	t.Parallel()
	r := newRecord(t)
	if err := r.CreateRun(t.Context(), r.run); fault.CodeOf(err) != "omr.exists" {
		t.Errorf("begun twice: %v", err)
	}
	r.open(t, omr.StageScan)
	if _, err := r.scan(t, "P01.pdf"); err != nil {
		t.Fatal(err)
	}
	if _, err := r.scan(t, "P01.pdf"); fault.CodeOf(err) != "omr.scan_twice" {
		t.Errorf("the same bytes twice: %v", err)
	}
	bag := omr.Bag{Room: "r", Name: "P01", Sheets: 1, Absent: []string{"02"}}
	if err := r.SetBag(t.Context(), binh, "s", bag); err != nil {
		t.Fatal(err)
	}
	r.close(t, omr.StageScan)
	r.open(t, omr.StageRead)
	want := r.read(t)
	r.close(t, omr.StageRead)
	r.open(t, omr.StageFix)
	f := fix(want, "A")
	if err := r.AddFix(t.Context(), f); err != nil {
		t.Fatal(err)
	}
	if err := f.Agree(another, true, at); err != nil {
		t.Fatal(err)
	}
	if err := r.AnswerFix(t.Context(), f); err != nil {
		t.Fatal(err)
	}
	f.Crop = nil // not read back
	want.Fixes = []omr.Fix{f}
	got, sitting, err := r.GetSheet(t.Context(), want.ID)
	if diff := cmp.Diff(want, got); diff != "" || sitting != "s" || err != nil {
		t.Errorf("the sheet of %s, %v: -kept +got\n%s", sitting, err, diff)
	}
	run, err := r.GetRun(t.Context(), "s")
	if diff := cmp.Diff(r.run, run); diff != "" || err != nil {
		t.Errorf("the run, %v: -kept +got\n%s", err, diff)
	}
	bags, err := r.ListBags(t.Context(), "s")
	if diff := cmp.Diff([]omr.Bag{bag}, bags); diff != "" || err != nil {
		t.Errorf("the bags, %v: -kept +got\n%s", err, diff)
	}
}

func TestNothingIsRewritten(t *testing.T) {
	t.Parallel()
	r := newRecord(t)
	r.open(t, omr.StageScan)
	if _, err := r.scan(t, "P01.pdf"); err != nil {
		t.Fatal(err)
	}
	if err := r.SetBag(t.Context(), binh, "s", omr.Bag{Room: "r", Sheets: 1}); err != nil {
		t.Fatal(err)
	}
	r.close(t, omr.StageScan)
	r.open(t, omr.StageRead)
	s := r.read(t)
	r.close(t, omr.StageRead)
	r.open(t, omr.StageFix)
	f := fix(s, "A")
	if err := r.AddFix(t.Context(), f); err != nil {
		t.Fatal(err)
	}
	_ = f.Agree(another, true, at) // it waits
	if err := r.AnswerFix(t.Context(), f); err != nil {
		t.Fatal(err)
	}
	if err := r.StartCheck(t.Context(), omr.Check{ID: "c", Sitting: "s", By: binh, At: at}); err != nil {
		t.Fatal(err)
	}
	if err := r.CancelCheck(t.Context(), binh, "c", at); err != nil {
		t.Fatal(err)
	}
	for _, change := range []string{
		`UPDATE omr_run SET layout = '{"x":1}'`, `DELETE FROM omr_run`, `TRUNCATE omr_run CASCADE`,
		`UPDATE omr_step SET secret = sha256('x') WHERE stage = 'fix'`, `UPDATE omr_step SET holder_id = 'other' WHERE stage = 'fix'`,
		`UPDATE omr_step SET sealed_at = NULL, signature = NULL WHERE stage = 'scan'`, `UPDATE omr_step SET root = previous WHERE stage = 'read'`,
		`DELETE FROM omr_step WHERE stage = 'score'`,
		`UPDATE omr_bag SET sheets = 2`, `UPDATE omr_bag SET absent = '{02}'`, `DELETE FROM omr_bag`, `TRUNCATE omr_bag`,
		`UPDATE omr_scan SET data = 'x'`, `UPDATE omr_scan SET hash = sha256('x')`, `UPDATE omr_scan SET room_id = 'r', file = 'y'`,
		`UPDATE omr_scan SET pages = 0`, `UPDATE omr_scan SET fault = 'damaged'`, `DELETE FROM omr_scan`, `TRUNCATE omr_scan CASCADE`,
		`UPDATE omr_sheet SET cells = '{}'`, `UPDATE omr_sheet SET status = 'blank'`, `UPDATE omr_sheet SET detail = ''`, `DELETE FROM omr_sheet`, `TRUNCATE omr_sheet CASCADE`,
		`UPDATE omr_fix SET after = 'B'`, `UPDATE omr_fix SET crop = ''`, `UPDATE omr_fix SET agreed_id = 'x', agreed_at = now()`, `UPDATE omr_fix SET refused = true`,
		`DELETE FROM omr_fix`, `TRUNCATE omr_fix`,
		`UPDATE omr_check SET wrong = '[]', state = 'done'`, `DELETE FROM omr_check`,
	} {
		if _, err := r.pool.Exec(t.Context(), change); stateOf(err) != "23514" {
			t.Errorf("%s: %v", change, err)
		}
	}
}

func TestStagesKeepTheirOrderInTheRecord(t *testing.T) {
	t.Parallel()
	r := newRecord(t)
	refused := func(what, sql string) {
		t.Helper()
		if _, err := r.pool.Exec(t.Context(), sql); stateOf(err) != "23514" && stateOf(err) != "23505" {
			t.Errorf("%s: %v", what, err)
		}
	}
	openSQL := `UPDATE omr_step SET opened_at = now(), holder_id = 'x', holder_name = 'x' WHERE stage = '%s'`
	refused("a stage before the one before it is sealed", fmt.Sprintf(openSQL, "read"))
	if _, err := r.scan(t, "P01.pdf"); err == nil {
		t.Error("a scan before the stage is open")
	}
	if err := r.SetBag(t.Context(), binh, "s", omr.Bag{Room: "r"}); err == nil {
		t.Error("a bag before the stage is open")
	}
	r.open(t, omr.StageScan)
	scan, err := r.scan(t, "P01.pdf")
	if err != nil {
		t.Fatal(err)
	}
	sheet := `INSERT INTO omr_sheet (id, scan_id, page, status, doubts, cells, detail) VALUES ('%s', '` + scan.ID + `', %d, 'ok', '[]', '{}', '')`
	refused("a sheet before its stage is open", fmt.Sprintf(sheet, "a", 1))
	r.close(t, omr.StageScan)
	if _, err := r.scan(t, "P02.pdf"); err == nil {
		t.Error("a scan after the seal")
	}
	if err := r.SetBag(t.Context(), binh, "s", omr.Bag{Room: "r"}); err == nil {
		t.Error("a bag after the seal")
	}
	refused("one person in two stages", `UPDATE omr_step SET holder_id = '0kscan', holder_name = 'x', opened_at = now() WHERE stage = 'read'`)
	r.open(t, omr.StageRead)
	refused("another holder", fmt.Sprintf(openSQL, "read"))
	s := r.read(t)
	refused("a page twice", fmt.Sprintf(sheet, "b", 1))
	if err := r.AddFix(t.Context(), fix(s, "A")); err == nil {
		t.Error("a decision before the stage is open")
	}
	r.close(t, omr.StageRead)
	refused("a sheet after the seal", fmt.Sprintf(sheet, "c", 2))
	r.open(t, omr.StageFix)
	f := fix(s, "A")
	if err := r.AddFix(t.Context(), f); err != nil {
		t.Fatal(err)
	}
	refused("agreed with oneself", `UPDATE omr_fix SET agreed_id = by_id, agreed_name = by_name, agreed_at = now()`)
	r.close(t, omr.StageFix)
	_ = f.Agree(another, true, at) // it waits
	if err := r.AnswerFix(t.Context(), f); err == nil {
		t.Error("a second word after the seal")
	}
	if err := r.AddFix(t.Context(), fix(s, "B")); err == nil {
		t.Error("a decision after the seal")
	}
}

// TestAtOnceEachThingHappensOnce lets eight do the same at the same time.
func TestAtOnceEachThingHappensOnce(t *testing.T) {
	t.Parallel()
	r := newRecord(t)
	r.open(t, omr.StageScan)
	atOnce := func(what string, do func() error) {
		t.Helper()
		var wg sync.WaitGroup
		var mu sync.Mutex
		done := 0
		for range 8 {
			wg.Go(func() {
				err := do()
				mu.Lock()
				defer mu.Unlock()
				switch {
				case err == nil:
					done++
				case fault.KindOf(err) != fault.Conflict:
					t.Errorf("%s: %v", what, err)
				}
			})
		}
		wg.Wait()
		if done != 1 {
			t.Errorf("%s happened %d times", what, done)
		}
	}
	atOnce("a file", func() error { _, err := r.scan(t, "P01.pdf"); return err })
	r.close(t, omr.StageScan)
	r.open(t, omr.StageRead)
	s := r.read(t)
	r.close(t, omr.StageRead)
	r.open(t, omr.StageFix)
	f := fix(s, "A")
	if err := r.AddFix(t.Context(), f); err != nil {
		t.Fatal(err)
	}
	_ = f.Agree(another, true, at) // it waits
	atOnce("a second word", func() error { return r.AnswerFix(t.Context(), f) })
	atOnce("a check", func() error {
		return r.StartCheck(t.Context(), omr.Check{ID: exam.NewID(), Sitting: "s", By: binh, At: at})
	})
}
