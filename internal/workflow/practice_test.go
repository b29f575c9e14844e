package workflow_test

import (
	"strings"
	"testing"
	"time"

	"khaothi/bank"
	"khaothi/delivery"
	"khaothi/internal/board"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
)

// practice makes a practice sitting like the world's.
func (w *world) practice(t *testing.T, from exam.SittingID) exam.SittingID {
	t.Helper()
	id, err := w.flow.MakePractice(t.Context(), who, w.exam, from)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestAPracticeSittingIsMadeWithOneCallAndAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	first, second := w.practice(t, w.sitting), w.practice(t, "")
	for _, id := range []exam.SittingID{first, second} {
		s, err := w.db.Read().Board.GetSitting(t.Context(), id)
		if err != nil || !s.Practice || !s.Opened() {
			t.Fatalf("%+v, %v", s, err)
		}
		attempts, err := w.db.Read().Ledger.Attempts(t.Context(), id, w.room)
		if err != nil || len(attempts) != 3 {
			t.Errorf("%d attempts, %v", len(attempts), err)
		}
		slips, err := w.flow.IssueTickets(t.Context(), who, id, "")
		if err != nil || len(slips) != 3 || !slips[0].Practice || slips[0].Subject != "Thi thử" {
			t.Errorf("slips %+v, %v", slips, err)
		}
		if err := w.flow.StartSitting(t.Context(), who, id); err != nil {
			t.Error(err)
		}
	}
	var planned, forms, items int
	err := w.pool.QueryRow(t.Context(), `
		SELECT (SELECT count(*) FROM delivery_sitting WHERE practice AND starts_at IS NOT NULL),
			(SELECT count(*) FROM practice_form), (SELECT count(*) FROM item WHERE pool LIKE 'thi-thu%' AND unit_id IS NULL)`).Scan(&planned, &forms, &items)
	if err != nil || planned != 0 || forms != 1 || items < 10 {
		t.Errorf("%d start by themselves, %d forms, %d questions, %v", planned, forms, items, err)
	}
	if err := w.flow.OpenSitting(t.Context(), who, w.sitting); err != nil {
		t.Errorf("the sitting that counts, after practice: %v", err)
	}
}

func TestThePracticePaperHasEveryKind(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	s, err := w.db.Read().Board.GetSitting(t.Context(), w.practice(t, ""))
	if err != nil {
		t.Fatal(err)
	}
	form, err := w.db.Read().Bank.Form(t.Context(), s.FormID)
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[bank.Kind]int{}
	for _, p := range form.Parts {
		for _, pin := range p.Pins {
			kinds[pin.Body.Question.Kind]++
			if !pin.Fixed {
				t.Error("a question that explains the next may move")
			}
		}
	}
	for _, k := range []bank.Kind{bank.Single, bank.Multiple, bank.Cluster, bank.Short} {
		if kinds[k] == 0 {
			t.Errorf("no question of kind %s", k)
		}
	}
}

func TestPracticeIsNeverScoredPublishedOrExported(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.sitting = w.practice(t, w.sitting)
	w.sit(t)
	ctx := t.Context()
	wantCode := func(what string, err error) {
		t.Helper()
		if fault.CodeOf(err) != "sitting.practice" {
			t.Errorf("%s: %v", what, err)
		}
	}
	_, err := w.flow.ScoreSitting(ctx, who, w.sitting)
	wantCode("score", err)
	_, err = w.flow.Publish(ctx, who, w.sitting, nil)
	wantCode("publish", err)
	_, err = w.flow.Roll(ctx, w.sitting)
	wantCode("roll", err)
	if reports, err := w.flow.ScoreClosed(ctx); err != nil || len(reports) != 0 {
		t.Errorf("scored by itself: %v, %v", reports, err)
	}
	results, err := w.flow.ExamResults(ctx, w.exam)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range results.Sittings {
		if s.Practice {
			t.Error("the results of the exam list practice")
		}
	}
	book, err := w.flow.Book(ctx, w.exam)
	if err != nil || len(book.Sittings) != 1 {
		t.Errorf("workbook of %d sittings, %v", len(book.Sittings), err)
	}
	report, err := w.flow.ExportEdu(ctx, who, w.exam)
	if err != nil || report.New != 0 {
		t.Errorf("exported %+v, %v", report, err)
	}
	w.refusesResults(t)
}

