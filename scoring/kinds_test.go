package scoring

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"khaothi/internal/exam"
	"khaothi/internal/fault"
)

// one makes a rule of one question and its result for one value.
func one(t *testing.T, p Part, key KeyField, value string) QuestionResult {
	t.Helper()
	p.Part, p.Count, p.Points = 1, 1, 100
	key.Kind = p.Kind
	rule := Rule{V: 1, Name: "x", Parts: []Part{p}}
	return mustScore(t, rule, Key{Fields: map[string]KeyField{"p1_1": key}}, exam.Responses{"p1_1": value}).Questions[0]
}

func TestKindsOfOneField(t *testing.T) {
	t.Parallel()
	order := KeyField{Accept: []string{"c,a,b,d"}}
	areas := KeyField{Accept: []string{"rect:100,100,300,200", "ellipse:700,500,100,50"}}
	credit := KeyField{Accept: []string{"a"}, Credit: map[string]Credit{"b": 3_333_333, "c": -5_000_000}}
	many := KeyField{Accept: []string{"a,b,c"}, Credit: map[string]Credit{"a": 3_333_333, "b": 3_333_333, "c": 3_333_333, "d": -5_000_000}}
	number := KeyField{Accept: []string{"3,1..3,2", "-0.5"}, Credit: map[string]Credit{"3..3,3": 5_000_000}}
	for _, tt := range []struct {
		name   string
		part   Part
		key    KeyField
		value  string
		want   Points
		reason string
	}{
		{"order exact", Part{Kind: Order}, order, "c,a,b,d", 100, "right"},
		{"order exact", Part{Kind: Order}, order, "c,a,d,b", 0, "wrong"},
		{"order places", Part{Kind: Order, Partial: Places}, order, "c,a,d,b", 50, "partial.2of4"},
		{"order pairs", Part{Kind: Order, Partial: Pairs}, order, "d,c,a,b", 67, "partial.2of3"},
		{"order pairs of another set", Part{Kind: Order, Partial: Pairs}, order, "c,a,c,a", 0, "wrong"},
		{"order with an id too many", Part{Kind: Order, Partial: Places}, order, "c,a,b,d,e", 0, "wrong"},
		{"area by name", Part{Kind: Hotspot}, KeyField{Accept: []string{"x1,x2"}}, "x2,x1", 100, "right"},
		{"area by name, one of two", Part{Kind: Hotspot, Partial: RightMinusWrong}, KeyField{Accept: []string{"x1,x2"}}, "x1", 50, "partial.1of2"},
		{"points in both", Part{Kind: Hotspot}, areas, "700,450;300,200", 100, "right"},
		{"a point just outside", Part{Kind: Hotspot, Partial: RightMinusWrong}, areas, "301,200;700,450", 0, "wrong"},
		{"two points in one area", Part{Kind: Hotspot, Partial: RightMinusWrong}, areas, "200,150;210,150", 0, "wrong"},
		{"one point", Part{Kind: Hotspot, Partial: RightMinusWrong}, areas, "200,150", 50, "partial.1of2"},
		{"one of two is asked for", Part{Kind: Hotspot}, KeyField{Accept: areas.Accept, Points: 1}, "700,450", 100, "right"},
		{"one too many", Part{Kind: Hotspot}, KeyField{Accept: areas.Accept, Points: 1}, "700,450;5,5", 0, "wrong"},
		{"on a circle", Part{Kind: Hotspot}, KeyField{Accept: []string{"circle:100,100,5"}}, "103,104", 100, "right"},
		{"beside it", Part{Kind: Hotspot}, KeyField{Accept: []string{"circle:100,100,5"}}, "104,104", 0, "wrong"},
		{"not points", Part{Kind: Hotspot, Partial: RightMinusWrong}, areas, "200,25000", 0, "wrong"},
		{"number in range", Part{Kind: Numeric}, number, "3,14", 100, "right"},
		{"at the bound", Part{Kind: Numeric}, number, "3.2000", 100, "right"},
		{"just above it", Part{Kind: Numeric}, number, "3.20000000000000000001", 0, "wrong"},
		{"above it with credit", Part{Kind: Numeric, Partial: ByCredit}, number, "3.20000000000000000001", 50, "credit.50"},
		{"power of ten", Part{Kind: Numeric}, number, "31,4e-1", 100, "right"},
		{"long minus", Part{Kind: Numeric}, number, "−0,50", 100, "right"},
		{"no number", Part{Kind: Numeric}, number, "3,14 m", 0, "wrong"},
		{"single without credit", Part{Kind: Single}, credit, "b", 0, "wrong"},
		{"single with credit", Part{Kind: Single, Partial: ByCredit}, credit, "b", 33, "credit.33"},
		{"never below zero", Part{Kind: Single, Partial: ByCredit}, credit, "c", 0, "wrong"},
		{"unless the rule says so", Part{Kind: Single, Partial: ByCredit, Negative: true}, credit, "c", -50, "wrong"},
		{"three thirds are one", Part{Kind: Multiple, Partial: ByCredit}, many, "a,b,c", 100, "right"},
		{"two thirds", Part{Kind: Multiple, Partial: ByCredit}, many, "b,c", 67, "credit.66"},
		{"two thirds less a half", Part{Kind: Multiple, Partial: ByCredit}, many, "b,c,d", 17, "credit.16"},
		{"below zero", Part{Kind: Multiple, Partial: ByCredit, Negative: true}, many, "d", -50, "wrong"},
		{"credit that does not count", Part{Kind: Multiple}, many, "a,b,c", 100, "right"},
		{"folded", Part{Kind: Short}, KeyField{Accept: []string{"Huế"}, Fold: true}, "HUẾ", 100, "right"},
		{"not folded", Part{Kind: Short}, KeyField{Accept: []string{"Huế"}}, "HUẾ", 0, "wrong"},
		{"pending", Part{Kind: Essay}, KeyField{Rubric: []Criterion{{ID: "a", Points: 400}}}, "bài", 0, "pending"},
		{"nothing handed in", Part{Kind: Upload}, KeyField{Rubric: []Criterion{{ID: "a", Points: 400}}}, "", 0, "blank"},
	} {
		if got := one(t, tt.part, tt.key, tt.value); got.Points != tt.want || got.Reason != tt.reason {
			t.Errorf("%s: %q earns %s, %s; want %s, %s", tt.name, tt.value, got.Points, got.Reason, tt.want, tt.reason)
		}
	}
}

