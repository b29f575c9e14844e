package scoring

import (
	"math/rand/v2"
	"strings"
	"testing"

	"khaothi/internal/exam"
)

// randomResponses answers some fields, right and wrong and unclear.
func randomResponses(rng *rand.Rand, rule *Rule) exam.Responses {
	values := map[Kind][]string{
		Single: {"", "A", "A", "B", "C", "D", "AB", "?"}, Multiple: {"", "A,C", "A", "B"},
		Cluster: {"", "D", "D", "S", "DS", "?"}, Short: {"", "0,5", ",50", "1", "-0,5", "0_5"},
		Cloze: {"", "Hà Nội", "Hà  Nội ", "Huế"}, Match: {"", "A", "B"}, Categorise: {"", "B", "B", "C"},
		Order:   {"", "C,A,B,D", "A,B,C,D", "C,A,D,B", "C,A,B", "A,A,A,A", "?"},
		Hotspot: {"", "A", "A,B", "B,C", "A,B,C"}, Numeric: {"", "2", "1,5", "2.5000", "2.50001", "x"},
		Essay: {"", "bài làm"}, Upload: {"", "tệp"},
	}
	r := exam.Responses{}
	for field, kind := range rule.Kinds() {
		if kind.Marked() && rng.IntN(2) == 0 {
			r[MarkField(field)] = []string{"0", "200", "400", "401", "x"}[rng.IntN(5)]
		}
		if v := values[kind][rng.IntN(len(values[kind]))]; v != "" {
			r[field] = v
		}
	}
	return r
}

func everyRule(t *testing.T) []Rule {
	t.Helper()
	rules, err := Shipped()
	if err != nil {
		t.Fatal(err)
	}
	rules = append(rules, mixedRules()...)
	school := Key{Fields: map[string]KeyField{}}
	for _, f := range []string{"p1_1", "p1_2", "p1_3", "p2_1a", "p2_1b", "p2_1c", "p3_1", "p3_2", "p3_3", "p3_4"} {
		kind := map[byte]Kind{'1': Single, '2': Cluster, '3': Short}[f[1]]
		school.Fields[f] = KeyField{Kind: kind, Accept: []string{map[Kind]string{Single: "A", Cluster: "D", Short: "0,5"}[kind]}}
	}
	for _, name := range []string{"generic", "generic-linear", "generic:3/4/3"} {
		r, err := Resolve(name, school)
		if err != nil {
			t.Fatal(err)
		}
		rules = append(rules, r)
	}
	return rules
}

// mixedRules have every kind, with each setting of partial.
func mixedRules() []Rule {
	var out []Rule
	for name, partial := range map[string]map[Kind]Partial{
		"none":  {},
		"parts": {Multiple: RightMinusWrong, Cloze: Share, Match: RightMinusWrong, Categorise: ByCredit, Order: Pairs, Hotspot: RightMinusWrong, Numeric: ByCredit},
		"other": {Single: ByCredit, Multiple: ByCredit, Cloze: RightMinusWrong, Match: Share, Order: Places, Short: ByCredit},
	} {
		rule := Rule{V: 1, Name: name}
		for i, kind := range Kinds() {
			p := Part{Part: i + 1, Count: 2, Kind: kind, Total: 83, Partial: partial[kind]}
			if kind == Essay {
				p.Total = 87
			}
			switch {
			case kind == Cluster:
				p.Statements, p.Ladder = 3, []int{0, 10, 40, 100}
			case kind.Composite():
				p.Statements = 7
			}
			rule.Parts = append(rule.Parts, p)
		}
		out = append(out, rule)
	}
	return out
}

func TestPointsOfQuestionsAddUpAndStayWithinBounds(t *testing.T) {
	t.Parallel()
	for _, rule := range everyRule(t) {
		rng := rand.New(rand.NewPCG(1, 2))
		s, err := NewScorer(rule, testKey(&rule))
		if err != nil {
			t.Fatal(err)
		}
		for range 500 {
			res := s.Score(randomResponses(rng, &rule))
			var sum Points
			for _, q := range res.Questions {
				sum += q.Points
				if q.Points < 0 || q.Reason == "" {
					t.Fatalf("%s: %s earns %s, %q", rule.Name, q.Name, q.Points, q.Reason)
				}
			}
			if sum != res.Points || res.Points > res.Max {
				t.Fatalf("%s: total %s, sum %s, max %s", rule.Name, res.Points, sum, res.Max)
			}
			if strings.HasPrefix(rule.Name, "thptqg") && res.Points%5 != 0 {
				t.Fatalf("%s: %s is not a multiple of 0.05", rule.Name, res.Points)
			}
		}
	}
}

func TestEverythingRightEarnsTheMaximum(t *testing.T) {
	t.Parallel()
	for _, rule := range everyRule(t) {
		key := testKey(&rule)
		if res := mustScore(t, rule, key, allRight(key)); res.Points != 1000 || res.Max != 1000 {
			t.Errorf("%s: everything right earns %s of %s", rule.Name, res.Points, res.Max)
		}
	}
}

// Questions are scored by name, so a form with its questions in another order
// (the names permuted within a part) pays the same total to the same work.
func TestShufflingQuestionsChangesNoTotal(t *testing.T) {
	t.Parallel()
	for _, rule := range everyRule(t) {
		if rule.Choice != nil {
			continue // tracks are fixed places
		}
		rng := rand.New(rand.NewPCG(3, 4))
		key := testKey(&rule)
		for range 100 {
			r := randomResponses(rng, &rule)
			shuffled := exam.Responses{}
			for _, p := range rule.Parts {
				for i, to := range rng.Perm(p.Count) {
					from, dest := p.fields(p.first()+i), p.fields(p.first()+to)
					for n := range from {
						if v, ok := r[from[n]]; ok {
							shuffled[dest[n]] = v
						}
						if v, ok := r[MarkField(from[n])]; ok {
							shuffled[MarkField(dest[n])] = v
						}
					}
				}
			}
			a, b := mustScore(t, rule, key, r), mustScore(t, rule, key, shuffled)
			if a.Points != b.Points {
				t.Fatalf("%s: %s before shuffling, %s after", rule.Name, a.Points, b.Points)
			}
		}
	}
}

func TestOneMoreRightAnswerNeverEarnsLess(t *testing.T) {
	t.Parallel()
	for _, rule := range everyRule(t) {
		rng := rand.New(rand.NewPCG(5, 6))
		key := testKey(&rule)
		fields := rule.Fields()
		for range 200 {
			r := randomResponses(rng, &rule)
			before := mustScore(t, rule, key, r).Points
			field := fields[rng.IntN(len(fields))]
			if rule.Choice != nil && strings.HasPrefix(field, "p2_") && r[field] == "" {
				continue // answering in a second track may change which counts under First and None
			}
			makeRight(r, field, key.Fields[field])
			if after := mustScore(t, rule, key, r).Points; after < before {
				t.Fatalf("%s: %s right takes %s to %s", rule.Name, field, before, after)
			}
		}
	}
}

func BenchmarkScore(b *testing.B) {
	rule, err := Named("thptqg-2025-toan")
	if err != nil {
		b.Fatal(err)
	}
	key := testKey(&rule)
	s, err := NewScorer(rule, key)
	if err != nil {
		b.Fatal(err)
	}
	r := allRight(key)
	b.ReportAllocs()
	for b.Loop() {
		if s.Score(r).Points != 1000 {
			b.Fatal("not 10.00")
		}
	}
}
