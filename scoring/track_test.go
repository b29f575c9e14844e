package scoring

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"strings"
	"testing"

	"khaothi/internal/exam"
	"khaothi/internal/fault"
)

// cluster answers all four statements of p2_no with mark.
func cluster(r exam.Responses, no int, mark string) {
	for i := range 4 {
		r[StatementField(2, no, i)] = mark
	}
}

func TestTracksOfInformatics(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		marks map[int]string // by cluster
		both  Both
		want  Points
		track string
		note  bool
	}{
		{"common clusters only", map[int]string{1: "D", 2: "D"}, Higher, 200, "khmt", false},
		{"first track", map[int]string{1: "D", 2: "D", 3: "D", 4: "D"}, Higher, 400, "khmt", false},
		{"second track", map[int]string{1: "D", 2: "D", 5: "D", 6: "D"}, Higher, 400, "thud", false},
		{"second track, all wrong", map[int]string{5: "S"}, Higher, 0, "thud", false},
		{"both, the second is better", map[int]string{3: "D", 5: "D", 6: "D"}, Higher, 200, "thud", true},
		{"both, the first is better", map[int]string{3: "D", 4: "D", 6: "D"}, Higher, 200, "khmt", true},
		{"both alike", map[int]string{3: "D", 5: "D"}, Higher, 100, "khmt", true},
		{"both, the first answered counts", map[int]string{3: "S", 5: "D", 6: "D"}, First, 0, "khmt", true},
		{"both, more statements answered", map[int]string{3: "D", 5: "S", 6: "S"}, More, 0, "thud", true},
		{"both, as many: the first", map[int]string{4: "S", 6: "D"}, More, 0, "khmt", true},
		{"both, none counts", map[int]string{1: "D", 3: "D", 5: "D", 6: "D"}, None, 100, "", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			rule := mustNamed(t, "thptqg-2025-tinhoc")
			choice := *rule.Choice
			choice.Both = tt.both
			rule.Choice = &choice
			r := exam.Responses{}
			for no, mark := range tt.marks {
				cluster(r, no, mark)
			}
			res := mustScore(t, rule, testKey(&rule), r)
			if res.Points != tt.want || res.Track != tt.track || (len(res.Notes) == 1) != tt.note {
				t.Errorf("%s, track %q, notes %v; want %s, %q, a note %v", res.Points, res.Track, res.Notes, tt.want, tt.track, tt.note)
			}
		})
	}
}

func TestQuestionsOfTheOtherTrackSayWhyTheyEarnNothing(t *testing.T) {
	t.Parallel()
	rule := mustNamed(t, "thptqg-2025-tinhoc")
	r := exam.Responses{}
	cluster(r, 3, "D")
	cluster(r, 5, "D")
	cluster(r, 6, "D")
	res := mustScore(t, rule, testKey(&rule), r)
	if q := question(t, res, "p2_3"); q.Reason != ReasonTrackNotCounted || q.Points != 0 {
		t.Errorf("p2_3: %s, %s", q.Points, q.Reason)
	}
	if q := question(t, res, "p2_4"); q.Reason != ReasonTrackNotChosen {
		t.Errorf("p2_4: %s", q.Reason)
	}
	if q := question(t, res, "p2_5"); q.Reason != "cluster.4of4" || q.Points != 100 {
		t.Errorf("p2_5: %s, %s", q.Points, q.Reason)
	}
}

func TestTheChosenTrackCountsWhateverElseIsAnswered(t *testing.T) {
	t.Parallel()
	for _, both := range []Both{"", More, Higher, First, None} {
		rule := mustNamed(t, "thptqg-2025-tinhoc")
		choice := *rule.Choice
		choice.Both = both
		rule.Choice = &choice
		r := exam.Responses{"track:2": "khmt", "flag:p2_1a": "1", "play:ab": "2"}
		cluster(r, 3, "S")
		cluster(r, 5, "D")
		cluster(r, 6, "D")
		res := mustScore(t, rule, testKey(&rule), r)
		if res.Points != 0 || res.Track != "khmt" || len(res.Notes)+len(res.Unknown) != 0 {
			t.Errorf("%q: %s, track %q, notes %v, unknown %v", both, res.Points, res.Track, res.Notes, res.Unknown)
		}
		if again := mustScore(t, rule, testKey(&rule), res.Responses()); again.Track != "khmt" || again.Points != 0 {
			t.Errorf("%q: scored again: %s, track %q", both, again.Points, again.Track)
		}
	}
}

