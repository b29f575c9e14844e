package bankpg

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5/pgxpool"

	"khaothi/bank"
	"khaothi/internal/audit"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/pgdb"
	"khaothi/internal/testenv"
)

var (
	who  = exam.Actor{ID: "teacher", Name: "Cô Hoa", IP: "10.0.0.1"}
	home = bank.Home{Pool: "Toán 12"}

	reviewer = exam.Actor{ID: "reviewer", Name: "Thầy Bình", IP: "10.0.0.2"}
)

func single(stem string) bank.Body {
	b := bank.Body{
		Question: bank.Question{Kind: bank.Single, Stem: stem, Options: []bank.Option{{HTML: "1"}, {HTML: "2"}, {HTML: "3"}, {HTML: "4"}}},
		Tags:     bank.Tags{Subject: "toan", Grade: 12, Topic: "Hàm số", Level: bank.Know},
	}
	b.Normalise()
	b.Key.Options = []string{b.Question.Options[1].ID}
	return b
}

func picture(t *testing.T) bank.Media {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 3, 2))); err != nil {
		t.Fatal(err)
	}
	return bank.Media{Hash: bank.MediaHash(b.Bytes()), MIME: "image/png", Bytes: b.Bytes()}
}

func imported(t *testing.T, n int) bank.Imported {
	t.Helper()
	in := bank.Imported{File: "de.xlsx", Format: "xlsx", SHA256: bank.MediaHash(fmt.Append(nil, n)), Media: map[string]bank.Media{}}
	m := picture(t)
	in.Media[m.Hash] = m
	for i := range n {
		b := single(fmt.Sprintf("Câu nhập %d", i))
		b.Question.Stem += `<img src="media:` + m.Hash + `" alt="hình">`
		in.Items = append(in.Items, bank.ItemDraft{Where: fmt.Sprintf("Câu hỏi!%d", i+2), Body: b})
	}
	return in
}

func open(t *testing.T) (*Store, *pgxpool.Pool) {
	t.Helper()
	pool := testenv.Postgres(t)
	return New(pool), pool
}