func TestGapsAndRows(t *testing.T) {
	t.Parallel()
	key := Key{Fields: map[string]KeyField{
		"p1_1a": {Kind: Cloze, Accept: []string{"Hà Nội"}, Fold: true, Credit: map[string]Credit{"HN": 5_000_000}},
		"p1_1b": {Kind: Cloze, Accept: []string{"1945"}},
		"p1_1c": {Kind: Cloze, Accept: []string{"2,5..3"}},
	}}
	all := exam.Responses{"p1_1a": " hà  nội", "p1_1b": "1945", "p1_1c": "2.75"}
	for _, tt := range []struct {
		name   string
		part   Part
		change exam.Responses
		want   Points
		reason string
	}{
		{"all right", Part{Partial: Share}, nil, 100, "parts.3of3"},
		{"literal: another spelling of a range is none", Part{Partial: Share, Equality: Literal}, nil, 67, "parts.2of3"},
		{"one blank", Part{Partial: Share}, exam.Responses{"p1_1b": ""}, 67, "parts.2of3"},
		{"credit that does not count", Part{Partial: Share}, exam.Responses{"p1_1a": "hn"}, 67, "parts.2of3"},
		{"credit", Part{Partial: ByCredit}, exam.Responses{"p1_1a": "hn"}, 83, "parts.2of3"},
		{"all or nothing", Part{}, exam.Responses{"p1_1b": "1946"}, 0, "parts.2of3"},
		{"right minus wrong", Part{Partial: RightMinusWrong}, exam.Responses{"p1_1b": "1946"}, 33, "parts.2of3"},
		{"ladder", Part{Ladder: []int{0, 0, 50, 100}}, exam.Responses{"p1_1b": "1946"}, 50, "parts.2of3"},
		{"weights", Part{Partial: Share}, exam.Responses{"p1_1b": "", "weigh": "2"}, 50, "parts.2of3"},
		{"blank", Part{Partial: Share}, exam.Responses{"p1_1a": "", "p1_1b": "", "p1_1c": ""}, 0, "blank"},
	} {
		tt.part.Part, tt.part.Count, tt.part.Kind, tt.part.Statements, tt.part.Points = 1, 1, Cloze, 3, 100
		if tt.part.Equality == "" {
			tt.part.Equality = NumberEqual
		}
		r := maps.Clone(all)
		maps.Copy(r, tt.change)
		heavy := key.Fields["p1_1b"]
		heavy.Weight = len(r["weigh"]) * 2
		key.Fields["p1_1b"] = heavy
		q := mustScore(t, Rule{V: 1, Name: "x", Parts: []Part{tt.part}}, key, r).Questions[0]
		if q.Points != tt.want || q.Reason != tt.reason {
			t.Errorf("%s: %s, %s; want %s, %s", tt.name, q.Points, q.Reason, tt.want, tt.reason)
		}
	}
}

