package workflow_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image"
	"image/png"
	"io"
	"strings"
	"sync"
	"testing"

	"khaothi/bank"
	"khaothi/delivery"
	"khaothi/delivery/deliverypg"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/workflow"
	"khaothi/scoring"
)

// everyKind are a question of each of the newer kinds, with part-credit.
func everyKind(picture string) []bank.Body {
	animals := []bank.Option{{ID: "k1aa", HTML: "mèo"}, {ID: "k2bb", HTML: "chó"}, {ID: "k3cc", HTML: "gà"}}
	rows := []bank.Statement{{HTML: "meo"}, {HTML: "gâu"}}
	img := &bank.Image{Media: picture, Width: 400, Height: 200, Alt: "bản đồ"}
	gaps := "Thủ đô " + bank.GapMark(0) + " có " + bank.GapMark(1) + " và " + bank.GapMark(2) + "."
	return []bank.Body{
		{
			Question: bank.Question{Kind: bank.Cloze, Stem: gaps, Options: animals, Gaps: []bank.Gap{{Grid: &bank.Grid{Max: 20}}, {}, {Options: []bank.Option{{ID: "g1aa", HTML: "hồ"}, {ID: "g2bb", HTML: "biển"}}}}},
			Key:      bank.Key{Gaps: [][]string{{"Hà Nội", "HN"}, {"k2bb"}, {"g1aa"}}, Fold: true, Credit: map[string]bank.Credit{bank.CreditName(0, "HN"): 5_000_000}},
		},
		{Question: bank.Question{Kind: bank.Match, Stem: "Ghép", Options: animals, Statements: rows}, Key: bank.Key{Statements: []string{"k1aa", "k2bb"}}},
		{Question: bank.Question{Kind: bank.Categorise, Stem: "Xếp", Options: animals, Statements: rows}, Key: bank.Key{Statements: []string{"k3cc", "k3cc"}}},
		{Question: bank.Question{Kind: bank.Order, Stem: "Thứ tự", Options: animals}, Key: bank.Key{Options: []string{"k3cc", "k1aa", "k2bb"}}},
		{Question: bank.Question{Kind: bank.Hotspot, Stem: "Chọn vùng", Image: img, Options: []bank.Option{
			{ID: "k1aa", HTML: "trái", Area: &bank.Area{Shape: bank.Rect, Coords: []int{0, 0, 100, 100}}},
			{ID: "k2bb", HTML: "phải", Area: &bank.Area{Shape: bank.Circle, Coords: []int{300, 100, 50}}},
		}}, Key: bank.Key{Options: []string{"k2bb"}}},
		{Question: bank.Question{Kind: bank.Hotspot, Stem: "Đánh dấu", Image: img, Points: 1}, Key: bank.Key{Areas: []bank.Area{{Shape: bank.Ellipse, Coords: []int{200, 100, 20, 10}}}}},
		{Question: bank.Question{Kind: bank.Numeric, Stem: "Số pi"}, Key: bank.Key{Accepted: []string{"3,14..3,15"}}},
		{Question: bank.Question{Kind: bank.Essay, Stem: "Viết", Writing: &bank.Writing{Words: 200}}, Key: bank.Key{Rubric: []bank.Criterion{{HTML: "SECRET-RUBRIC ý", Points: 300}, {HTML: "lời", Points: 100}}}},
		{Question: bank.Question{Kind: bank.Upload, Stem: "Nộp", Files: &bank.Files{Types: []string{"pdf"}, MaxBytes: 1 << 20}}},
	}
}

