package bankpg

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"khaothi/bank"
	"khaothi/internal/exam"
	"khaothi/internal/pgdb"
	"khaothi/internal/testenv"
)

// BenchmarkFind makes a province's bank (KHAOTHI_BENCH_ITEMS questions, 200,000
// if not said, in 300 schools) and runs a fixed mix of 200 searches over it, each
// with its facets and its count. It reports the times of single searches:
//
//	go test -run '^$' -bench '^BenchmarkFind$' -benchtime 5x -timeout 30m ./bank/bankpg
func BenchmarkFind(b *testing.B) {
	n := 200_000
	if v, err := strconv.Atoi(os.Getenv("KHAOTHI_BENCH_ITEMS")); err == nil {
		n = v
	}
	pool := testenv.Postgres(b)
	began := time.Now()
	province(b, pool, n)
	b.Logf("%d items made in %s", n, time.Since(began).Round(time.Second))
	mix := searches()
	times, work := map[string][]time.Duration{}, []time.Duration{}
	conn, err := pool.Acquire(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	defer conn.Release()
	s := New(conn)
	var backend int
	if err := conn.QueryRow(b.Context(), `SELECT pg_backend_pid()`).Scan(&backend); err != nil {
		b.Fatal(err)
	}
	b.ResetTimer()
	for b.Loop() {
		for _, q := range mix {
			began, onCPU := time.Now(), cpuOf(backend)
			if _, err := s.Find(b.Context(), q.f); err != nil {
				b.Fatalf("%s %+v: %v", q.kind, q.f, err)
			}
			took := time.Since(began)
			work = append(work, cpuOf(backend)-onCPU)
			times[q.kind], times["all"] = append(times[q.kind], took), append(times["all"], took)
		}
	}
	times["CPU of PostgreSQL"] = work
	for _, kind := range slices.Sorted(maps.Keys(times)) {
		all := times[kind]
		slices.Sort(all)
		at := func(p float64) float64 { return float64(all[int(p*float64(len(all)-1))].Microseconds()) / 1000 }
		b.Logf("%-18s n %5d  p50 %6.1f ms  p95 %6.1f ms  p99 %6.1f ms  max %6.1f ms", kind, len(all), at(.5), at(.95), at(.99), at(1))
		if kind == "all" {
			b.ReportMetric(at(.5), "p50-ms")
			b.ReportMetric(at(.95), "p95-ms")
			b.ReportMetric(at(.99), "p99-ms")
		}
	}
}

// cpuOf is how long a process of this machine was on a CPU: what a search costs
// even where others compete for the machine. 0 where the server is elsewhere.
func cpuOf(pid int) time.Duration {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/schedstat", pid))
	if err != nil {
		return 0
	}
	ns, _, _ := strings.Cut(string(data), " ")
	n, _ := strconv.ParseInt(ns, 10, 64) // 0 where the kernel does not say
	return time.Duration(n)
}

// search is one search of the mix.
type search struct {
	kind string
	f    bank.Filter
}

// searches are 200: half by somebody of the Sở, who sees all schools.
func searches() []search {
	r := rand.New(rand.NewPCG(16, 200))
	words := vocabulary()
	var out []search
	add := func(kind string, n int, make func() bank.Filter) {
		for i := range n {
			f := make()
			f.Facets, f.Limit, f.Units = true, 20, []exam.UnitID{"so"}
			if i%2 == 1 {
				f.Units = []exam.UnitID{exam.UnitID("truong" + strconv.Itoa(r.IntN(300)))}
			}
			out = append(out, search{kind, f})
		}
	}
	word := func(from, to int) string { return words[from+r.IntN(to-from)] }
	subject := func() string { return subjectsOf[r.IntN(len(subjectsOf))] }
	add("no filter", 10, func() bank.Filter { return bank.Filter{} })
	add("common word", 25, func() bank.Filter { return bank.Filter{Text: word(0, 30) + " "} })
	add("rare word", 25, func() bank.Filter { return bank.Filter{Text: word(900, len(words)) + " "} })
	add("two words", 30, func() bank.Filter { return bank.Filter{Text: word(0, 200) + " " + word(0, 200) + " "} })
	add("phrase", 15, func() bank.Filter { return bank.Filter{Text: `"` + word(0, 20) + " " + word(0, 2000) + `"`} })
	add("minus", 10, func() bank.Filter { return bank.Filter{Text: word(0, 100) + " -" + word(0, 40)} })
	add("prefix", 30, func() bank.Filter {
		typed := []rune(word(0, 600))
		return bank.Filter{Text: string(typed[:min(len(typed), 1+r.IntN(4))])}
	})
	add("filter", 30, func() bank.Filter {
		f := bank.Filter{Subject: subject(), Grade: 10 + r.IntN(3)}
		if r.IntN(2) == 0 {
			f.Level, f.State = bank.Levels()[r.IntN(3)], bank.Approved
		}
		if r.IntN(3) == 0 {
			f.Has = []bank.Feature{bank.HasPicture}
		}
		return f
	})
	add("word+filter", 15, func() bank.Filter {
		return bank.Filter{Text: word(0, 300) + " ", Subject: subject(), Kind: bank.Single}
	})
	add("figures", 10, func() bank.Filter {
		p := 300 + r.IntN(400)
		return bank.Filter{Subject: subject(), Use: bank.UseFilter{EasyMin: &p}, Sort: bank.SortHard}
	})
	return out
}

var subjectsOf = []string{"toan", "toan", "toan", "vatli", "hoahoc", "sinhhoc", "ngoaingu", "lichsu", "diali", "tinhoc"}

// vocabulary is about 2,500 syllables, the frequent words of tests first.
func vocabulary() []string {
	words := strings.Fields(`là của cho và một trong các có với được câu đúng sau đây phương trình hàm số nghiệm đồ thị điểm mặt phẳng đường thẳng
		giá trị nào dưới không khi thì bằng tính tìm hình khối nguyên tử ion phản ứng lực vận tốc tế bào gen dân số kinh tế`)
	onsets := strings.Fields("b c ch d đ g gh gi h k kh l m n ng ngh nh ph qu r s t th tr v x")
	rimes := strings.Fields(`a ai am an ang anh ao at ay ăm ăn ăng âm ân âu ây e em en eo ê ên êu i ia iêm iên iêu inh o oa oai oan oc oi om on ong ô ôi ôn
		ông ơ ơi ơn u ua uc ui un ung uy uyên ư ưa ưng ươi ươn ương y yên ạ á à ả ã ậ ấ ầ ộ ố ồ ứ ừ ự ị ế ề ệ`)
	r := rand.New(rand.NewPCG(1, 2))
	var rest []string
	for _, o := range onsets {
		for _, v := range rimes {
			rest = append(rest, o+v)
		}
	}
	r.Shuffle(len(rest), func(i, j int) { rest[i], rest[j] = rest[j], rest[i] })
	return append(words, rest...)
}

// province makes n questions of 300 schools, each with 30–90 words of which
// the frequent ones are frequent (Zipf), and figures for three of five.
func province(b *testing.B, pool *pgxpool.Pool, n int) {
	b.Helper()
	if _, err := pool.Exec(b.Context(), `
		INSERT INTO unit (id, kind, code, name) VALUES ('so', 'so', 'so', 'Sở');
		INSERT INTO unit (id, parent_id, kind, code, name) SELECT 'truong' || i, 'so', 'truong', 'T' || i, 'Trường ' || i FROM generate_series(0, 299) i`); err != nil {
		b.Fatal(err)
	}
	r := rand.New(rand.NewPCG(42, 42))
	words := vocabulary()
	zipf := rand.NewZipf(r, 1.15, 4, uint64(len(words)-1))
	const batch = 500
	for made := 0; made < n; made += batch {
		subject := subjectsOf[r.IntN(len(subjectsOf))]
		home := bank.Home{Unit: exam.UnitID("truong" + strconv.Itoa(r.IntN(300))), Pool: "Kho " + subject}
		items := make([]newItem, min(batch, n-made))
		for i := range items {
			items[i] = newItem{id: exam.ItemID(exam.NewID()), body: question(r, zipf, words, subject)}
		}
		who := exam.Actor{ID: exam.AccountID("gv" + strconv.Itoa(r.IntN(400)))}
		err := pgdb.InTx(b.Context(), pool, func(tx pgx.Tx) error { return New(tx).insertItems(b.Context(), tx, who, home, "", items) })
		if err != nil {
			b.Fatal(err)
		}
	}
	for _, sql := range []string{
		`UPDATE item SET state = 'approved' WHERE hashtext(id) % 10 > -5 AND ready`,
		`INSERT INTO item_stat (item_id, n, p, disc, uses, seen, last_used)
			SELECT id, 200, abs(hashtext(id)) % 1000, abs(hashtext(id || 'd')) % 600, 1 + abs(hashtext(id || 'u')) % 5, 200, now() - (abs(hashtext(id)) % 900) * interval '1 day'
			FROM item WHERE abs(hashtext(id || 's')) % 5 < 3`,
		`VACUUM ANALYZE item`, `VACUUM ANALYZE item_stat`, `VACUUM ANALYZE item_version`,
	} {
		if _, err := pool.Exec(b.Context(), sql); err != nil {
			b.Fatal(err)
		}
	}
}

func question(r *rand.Rand, zipf *rand.Zipf, words []string, subject string) bank.Body {
	text := func(n int) string {
		var t []string
		for range n {
			t = append(t, words[zipf.Uint64()])
		}
		return strings.Join(t, " ")
	}
	b := bank.Body{
		Question: bank.Question{Kind: bank.Single, Stem: text(15+r.IntN(40)) + fmt.Sprintf(` \(x = %d\)`, r.IntN(500))},
		Tags:     bank.Tags{Subject: subject, Grade: 10 + r.IntN(3), Topic: subject + " chủ đề " + strconv.Itoa(r.IntN(12)), Level: bank.Levels()[r.IntN(3)]},
	}
	for i := range 4 {
		b.Question.Options = append(b.Question.Options, bank.Option{ID: string(rune('a' + i)), HTML: text(2 + r.IntN(8))})
	}
	b.Key.Options = []string{"b"}
	if r.IntN(5) == 0 {
		b.Question.Stem += `<img src="media:` + strings.Repeat("0", 64) + `" alt="">`
	}
	if r.IntN(3) == 0 {
		b.Tags.Free = []string{"nhãn " + strconv.Itoa(r.IntN(30))}
	}
	return b
}

// BenchmarkStart says what a node has to do for a province's bank when it starts:
// nothing is to be done (idle), and the index is made again (one turn).
//
//	go test -run '^$' -bench '^BenchmarkStart$' -benchtime 1x -timeout 30m ./bank/bankpg
func BenchmarkStart(b *testing.B) {
	n := 200_000
	if v, err := strconv.Atoi(os.Getenv("KHAOTHI_BENCH_ITEMS")); err == nil {
		n = v
	}
	pool := testenv.Postgres(b)
	province(b, pool, n)
	s := New(pool)
	turn := func(want int) time.Duration {
		began := time.Now()
		if done, err := s.Reindex(b.Context()); err != nil || done != want {
			b.Fatalf("indexed %d, %v; want %d", done, err, want)
		}
		if _, err := s.RefreshUse(b.Context()); err != nil {
			b.Fatal(err)
		}
		return time.Since(began)
	}
	for b.Loop() {
		b.ReportMetric(float64(turn(0).Microseconds())/1000, "idle-ms")
		if _, err := pool.Exec(b.Context(), `UPDATE item SET indexed = 0`); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(turn(n).Seconds(), "again-s")
	}
}