// refusesResults goes around the program: the database itself says no.
func (w *world) refusesResults(t *testing.T) {
	t.Helper()
	w.exec(t, `INSERT INTO form_key (form_id, version, hash, key, reason, author_id, author_name)
		VALUES ('f', 1, sha256('k'), '{}', 'test', '', '')`)
	_, err := w.pool.Exec(t.Context(), `
		INSERT INTO result (id, sitting_id, candidate_id, version, attempt_id, form_id, form_code, key_version, rule, points,
			max_points, parts, detail, digest, state, reason, author_id, author_name)
		SELECT 'r', $1, id, 1, '', 'f', '', 1, 'r', 0, 0, '[]', '[]', sha256('d'), 'scored', 'test', '', ''
		FROM candidate LIMIT 1`, w.sitting)
	if err == nil || !strings.Contains(err.Error(), "a practice sitting has no results") {
		t.Errorf("a result of a practice sitting: %v", err)
	}
}

func TestPracticeQuestionsDoNotCountAndRealOnesDoNotTrain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p, err := w.db.Read().Board.GetSitting(t.Context(), w.practice(t, ""))
	if err != nil {
		t.Fatal(err)
	}
	w.exec(t, `UPDATE sitting SET form_id = $2 WHERE id = $1`, w.sitting, p.FormID)
	if err := w.flow.OpenSitting(t.Context(), who, w.sitting); fault.CodeOf(err) != "sitting.practice_form" {
		t.Errorf("a sitting that counts, with the practice paper: %v", err)
	}
	w.exec(t, `UPDATE sitting SET form_id = $2, practice = true WHERE id = $1`, w.sitting, w.form.ID)
	if err := w.flow.OpenSitting(t.Context(), who, w.sitting); fault.CodeOf(err) != "sitting.real_form" {
		t.Errorf("practice with a real paper: %v", err)
	}
}

func TestPracticeOfAnotherExamIsNotFound(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if _, err := w.flow.MakePractice(t.Context(), who, "other", w.sitting); fault.KindOf(err) != fault.NotFound {
		t.Errorf("practice of another exam: %v", err)
	}
}

func TestNeedsReachTheAttemptsAndChangeThem(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	page, err := w.db.Read().Board.ListCandidates(ctx, w.exam, board.CandidateFilter{})
	if err != nil {
		t.Fatal(err)
	}
	id := page.Candidates[0].ID
	accommodate := func(a board.Accommodation, granted time.Duration, kept int) {
		t.Helper()
		report, err := w.flow.Accommodate(ctx, who, id, a)
		if err != nil || report.Granted != granted || report.Kept != kept {
			t.Errorf("%+v: %+v, %v; want %v granted, %d kept", a, report, err, granted, kept)
		}
	}
	accommodate(board.Accommodation{ExtraMinutes: 10, Scale: 150}, 0, 0)
	if err := w.flow.OpenSitting(ctx, who, w.sitting); err != nil {
		t.Fatal(err)
	}
	first := func() delivery.Attempt {
		t.Helper()
		attempts, err := w.db.Read().Ledger.Attempts(ctx, w.sitting, "")
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range attempts {
			if a.Candidate == id {
				return a
			}
		}
		t.Fatal("no attempt")
		return delivery.Attempt{}
	}
	if a := first(); a.Extra != 10*time.Minute || a.Display != (delivery.Display{Scale: 150, Contrast: "normal"}) {
		t.Errorf("attempt as opened: %v, %+v", a.Extra, a.Display)
	}
	accommodate(board.Accommodation{ExtraMinutes: 15, Scale: 200, Contrast: board.ContrastHigh}, 5*time.Minute, 0)
	accommodate(board.Accommodation{ExtraMinutes: 15, Scale: 200, Contrast: board.ContrastHigh}, 0, 0) // a second click
	accommodate(board.Accommodation{}, 0, 1)
	accommodate(board.Accommodation{ExtraMinutes: 15}, 0, 0) // it has that already
	accommodate(board.Accommodation{ExtraMinutes: 16, Scale: 300}, time.Minute, 0)
	if a := first(); a.Display != (delivery.Display{Scale: 300, Contrast: "normal"}) {
		t.Errorf("display now: %+v", a.Display)
	}
	var grants, ms int
	err = w.pool.QueryRow(ctx, `SELECT count(*), sum(amount_ms) FROM delivery_action WHERE kind = 'grant' AND attempt = $1`, first().ID).Scan(&grants, &ms)
	if err != nil || grants != 2 || ms != 6*60_000 {
		t.Errorf("%d grants of %d ms, %v", grants, ms, err)
	}
	w.exec(t, `UPDATE attempt SET state = 'absent', sealed_at = now(), sealed_n = 0 WHERE candidate_id = $1`, id)
	accommodate(board.Accommodation{ExtraMinutes: 60}, 0, 0) // sealed: nothing to give
}