// A choice that names no track is none, and is told.
func TestAnUnknownChoiceIsNone(t *testing.T) {
	t.Parallel()
	rule := mustNamed(t, "thptqg-2025-tinhoc")
	r := exam.Responses{"track:2": "toan"}
	cluster(r, 5, "D")
	if res := mustScore(t, rule, testKey(&rule), r); res.Track != "thud" || res.Points != 100 || len(res.Unknown) != 1 {
		t.Errorf("%s, track %q, unknown %v", res.Points, res.Track, res.Unknown)
	}
}

// What stands in a track that was not chosen changes nothing, and neither do
// the names and places of the tracks.
func TestAnotherTracksAnswersChangeNothing(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(7, 8))
	for _, name := range []string{"thptqg-2025-tinhoc", "thptqg-2025-tinhoc-linear"} {
		rule := mustNamed(t, name)
		key := testKey(&rule)
		for range 300 {
			r := randomResponses(rng, &rule)
			r["track:2"] = "thud"
			want := mustScore(t, rule, key, r)
			for _, no := range []int{3, 4} {
				for i := range 4 {
					r[StatementField(2, no, i)] = []string{"", "D", "S"}[rng.IntN(3)]
				}
			}
			got := mustScore(t, rule, key, r)
			if got.Points != want.Points || got.Track != "thud" || len(got.Notes) != 0 {
				t.Fatalf("%s: %s, before %s, notes %v", name, got.Points, want.Points, got.Notes)
			}
			for i := range got.Questions {
				q := &got.Questions[i]
				if other := q.Name == "p2_3" || q.Name == "p2_4"; other == q.Counts() || other && q.Points != 0 {
					t.Fatalf("%s: %s counts: %v, %s", name, q.Name, q.Counts(), q.Points)
				}
			}
		}
	}
}

// A form whose tracks stand at other places under other names pays the same
// work the same: the form's tracks stand before the rule's.
func TestTracksOfTheFormStandBeforeThoseOfTheRule(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(9, 10))
	rule := mustNamed(t, "thptqg-2025-tinhoc")
	moved := testKey(&rule)
	moved.Choice = &Choice{Part: 2, Tracks: []Track{{ID: "b", Questions: []int{6, 1}}, {ID: "a", Questions: []int{5, 2}}}}
	place := map[int]int{1: 3, 2: 4, 3: 6, 4: 1, 5: 5, 6: 2} // khmt = b, thud = a
	for range 300 {
		r := randomResponses(rng, &rule)
		other := maps.Clone(r)
		for no, to := range place {
			for i := range 4 {
				delete(other, StatementField(2, to, i))
				if v := r[StatementField(2, no, i)]; v != "" {
					other[StatementField(2, to, i)] = v
				}
			}
		}
		if rng.IntN(2) == 0 {
			r["track:2"], other["track:2"] = "thud", "a"
		}
		a, b := mustScore(t, rule, testKey(&rule), r), mustScore(t, rule, moved, other)
		if a.Points != b.Points || (a.Track == "thud") != (b.Track == "a") {
			t.Fatalf("%s by track %q, %s by track %q", a.Points, a.Track, b.Points, b.Track)
		}
	}
	for code, change := range map[string]func(*Rule, *Key){
		"rule.no_tracks": func(r *Rule, _ *Key) { r.Choice = nil },
		"rule.tracks_differ": func(_ *Rule, k *Key) {
			k.Choice.Tracks = []Track{{ID: "a", Questions: []int{1}}, {ID: "b", Questions: []int{2}}}
		},
		"key.invalid": func(_ *Rule, k *Key) {
			k.Choice.Tracks = []Track{{ID: "a", Questions: []int{1}}, {ID: "b", Questions: []int{7}}}
		},
	} {
		r, k := rule, moved
		choice := *moved.Choice
		k.Choice = &choice
		change(&r, &k)
		if _, err := NewScorer(r, k); fault.CodeOf(err) != code {
			t.Errorf("%v, want %s", err, code)
		}
	}
}

