package demodata

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"khaothi/internal/board"
	"khaothi/internal/board/roster"
)

func sample(t *testing.T) Roster {
	t.Helper()
	p, err := board.ProfileByName("thptqg-2025")
	if err != nil {
		t.Fatal(err)
	}
	return Roster{
		Seed: 7, Pupils: 2000, Settings: p.Settings, Subjects: []string{"toan", "vatli"},
		Schools: []School{{"01000701", "THPT Số 1"}, {"01000702", "THPT Số 2"}, {"01000703", "THPT Số 3"}},
	}
}

func TestRosterIsAFileThatImports(t *testing.T) {
	t.Parallel()
	r := sample(t)
	data, err := r.Workbook()
	if err != nil {
		t.Fatal(err)
	}
	got := roster.Read("demo.xlsx", data, roster.Options{
		Settings: r.Settings, Today: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC),
	})
	if !got.OK() {
		t.Fatalf("errors: %v", got.Errors[:min(5, len(got.Errors))])
	}
	if d := cmp.Diff(r.Candidates(), got.Candidates); d != "" {
		t.Error(d)
	}
	schools := map[string]int{}
	for _, c := range got.Candidates {
		schools[c.SchoolCode]++
	}
	if len(schools) != 3 || schools["01000701"] < 600 {
		t.Errorf("pupils by school: %v", schools)
	}
}

func TestRosterDependsOnTheSeedAlone(t *testing.T) {
	t.Parallel()
	a, b := sample(t), sample(t)
	if d := cmp.Diff(a.Candidates(), b.Candidates()); d != "" {
		t.Error(d)
	}
	b.Seed++
	if cmp.Equal(a.Candidates(), b.Candidates()) {
		t.Error("another seed made the same pupils")
	}
}
