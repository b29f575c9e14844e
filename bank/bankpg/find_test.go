package bankpg

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"khaothi/bank"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
)

// put stores a question for each stem, one after the other, and returns their
// ids by stem.
func put(t *testing.T, s *Store, h bank.Home, stems ...string) map[string]exam.ItemID {
	t.Helper()
	ids := map[string]exam.ItemID{}
	for _, stem := range stems {
		it, err := s.Create(t.Context(), who, h, single(stem))
		if err != nil {
			t.Fatal(err)
		}
		ids[stem] = it.ID
	}
	return ids
}

func stems(items []bank.Item) []string {
	out := []string{}
	for _, it := range items {
		out = append(out, it.Current.Body.Question.Stem)
	}
	return out
}

func find(t *testing.T, s *Store, f bank.Filter) bank.Found {
	t.Helper()
	found, err := s.Find(t.Context(), f)
	if err != nil {
		t.Fatalf("%q, sort %q: %v", f.Text, f.Sort, err)
	}
	return found
}

func makeUnit(t *testing.T, pool *pgxpool.Pool, id, parent string) exam.UnitID {
	t.Helper()
	_, err := pool.Exec(t.Context(), `INSERT INTO unit (id, parent_id, kind, code, name) VALUES ($1, nullif($2, ''), CASE WHEN $2 = '' THEN 'so' ELSE 'truong' END, $1, $1)`, id, parent)
	if err != nil {
		t.Fatal(err)
	}
	return exam.UnitID(id)
}

func TestFindReadsWordsAsPeopleTypeThem(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	put(t, s, home, "Bạn Lan đi chợ", "Bản đồ địa hình", "Bán kính của mặt cầu", "Tìm số phức liên hợp", "Số nào phức tạp hơn", `Cho \(z = 3 + 4i\), tính môđun`)
	for typed, want := range map[string][]string{
		"ban ":              {"Bán kính của mặt cầu", "Bản đồ địa hình", "Bạn Lan đi chợ"},
		"bản ":              {"Bản đồ địa hình", "Bán kính của mặt cầu", "Bạn Lan đi chợ"}, // with its accent first
		"bạn ":              {"Bạn Lan đi chợ", "Bán kính của mặt cầu", "Bản đồ địa hình"},
		"ban -do ":          {"Bán kính của mặt cầu", "Bạn Lan đi chợ"},
		`ban -"kinh cua"`:   {"Bản đồ địa hình", "Bạn Lan đi chợ"},
		"so phuc ":          {"Tìm số phức liên hợp", "Số nào phức tạp hơn"}, // in their order first
		`"so phuc"`:         {"Tìm số phức liên hợp"},
		`"sô phức"`:         {}, // accents in quotes are meant
		`“số phức”`:         {"Tìm số phức liên hợp"},
		"lien h":            {"Tìm số phức liên hợp"},
		"liên hợ":           {"Tìm số phức liên hợp"},
		"lie":               {"Tìm số phức liên hợp"},
		"lie ":              {},
		"khonghe co":        {},
		"MODUN":             {`Cho \(z = 3 + 4i\), tính môđun`},
		"Modun Tính":        {`Cho \(z = 3 + 4i\), tính môđun`},
		"-ban -so -modun ":  {},
		"-ban -so lien":     {},
		"-\"mat cau\" ban ": {"Bản đồ địa hình", "Bạn Lan đi chợ"},
	} {
		if got := stems(find(t, s, bank.Filter{Text: typed}).Items); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
}

func TestFindTakesAnyTextAsText(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	put(t, s, home, "Một câu")
	for _, typed := range []string{
		`'`, `\`, `a' & !b | c:*`, `') OR 1=1 --`, `:*`, `<->`, `!!`, `&`, `"`, `""`, `-`, `%`, `_`, "\x00", "a\x00b", "'; DROP TABLE item; --",
		strings.Repeat("x", 100_000), strings.Repeat("mot ", 50_000), strings.Repeat(`"mot cau" `, 5000), strings.Repeat("-a ", 1000), "\u0301\u0301", "🙂", "日本語",
		"1e999", "0x10", "a.b@c.vn", "http://a/b?c=d", "-1", "x^{2}",
	} {
		if _, err := s.Find(t.Context(), bank.Filter{Text: typed, Facets: true}); err != nil {
			t.Errorf("%.40q: %v", typed, err)
		}
		if _, err := s.List(t.Context(), bank.Filter{Text: typed}); err != nil {
			t.Errorf("list %.40q: %v", typed, err)
		}
	}
	if found := find(t, s, bank.Filter{Text: "'; DROP TABLE item; -- mot "}); found.Total != 0 {
		t.Errorf("%d found", found.Total)
	}
	if found := find(t, s, bank.Filter{Text: "mot cau"}); found.Total != 1 {
		t.Errorf("%d found", found.Total)
	}
}

