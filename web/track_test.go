package web_test

import (
	"net/http"
	"strings"
	"testing"

	"khaothi/bank"
	"khaothi/internal/exam"
	"khaothi/web/webtest"
)

// tinyWAV is a sound of four samples.
const tinyWAV = "RIFF\x28\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00\x40\x1f\x00\x00\x40\x1f\x00\x00\x01\x00\x08\x00data\x04\x00\x00\x00\x80\x80\x80\x80"

func TestSoundsAreStoredByTheirContent(t *testing.T) {
	t.Parallel()
	app := webtest.New(t, withBank)
	c := app.Login(t, exam.RoleTeacher)
	var sound struct {
		Hash, MIME string
		Bytes      int
	}
	c.Upload(t, "/api/item-sounds", "nghe.txt", []byte(tinyWAV), nil).Want(t, http.StatusOK, &sound)
	if sound.MIME != "audio/wav" || sound.Bytes != len(tinyWAV) || sound.Hash != bank.MediaHash([]byte(tinyWAV)) {
		t.Errorf("stored %+v", sound)
	}
	c.Upload(t, "/api/item-sounds", "nghe.mp3", []byte("<script>alert(1)</script>"), nil).WantCode(t, http.StatusUnprocessableEntity, "audio.bad")
	c.Upload(t, "/api/item-sounds", "nghe.wav", append([]byte(tinyWAV), make([]byte, bank.MaxAudioBytes)...), nil).
		WantCode(t, http.StatusRequestEntityTooLarge, "request.too_large")
	got := c.Do(t, http.MethodGet, "/api/item-sounds/"+sound.Hash, nil)
	got.Want(t, http.StatusOK, nil)
	if string(got.Body) != tinyWAV {
		t.Errorf("%d bytes came back", len(got.Body))
	}
}

func TestAFormWithTracksAndASound(t *testing.T) {
	t.Parallel()
	app := webtest.New(t, withBank)
	c := app.Login(t, exam.RoleTeacher)
	var sound struct{ Hash string }
	c.Upload(t, "/api/item-sounds", "a.wav", []byte(tinyWAV), nil).Want(t, http.StatusOK, &sound)
	pins := []map[string]any{}
	for i, track := range []string{"", "a", "b"} {
		q := map[string]any{"kind": "short", "stem": "Câu " + strings.Repeat("i", i+1)}
		if i == 0 {
			q["stem"] = `Nghe <audio src="media:` + sound.Hash + `" data-plays="2" autoplay></audio>`
		}
		var item struct{ ID string }
		c.Do(t, http.MethodPost, "/api/items", map[string]any{"pool": "Kho", "item": map[string]any{
			"question": q, "key": map[string]any{"accepted": []string{"1"}}, "tags": map[string]any{},
		}}).Want(t, http.StatusOK, &item)
		pins = append(pins, map[string]any{"item_id": item.ID, "track": track})
		app.Login(t, exam.RoleReviewer).Do(t, http.MethodPost, "/api/items/steps", map[string]any{"step": "approve", "items": read(t, c, item.ID)}).Want(t, http.StatusOK, nil)
	}
	tracks := []map[string]any{{"id": "a", "title": "Một"}, {"id": "b", "title": ""}}
	body := map[string]any{"name": "Đề", "subject": "tinhoc", "duration_s": 600, "parts": []map[string]any{{"title": "I", "tracks": tracks, "pins": pins}}}
	var form struct {
		ID, State, Problem string
		Parts              []struct {
			Tracks []bank.Track
			Pins   []struct{ Track string }
		}
	}
	c.Do(t, http.MethodPost, "/api/forms", body).Want(t, http.StatusOK, &form)
	if form.Problem != "form.track_name" {
		t.Errorf("problem %q", form.Problem)
	}
	tracks[1]["title"] = "Hai"
	c.Do(t, http.MethodPut, "/api/forms/"+form.ID, body).Want(t, http.StatusOK, &form)
	c.Do(t, http.MethodPost, "/api/forms/"+form.ID+"/lock", map[string]int{"first": 101, "count": 2}).Want(t, http.StatusOK, &form)
	if p := form.Parts[0]; form.State != "locked" || len(p.Tracks) != 2 || p.Tracks[1].Title != "Hai" || p.Pins[1].Track != "a" || p.Pins[2].Track != "b" {
		t.Fatalf("form %+v", form)
	}
	var paper bank.PrintedForm
	c.Do(t, http.MethodGet, "/api/forms/"+form.ID+"/paper?code=0102", nil).Want(t, http.StatusOK, &paper)
	m := paper.Media[sound.Hash]
	if m.Plays != 2 || len(m.Data) != 0 || len(paper.Parts[0].Tracks) != 2 || paper.Parts[0].Questions[1].Track == "" {
		t.Errorf("paper: %d plays, %d bytes, %+v", m.Plays, len(m.Data), paper.Parts[0])
	}
	if stem := paper.Parts[0].Questions[0].Stem; strings.Contains(stem, "autoplay") {
		t.Errorf("stem %s", stem)
	}
}
