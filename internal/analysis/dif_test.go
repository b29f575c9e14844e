package analysis_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"khaothi/internal/analysis"
)

// TestEveryMethodFindsWhatIsHarderForOneGroup: an item that girls get wrong by
// no fault of ability is class C by each method, and no method says so of an
// item made alike for all.
func TestEveryMethodFindsWhatIsHarderForOneGroup(t *testing.T) {
	t.Parallel()
	const planted = 6
	m := made(t, 1600, 12)
	rng := rand.New(rand.NewPCG(2, 2))
	for i := range m.Persons {
		m.Persons[i].SchoolKind = []string{"public", "private"}[i/2%2]
		if m.Persons[i].Gender == "female" && rng.IntN(2) > 0 {
			fill(m, i, planted, 0, rng)
		}
	}
	spec := analysis.Spec{Model: analysis.Model2PL, Bootstrap: none(), Groupings: []string{"gender", "school_kind"}, DIF: []string{"lord", "ratio"}}
	rep := analyze(t, m, spec)
	for _, by := range spec.Groupings {
		g := rep.DIF[slices.IndexFunc(rep.DIF, func(g analysis.Grouping) bool { return g.By == by })]
		if len(g.Rows) != len(m.Columns) || len(g.Notes) > 0 {
			t.Fatalf("%s: %d rows, notes %+v", by, len(g.Rows), g.Notes)
		}
		for j := range g.Rows {
			row := &g.Rows[j]
			if m.Columns[j].Max > 1 {
				if row.Lord != nil || row.Ratio != nil || row.Logistic.Note == "" {
					t.Errorf("%s: a cluster is compared as right or wrong: %+v", by, row)
				}
				continue
			}
			if row.Lord == nil || row.Raju == nil || row.Ratio == nil {
				t.Fatalf("%s: item %d has not every method: %+v", by, j+1, row)
			}
			classes := []string{row.Class, row.Lord.Class, row.Raju.Class, row.Ratio.Class}
			if by == "gender" && j == planted {
				if slices.ContainsFunc(classes, func(c string) bool { return c != "C" }) || row.Logistic.Class == "A" || row.Against != "focal" || *row.Lord.Delta > -1.5 || row.Lord.InAnchor || row.Ratio.InAnchor {
					t.Errorf("the planted item: %v, logistic %+v, Lord %+v, ratio %+v", classes, row.Logistic, row.Lord, row.Ratio)
				}
			} else if slices.Contains(classes, "C") {
				t.Errorf("%s: item %d is fair: %v", by, j+1, classes)
			}
		}
	}
}

// TestComparisonsByModelNeedAModel: without a calibration the page is told, and
// the other methods stand.
func TestComparisonsByModelNeedAModel(t *testing.T) {
	t.Parallel()
	rep := analyze(t, made(t, 400, 3), analysis.Spec{Model: analysis.ModelNone, Bootstrap: none(), Groupings: []string{"gender"}, DIF: []string{"ratio"}})
	g := rep.DIF[0]
	if len(g.Rows) == 0 || g.Rows[0].Ratio != nil || len(g.Notes) != 1 || g.Notes[0].Code != "dif.no_model" {
		t.Errorf("%d rows, notes %+v", len(g.Rows), g.Notes)
	}
}

// TestNothingComparedSaysWhy: nobody's gender is recorded, or one group is too
// small: that is told with the numbers, not left empty.
func TestNothingComparedSaysWhy(t *testing.T) {
	t.Parallel()
	m := made(t, 300, 8)
	for i := range m.Persons {
		m.Persons[i].Gender, m.Persons[i].Mode = "", analysis.Screen
		if i < 40 {
			m.Persons[i].Mode = analysis.Paper
		}
	}
	rep := analyze(t, m, analysis.Spec{Model: analysis.ModelNone, Bootstrap: none(), Groupings: []string{"gender", "mode"}})
	if len(rep.DIF) != 2 {
		t.Fatalf("%d groupings: %+v", len(rep.DIF), rep.DIF)
	}
	gender, mode := rep.DIF[0].Note, rep.DIF[1].Note
	if gender == nil || gender.Code != "dif.unknown" || gender.Args["by"] != "gender" {
		t.Errorf("gender: %+v", gender)
	}
	if mode == nil || mode.Code != "dif.groups" || mode.Args["known"] != 300 || mode.Args["groups"] != 2 || mode.Args["need"] != 100 {
		t.Errorf("mode: %+v", mode)
	}
}
