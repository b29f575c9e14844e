package workflow_test

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"khaothi/bank"
	"khaothi/internal/board"
	"khaothi/internal/fault"
	"khaothi/internal/workflow"
	"khaothi/omr"
)

// otherSubject plans a sitting of another subject with the form code 0201.
func (w *world) otherSubject(t *testing.T) {
	t.Helper()
	ctx, store := t.Context(), w.db.Read()
	form, err := store.Bank.CreateForm(ctx, who, bank.Form{Name: "Vật lí", Subject: "vatli", DurationS: 60, Parts: w.form.Parts})
	if err != nil {
		t.Fatal(err)
	}
	if form, err = store.Bank.LockForm(ctx, who, form.ID, 1, bank.Codes(201, 1)); err != nil {
		t.Fatal(err)
	}
	_, err = store.Board.CreateSitting(ctx, who, board.Sitting{
		ExamID: w.exam, Subject: "vatli", Name: "Lí", FormID: form.ID, Rule: "generic:4/4/2", StartsAt: time.Now().Add(48 * time.Hour), Duration: time.Minute, Grace: time.Second,
	})
	if err != nil {
		t.Fatal(err)
	}
}

// scanned brings files in and opens the stage read.
func (p *paper) scanned(t *testing.T, bag omr.Bag, files ...[]byte) {
	t.Helper()
	p.open(t, omr.StageScan)
	bag.Room = p.room
	if err := p.flow.SetBag(t.Context(), holder(omr.StageScan), p.sitting, bag); err != nil {
		t.Fatal(err)
	}
	for i, data := range files {
		if _, err := p.flow.AddScan(t.Context(), holder(omr.StageScan), p.sitting, p.room, fmt.Sprintf("%02d.pdf", i), data); err != nil {
			t.Fatal(err)
		}
	}
	p.seal(t, omr.StageScan)
	p.open(t, omr.StageRead)
}

func clean(number, code string) page {
	return page{Status: "ok", Cells: map[string]string{"sbd": number, "form_code": code, "p1_1": "A"}}
}

func TestTheWorldOfTheSittingDoubtsSheets(t *testing.T) {
	t.Parallel()
	p := newPaper(t)
	p.otherSubject(t)
	one, two, three := p.numbers[0], p.numbers[1], p.numbers[2]
	unsure := clean(one[:2]+"?"+one[3:], "0101")
	unsure.Status, unsure.Doubts = "review", []omr.Doubt{{Field: "sbd", Code: "double"}}
	lost := clean(two[:len(two)-1]+"?", "0101")
	lost.Status, lost.Doubts = "review", []omr.Doubt{{Field: "sbd", Code: "double"}}
	sheets := []struct {
		name string
		page page
		want string // what is in doubt
	}{
		{"a digit that one candidate fits", unsure, "[{sbd double} {sbd solved}]"},
		{"a digit that several fit", lost, "[{sbd double}]"},
		{"scanned twice", clean(two, "0101"), "[{sbd duplicate}]"},
		{"the second of them, with a code nobody has", clean(two, "0999"), "[{form_code unknown} {sbd duplicate}]"},
		{"an absentee's, of another subject", clean(three, "0201"), "[{sbd absent} {form_code other_subject}]"},
		{"a number nobody has", clean("99999999", "0102"), "[{sbd unknown}]"},
	}
	var pages []page
	for _, s := range sheets {
		pages = append(pages, s.page)
	}
	p.scanned(t, omr.Bag{Sheets: 2, Absent: []string{three}}, file(t, pages...))
	if _, err := p.flow.ReadScans(t.Context()); err != nil {
		t.Fatal(err)
	}
	st := p.status(t)
	if len(st.Doubts) != len(sheets) {
		t.Fatalf("%d sheets in doubt, want %d: %+v", len(st.Doubts), len(sheets), st.Doubts)
	}
	for i, s := range sheets {
		if got := fmt.Sprint(st.Doubts[i].Doubts); got != s.want {
			t.Errorf("%s: %s, want %s", s.name, got, s.want)
		}
	}
	if got := fmt.Sprint(st.Gaps); got != fmt.Sprintf("[{%s P01 2 6 [%s]}]", p.room, one) {
		t.Errorf("who was there and has no sheet: %s", got)
	}
	whole, err := p.flow.Sheet(t.Context(), st.Doubts[0].Sheet)
	if err != nil || whole.Solved != one || whole.Value("sbd") != unsure.Cells["sbd"] {
		t.Errorf("solved %q, counts %q, %v: it counts when a person confirms it", whole.Solved, whole.Value("sbd"), err)
	}
	p.confirmSolved(t, st.Doubts[0].Sheet, whole.Solved)
}

