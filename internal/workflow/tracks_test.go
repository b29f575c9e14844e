package workflow_test

import (
	"fmt"
	"testing"

	"khaothi/bank"
	"khaothi/delivery"
	"khaothi/delivery/deliverypg"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/scoring"
)

// informatics gives the sitting a form of Tin học: 24 questions, six clusters of
// which four are done, and a sound in the first question.
func (w *world) informatics(t *testing.T) {
	t.Helper()
	store := w.db.Read().Bank
	sound, err := bank.NewAudio([]byte("RIFF\x24\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00\x40\x1f\x00\x00\x40\x1f\x00\x00\x01\x00\x08\x00data\x01\x00\x00\x00\x80\x00"))
	if err != nil {
		t.Fatal(err)
	}
	if err := store.PutMedia(t.Context(), sound); err != nil {
		t.Fatal(err)
	}
	form := bank.Form{Name: "Tin học", Subject: "tinhoc", DurationS: 3000, Parts: []bank.Part{
		{Title: "PHẦN I"}, {Title: "PHẦN II", Tracks: []bank.Track{{ID: "khmt", Title: "Khoa học máy tính"}, {ID: "thud", Title: "Tin học ứng dụng"}}},
	}}
	for i := range 30 {
		b := bank.Body{Tags: bank.Tags{Subject: "tinhoc", Grade: 12}, Question: bank.Question{Kind: bank.Single, Stem: fmt.Sprintf("Câu %d", i)}}
		part, track := 0, ""
		if i < 24 {
			b.Question.Options = []bank.Option{{ID: "k1aa", HTML: "2"}, {ID: "k2bb", HTML: "3"}}
			b.Key.Options = []string{"k1aa"}
		} else {
			part, track = 1, []string{"", "", "khmt", "khmt", "thud", "thud"}[i-24]
			b.Question.Kind, b.Key.Statements = bank.Cluster, []string{"D", "S", "D", "S"}
			b.Question.Statements = []bank.Statement{{HTML: "a"}, {HTML: "b"}, {HTML: "c"}, {HTML: "d"}}
		}
		if i == 0 {
			b.Question.Stimulus = bank.AudioHTML(bank.Listening{Hash: sound.Hash, Plays: 2})
		}
		item, err := store.Create(t.Context(), who, bank.Home{Pool: "Tin"}, b)
		if err != nil {
			t.Fatal(err)
		}
		pin := bank.PinOf(item.Current)
		pin.Track = track
		form.Parts[part].Pins = append(form.Parts[part].Pins, pin)
	}
	made, err := store.CreateForm(t.Context(), who, form)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := store.Decide(t.Context(), reviewer, bank.Decision{Step: bank.Approve, Items: made.Seen()}); err != nil {
		t.Fatal(err)
	}
	if w.form, err = store.LockForm(t.Context(), who, made.ID, 1, bank.Codes(201, 2)); err != nil {
		t.Fatal(err)
	}
	w.exec(t, `UPDATE sitting SET form_id = $1, rule = 'thptqg-2025-tinhoc' WHERE id = $2`, w.form.ID, w.sitting)
}

// clusters answers some clusters of part 2 right, or each statement wrong.
func clusters(right bool, numbers ...int) []exam.Response {
	var out []exam.Response
	for _, no := range numbers {
		for i, v := range []string{"D", "S", "D", "S"} {
			if !right {
				v = map[string]string{"D": "S", "S": "D"}[v]
			}
			out = append(out, exam.Response{Field: scoring.StatementField(2, no, i), Value: v})
		}
	}
	return out
}

// sitAs leaves answers in the record as the node does.
func (w *world) sitAs(t *testing.T, answers [][]exam.Response) {
	t.Helper()
	attempts, err := w.db.Read().Ledger.Attempts(t.Context(), w.sitting, "")
	if err != nil || len(attempts) != len(answers) {
		t.Fatalf("%d attempts, %v", len(attempts), err)
	}
	for i, a := range attempts {
		for n, r := range answers[i] {
			w.exec(t, `INSERT INTO answer_log (attempt, seq, field, value, at, epoch, prev, hash)
				VALUES ($1, $2, $3, $4, now(), 1, sha256('p'), sha256('h'))`, a.ID, n+1, r.Field, r.Value)
		}
		w.exec(t, `UPDATE attempt SET state = 'sealed', started_at = now(), deadline = now(), last_seq = $2, sealed_at = now(), sealed_n = $2 WHERE id = $1`, a.ID, len(answers[i]))
	}
	w.exec(t, `UPDATE delivery_sitting SET state = 'closed', started_at = now(), ends_at = now(), closed_at = now() WHERE id = $1`, w.sitting)
}