// mixed gives the sitting a form with one part of every newer kind.
func (w *world) mixed(t *testing.T) {
	t.Helper()
	store := w.db.Read().Bank
	var buf bytes.Buffer
	if err := png.Encode(&buf, image.NewGray(image.Rect(0, 0, 400, 200))); err != nil {
		t.Fatal(err)
	}
	picture, err := bank.NewPicture(buf.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if err := store.PutMedia(t.Context(), picture); err != nil {
		t.Fatal(err)
	}
	form := bank.Form{Name: "Đủ dạng", Subject: "toan", DurationS: 3000, Parts: []bank.Part{{Title: "PHẦN I"}}}
	for _, b := range everyKind(picture.Hash) {
		b.Tags = bank.Tags{Subject: "toan", Grade: 12, Topic: "Hỗn hợp", Level: bank.Know}
		item, err := store.Create(t.Context(), who, bank.Home{Pool: "Toán"}, b)
		if err != nil {
			t.Fatal(err)
		}
		form.Parts[0].Pins = append(form.Parts[0].Pins, bank.PinOf(item.Current))
	}
	made, err := store.CreateForm(t.Context(), who, form)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := store.Decide(t.Context(), reviewer, bank.Decision{Step: bank.Approve, Items: made.Seen()}); err != nil {
		t.Fatal(err)
	}
	if w.form, err = store.LockForm(t.Context(), who, made.ID, 1, bank.Codes(301, 2)); err != nil {
		t.Fatal(err)
	}
	w.exec(t, `UPDATE sitting SET form_id = $1, rule = 'generic' WHERE id = $2`, w.form.ID, w.sitting)
}

// right answers everything of mixed right; two are left to people.
func right(file string) []exam.Response {
	return []exam.Response{
		{Field: "p1_1a", Value: "hà nội"},
		{Field: "p1_1b", Value: "k2bb"},
		{Field: "p1_1c", Value: "g1aa"},
		{Field: "p1_2a", Value: "k1aa"},
		{Field: "p1_2b", Value: "k2bb"},
		{Field: "p1_3a", Value: "k3cc"},
		{Field: "p1_3b", Value: "k3cc"},
		{Field: "p1_4", Value: "k3cc,k1aa,k2bb"},
		{Field: "p1_5", Value: "k2bb"},
		{Field: "p1_6", Value: "210,104"},
		{Field: "p1_7", Value: "3,1416"},
		{Field: "p1_8", Value: "Bài viết của em"},
		{Field: "p1_9", Value: file},
	}
}

func TestEveryKindFromTheBankToThePublishedPoints(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.mixed(t)
	if err := w.flow.OpenSitting(t.Context(), who, w.sitting); err != nil {
		t.Fatal(err)
	}
	attempts, err := w.db.Read().Ledger.Attempts(t.Context(), w.sitting, "")
	if err != nil {
		t.Fatal(err)
	}
	file := w.handIn(t, attempts[0].ID)
	answers := right(file.String())
	w.checkAnswers(t, attempts[0].Paper, answers)
	half := []exam.Response{{Field: "p1_1a", Value: "hn"}, {Field: "p1_1b", Value: "k1aa"}, {Field: "p1_4", Value: "k1aa,k2bb,k3cc"}, {Field: "p1_7", Value: "3,2"}}
	w.sitAs(t, [][]exam.Response{answers, half, {{Field: "p1_8", Value: "Một bài khác"}}})
	if _, err := w.flow.ScoreSitting(t.Context(), who, w.sitting); err != nil {
		t.Fatal(err)
	}
	// 25 units of weight: 3 gaps, 2 + 2 rows, order, two places, number; essay 4
	// (its rubric), file 10 (none: out of ten). All but the last two: 11/25 of ten.
	// The second: half a gap and half an order of 25.
	if got := fmt.Sprint(w.points(t)); got != "[4.40 0.40 0.00]" {
		t.Errorf("points before the marking: %s", got)
	}
	if _, err := w.flow.Publish(t.Context(), who, w.sitting, nil); fault.CodeOf(err) != "result.pending" {
		t.Fatalf("published although works are not marked: %v", err)
	}
	w.markAll(t, file)
	// The first: 3.95 of 4 on 1.60 and 9.60 of 10 on 4.00 more. The third: 3.50 of
	// 4 on 1.60, as the third marker decided.
	if got := fmt.Sprint(w.points(t)); got != "[9.82 0.40 1.40]" {
		t.Errorf("points after the marking: %s", got)
	}
	if n, err := w.flow.Publish(t.Context(), who, w.sitting, nil); err != nil || n != 3 {
		t.Errorf("published %d, %v", n, err)
	}
}

// handIn stores a file as the candidate's browser does.
func (w *world) handIn(t *testing.T, attempt exam.AttemptID) delivery.Upload {
	t.Helper()
	u := delivery.Upload{SHA256: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", Bytes: 3, Name: "Nguyễn Văn An.pdf"}
	if err := w.db.Read().Ledger.KeepUpload(t.Context(), attempt, "p1_9", u, strings.NewReader("abc"), birth); err != nil {
		t.Fatal(err)
	}
	return u
}

// checkAnswers holds each answer against what a node accepts, and the paper
// against what must not be in it.
func (w *world) checkAnswers(t *testing.T, hash string, answers []exam.Response) {
	t.Helper()
	ledger := deliverypg.New(w.pool)
	info, err := ledger.Paper(t.Context(), hash)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range answers {
		if err := info.Fields.Check(r.Field, r.Value); err != nil {
			t.Errorf("%s = %q: %v", r.Field, r.Value, err)
		}
	}
	if n, _ := info.Fields.Answerable(); n != len(answers) {
		t.Errorf("%d fields, %d answers", n, len(answers))
	}
	keys, err := delivery.NewKeys(bytes.Repeat([]byte{7}, 64))
	if err != nil {
		t.Fatal(err)
	}
	key, err := keys.Unwrap(info.Wrapped, hash)
	if err != nil {
		t.Fatal(err)
	}
	blob, err := ledger.PaperBytes(t.Context(), hash)
	if err != nil {
		t.Fatal(err)
	}
	paper, err := delivery.Decrypt(blob, key)
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(paper)
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{"SECRET-RUBRIC", "Hà Nội", "ellipse", "3,14", "credit", "rubric", "fold", "k3cc,k1aa"} {
		if bytes.Contains(text, []byte(secret)) {
			t.Errorf("the paper holds %q", secret)
		}
	}
}

// markAll marks three works: one agreed, one disputed and decided, one by mean.
func (w *world) markAll(t *testing.T, file delivery.Upload) {
	t.Helper()
	markers := []exam.Actor{{ID: "0km1", Name: "Cô Hoa"}, {ID: "0km2", Name: "Thầy Nam"}, {ID: "0km3", Name: "Cô Lan"}}
	// By what the work says: the points that the three give.
	given := map[string][3]int64{"Bài viết của em": {390, 400, 0}, "Một bài khác": {100, 300, 350}, file.String(): {1000, 920, 0}}
	marks := 0
	for turn, who := range markers {
		for {
			sheet, err := w.flow.NextWork(t.Context(), who, w.sitting)
			if fault.CodeOf(err) == "marking.none" {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			if len(sheet.Work.Marks) > 0 || (turn < 2) != (len(sheet.Others) == 0) {
				t.Errorf("%s sees the marks of others: %+v", who.Name, sheet)
			}
			total := scoring.Points(given[sheet.Work.Value][turn])
			w.mark(t, who, sheet, total)
			marks++
		}
	}
	if marks != 7 {
		t.Errorf("%d marks, want two each and one decision", marks)
	}
	w.readFile(t, file)
}

func (w *world) mark(t *testing.T, who exam.Actor, sheet workflow.WorkSheet, total scoring.Points) {
	t.Helper()
	points := map[string]scoring.Points{}
	for _, c := range sheet.Rubric {
		points[c.ID] = min(total, c.Points)
		total -= points[c.ID]
	}
	if _, err := w.flow.MarkWork(t.Context(), who, sheet.Work.ID, map[string]scoring.Points{"A": -1}, ""); fault.CodeOf(err) != "mark.points" {
		t.Errorf("points below zero: %v", err)
	}
	// A double click: one of the two counts.
	var both sync.WaitGroup
	codes := make([]string, 2)
	for i := range codes {
		both.Go(func() {
			if _, err := w.flow.MarkWork(context.WithoutCancel(t.Context()), who, sheet.Work.ID, points, "ghi chú"); err != nil {
				codes[i] = fault.CodeOf(err)
			}
		})
	}
	both.Wait()
	if got := codes[0] + codes[1]; got != "marking.twice" && got != "marking.settled" {
		t.Errorf("marked twice at once: %q", codes)
	}
}

// readFile reads the file as a marker does: under the alias.
func (w *world) readFile(t *testing.T, file delivery.Upload) {
	t.Helper()
	var id string
	if err := w.pool.QueryRow(t.Context(), `SELECT id FROM marking_work WHERE value = $1`, file.String()).Scan(&id); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	name := ""
	err := w.flow.CopyWork(t.Context(), id, func(n string, _ int64) io.Writer {
		name = n
		return &out
	})
	if err != nil || out.String() != "abc" || !strings.HasSuffix(name, ".pdf") || strings.Contains(name, "An") && len(name) > 10 {
		t.Errorf("file %q: %q, %v", name, out.String(), err)
	}
}