// confirmSolved decides that a solved number counts.
func (p *paper) confirmSolved(t *testing.T, sheet, number string) {
	t.Helper()
	p.seal(t, omr.StageRead)
	p.open(t, omr.StageFix)
	ctx, one := t.Context(), holder(omr.StageFix)
	if _, err := p.flow.FixSheet(ctx, one, sheet, "sbd", number[:2]+"?"+number[3:], "", nil); fault.CodeOf(err) != "omr.after" {
		t.Errorf("a doubt decided by a doubt: %v", err)
	}
	if fix, err := p.flow.FixSheet(ctx, one, sheet, "sbd", number, "", nil); err != nil || fix.Second {
		t.Errorf("%+v, %v", fix, err)
	}
	if st := p.status(t); st.Doubts[0].Sheet == sheet || len(st.Gaps[0].Missing) != 0 {
		t.Errorf("still in doubt: %+v, %+v", st.Doubts[0], st.Gaps)
	}
}

// another is a second node on the same record, with a reader of its own.
func (p *paper) another(scans workflow.Scanner, readers int) *workflow.Flow {
	return workflow.New(workflow.Config{DB: p.db, Signer: p.signer, Scanner: scans, Readers: readers, Log: slog.New(slog.DiscardHandler), Now: time.Now})
}

// batch are n files of one sheet each.
func batch(t *testing.T, n int) [][]byte {
	t.Helper()
	var files [][]byte
	for i := range n {
		files = append(files, file(t, clean(fmt.Sprint(i), "0101")))
	}
	return files
}

// meeting is a reader that lets nobody on before so many have met in it.
type meeting struct {
	lines
	all *sync.WaitGroup
}

func (m meeting) Read(layout []byte, name string, data []byte) ([]omr.Sheet, string) {
	m.all.Done()
	m.all.Wait()
	return m.lines.Read(layout, name, data)
}

