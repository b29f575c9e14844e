package bankpg

import (
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"khaothi/bank"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/pgdb"
	"khaothi/internal/seal"
)

const phrase = "bốn từ không ai đoán được"

// vaulted is a store with a vault of two keepers, hoa and binh, on the pool Đề thi.
type vaulted struct {
	*Store
	db     *pgxpool.Pool
	vault  bank.Vault
	home   bank.Home
	escrow string // its secret
}

var hoa, binh = exam.Actor{ID: "hoa", Name: "Cô Hoa"}, exam.Actor{ID: "binh", Name: "Thầy Bình"}

func openVault(t *testing.T) vaulted {
	t.Helper()
	s, db := open(t)
	v := vaulted{Store: s.Keyed([]byte("key outside of the database")), db: db, home: bank.Home{Unit: "so", Pool: "Đề thi"}}
	if _, err := db.Exec(t.Context(), `INSERT INTO unit (id, kind, code, name) VALUES ('so', 'so', 'SO', 'Sở')`); err != nil {
		t.Fatal(err)
	}
	var keys []bank.PersonKey
	for _, a := range []exam.Actor{hoa, binh} {
		if _, err := db.Exec(t.Context(), `INSERT INTO account (id, username, full_name, unit_id, password_hash) VALUES ($1, $1, $2, 'so', '$argon2id$x')`, a.ID, a.Name); err != nil {
			t.Fatal(err)
		}
		k, err := bank.NewPersonKey(a, phrase)
		if err != nil {
			t.Fatal(err)
		}
		if err := v.PutKey(t.Context(), a, k); err != nil {
			t.Fatal(err)
		}
		keys = append(keys, k)
	}
	public, secret, err := seal.NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	made, err := bank.NewVault(v.home, keys, public)
	if err != nil {
		t.Fatal(err)
	}
	if err := v.CreateVault(t.Context(), hoa, made); err != nil {
		t.Fatal(err)
	}
	v.vault, v.escrow = made.Vault, secret
	return v
}

// secretFor opens the vault as a keeper does.
func (v vaulted) secretFor(t *testing.T, who exam.Actor, phrase string) (string, error) {
	t.Helper()
	keys, err := v.Keys(t.Context(), []exam.AccountID{who.ID})
	if err != nil || len(keys) != 1 {
		t.Fatalf("keys %v, %v", keys, err)
	}
	sealed, err := v.SealedFor(t.Context(), v.vault.ID, who.ID)
	if err != nil {
		return "", err
	}
	return keys[0].Unlock(sealed, phrase)
}

