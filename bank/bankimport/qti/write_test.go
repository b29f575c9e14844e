package qti_test

import (
	"encoding/json"
	"maps"
	"slices"
	"sort"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"khaothi/bank"
	"khaothi/bank/bankimport/qti"
	"khaothi/bank/banktest"
)

// plain is a body in words that do not depend on chance: option ids by their
// place, lists that are sets in order, a weight of 1 as none.
func plain(t *testing.T, b bank.Body) any {
	t.Helper()
	data, err := json.Marshal(b)
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	name := func(id string, at string) {
		for _, end := range []string{`"`, `:`} {
			text = strings.ReplaceAll(text, end+id+`"`, end+at+`"`)
		}
	}
	for i, o := range b.Question.Options {
		name(o.ID, "option"+string(rune('A'+i)))
	}
	for g := range b.Question.Gaps {
		for i, o := range b.Question.Gaps[g].Options {
			name(o.ID, "gap"+string(rune('a'+g))+string(rune('A'+i)))
		}
	}
	var again bank.Body
	if err := json.Unmarshal([]byte(text), &again); err != nil {
		t.Fatal(err)
	}
	if again.Question.Kind != bank.Order {
		sort.Strings(again.Key.Options)
	}
	weighted := slices.ContainsFunc(again.Question.Gaps, func(g bank.Gap) bool { return g.Weight > 1 })
	for i := range again.Question.Gaps {
		if !weighted {
			again.Question.Gaps[i].Weight = 0
		} else if again.Question.Gaps[i].Weight == 1 {
			again.Question.Gaps[i].Weight = 0
		}
	}
	return again
}

// What is written and read again is what it was, of every kind.
func TestWrittenAndReadIsTheSame(t *testing.T) {
	t.Parallel()
	for _, kind := range bank.Kinds() {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			in := banktest.New(11).Imported(40, kind)
			data, lost, err := qti.Write(in)
			if err != nil || len(lost) > 0 {
				t.Fatalf("%v, %+v", err, lost)
			}
			back := qti.Read("x.zip", data)
			if len(back.Items) != len(in.Items) || back.Report.Errors() > 0 {
				t.Fatalf("%d of %d: %+v", len(back.Items), len(in.Items), back.Report.Of(bank.Error))
			}
			for i := range in.Items {
				if diff := cmp.Diff(plain(t, in.Items[i].Body), plain(t, back.Items[i].Body)); diff != "" {
					t.Fatalf("%s %d:\n%s", kind, i, diff)
				}
			}
			for _, h := range slices.Sorted(maps.Keys(back.Media)) {
				if string(back.Media[h].Bytes) != string(in.Media[h].Bytes) {
					t.Errorf("picture %s changed", h)
				}
			}
		})
	}
}