func TestNodesAndReadersShareABatch(t *testing.T) {
	t.Parallel()
	p := newPaper(t)
	p.scanned(t, omr.Bag{Sheets: 4}, batch(t, 4)...)
	var all sync.WaitGroup
	all.Add(4) // nobody goes on before four files are being read at once
	nodes := []*workflow.Flow{p.another(meeting{all: &all}, 2), p.another(meeting{all: &all}, 2)}
	var wg sync.WaitGroup
	counts := make([]int, len(nodes))
	for i, n := range nodes {
		wg.Go(func() {
			var err error
			if counts[i], err = n.ReadScans(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if counts[0] != 2 || counts[1] != 2 || p.status(t).Sheets != 4 {
		t.Errorf("read %v files, %d sheets", counts, p.status(t).Sheets)
	}
}

// dying is a reader whose node loses its connections in the middle of a file.
type dying struct {
	lines
	die func()
}

func (d dying) Read(layout []byte, name string, data []byte) ([]omr.Sheet, string) {
	if strings.HasPrefix(name, "02") {
		d.die()
	}
	return d.lines.Read(layout, name, data)
}

func TestABatchGoesOnWhereANodeDied(t *testing.T) {
	t.Parallel()
	p := newPaper(t)
	p.scanned(t, omr.Bag{Sheets: 5}, batch(t, 5)...)
	node := p.another(dying{die: func() {
		if _, err := p.pool.Exec(t.Context(), `
			SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
			WHERE datname = current_database() AND state = 'idle in transaction'`); err != nil {
			t.Error(err)
		}
	}}, 1)
	if n, err := node.ReadScans(t.Context()); err == nil || n != 4 {
		t.Errorf("read %d files, %v", n, err)
	}
	if st := p.status(t); st.Unread != 1 || st.Sheets != 4 {
		t.Errorf("%d unread, %d sheets", st.Unread, st.Sheets)
	}
	if n, err := p.flow.ReadScans(t.Context()); err != nil || n != 1 || p.status(t).Sheets != 5 {
		t.Errorf("then read %d files, %v: %d sheets", n, err, p.status(t).Sheets)
	}
}

func TestAFullDiskStopsOneFileOnly(t *testing.T) {
	t.Parallel()
	p := newPaper(t)
	files := batch(t, 3)
	files[1] = file(t, page{Status: "blank"}, clean("7", "0101"))
	p.scanned(t, omr.Bag{Sheets: 3}, files...)
	// What PostgreSQL says when there is no room for a row.
	p.exec(t, `CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
		RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$`)
	p.exec(t, `CREATE TRIGGER full_disk BEFORE INSERT ON omr_sheet FOR EACH ROW WHEN (NEW.page = 2) EXECUTE FUNCTION full_disk()`)
	n, err := p.flow.ReadScans(t.Context())
	if n != 2 || fault.CodeOf(err) != "database.full" {
		t.Errorf("read %d files, %v", n, err)
	}
	if st := p.status(t); st.Stuck != "database.full" || st.Sheets != 2 || st.Unread != 1 {
		t.Errorf("%+v", st)
	}
	p.exec(t, `DROP TRIGGER full_disk ON omr_sheet`)
	if n, err := p.flow.ReadScans(t.Context()); n != 1 || err != nil || p.status(t).Stuck != "" || p.status(t).Sheets != 4 {
		t.Errorf("with room again: %d files, %v", n, err)
	}
}

// failing is a reader that does something at the second file.
type failing struct {
	lines
	do func()
}

func (f failing) Read(layout []byte, name string, data []byte) ([]omr.Sheet, string) {
	if strings.HasPrefix(name, "01") {
		f.do()
	}
	return f.lines.Read(layout, name, data)
}

func TestAChecksReportIsKept(t *testing.T) {
	t.Parallel()
	p := newPaper(t)
	p.scanned(t, omr.Bag{Sheets: 3}, batch(t, 3)...)
	ctx := t.Context()
	if _, err := p.flow.ReadScans(ctx); err != nil {
		t.Fatal(err)
	}
	first, err := p.flow.StartSheetsCheck(ctx, who, p.sitting)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.flow.StartSheetsCheck(ctx, reviewer, p.sitting); fault.CodeOf(err) != "omr.checking" {
		t.Errorf("two at once: %v", err)
	}
	node := p.another(failing{do: func() {
		if err := p.flow.CancelSheetsCheck(ctx, reviewer, first.ID); err != nil {
			t.Error(err)
		}
	}}, 1)
	if err := node.RunSheetsChecks(ctx); err != nil {
		t.Fatal(err)
	}
	if c := p.check(t, first.ID); c.State != omr.CheckCancelled || c.Done != 1 || c.Total != 3 || c.Scans != 0 {
		t.Errorf("cancelled on the way: %+v", c)
	}
	if err := p.flow.CancelSheetsCheck(ctx, who, first.ID); fault.CodeOf(err) != "omr.check_over" {
		t.Errorf("cancelled twice: %v", err)
	}
	p.exec(t, `ALTER TABLE omr_bag DISABLE TRIGGER ALL`)
	p.exec(t, `UPDATE omr_bag SET sheets = 2`)
	second, err := p.flow.StartSheetsCheck(ctx, who, p.sitting)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.flow.RunSheetsChecks(ctx); err != nil {
		t.Fatal(err)
	}
	c := p.check(t, second.ID)
	if c.State != omr.CheckDone || c.Scans != 3 || c.Sheets != 3 || c.EndedAt.IsZero() || fmt.Sprint(c.Wrong) != "[{ 0  scan omr.output_changed  }]" {
		t.Errorf("a bag changed after the seal of its stage: %+v", c)
	}
	if list, err := p.flow.SheetsChecks(ctx, p.sitting); err != nil || len(list) != 2 || list[0].ID != second.ID || len(list[0].Wrong) != 0 {
		t.Errorf("%+v, %v", list, err)
	}
}

func (p *paper) check(t *testing.T, id string) omr.Check {
	t.Helper()
	c, err := p.flow.SheetsCheck(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestAnotherNodeTakesTheCheckOfADeadOne(t *testing.T) {
	t.Parallel()
	p := newPaper(t)
	p.scanned(t, omr.Bag{Sheets: 1}, batch(t, 1)...)
	c, err := p.flow.StartSheetsCheck(t.Context(), who, p.sitting)
	if err != nil {
		t.Fatal(err)
	}
	store := p.db.Read().Sheets
	started, over := make(chan struct{}), make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		_, err := store.RunCheck(t.Context(), time.Now, func(omr.Check, func(int, int) (bool, error)) (omr.Report, error) {
			close(started)
			<-over
			return omr.Report{}, errors.New("lost its reader")
		})
		if err == nil {
			t.Error("the error of a check is not told")
		}
	})
	<-started
	if more, err := store.RunCheck(t.Context(), time.Now, nil); more || err != nil {
		t.Errorf("a check that runs was taken: %v, %v", more, err)
	}
	// The node dies: its connection ends, and with it its lock.
	p.exec(t, `SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = current_database() AND state = 'idle in transaction'`)
	if err := p.flow.RunSheetsChecks(t.Context()); err != nil {
		t.Error(err)
	}
	if got := p.check(t, c.ID); got.State != omr.CheckDone {
		t.Errorf("%+v", got)
	}
	close(over)
	wg.Wait()
	if got := p.check(t, c.ID); got.State != omr.CheckDone {
		t.Errorf("the dead node had the last word: %+v", got)
	}
}
