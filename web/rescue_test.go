package web_test

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"golang.org/x/crypto/chacha20poly1305"

	"khaothi/delivery"
	"khaothi/delivery/deliverypg"
	"khaothi/internal/exam"
	"khaothi/web/webtest"
)

// rescueOf is a file of one event as the browser of a candidate saves it.
func rescueOf(t *testing.T, app *webtest.App, number string) []byte {
	t.Helper()
	list, err := deliverypg.New(app.DB).ByNumber(t.Context(), number)
	if err != nil || len(list) != 1 {
		t.Fatalf("attempts %+v, %v", list, err)
	}
	keys, err := delivery.NewKeys(bytes.Repeat([]byte{7}, 64))
	if err != nil {
		t.Fatal(err)
	}
	attempt, device := string(list[0].ID), "d1f0c0ffee000000"
	aead, err := chacha20poly1305.NewX(keys.StoreKey(list[0].ID, device))
	if err != nil {
		t.Fatal(err)
	}
	nonce := make([]byte, chacha20poly1305.NonceSizeX)
	_, _ = rand.Read(nonce) // crypto/rand.Read never fails
	id := attempt + "/1/1"
	box := aead.Seal(nonce, nonce, []byte(`{"seq":1,"field":"p1_1","value":"aaaa","prev":"","at":1790000000000}`), []byte(id))
	b, err := json.Marshal(map[string]any{
		"format": "khaothi-rescue", "v": 1, "note": map[string]any{"attempt": attempt, "number": number, "device": device},
		"events": []any{map[string]any{"id": id, "attempt": attempt, "epoch": 1, "ord": 1, "box": base64.StdEncoding.EncodeToString(box)}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestAnInvigilatorTakesARescueFileIn(t *testing.T) {
	t.Parallel()
	app := newLiveApp(t)
	c := app.Login(t, exam.RoleInvigilator)
	file := rescueOf(t, app.App, "01000001")
	const path = "/api/live/sittings/sitting-1/rescue"
	var report struct {
		Number       string
		Events, Kept int
		Known        int
	}
	c.Upload(t, path, "cuu-ho.json", file, nil).Want(t, http.StatusOK, &report)
	if report.Number != "01000001" || report.Events != 1 || report.Kept != 1 {
		t.Errorf("report %+v", report)
	}
	var late struct {
		Late []struct {
			Number  string
			Shown   string
			TypedAt time.Time `json:"typed_at"`
		}
	}
	c.Do(t, http.MethodGet, "/api/live/sittings/sitting-1/late", nil).Want(t, http.StatusOK, &late)
	if len(late.Late) != 1 || late.Late[0].Number != "01000001" || late.Late[0].TypedAt.UnixMilli() != 1790000000000 {
		t.Errorf("late evidence %+v", late)
	}
	c.Upload(t, path, "cuu-ho.json", file, nil).Want(t, http.StatusOK, &report)
	if report.Kept != 0 || report.Known != 1 {
		t.Errorf("once more: %+v", report)
	}
	c.Upload(t, path, "x.json", file[:30], nil).WantCode(t, http.StatusUnprocessableEntity, "rescue.malformed")
	c.Upload(t, "/api/live/sittings/sitting-2/rescue", "x.json", file, nil).WantCode(t, http.StatusNotFound, "rescue.attempt_unknown")
	if _, err := app.DB.Exec(t.Context(), `UPDATE exam SET unit_id = $1`, string(webtest.UnitOther)); err != nil {
		t.Fatal(err)
	}
	app.LoginAs(t, "school", webtest.Password).Upload(t, path, "x.json", file, nil).
		WantCode(t, http.StatusNotFound, "rescue.attempt_unknown")
}