func actions(t *testing.T, pool *pgxpool.Pool) []string {
	t.Helper()
	entries, err := audit.List(t.Context(), pool, audit.Filter{Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, entry := range slices.Backward(entries) {
		out = append(out, entry.Action)
	}
	return out
}

func TestItemKeepsItsVersions(t *testing.T) {
	t.Parallel()
	s, pool := open(t)
	b := single(`Tính \(1<2\)`)
	it, err := s.Create(t.Context(), who, home, b)
	if err != nil {
		t.Fatal(err)
	}
	if it.Current.Hash != it.Current.Body.Hash() || it.Current.No != 1 || it.State != bank.Draft {
		t.Errorf("created %+v", it)
	}
	same, err := s.Revise(t.Context(), who, it.ID, it.Current.Body)
	if err != nil || same.Current.ID != it.Current.ID {
		t.Errorf("an unchanged body made version %d, %v", same.Current.No, err)
	}
	if n, err := s.Decide(t.Context(), reviewer, bank.Decision{Step: bank.Approve, Items: seen(t, s, it.ID)}); err != nil || n != 1 {
		t.Errorf("Approve = %d, %v", n, err)
	}
	next := it.Current.Body
	next.Question.Stem = "Khác"
	got, err := s.Revise(t.Context(), who, it.ID, next)
	if err != nil {
		t.Fatal(err)
	}
	if got.Current.No != 2 || len(got.History) != 2 || got.History[1].Hash != it.Current.Hash || got.State != bank.Draft {
		t.Errorf("revised %+v", got)
	}
	if _, err := pool.Exec(t.Context(), `UPDATE item_version SET kind = 'short'`); err == nil {
		t.Error("the database let a version change")
	}
	if d := cmp.Diff([]string{"item.create", "item.revise", "item.approve", "item.revise"}, actions(t, pool)); d != "" {
		t.Error(d)
	}
}

func TestWithoutKeyAnItemStaysADraft(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	whole, noKey := single("Hỏi"), single("Hỏi gì")
	noKey.Key = bank.Key{}
	var ids []exam.ItemID
	for _, b := range []bank.Body{whole, noKey} {
		it, err := s.Create(t.Context(), who, home, b)
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, it.ID)
	}
	if n, err := s.Decide(t.Context(), reviewer, bank.Decision{Step: bank.Approve, Items: seen(t, s, ids...)}); n != 0 || fault.CodeOf(err) != "item.not_ready" {
		t.Errorf("approved %d, %v; want item.not_ready", n, err)
	}
	if _, err := s.Revise(t.Context(), who, ids[1], single("Hỏi gì")); err != nil {
		t.Fatal(err)
	}
	if n, err := s.Decide(t.Context(), reviewer, bank.Decision{Step: bank.Approve, Items: seen(t, s, ids...)}); n != 2 || err != nil {
		t.Errorf("with its key: approved %d, %v", n, err)
	}
}

func TestCreateRefuses(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	noStem := single("")
	if _, err := s.Create(t.Context(), who, home, noStem); fault.CodeOf(err) != "item.invalid" {
		t.Errorf("no stem: %v", err)
	}
	lost := single("Hỏi")
	lost.Question.Stem = `<img src="media:` + bank.MediaHash([]byte("x")) + `" alt="">`
	if _, err := s.Create(t.Context(), who, home, lost); fault.CodeOf(err) != "media.missing" {
		t.Errorf("picture that is not there: %v", err)
	}
	if _, err := s.Get(t.Context(), "x"); fault.CodeOf(err) != "item.not_found" {
		t.Errorf("Get = %v", err)
	}
}

func TestListSearchesWithoutAccents(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	for _, stem := range []string{"Nguyên hàm của hàm số", "Đạo hàm cấp hai", "Xác suất có điều kiện"} {
		if _, err := s.Create(t.Context(), who, home, single(stem)); err != nil {
			t.Fatal(err)
		}
	}
	for _, tt := range []struct {
		name string
		f    bank.Filter
		want int
	}{
		{"all", bank.Filter{}, 3},
		{"without accents", bank.Filter{Text: "dao ham"}, 1},
		{"with accents, prefix", bank.Filter{Text: "Xác su"}, 1},
		{"topic is searched", bank.Filter{Text: "hàm số"}, 3},
		{"operators are words", bank.Filter{Text: "!&|:*"}, 3},
		{"subject", bank.Filter{Subject: "toan", Grade: 12, Level: bank.Know, Kind: bank.Single}, 3},
		{"other level", bank.Filter{Level: bank.Apply}, 0},
		{"other unit", bank.Filter{Units: []exam.UnitID{"so"}}, 0},
	} {
		page, err := s.List(t.Context(), tt.f)
		if err != nil || page.Total != tt.want || len(page.Items) != tt.want {
			t.Errorf("%s: total %d, items %d, %v; want %d", tt.name, page.Total, len(page.Items), err, tt.want)
		}
	}
}

func TestUnitsSeeWhatLiesUnderThem(t *testing.T) {
	t.Parallel()
	s, pool := open(t)
	_, err := pool.Exec(t.Context(), `
		INSERT INTO unit (id, parent_id, kind, code, name) VALUES
		('so', NULL, 'so', 'SO', 'Sở'), ('a', 'so', 'truong', 'A', 'Trường A'), ('b', 'so', 'truong', 'B', 'Trường B')`)
	if err != nil {
		t.Fatal(err)
	}
	for _, u := range []exam.UnitID{"a", "b"} {
		if _, err := s.Create(t.Context(), who, bank.Home{Unit: u, Pool: "P" + string(u)}, single("Câu của "+string(u))); err != nil {
			t.Fatal(err)
		}
	}
	for unit, want := range map[exam.UnitID]int{"so": 2, "a": 1, "b": 1} {
		page, err := s.List(t.Context(), bank.Filter{Units: []exam.UnitID{unit}})
		if err != nil || page.Total != want {
			t.Errorf("unit %s sees %d, %v; want %d", unit, page.Total, err, want)
		}
		pools, err := s.Pools(t.Context(), []exam.UnitID{unit})
		if err != nil || len(pools) != want {
			t.Errorf("unit %s has pools %v, %v", unit, pools, err)
		}
	}
}

func TestImportIsAllOrNothing(t *testing.T) {
	t.Parallel()
	s, pool := open(t)
	in := imported(t, 30)
	batch, err := s.Import(t.Context(), who, home, in)
	if err != nil || batch.Items != 30 || batch.Pool != home.Pool {
		t.Fatalf("Import = %+v, %v", batch, err)
	}
	page, err := s.List(t.Context(), bank.Filter{Batch: batch.ID, Limit: 100})
	if err != nil || page.Total != 30 {
		t.Fatalf("stored %d, %v", page.Total, err)
	}
	if _, err := s.Import(t.Context(), who, home, in); fault.CodeOf(err) != "import.same_file" {
		t.Errorf("the same file again: %v", err)
	}
	known, err := s.Known(t.Context(), in.SHA256, []string{in.Items[3].Body.Fingerprint(), "nothing"})
	if err != nil || known.Batch == nil || known.Batch.ID != batch.ID || len(known.Duplicates) != 1 {
		t.Errorf("Known = %+v, %v", known, err)
	}
	bad := imported(t, 5)
	bad.Items[4].Body.Question.Stem = ""
	if _, err := s.Import(t.Context(), who, home, bad); fault.CodeOf(err) != "item.invalid" {
		t.Errorf("a bad item: %v", err)
	}
	bad.Report.Add(bank.Row{Severity: bank.Error, Code: "x"})
	if _, err := s.Import(t.Context(), who, home, bad); fault.CodeOf(err) != "import.has_errors" {
		t.Errorf("a report with errors: %v", err)
	}
	if n, err := pgdb.One[int](t.Context(), pool, `SELECT count(*) FROM item`, nil); err != nil || n != 30 {
		t.Errorf("%d items are stored, %v", n, err)
	}
}

func TestUndoIsRefusedOnceUsed(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	batch, err := s.Import(t.Context(), who, home, imported(t, 3))
	if err != nil {
		t.Fatal(err)
	}
	page, err := s.List(t.Context(), bank.Filter{Batch: batch.ID})
	if err != nil {
		t.Fatal(err)
	}
	form, err := s.CreateForm(t.Context(), who, bank.Form{Name: "Đề", Subject: "toan", DurationS: 60, Parts: []bank.Part{{Title: "I", Pins: []bank.Pin{{ItemID: page.Items[0].ID}}}}})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Undo(t.Context(), who, batch.ID); fault.CodeOf(err) != "import.used" {
		t.Errorf("Undo of a used batch = %v", err)
	}
	form.Parts[0].Pins = nil
	if _, err := s.UpdateForm(t.Context(), who, form); err != nil {
		t.Fatal(err)
	}
	if err := s.Undo(t.Context(), who, batch.ID); err != nil {
		t.Fatal(err)
	}
	if err := s.Undo(t.Context(), who, batch.ID); fault.CodeOf(err) != "import.undone" {
		t.Errorf("a second Undo = %v", err)
	}
	page, err = s.List(t.Context(), bank.Filter{})
	if err != nil || page.Total != 0 {
		t.Errorf("%d items are left, %v", page.Total, err)
	}
	if _, err := s.Import(t.Context(), who, home, imported(t, 3)); err != nil {
		t.Errorf("the file again after Undo: %v", err)
	}
}

func TestLockedFormNeverChanges(t *testing.T) {
	t.Parallel()
	s, pool := open(t)
	batch, err := s.Import(t.Context(), who, home, imported(t, 8))
	if err != nil {
		t.Fatal(err)
	}
	page, err := s.List(t.Context(), bank.Filter{Batch: batch.ID})
	if err != nil {
		t.Fatal(err)
	}
	f := bank.Form{Name: "Đề 1", Subject: "Toán", DurationS: 3000, Parts: []bank.Part{{Title: "PHẦN I"}}}
	for i, it := range page.Items {
		f.Parts[0].Pins = append(f.Parts[0].Pins, bank.Pin{ItemID: it.ID, Fixed: i == 2})
	}
	f, err = s.CreateForm(t.Context(), who, f)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.LockForm(t.Context(), who, f.ID, 99, bank.Codes(101, 4)); fault.CodeOf(err) != "form.item_state" {
		t.Errorf("with drafts: %v", err)
	}
	decide(t, s, reviewer, bank.Approve, "", f.ItemIDs()...)
	locked, err := s.LockForm(t.Context(), who, f.ID, 99, bank.Codes(101, 4))
	if err != nil || locked.State != bank.FormLocked || locked.CheckHash() != nil || locked.Subject != "toan" {
		t.Fatalf("LockForm = %+v, %v", locked.State, err)
	}
	layouts, err := s.Layouts(t.Context(), f.ID)
	if err != nil || len(layouts) != 4 || layouts[0].Code != "0101" {
		t.Fatalf("layouts %v, %v", layouts, err)
	}
	media, err := s.Media(t.Context(), locked.MediaIn())
	if err != nil {
		t.Fatal(err)
	}
	paper, err := locked.Paper(layouts[3], media)
	if err != nil || len(paper.Parts[0].Questions) != 8 || len(paper.Media) != 1 {
		t.Errorf("paper with %d pictures, %v", len(paper.Media), err)
	}
	if _, err := s.UpdateForm(t.Context(), who, locked); fault.CodeOf(err) != "form.locked" {
		t.Errorf("UpdateForm = %v", err)
	}
	if _, err := s.LockForm(t.Context(), who, f.ID, 1, bank.Codes(1, 1)); fault.CodeOf(err) != "form.locked" {
		t.Errorf("LockForm again = %v", err)
	}
	for _, sql := range []string{
		`UPDATE form SET name = 'x'`, `DELETE FROM form_pin`, `UPDATE form_variant SET layout = '{}'`, `UPDATE form_pin SET fixed = true`,
	} {
		if _, err := pool.Exec(t.Context(), sql); err == nil {
			t.Errorf("the database took %q", sql)
		}
	}
	summaries, err := s.Forms(t.Context(), nil, 10)
	if err != nil || len(summaries) != 1 || summaries[0].Questions != 8 || summaries[0].Variants != 4 {
		t.Errorf("Forms = %+v, %v", summaries, err)
	}
}

func TestFormRefusesUnknownItems(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	f := bank.Form{Name: "Đề", Subject: "toan", Parts: []bank.Part{{Pins: []bank.Pin{{ItemID: "nobody"}}}}}
	if _, err := s.CreateForm(t.Context(), who, f); fault.CodeOf(err) != "form.item_unknown" {
		t.Errorf("CreateForm = %v", err)
	}
	if _, err := s.Form(t.Context(), "nobody"); fault.CodeOf(err) != "form.not_found" {
		t.Errorf("Form = %v", err)
	}
}
