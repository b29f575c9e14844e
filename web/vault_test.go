package web_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"khaothi/bank"
	"khaothi/bank/bankpg"
	"khaothi/internal/exam"
	"khaothi/internal/pgdb"
	"khaothi/internal/seal"
	"khaothi/web"
	"khaothi/web/webtest"
)

func withVaults(db pgdb.Querier, d *web.Deps) {
	withBank(db, d)
	d.Bank = bankpg.New(db).Keyed([]byte("key"))
}

func TestAVaultIsOpenedByItsKeepersOnly(t *testing.T) {
	t.Parallel()
	app := webtest.New(t, withVaults)
	teacher, reviewer, board := app.Login(t, exam.RoleTeacher), app.Login(t, exam.RoleReviewer), app.Login(t, exam.RoleBoard)
	const phrase = "bốn từ không ai đoán được"
	for _, c := range []*webtest.Client{teacher, reviewer} {
		c.Do(t, http.MethodPost, "/api/vaults/key", map[string]string{"phrase": "ngắn"}).WantCode(t, http.StatusUnprocessableEntity, "vault.phrase_short")
		c.Do(t, http.MethodPost, "/api/vaults/key", map[string]string{"phrase": phrase}).Want(t, http.StatusOK, nil)
		c.Do(t, http.MethodPost, "/api/vaults/key", map[string]string{"phrase": phrase}).WantCode(t, http.StatusConflict, "vault.key_exists")
	}
	var people struct {
		People []struct {
			Account string `json:"account_id"`
		}
	}
	board.Do(t, http.MethodGet, "/api/vaults/people", nil).Want(t, http.StatusOK, &people)
	var accounts []string
	for _, p := range people.People {
		accounts = append(accounts, p.Account)
	}
	escrow, _, err := seal.NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	var list struct {
		Vaults []struct {
			ID     string
			Keeper bool
			Open   *bank.Opened
		}
		HasKey bool `json:"has_key"`
	}
	body := map[string]any{"pool": "Đề thi", "keepers": accounts[:1], "escrow": escrow}
	board.Do(t, http.MethodPost, "/api/vaults", body).WantCode(t, http.StatusUnprocessableEntity, "vault.keepers")
	body["keepers"] = accounts
	board.Do(t, http.MethodPost, "/api/vaults", body).Want(t, http.StatusOK, &list)
	if len(list.Vaults) != 1 || list.Vaults[0].Keeper {
		t.Fatalf("vaults %+v", list)
	}
	vault := "/api/vaults/" + list.Vaults[0].ID

	var sound struct{ Hash string }
	teacher.Upload(t, "/api/item-sounds", "a.wav", []byte(tinyWAV), nil).Want(t, http.StatusOK, &sound)
	heard := "/api/item-sounds/" + sound.Hash
	if got := teacher.Do(t, http.MethodGet, heard, nil).Header.Get("Cache-Control"); !strings.Contains(got, "immutable") {
		t.Errorf("a sound outside of vaults: %q", got)
	}
	item := map[string]any{"pool": "Đề thi", "item": map[string]any{
		"question": map[string]any{"kind": "short", "stem": `Câu bí mật <audio src="media:` + sound.Hash + `"></audio>`, "grid": map[string]any{"max": 4}}, "key": map[string]any{"accepted": []string{"7"}}, "tags": map[string]any{"subject": "toan"},
	}}
	var made struct {
		ID      string
		Current struct{ Hash string }
	}
	got := teacher.Do(t, http.MethodPost, "/api/items", item)
	got.Want(t, http.StatusOK, &made)
	if strings.Contains(string(got.Body), "bí mật") {
		t.Errorf("shut, and shown: %s", got.Body)
	}
	path := "/api/items/" + made.ID
	teacher.Do(t, http.MethodPut, path, map[string]any{"item": item["item"], "base": made.Current.Hash}).WantCode(t, http.StatusForbidden, "vault.closed")

	open := func(phrase string) map[string]string {
		return map[string]string{"phrase": phrase, "reason": "soát đề"}
	}
	board.Do(t, http.MethodPost, vault+"/open", open(phrase)).WantCode(t, http.StatusNotFound, "vault.not_keeper")
	teacher.Do(t, http.MethodPost, vault+"/open", open("sai")).WantCode(t, http.StatusForbidden, "vault.phrase")
	approve := map[string]any{"step": "approve", "items": []bank.Seen{{ID: exam.ItemID(made.ID), Hash: made.Current.Hash}}}
	reviewer.Do(t, http.MethodPost, "/api/items/steps", approve).WantCode(t, http.StatusForbidden, "vault.closed")
	teacher.Do(t, http.MethodPost, vault+"/open", open(phrase)).Want(t, http.StatusOK, nil)
	if got := teacher.Do(t, http.MethodGet, path, nil); !strings.Contains(string(got.Body), "Câu bí mật") {
		t.Errorf("open, and not shown: %s", got.Body)
	}
	for _, c := range []*webtest.Client{reviewer, board} {
		if got := c.Do(t, http.MethodGet, path, nil); strings.Contains(string(got.Body), "bí mật") {
			t.Errorf("open for one, shown to another: %s", got.Body)
		}
	}
	if got := teacher.Do(t, http.MethodGet, "/api/items?q=bí+mật", nil); strings.Contains(string(got.Body), made.ID) {
		t.Error("the text of a vault can be searched")
	}
	if got := teacher.Do(t, http.MethodGet, heard, nil); got.Status != http.StatusOK || got.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("a sound of an open vault: %d, Cache-Control %q", got.Status, got.Header.Get("Cache-Control"))
	}
	reviewer.Do(t, http.MethodGet, heard, nil).WantCode(t, http.StatusNotFound, "media.not_found")
	item["item"].(map[string]any)["question"].(map[string]any)["stem"] = "Câu bí mật hơn"
	teacher.Do(t, http.MethodPut, path, map[string]any{"item": item["item"], "base": made.Current.Hash}).Want(t, http.StatusOK, nil)
	teacher.Do(t, http.MethodDelete, vault+"/open", nil).Want(t, http.StatusOK, nil)
	teacher.Do(t, http.MethodGet, heard, nil).WantCode(t, http.StatusNotFound, "media.not_found")
	if got := teacher.Do(t, http.MethodGet, path, nil); strings.Contains(string(got.Body), "bí mật") {
		t.Errorf("closed again, and shown: %s", got.Body)
	}
	trail, err := pgdb.List[string](t.Context(), app.DB, `SELECT action FROM audit_log WHERE object = @vault ORDER BY seq`,
		pgx.StrictNamedArgs{"vault": "vault:" + list.Vaults[0].ID})
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(trail, " "); got != "vault.create vault.refused vault.refused vault.open vault.close" {
		t.Errorf("trail %s", got)
	}
}
