package workflow_test

import (
	"maps"
	"testing"

	"khaothi/delivery"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/scoring"
)

func TestWorksThatCountNoMoreLeaveTheQueue(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.mixed(t)
	if err := w.flow.OpenSitting(t.Context(), who, w.sitting); err != nil {
		t.Fatal(err)
	}
	essay := func(text string) []exam.Response { return []exam.Response{{Field: "p1_8", Value: text}} }
	w.sitAs(t, [][]exam.Response{essay("Một"), essay("Hai"), essay("Ba")})
	w.scoreClosed(t)
	marker := exam.Actor{ID: "0km1", Name: "Cô Hoa"}
	queue := func(want int) (held string) {
		t.Helper()
		counts, err := w.db.Read().Scores.MarkingCounts(t.Context(), []exam.SittingID{w.sitting})
		if err != nil || counts[w.sitting].Works != want {
			t.Fatalf("%+v, %v; want %d works", counts, err, want)
		}
		sheet, err := w.flow.NextWork(t.Context(), marker, w.sitting)
		if want == 0 {
			if fault.CodeOf(err) != "marking.none" {
				t.Errorf("%+v, %v; want nothing to mark", sheet.Work, err)
			}
			return ""
		}
		if err != nil {
			t.Fatal(err)
		}
		return sheet.Work.ID
	}
	points := map[string]scoring.Points{"A": 100, "B": 50}
	mark := func(id string) string {
		_, err := w.flow.MarkWork(t.Context(), marker, id, points, "")
		if err == nil {
			return ""
		}
		return fault.CodeOf(err)
	}
	if code := mark(queue(3)); code != "" {
		t.Fatal(code)
	}
	held := queue(3)
	work, err := w.db.Read().Scores.Work(t.Context(), held)
	if err != nil {
		t.Fatal(err)
	}
	w.decree(t, delivery.ActionVoid, work.Attempt) // while it is on the marker's screen
	if w.scoreClosed(t) != 1 {
		t.Error("not scored again")
	}
	if code := mark(held); code != "marking.gone" {
		t.Errorf("marked a void work: %q", code)
	}
	if next := queue(2); next == held {
		t.Error("a void work is given out")
	}
	w.decree(t, delivery.ActionUnvoid, work.Attempt)
	w.scoreClosed(t)
	queue(3)

	version, err := w.db.Read().Scores.Key(t.Context(), w.form.ID, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, cancelled := range []bool{true, false} {
		next := scoring.Key{Fields: maps.Clone(version.Key.Fields)}
		f := next.Fields["p1_8"]
		f.Cancelled = cancelled
		next.Fields["p1_8"] = f
		if _, err := w.flow.CorrectKey(t.Context(), who, w.sitting, next, "x"); err != nil {
			t.Fatal(err)
		}
		queue(map[bool]int{true: 0, false: 3}[cancelled])
	}
	var marks int
	if err := w.pool.QueryRow(t.Context(), `SELECT count(*) FROM marking_mark`).Scan(&marks); err != nil || marks != 1 {
		t.Errorf("%d marks are left, %v; want 1: a work that comes back has its marks", marks, err)
	}
}
