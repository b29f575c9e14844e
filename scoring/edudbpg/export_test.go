package edudbpg_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5/pgxpool"

	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/pgdb"
	"khaothi/internal/testenv"
	"khaothi/scoring"
	"khaothi/scoring/edudbpg"
)

var trial = scoring.EduExam{ID: "exam1", Name: "Thi thử lần 1", SchoolYear: "2026-2027", Term: 2}

// open makes an education database with the pupils HS1 … HS4.
func open(t *testing.T) (*edudbpg.Store, *pgxpool.Pool) {
	t.Helper()
	pool, err := pgdb.Open(t.Context(), testenv.EmptyPostgresURL(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	s := edudbpg.New(pool)
	schools := []edudbpg.School{{Code: "TR01", Name: "THPT Chu Văn An", Level: "04"}}
	var pupils []edudbpg.Pupil
	for i := range 4 {
		pupils = append(pupils, edudbpg.Pupil{
			Code: fmt.Sprintf("HS%d", i+1), CitizenID: fmt.Sprintf("00120800000%d", i+1), Name: "Trần An",
			Birth: time.Date(2008, 1, 2, 0, 0, 0, 0, time.UTC), Gender: 1, School: "TR01", Class: "12A1", Grade: "12",
		})
	}
	for range 2 { // a second time changes nothing
		if err := s.Seed(t.Context(), schools, pupils); err != nil {
			t.Fatal(err)
		}
	}
	return s, pool
}

func result(n int, points scoring.Points) scoring.EduResult {
	return scoring.EduResult{
		Sitting: "s1", Candidate: exam.CandidateID(fmt.Sprintf("c%d", n)), Number: fmt.Sprintf("0100000%d", n),
		PupilCode: fmt.Sprintf("HS%d", n), Subject: "TOAN", Points: points, State: scoring.Published,
	}
}

func export(t *testing.T, s *edudbpg.Store, results ...scoring.EduResult) scoring.EduReport {
	t.Helper()
	r, err := s.Export(t.Context(), trial, results)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// counts shows a report as "new updated cancelled unchanged refused live/records".
func counts(r scoring.EduReport) string {
	return fmt.Sprintf("%d %d %d %d %d %d/%d", r.New, r.Updated, r.Cancelled, r.Unchanged, len(r.Refused), r.Live, r.Records)
}

// rows shows what stands there as "c1 NEW v1 8.25", by record.
func rows(t *testing.T, pool *pgxpool.Pool) []string {
	t.Helper()
	list, err := pgdb.List[string](t.Context(), pool, `
		SELECT substring(idbanghi FROM '[^.]*$') || ' ' || sukien || ' v' || phienban || ' ' || diem
		FROM exam_result ORDER BY idbanghi`, nil)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func wantRows(t *testing.T, pool *pgxpool.Pool, want ...string) {
	t.Helper()
	if diff := cmp.Diff(strings.Join(want, "\n"), strings.Join(rows(t, pool), "\n")); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
}

func TestALifeOfARecord(t *testing.T) {
	t.Parallel()
	s, pool := open(t)
	r1, r2 := result(1, 825), result(2, 1000)
	steps := []struct {
		name    string
		results func() []scoring.EduResult
		want    string
		rows    []string
	}{
		{"first export", func() []scoring.EduResult { return []scoring.EduResult{r1, r2} }, "2 0 0 0 0 2/2", []string{"c1 NEW v1 8.25", "c2 NEW v1 10.00"}},
		{"second export", func() []scoring.EduResult { return []scoring.EduResult{r1, r2} }, "0 0 0 2 0 2/2", []string{"c1 NEW v1 8.25", "c2 NEW v1 10.00"}},
		{"corrected", func() []scoring.EduResult { r1.Points = 850; return []scoring.EduResult{r1, r2} }, "0 1 0 1 0 2/2", []string{"c1 UPDATE v2 8.50", "c2 NEW v1 10.00"}},
		{"withdrawn", func() []scoring.EduResult { r2.State = scoring.Withdrawn; return []scoring.EduResult{r1, r2} }, "0 0 1 1 0 1/2", []string{"c1 UPDATE v2 8.50", "c2 CANCEL v2 10.00"}},
		{"withdrawn again", func() []scoring.EduResult { return []scoring.EduResult{r1, r2} }, "0 0 0 2 0 1/2", []string{"c1 UPDATE v2 8.50", "c2 CANCEL v2 10.00"}},
		{"back", func() []scoring.EduResult { r2.State = scoring.Published; return []scoring.EduResult{r1, r2} }, "0 1 0 1 0 2/2", []string{"c1 UPDATE v2 8.50", "c2 UPDATE v3 10.00"}},
	}
	for _, step := range steps {
		if got := counts(export(t, s, step.results()...)); got != step.want {
			t.Errorf("%s: %s, want %s", step.name, got, step.want)
		}
		wantRows(t, pool, step.rows...)
	}
}

func TestASecondExportWritesNoRow(t *testing.T) {
	t.Parallel()
	s, pool := open(t)
	export(t, s, result(1, 825), result(2, 300))
	state := func() string {
		t.Helper()
		v, err := pgdb.One[string](t.Context(), pool, `SELECT string_agg(xmin::text || thoigiancapnhat || sha, ' ' ORDER BY idbanghi) FROM exam_result`, nil)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	before := state()
	again := export(t, s, result(1, 825), result(2, 300))
	if state() != before || counts(again) != "0 0 0 2 0 2/2" {
		t.Errorf("a second export touched rows: %s", counts(again))
	}
}

func TestWhatIsRefusedAndWhy(t *testing.T) {
	t.Parallel()
	s, pool := open(t)
	unknown, nobody, other, twice, subject, high := result(9, 100), result(2, 100), result(2, 100), result(1, 100), result(3, 100), result(3, 10_000)
	nobody.PupilCode = ""
	other.CitizenID = "001208000009"
	twice.Candidate, twice.Number = "c8", "01000008"
	subject.Subject = ""
	byCitizen := result(4, 500)
	byCitizen.PupilCode, byCitizen.CitizenID = "", "001208000004"
	got := export(t, s, result(1, 825), unknown, nobody, other, twice, subject, high, byCitizen)
	var reasons []string
	for _, r := range got.Refused {
		reasons = append(reasons, r.Number+" "+r.Reason)
	}
	want := []string{
		"01000009 pupil.unknown", "01000002 pupil.no_code", "01000002 pupil.citizen_mismatch", "01000008 pupil.twice",
		"01000003 subject.no_code", "01000003 points.range",
	}
	if diff := cmp.Diff(want, reasons); diff != "" {
		t.Errorf("refused (-want +got):\n%s", diff)
	}
	wantRows(t, pool, "c1 NEW v1 8.25", "c4 NEW v1 5.00")
}

func TestACancelledPupilIsUnknown(t *testing.T) {
	t.Parallel()
	s, pool := open(t)
	if _, err := pool.Exec(t.Context(), `UPDATE pupil SET sukien = 'CANCEL' WHERE mahocsinh = 'HS1'`); err != nil {
		t.Fatal(err)
	}
	if got := export(t, s, result(1, 825)); len(got.Refused) != 1 || got.Refused[0].Reason != scoring.EduUnknownPupil {
		t.Errorf("%+v", got)
	}
}

func TestAPupilWhoMovesRaisesTheVersion(t *testing.T) {
	t.Parallel()
	s, pool := open(t)
	export(t, s, result(1, 825))
	if _, err := pool.Exec(t.Context(), `UPDATE pupil SET malop = '12A2' WHERE mahocsinh = 'HS1'`); err != nil {
		t.Fatal(err)
	}
	if got := counts(export(t, s, result(1, 825))); got != "0 1 0 0 0 1/1" {
		t.Errorf("after the move: %s", got)
	}
}

func TestAWithdrawalNeedsNoPupilAndMakesNoRecord(t *testing.T) {
	t.Parallel()
	s, pool := open(t)
	export(t, s, result(1, 825))
	if _, err := pool.Exec(t.Context(), `UPDATE pupil SET sukien = 'CANCEL' WHERE mahocsinh = 'HS1'`); err != nil {
		t.Fatal(err)
	}
	r1, r2 := result(1, 825), result(2, 500)
	r1.State, r2.State = scoring.Withdrawn, scoring.Withdrawn
	if got := counts(export(t, s, r1, r2)); got != "0 0 1 1 0 0/1" {
		t.Errorf("withdrawn: %s", got)
	}
	wantRows(t, pool, "c1 CANCEL v2 8.25")
}

func TestOrphansAreCountedAndLeftAlone(t *testing.T) {
	t.Parallel()
	s, pool := open(t)
	export(t, s, result(1, 825), result(2, 500))
	if got := export(t, s, result(1, 825)); got.Orphans != 1 || got.Live != 2 {
		t.Errorf("%+v", got)
	}
	wantRows(t, pool, "c1 NEW v1 8.25", "c2 NEW v1 5.00")
}

func TestVersionsOnlyRise(t *testing.T) {
	t.Parallel()
	s, pool := open(t)
	export(t, s, result(1, 825))
	if _, err := pool.Exec(t.Context(), `UPDATE exam_result SET diem = 9`); err == nil {
		t.Error("a record changed without a higher version")
	}
}

func TestAnExportIsAllOrNothing(t *testing.T) {
	t.Parallel()
	s, pool := open(t)
	if _, err := pool.Exec(t.Context(), `ALTER TABLE exam_result ADD CHECK (diem < 9)`); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Export(t.Context(), trial, []scoring.EduResult{result(1, 825), result(2, 950)}); fault.KindOf(err) != fault.Invalid {
		t.Errorf("error %v, want Invalid", err)
	}
	wantRows(t, pool)
}

func TestADatabaseThatIsAway(t *testing.T) {
	t.Parallel()
	s, err := edudbpg.Open(t.Context(), "postgres://127.0.0.1:9/edu?connect_timeout=1")
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := s.Export(t.Context(), trial, []scoring.EduResult{result(1, 825)}); fault.CodeOf(err) != "edu.unavailable" || fault.KindOf(err) != fault.Unavailable {
		t.Errorf("error %v, want edu.unavailable", err)
	}
}

func TestADatabaseOfAnotherKind(t *testing.T) {
	t.Parallel()
	s, err := edudbpg.Open(t.Context(), testenv.EmptyPostgresURL(t))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	_, err = s.Export(t.Context(), trial, nil)
	if fault.CodeOf(err) != "edu.contract" || !strings.Contains(err.Error(), "exam_result") {
		t.Errorf("error %v, want edu.contract naming exam_result", err)
	}
}

func TestTenThousandRecords(t *testing.T) {
	t.Parallel()
	s, pool := open(t)
	_, err := pool.Exec(t.Context(), `
		INSERT INTO pupil (mahocsinh, hovaten, matruong, malop, makhoi)
		SELECT 'HS' || i, 'Trần An', 'TR01', '12A1', '12' FROM generate_series(10, 10009) AS i`)
	if err != nil {
		t.Fatal(err)
	}
	var all []scoring.EduResult
	for i := range 10_000 {
		all = append(all, result(10+i, scoring.Points(i%1001)))
	}
	if got := counts(export(t, s, all...)); got != "10000 0 0 0 0 10000/10000" {
		t.Errorf("first: %s", got)
	}
	if got := counts(export(t, s, all...)); got != "0 0 0 10000 0 10000/10000" {
		t.Errorf("second: %s", got)
	}
}