func TestFindPagesByKeysEachItemOnce(t *testing.T) {
	t.Parallel()
	s, pool := open(t)
	if _, err := s.Import(t.Context(), who, home, imported(t, 23)); err != nil { // all at one time
		t.Fatal(err)
	}
	put(t, s, home, "Câu nhập sau 1", "Câu nhập sau 2")
	all, err := s.List(t.Context(), bank.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	var stats []bank.Stat
	for i, it := range all.Items {
		p, at := i%5*100, time.Date(2026, 1, 1+i%7, 0, 0, 0, 123_456_000, time.UTC)
		stats = append(stats, bank.Stat{ItemID: it.ID, N: 50, Easy: &p, Disc: &p, Uses: 1, Seen: 40, LastUsed: &at})
	}
	if err := s.PutStats(t.Context(), stats); err != nil {
		t.Fatal(err)
	}
	for _, sort := range bank.Sorts() {
		for _, text := range []string{"", "cau nhap "} {
			seen := map[exam.ItemID]bool{}
			f := bank.Filter{Sort: sort, Text: text, Limit: 4}
			for range 10 {
				found := find(t, s, f)
				for _, it := range found.Items {
					if seen[it.ID] {
						t.Fatalf("%s %q: item %s twice", sort, text, it.ID)
					}
					seen[it.ID] = true
				}
				if f.After = found.Next; f.After == "" {
					break
				}
			}
			if len(seen) != 25 {
				t.Errorf("%s %q: %d of 25 items", sort, text, len(seen))
			}
		}
	}
	for _, cursor := range []string{"x", "e30", "!!", "bnVsbA", "eyJpIjoiXHUwMDAwIn0"} {
		if _, err := s.Find(t.Context(), bank.Filter{After: cursor}); err != nil && fault.CodeOf(err) != "filter.cursor" {
			t.Errorf("cursor %q: %v", cursor, err)
		}
	}
	_ = pool
}

func TestFindSortsByFigures(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	ids := put(t, s, home, "dễ", "khó", "vừa", "chưa thi")
	at := func(day int) *time.Time { d := time.Date(2026, 5, day, 0, 0, 0, 0, time.UTC); return &d }
	n := func(v int) *int { return &v }
	err := s.PutStats(t.Context(), []bank.Stat{
		{ItemID: ids["dễ"], N: 90, Easy: n(900), Disc: n(100), Uses: 1, Seen: 90, LastUsed: at(3)},
		{ItemID: ids["khó"], N: 90, Easy: n(200), Disc: n(400), Uses: 3, Seen: 290, LastUsed: at(1)},
		{ItemID: ids["vừa"], N: 90, Easy: n(500), Disc: n(300), Uses: 2, Seen: 190, LastUsed: at(2)},
	})
	if err != nil {
		t.Fatal(err)
	}
	for sort, want := range map[bank.Sort]string{
		bank.SortHard: "khó vừa dễ", bank.SortEasy: "dễ vừa khó", bank.SortSharp: "khó vừa dễ", bank.SortUsed: "dễ vừa khó", bank.SortIdle: "khó vừa dễ",
		bank.SortNewest: "chưa thi vừa khó dễ",
	} {
		if got := strings.Join(stems(find(t, s, bank.Filter{Sort: sort}).Items), " "); got != want {
			t.Errorf("%s: %s, want %s", sort, got, want)
		}
	}
	for want, use := range map[string]bank.UseFilter{
		"vừa dễ":           {EasyMin: n(500)},
		"chưa thi":         {Never: true},
		"khó":              {DiscMin: n(350), EasyMax: n(300)},
		"chưa thi dễ":      {SeenMax: n(100)},
		"vừa khó":          {SeenMin: n(100)},
		"dễ":               {Since: *at(3)},
		"chưa thi khó":     {NotSince: *at(2)},
		"chưa thi vừa khó": {NotSince: *at(3)},
	} {
		if got := strings.Join(stems(find(t, s, bank.Filter{Use: use}).Items), " "); got != want {
			t.Errorf("%+v: %s, want %s", use, got, want)
		}
	}
	if it := find(t, s, bank.Filter{Text: "khó "}).Items[0]; it.Stat == nil || *it.Stat.Easy != 200 || it.Stat.Seen != 290 {
		t.Errorf("figures %+v", it.Stat)
	}
}

func TestFindFiltersByEverything(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	b := single(`Đạo hàm của \(x^2\)`)
	b.Tags.Content, b.Tags.Outcome, b.Tags.Free, b.Tags.Competences = "Quy tắc: đạo hàm", "Tính được đạo hàm.", []string{"ôn tập", "HK1"}, []string{"TD"}
	b.Solution = "Vì thế."
	one, err := s.Create(t.Context(), who, home, b)
	if err != nil {
		t.Fatal(err)
	}
	other := single("Which one is right, please?")
	other.Tags = bank.Tags{Subject: "ngoaingu", Grade: 10, Topic: "Grammar"}
	if _, err := s.Create(t.Context(), exam.Actor{ID: "b"}, bank.Home{Pool: "Anh"}, other); err != nil {
		t.Fatal(err)
	}
	now := one.CreatedAt
	for name, f := range map[string]bank.Filter{
		"pool": {Pool: "Toán 12"}, "subject": {Subject: "toan"}, "grade": {Grade: 12}, "topic": {Topic: "Hàm số"}, "content": {Content: "Quy tắc: đạo hàm"},
		"outcome": {Outcome: "Tính được đạo hàm."}, "level": {Level: bank.Know}, "author": {Author: "teacher"}, "free": {Free: []string{"HK1", "ôn tập"}},
		"competence": {Competences: []string{"TD"}}, "language": {Language: bank.Vietnamese}, "has": {Has: []bank.Feature{bank.HasFormula, bank.HasSolution}},
		"lacks": {Lacks: []bank.Feature{bank.HasAudio}, Subject: "toan"}, "from": {From: now.Add(-time.Hour), Subject: "toan"}, "ids": {IDs: []exam.ItemID{one.ID}},
	} {
		if got := find(t, s, f); got.Total != 1 || got.Items[0].ID != one.ID {
			t.Errorf("%s: %q", name, stems(got.Items))
		}
	}
	for name, f := range map[string]bank.Filter{
		"free": {Free: []string{"HK1", "HK2"}}, "kind": {Kind: bank.Short}, "state": {State: bank.Approved}, "lacks": {Lacks: []bank.Feature{bank.HasKey}},
		"to": {To: now.Add(-time.Hour)}, "batch": {Batch: "none"}, "ids": {IDs: []exam.ItemID{}}, "has": {Has: []bank.Feature{bank.HasPicture}}, "grade": {Grade: 11},
	} {
		if got := find(t, s, f); got.Total != 0 || len(got.Items) != 0 {
			t.Errorf("%s: %q", name, stems(got.Items))
		}
	}
}

func TestFacetsCountWhatIsFound(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	put(t, s, home, "Một", "Hai", "Ba")
	put(t, s, bank.Home{Pool: "Kho: khác"}, "Bốn")
	found := find(t, s, bank.Filter{Facets: true, Limit: 2})
	if found.Total != 4 || found.More || found.Next == "" {
		t.Errorf("total %d, more %v, next %q", found.Total, found.More, found.Next)
	}
	want := map[string]string{"pool": "[{Toán 12 3} {Kho: khác 1}]", "subject": "[{toan 4}]", "grade": "[{12 4}]", "state": "[{draft 4}]", "author": "[{teacher 4}]"}
	for _, f := range found.Facets {
		if w, ok := want[f.Name]; ok && fmt.Sprint(f.Values) != w {
			t.Errorf("%s: %v, want %s", f.Name, f.Values, w)
		}
		delete(want, f.Name)
	}
	if len(want) > 0 {
		t.Errorf("no facet %v", want)
	}
	if found := find(t, s, bank.Filter{Facets: true, Text: "bốn "}); found.Total != 1 {
		t.Errorf("total %d", found.Total)
	}
}

func TestOtherUnitsItemsAreNeverFound(t *testing.T) {
	t.Parallel()
	s, pool := open(t)
	so, a, b := makeUnit(t, pool, "so", ""), makeUnit(t, pool, "a", "so"), makeUnit(t, pool, "b", "so")
	put(t, s, bank.Home{Unit: a, Pool: "Chung"}, "Bí mật của A")
	put(t, s, bank.Home{Unit: b, Pool: "Chung"}, "Bí mật của B")
	put(t, s, bank.Home{Unit: b, Pool: "Riêng B"}, "Của riêng B")
	put(t, s, bank.Home{Pool: "Không đơn vị"}, "Bí mật chung")
	for _, tt := range []struct {
		units []exam.UnitID
		want  int
	}{{nil, 4}, {[]exam.UnitID{so}, 3}, {[]exam.UnitID{a}, 1}, {[]exam.UnitID{b}, 2}, {[]exam.UnitID{}, 0}, {[]exam.UnitID{"none"}, 0}} {
		for _, f := range []bank.Filter{{}, {Text: "bi mat -khong "}, {Text: "'bi' | 'mat"}, {Sort: bank.SortRelevance}, {Facets: true}} {
			f.Units = tt.units
			want := tt.want
			if f.Text != "" && want > 0 {
				want = map[int]int{4: 3, 3: 2, 1: 1, 2: 1}[want]
			}
			got := find(t, s, f)
			if len(got.Items) != want || got.Total != want {
				t.Errorf("units %v, %+v: %q, total %d, want %d", tt.units, f, stems(got.Items), got.Total, want)
			}
			for _, facet := range got.Facets {
				if facet.Name == "pool" && len(tt.units) == 1 && tt.units[0] == a && fmt.Sprint(facet.Values) != "[{Chung 1}]" {
					t.Errorf("A is told of the pools %v", facet.Values)
				}
			}
			ids, err := s.Pick(t.Context(), f, 10)
			if err != nil || len(ids) != want {
				t.Errorf("pick %v: %d, %v, want %d", tt.units, len(ids), err, want)
			}
		}
	}
	if got := find(t, s, bank.Filter{Units: []exam.UnitID{a}, Unit: b}); got.Total != 0 {
		t.Errorf("a filter by unit B opened it to A: %q", stems(got.Items))
	}
	if got := find(t, s, bank.Filter{Units: []exam.UnitID{so}, Unit: b}); got.Total != 2 {
		t.Errorf("%d of B's 2 items", got.Total)
	}
	pools, err := s.Pools(t.Context(), []exam.UnitID{a})
	if err != nil || !slices.Equal(pools, []string{"Chung"}) {
		t.Errorf("pools of A: %q, %v", pools, err)
	}
}

func TestTwoNodesIndexBesideEachOtherAndBesideWriters(t *testing.T) {
	t.Parallel()
	s, db := open(t)
	ids := made(t, s, "Một", "Hai", "Ba", "Bốn", "Năm")
	if _, err := db.Exec(t.Context(), `UPDATE item SET indexed = 1, search = '', plain = '', marks = '{}'`); err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	var done atomic.Int64
	for range 2 {
		all.Go(func() {
			n, err := s.Reindex(t.Context())
			if err != nil {
				t.Error(err)
			}
			done.Add(int64(n))
		})
	}
	all.Go(func() {
		if _, err := s.Revise(t.Context(), who, ids[0], single("Sáu")); err != nil {
			t.Error(err)
		}
	})
	all.Wait()
	if n := done.Load(); n > 5 || n < 4 { // the revised one may have come before
		t.Errorf("%d indexed, want each once", n)
	}
	if n, err := s.Reindex(t.Context()); n != 0 || err != nil {
		t.Errorf("%d left, %v", n, err)
	}
	for word, want := range map[string]int{"sau": 1, "mot": 0, "hai": 1, "nam": 1} {
		if got := find(t, s, bank.Filter{Text: word}); got.Total != want {
			t.Errorf("%q found %d times, want %d", word, got.Total, want)
		}
	}
}

func TestReindexMakesWhatOldCodeLeft(t *testing.T) {
	t.Parallel()
	s, pool := open(t)
	put(t, s, home, "Tìm số phức", "Câu khác")
	if _, err := pool.Exec(t.Context(), `UPDATE item SET search = '', plain = '', marks = '{}', indexed = 0`); err != nil {
		t.Fatal(err)
	}
	if got := find(t, s, bank.Filter{Text: "phức "}); got.Total != 0 {
		t.Fatalf("found %d before", got.Total)
	}
	if n, err := s.Reindex(t.Context()); n != 2 || err != nil {
		t.Fatalf("%d, %v", n, err)
	}
	if got := find(t, s, bank.Filter{Text: "phức ", Has: []bank.Feature{bank.HasKey}}); got.Total != 1 {
		t.Errorf("found %d after", got.Total)
	}
	if n, err := s.Reindex(t.Context()); n != 0 || err != nil {
		t.Errorf("again: %d, %v", n, err)
	}
}

func TestUseIsCountedFromSittings(t *testing.T) {
	t.Parallel()
	s, db := open(t)
	makeUnit(t, db, "so", "")
	ids := made(t, s, "Hỏi", "Chưa dùng")
	decide(t, s, reviewer, bank.Approve, "", ids...)
	sitting(t, s, db, ids[0], "closed")
	if n, err := s.RefreshUse(t.Context()); n != 0 || err != nil {
		t.Fatalf("nobody began: %d, %v", n, err)
	}
	_, err := db.Exec(t.Context(), `
		WITH p AS (INSERT INTO paper (hash, sitting_id, form_code, blob, key_wrapped, fields) SELECT repeat('0', 64), id, '101', '', '', '[]' FROM delivery_sitting RETURNING hash)
		INSERT INTO attempt (id, sitting_id, candidate_id, number, name, form_code, paper_hash, room_id, room, seat, grace_s, started_at, deadline)
		SELECT 'a' || i, (SELECT id FROM sitting LIMIT 1), 'c' || i, i, 'A', '101', repeat('0', 64), 'r', 'r', i, 30, now(), now() FROM generate_series(1, 3) i`)
	if err != nil {
		t.Fatal(err)
	}
	for want := range 2 {
		if n, err := s.RefreshUse(t.Context()); n != 1-want || err != nil {
			t.Fatalf("%d, %v, want %d", n, err, 1-want)
		}
	}
	found := find(t, s, bank.Filter{Sort: bank.SortUsed})
	if len(found.Items) != 1 || found.Items[0].ID != ids[0] || found.Items[0].Stat.Uses != 1 || found.Items[0].Stat.Seen != 3 {
		t.Errorf("%+v", found.Items)
	}
	if found := find(t, s, bank.Filter{Use: bank.UseFilter{Never: true}}); found.Total != 1 || found.Items[0].ID != ids[1] {
		t.Errorf("never used: %q", stems(found.Items))
	}
}