func TestTracksAndSoundsFromTheBankToThePoints(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.informatics(t)
	w.exec(t, `UPDATE sitting SET rule = 'thptqg-2025-congnghe' WHERE id = $1`, w.sitting)
	if err := w.flow.OpenSitting(t.Context(), who, w.sitting); fault.CodeOf(err) != "rule.no_tracks" {
		t.Fatalf("a rule without tracks: %v", err)
	}
	w.exec(t, `UPDATE sitting SET rule = 'thptqg-2025-tinhoc' WHERE id = $1`, w.sitting)
	if err := w.flow.OpenSitting(t.Context(), who, w.sitting); err != nil {
		t.Fatal(err)
	}
	w.checkFields(t)
	all := []exam.Response{{Field: "track:2", Value: "khmt"}, {Field: "track:2", Value: "thud"}}
	for no := 1; no <= 24; no++ {
		all = append(all, exam.Response{Field: scoring.QuestionName(1, no), Value: "k1aa"})
	}
	all = append(append(all, clusters(true, 1, 2, 5, 6)...), clusters(false, 3, 4)...)
	w.sitAs(t, [][]exam.Response{
		all, // changed to thud: what stands in the other track changes nothing
		clusters(true, 1, 2, 3, 4),
		append(clusters(true, 1, 5, 6), exam.Response{Field: "track:2", Value: "khmt"}),
	})
	if _, err := w.flow.ScoreSitting(t.Context(), who, w.sitting); err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(w.points(t)); got != "[10.00 4.00 1.00]" {
		t.Errorf("points %s", got)
	}
	w.correctTrack(t)
	if _, err := w.flow.Workbook(t.Context(), w.exam); err != nil {
		t.Error(err)
	}
}

// checkFields looks at what a node accepts for the papers of the sitting.
func (w *world) checkFields(t *testing.T) {
	t.Helper()
	attempts, err := w.db.Read().Ledger.Attempts(t.Context(), w.sitting, "")
	if err != nil {
		t.Fatal(err)
	}
	info, err := deliverypg.New(w.pool).Paper(t.Context(), attempts[0].Paper)
	if err != nil {
		t.Fatal(err)
	}
	plays := 0
	for field, spec := range info.Fields {
		if spec.Kind == delivery.KindPlay {
			plays = spec.Max
			if err := info.Fields.Check(field, "3"); fault.CodeOf(err) != "play.limit" {
				t.Errorf("a third start: %v", err)
			}
		}
	}
	if plays != 2 || info.Fields.Check("track:2", "thud") != nil || info.Fields.Check("track:2", "toan") == nil {
		t.Errorf("%d plays, fields %v", plays, info.Fields["track:2"])
	}
}

// correctTrack cancels a statement of khmt: only who did khmt gains.
func (w *world) correctTrack(t *testing.T) {
	t.Helper()
	version, err := w.db.Read().Scores.Key(t.Context(), w.form.ID, 0)
	if err != nil || version.Key.Choice == nil {
		t.Fatalf("key %+v, %v", version.Key.Choice, err)
	}
	next := scoring.Key{Fields: version.Key.Fields} // who corrects need not know the tracks
	for i := range 4 {
		next.Fields[scoring.StatementField(2, 3, i)] = scoring.KeyField{Kind: scoring.Cluster, Cancelled: true}
	}
	d, err := w.flow.PreviewKey(t.Context(), w.sitting, next)
	if err != nil || d.Up != 1 || d.Same != 2 {
		t.Fatalf("preview %+v, %v", d, err)
	}
	if _, err := w.flow.CorrectKey(t.Context(), who, w.sitting, next, "câu sai"); err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(w.points(t)); got != "[10.00 4.00 2.00]" {
		t.Errorf("points after the correction: %s", got)
	}
}