// A rule made for a form counts its tracks once: 10.00 for what one candidate
// can do, whatever the shape.
func TestGenericRuleOfAFormWithTracks(t *testing.T) {
	t.Parallel()
	full := mustNamed(t, "thptqg-2025-tinhoc")
	key := testKey(&full)
	key.Choice = &Choice{Part: 2, Tracks: full.Choice.Tracks}
	for _, name := range []string{"generic", "generic-linear", "generic:6/4"} {
		rule, err := Resolve(name, key)
		if err != nil {
			t.Fatal(err)
		}
		for _, track := range []string{"khmt", "thud"} {
			r := allRight(key)
			r["track:2"] = track
			res := mustScore(t, rule, key, r)
			var of Points
			for _, p := range res.Parts() {
				of += p.Max
			}
			if res.Points != 1000 || res.Max != 1000 || of != 1000 || res.Track != track {
				t.Errorf("%s: %s of %s, parts of %s, track %q", name, res.Points, res.Max, of, res.Track)
			}
		}
	}
}

func TestScoringFilesWithTracks(t *testing.T) {
	t.Parallel()
	keyText := "field,answer\ntrack:2,a=2|b=3\n"
	head, row := "id,track:2", "1,%s"
	for no := 1; no <= 3; no++ {
		for i := range 4 {
			f := StatementField(2, no, i)
			keyText += f + ",D\n"
			head += "," + f
			row += "," + []string{"", "D", "S", "D"}[no]
		}
	}
	key, err := KeyFromCSV(strings.NewReader(keyText), nil)
	if err != nil {
		t.Fatal(err)
	}
	rule, err := Resolve("generic", key)
	if err != nil {
		t.Fatal(err)
	}
	scorer, err := NewScorer(rule, key)
	if err != nil {
		t.Fatal(err)
	}
	for chosen, want := range map[string]string{"": "5.00", "a": "5.00", "B": "10.00", "c": "5.00"} {
		var out bytes.Buffer
		run := FileScore{Scorer: scorer, Responses: strings.NewReader(head + "\n" + fmt.Sprintf(row, chosen) + "\n"), Out: &out}
		report, err := run.Run()
		if err != nil || !strings.Contains(out.String(), "1,"+want+",") || report.Odd != map[bool]int{true: 1}[chosen == "c"] {
			t.Errorf("chosen %q: %s, %+v, %v", chosen, out.String(), report, err)
		}
	}
	for _, bad := range []string{"track:x,a=2|b=3", "track:2,a|b", "track:2,a=2|b=x", "track:2,a=2|b=2", "track:2,a=9|b=3"} {
		if _, err := KeyFromCSV(strings.NewReader(strings.Replace(keyText, "track:2,a=2|b=3", bad, 1)), nil); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v", bad, err)
		}
	}
}

func TestTracksHaveTitles(t *testing.T) {
	t.Parallel()
	key := Key{Choice: &Choice{Part: 2, Tracks: []Track{{ID: "khmt", Title: "Khoa học máy tính"}, {ID: "b"}}}}
	for id, want := range map[string]string{"khmt": "Khoa học máy tính", "b": "b", "c": "c", "": ""} {
		if got := key.TrackTitle(id); got != want {
			t.Errorf("%q is called %q, want %q", id, got, want)
		}
	}
	if got := (Key{}).TrackTitle("a"); got != "a" {
		t.Errorf("without tracks %q", got)
	}
}