func TestMarksOfPeopleArePaidByTheRubric(t *testing.T) {
	t.Parallel()
	rule := Rule{V: 1, Name: "x", Parts: []Part{{Part: 1, Count: 2, Kind: Essay, Total: 700}}}
	rubric := []Criterion{{ID: "a", Points: 300}, {ID: "b", Points: 100}}
	key := Key{Fields: map[string]KeyField{"p1_1": {Kind: Essay, Rubric: rubric}, "p1_2": {Kind: Essay, Rubric: rubric}}}
	r := exam.Responses{"p1_1": "bài", "p1_2": "bài", "mark:p1_1": "325"}
	res := mustScore(t, rule, key, r)
	if res.Points != 284 || res.Pending != 1 || res.Questions[0].Reason != "marked" || len(res.Unknown) != 0 {
		t.Errorf("%+v: want 2.84 (325 of 400 of 3.50), one pending", res)
	}
	r["mark:p1_2"] = "401" // more than the rubric gives: no mark
	if res = mustScore(t, rule, key, r); res.Pending != 1 {
		t.Errorf("a mark above the rubric counts: %+v", res)
	}
	r["mark:p1_2"] = "0"
	if res = mustScore(t, rule, key, r); res.Pending != 0 || res.Points != 284 {
		t.Errorf("marked with 0: %+v", res)
	}
	if again := mustScore(t, rule, key, res.Responses()); again.Points != res.Points || again.Pending != 0 {
		t.Errorf("scored again from the result: %+v", again)
	}
}

// The order in which a candidate puts down a set, or points, is nothing; the
// order of an order is all.
func TestOrderOfASetChangesNothing(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(7, 8))
	areas := KeyField{Kind: Hotspot}
	for range 6 {
		x, y := rng.IntN(800), rng.IntN(800)
		areas.Accept = append(areas.Accept, fmt.Sprintf("rect:%d,%d,%d,%d", x, y, x+200, y+200))
	}
	for range 300 {
		var points []string
		for range 1 + rng.IntN(6) {
			points = append(points, fmt.Sprintf("%d,%d", rng.IntN(1000), rng.IntN(1000)))
		}
		a := one(t, Part{Kind: Hotspot, Partial: RightMinusWrong}, areas, strings.Join(points, ";"))
		rng.Shuffle(len(points), func(i, j int) { points[i], points[j] = points[j], points[i] })
		b := one(t, Part{Kind: Hotspot, Partial: RightMinusWrong}, areas, strings.Join(points, ";"))
		if a.Points != b.Points {
			t.Fatalf("%s before, %s after the points were put in another order", a.Points, b.Points)
		}
	}
}

// A polygon contains what a rectangle and two triangles of it contain.
func TestPolygonAgainstItsParts(t *testing.T) {
	t.Parallel()
	of := func(s string) area {
		a, ok := parseArea(s)
		if !ok {
			t.Fatal(s)
		}
		return a
	}
	rect, poly := of("rect:200,300,600,700"), of("poly:200,300,600,300,600,700,200,700")
	lower, upper := of("poly:200,300,600,700,200,700"), of("poly:200,300,600,300,600,700")
	for x := int64(190); x <= 610; x += 5 {
		for y := int64(290); y <= 710; y += 5 {
			p := point{x, y}
			want := rect.has(p)
			if got, parts := poly.has(p), lower.has(p) || upper.has(p); got != want || parts != want {
				t.Fatalf("%v: rectangle %v, polygon %v, triangles %v", p, want, got, parts)
			}
		}
	}
}