func secretBody(t *testing.T, v vaulted) (bank.Body, bank.Media) {
	t.Helper()
	m := picture(t)
	if err := v.PutMedia(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	b := single(`Thủ đô bí mật <img src="media:` + m.Hash + `" alt="bản đồ"/>`)
	b.Question.Stimulus, b.Solution, b.Label = "Ngữ liệu bí mật", "Lời giải bí mật", "mã-bí-mật"
	b.Question.Options[0].HTML = "phương án bí mật"
	b.Normalise()
	return b, m
}

func TestAVaultHidesAllButTags(t *testing.T) {
	t.Parallel()
	v := openVault(t)
	body, m := secretBody(t, v)
	it, err := v.Create(t.Context(), hoa, v.home, body)
	if err != nil {
		t.Fatal(err)
	}
	if it.Current.Sealed == nil || it.Current.Body.Tags.Topic != "Hàm số" || it.Current.Hash != body.Hash() {
		t.Errorf("kept %+v", it.Current)
	}
	var dump string
	for _, table := range []string{"item", "item_version", "media", "audit_log"} {
		row, err := pgdb.One[string](t.Context(), v.db, `SELECT coalesce(string_agg(x::text, ' '), '') FROM `+table+` x`, nil)
		if err != nil {
			t.Fatal(err)
		}
		dump += row
	}
	for _, word := range []string{"bí mật", "bi mat", "bí-mật", body.Fingerprint(), m.Hash} {
		if strings.Contains(dump, word) {
			t.Errorf("the database shows %q", word)
		}
	}
	if !strings.Contains(dump, body.Question.Options[0].ID) {
		t.Error("the husk has lost the options: no variant could be made")
	}
}

func TestKeepersAndTheEscrowOpenAVault(t *testing.T) {
	t.Parallel()
	v := openVault(t)
	body, m := secretBody(t, v)
	it, err := v.Create(t.Context(), hoa, v.home, body)
	if err != nil {
		t.Fatal(err)
	}
	forEscrow, err := v.EscrowOf(t.Context(), v.vault.ID)
	if err != nil {
		t.Fatal(err)
	}
	escrow, err := bank.UnlockVault(forEscrow, v.escrow)
	if err != nil {
		t.Fatal(err)
	}
	for _, who := range []exam.Actor{hoa, binh} {
		secret, err := v.secretFor(t, who, phrase)
		if err != nil || secret != escrow {
			t.Fatalf("%s: %v", who.Name, err)
		}
		desk := bank.NewDesk(time.Now)
		shown := it.Current
		if err := desk.Reveal(who.ID, &shown); fault.CodeOf(err) != "vault.closed" {
			t.Errorf("closed: %v", err)
		}
		desk.Open(who.ID, v.vault.ID, secret)
		if err := desk.Reveal(who.ID, &shown); err != nil || shown.Body.Hash() != body.Hash() || shown.Sealed != nil {
			t.Errorf("%s reads %+v, %v", who.Name, shown, err)
		}
		if got, ok := desk.Media(who.ID, m.Hash); !ok || got.MIME != "image/png" {
			t.Errorf("picture %+v, %v", got, ok)
		}
		if err := desk.Reveal("stranger", &bank.Version{Sealed: it.Current.Sealed}); fault.CodeOf(err) != "vault.closed" {
			t.Errorf("another person at the same server: %v", err)
		}
	}
	if _, err := v.secretFor(t, hoa, phrase+"!"); fault.CodeOf(err) != "vault.phrase" {
		t.Errorf("a wrong pass phrase: %v", err)
	}
	if _, err := v.SealedFor(t.Context(), v.vault.ID, "stranger"); fault.CodeOf(err) != "vault.not_keeper" {
		t.Errorf("no keeper: %v", err)
	}
}

func TestDuplicatesInAVaultAreFoundByWhoHasTheText(t *testing.T) {
	t.Parallel()
	v := openVault(t)
	body, _ := secretBody(t, v)
	it, err := v.Create(t.Context(), hoa, v.home, body)
	if err != nil {
		t.Fatal(err)
	}
	known, err := v.Known(t.Context(), "", []string{body.Fingerprint()})
	if err != nil || known.Duplicates[body.Fingerprint()] != it.ID {
		t.Errorf("%+v, %v", known, err)
	}
	if known, err = v.Keyed([]byte("another key")).Known(t.Context(), "", []string{body.Fingerprint()}); err != nil || len(known.Duplicates) > 0 {
		t.Errorf("without the key: %+v, %v", known, err)
	}
	if _, err := v.Keyed(nil).Create(t.Context(), hoa, v.home, single("Hỏi")); fault.CodeOf(err) != "vault.no_key" {
		t.Errorf("written without the key: %v", err)
	}
}

func TestItemsNeitherLeaveNorEnterAVault(t *testing.T) {
	t.Parallel()
	v := openVault(t)
	it, err := v.Create(t.Context(), hoa, v.home, single("Hỏi"))
	if err != nil {
		t.Fatal(err)
	}
	clear, err := v.Create(t.Context(), hoa, bank.Home{Unit: "so", Pool: "Chung"}, single("Khác"))
	if err != nil {
		t.Fatal(err)
	}
	for id, pool := range map[exam.ItemID]string{it.ID: "Chung", clear.ID: "Đề thi"} {
		if _, err := v.db.Exec(t.Context(), `UPDATE item SET pool = $2 WHERE id = $1`, string(id), pool); err == nil {
			t.Errorf("moved to %s", pool)
		}
	}
	made, err := bank.NewVault(bank.Home{Unit: "so", Pool: "Chung"}, []bank.PersonKey{{Account: "hoa", Public: v.vault.Public}, {Account: "binh", Public: v.vault.Public}}, v.vault.Escrow)
	if err != nil {
		t.Fatal(err)
	}
	if err := v.CreateVault(t.Context(), hoa, made); fault.CodeOf(err) != "vault.pool_used" {
		t.Errorf("a pool with items became a vault: %v", err)
	}
	if err := v.RemoveKeeper(t.Context(), hoa, v.vault.ID, "binh"); fault.CodeOf(err) != "vault.keepers" {
		t.Errorf("one keeper left: %v", err)
	}
	list, err := v.Vaults(t.Context(), []exam.UnitID{"so"})
	if err != nil || len(list) != 1 || list[0].Items != 1 || len(list[0].Keepers) != 2 {
		t.Errorf("vaults %+v, %v", list, err)
	}
}

func TestAFormOfAVaultIsLockedShutAndPrintedOpen(t *testing.T) {
	t.Parallel()
	v := openVault(t)
	body, _ := secretBody(t, v)
	it, err := v.Create(t.Context(), hoa, v.home, body)
	if err != nil {
		t.Fatal(err)
	}
	decide(t, v.Store, binh, bank.Approve, "", it.ID)
	f, err := v.CreateForm(t.Context(), hoa, bank.Form{Unit: "so", Name: "Đề", Subject: "toan", DurationS: 60, Parts: []bank.Part{{Title: "I", Pins: []bank.Pin{{ItemID: it.ID}}}}})
	if err != nil {
		t.Fatal(err)
	}
	if f, err = v.LockForm(t.Context(), hoa, f.ID, 1, []string{"101"}); err != nil {
		t.Fatal(err)
	}
	layouts, err := v.Layouts(t.Context(), f.ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Paper(layouts[0], nil); fault.CodeOf(err) != "vault.closed" {
		t.Errorf("printed shut: %v", err)
	}
	secret, err := v.secretFor(t, hoa, phrase)
	if err != nil {
		t.Fatal(err)
	}
	desk := bank.NewDesk(time.Now)
	desk.Open("hoa", v.vault.ID, secret)
	if err := desk.RevealForm("hoa", &f); err != nil {
		t.Fatal(err)
	}
	media := map[string]bank.Media{}
	for _, h := range f.MediaIn() {
		media[h], _ = desk.Media("hoa", h)
	}
	paper, err := f.Paper(layouts[0], media)
	if err != nil || !strings.Contains(paper.Parts[0].Questions[0].Stem, "bí mật") || len(paper.Media) != 1 {
		t.Errorf("%+v, %v", paper, err)
	}
	if key := f.Key(); key["p1_1"].Accepted[0] != body.Key.Options[0] {
		t.Errorf("key %+v", key)
	}
}