// Numbers compare as exact rationals do.
func FuzzNumber(f *testing.F) {
	for _, s := range []string{"0,5", "-1e-3", "1e60", "007.10", "−2·10^3", "1 000,5"} {
		f.Add(s, "0.5")
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		x, okX := parseNumber(a)
		y, okY := parseNumber(b)
		if !okX || !okY {
			return
		}
		rat := func(n number) *big.Rat {
			r, ok := new(big.Rat).SetString("0" + n.whole + "." + n.fraction + "0")
			if !ok {
				t.Fatalf("%+v is no number", n)
			}
			if n.negative {
				r.Neg(r)
			}
			return r
		}
		if want := rat(x).Cmp(rat(y)); want != sign(x.compare(y)) {
			t.Fatalf("%q and %q compare as %d, want %d", a, b, x.compare(y), want)
		}
		if plain := strings.Replace(a, ",", ".", 1); !strings.ContainsAny(plain, " −–_*·×\u00a0\u202f") {
			if want, ok := new(big.Rat).SetString(strings.TrimSpace(plain)); ok && want.Cmp(rat(x)) != 0 {
				t.Fatalf("%q is %s, want %s", a, rat(x), want)
			}
		}
	})
}

func sign(n int) int { return max(-1, min(1, n)) }

// Whatever is sent for any kind, the points stay within what the rule gives and
// a result scores itself again alike.
func FuzzValues(f *testing.F) {
	rules := mixedRules()
	f.Add("c,a,b,d", "100,200;300,400", uint8(0))
	f.Add("Hà Nội", "1e9", uint8(1))
	f.Add("A,,B", "?", uint8(2))
	f.Fuzz(func(t *testing.T, a, b string, n uint8) {
		rule := rules[int(n)%len(rules)]
		key := testKey(&rule)
		r := exam.Responses{}
		for i, field := range rule.Fields() {
			r[field] = []string{a, b, ""}[i%3]
			if key.Fields[field].Kind.Marked() {
				r[MarkField(field)] = b
			}
		}
		res := mustScore(t, rule, key, r)
		for _, q := range res.Questions {
			if q.Points < 0 || q.Points > q.Max+1 {
				t.Fatalf("%s earns %s of %s", q.Name, q.Points, q.Max)
			}
		}
		again := mustScore(t, rule, key, res.Responses())
		x, _ := json.Marshal(res.Questions)
		y, _ := json.Marshal(again.Questions)
		if string(x) != string(y) {
			t.Fatalf("scored again:\n%s\n%s", x, y)
		}
	})
}

func TestSharesAreExact(t *testing.T) {
	t.Parallel()
	for of := int64(1); of <= maxStatements; of++ {
		for n := -of; n <= of; n++ {
			for _, points := range []Points{1, 13, 25, 26, 33, 100, 999_999} {
				got := share(points, fullUnits/of*n, fullUnits)
				// ⌊(2·points·n + of) / 2of⌋ in rational arithmetic
				want := new(big.Int).Div(big.NewInt(2*int64(points)*n+of), big.NewInt(2*of))
				if int64(got) != want.Int64() {
					t.Fatalf("%d/%d of %d is %d, want %s", n, of, points, got, want)
				}
			}
		}
	}
}

func TestUnusableKeysOfNewKinds(t *testing.T) {
	t.Parallel()
	rubric := []Criterion{{ID: "a", Points: 100}}
	for name, f := range map[string]struct {
		field string
		key   KeyField
	}{
		"no number":              {"p1_1", KeyField{Kind: Numeric, Accept: []string{"ba"}}},
		"an empty range":         {"p1_1", KeyField{Kind: Numeric, Accept: []string{"3..2"}}},
		"an order of one":        {"p1_1", KeyField{Kind: Order, Accept: []string{"a"}}},
		"an order that repeats":  {"p1_1", KeyField{Kind: Order, Accept: []string{"a,b,a"}}},
		"a gap as a whole":       {"p1_1", KeyField{Kind: Cloze, Accept: []string{"a"}}},
		"an essay with a letter": {"p1_1a", KeyField{Kind: Essay, Rubric: rubric}},
		"no rubric":              {"p1_1", KeyField{Kind: Essay}},
		"an essay with a key":    {"p1_1", KeyField{Kind: Essay, Rubric: rubric, Accept: []string{"x"}}},
		"a rubric of a choice":   {"p1_1", KeyField{Kind: Single, Rubric: rubric, Accept: []string{"a"}}},
		"a criterion twice":      {"p1_1", KeyField{Kind: Essay, Rubric: append(rubric, rubric...)}},
		"a criterion of nothing": {"p1_1", KeyField{Kind: Essay, Rubric: []Criterion{{ID: "a"}}}},
		"too much credit":        {"p1_1", KeyField{Kind: Single, Accept: []string{"a"}, Credit: map[string]Credit{"b": FullCredit + 1}}},
		"an area off the page":   {"p1_1", KeyField{Kind: Hotspot, Accept: []string{"rect:0,0,30000,5"}}},
		"a shape unknown":        {"p1_1", KeyField{Kind: Hotspot, Accept: []string{"star:0,0,1,5"}}},
		"a polygon of two":       {"p1_1", KeyField{Kind: Hotspot, Accept: []string{"poly:0,0,1,5"}}},
		"areas and names":        {"p1_1", KeyField{Kind: Hotspot, Accept: []string{"rect:0,0,1,5", "a"}}},
		"a weight of a whole":    {"p1_1", KeyField{Kind: Single, Accept: []string{"a"}, Weight: 2}},
	} {
		err := Key{Fields: map[string]KeyField{f.field: f.key}}.Validate()
		if fault.CodeOf(err) != "key.invalid" {
			t.Errorf("%s: %v, want key.invalid", name, err)
		}
	}
}

func TestGenericRuleOfEveryKind(t *testing.T) {
	t.Parallel()
	mixed := mixedRules()[0]
	key := testKey(&mixed)
	rule, err := Resolve(GenericName, key)
	if err != nil {
		t.Fatal(err)
	}
	if res := mustScore(t, rule, key, allRight(key)); res.Points != 1000 {
		t.Errorf("everything right earns %s", res.Points)
	}
	got := map[Kind]Partial{}
	for _, p := range rule.Parts {
		got[p.Kind] = p.Partial
	}
	if got[Cloze] != Share || got[Order] != Pairs || got[Hotspot] != RightMinusWrong || got[Multiple] != "" {
		t.Errorf("settings %v", got)
	}
	if kinds := slices.Collect(maps.Keys(got)); len(kinds) != len(Kinds()) {
		t.Errorf("kinds %v", kinds)
	}
}

func TestNewKindsInFiles(t *testing.T) {
	t.Parallel()
	rule, err := ParseRule(strings.NewReader(`{"v":1,"name":"x","parts":[
		{"part":1,"count":1,"kind":"order","points":100,"partial":"pairs"},
		{"part":2,"count":1,"kind":"cloze","points":100,"statements":2,"partial":"credit"},
		{"part":3,"count":1,"kind":"numeric","points":100},
		{"part":4,"count":1,"kind":"essay","points":100},
		{"part":5,"count":1,"kind":"match","points":100,"statements":2,"partial":"share"}]}`))
	if err != nil {
		t.Fatal(err)
	}
	key, err := KeyFromCSV(strings.NewReader("field,answer\np1_1,BAC\np2_1a,Huế|Hue=50%\np2_1b,\"2,5\"\np3_1,\"3,1..3,2\"\np4_1,ý=4|lời=6\np5_1a,A\np5_1b,B\n"), rule.Kinds())
	if err != nil {
		t.Fatal(err)
	}
	s, err := NewScorer(rule, key)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	in := "id,p1_1,p2_1a,p2_1b,p3_1,p4_1,mark:p4_1,p5_1a,p5_1b\nx1,b a c,Hue,\"2,5\",\"3,15\",bài viết,\"7,5\",a,C\nx2,,,,,bài viết,,,\nx3,,,,,bài viết,7.555,,\n"
	report, err := (&FileScore{Scorer: s, Responses: strings.NewReader(in), Out: &out}).Run()
	if err != nil {
		t.Fatal(err)
	}
	want := "id,score,p1_1,p2_1,p3_1,p4_1,p5_1\nx1,4.00,1.00,0.75,1.00,0.75,0.50\nx2,0.00,0.00,0.00,0.00,0.00,0.00\n"
	if out.String() != want || len(report.Refused) != 1 || report.Refused[0].Code != "mark.syntax" {
		t.Errorf("%s%+v", out.String(), report)
	}
}
