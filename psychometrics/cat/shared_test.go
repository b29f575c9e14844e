//go:build shared

package cat

import (
	"math"
	"strconv"
	"strings"
	"testing"

	"khaothi/psychometrics/irt"
	"khaothi/psychometrics/reference"
)

func bank(t *testing.T) []irt.Item {
	t.Helper()
	var out []irt.Item
	for k, row := range reference.Rows(t, "cat_tcals", "bank.csv") {
		it, err := irt.Dichotomous(strconv.Itoa(k+1), irt.FourPL, reference.Number(t, row["a"]), reference.Number(t, row["b"]), reference.Number(t, row["c"]), reference.Number(t, row["d"]))
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, it)
	}
	return out
}

// catR is the grid of catR 3.17: 33 points from −4 to 4.
var catR = irt.Grid{Min: -4, Max: 4, Nodes: 33, HalfEnds: true}

// like is an engine of catR's kind.
func like(t *testing.T, items []irt.Item, rule Rule, stop Stop) *Engine {
	t.Helper()
	return engine(t, items, nil, Options{Grid: catR, SD: 1, Provisional: irt.EAP, Final: irt.Warm, Rule: rule, Randomesque: 1, Stop: stop})
}

// TestSharedSelection: catR 3.17, thetaEst, semTheta and nextItem at the EAP.
func TestSharedSelection(t *testing.T) {
	t.Parallel()
	items := bank(t)
	for _, row := range reference.Rows(t, "cat_tcals", "scoring_and_selection.csv") {
		var s State
		for f := range strings.FieldsSeq(row["items"]) {
			s.Given = append(s.Given, int(reference.Number(t, f))-1)
		}
		for f := range strings.FieldsSeq(row["resp"]) {
			s.Scores = append(s.Scores, int(reference.Number(t, f)))
		}
		answers, err := like(t, items, MFI, Stop{MaxItems: 80}).answered(s)
		if err != nil {
			t.Fatal(err)
		}
		for m, column := range map[irt.Method]string{irt.EAP: "EAP", irt.MAP: "BM", irt.ML: "ML", irt.Warm: "WL"} {
			got, err := like(t, items, MFI, Stop{MaxItems: 80}).ability(m, answers, s.Given)
			if err != nil {
				t.Fatal(err)
			}
			tolerance := 1e-4
			if m == irt.EAP {
				tolerance = 1e-6
			}
			reference.Within(t, row["id"]+" "+column, got.Theta, reference.Number(t, row[column]), tolerance)
			reference.Within(t, row["id"]+" "+column+" SE", float64(got.SE), reference.Number(t, row[column+"_se"]), tolerance)
		}
		for rule, column := range map[Rule]string{MFI: "next_MFI", KLP: "next_KLP", BOpt: "next_bOpt", MEPV: "next_MEPV"} {
			e := like(t, items, rule, Stop{MaxItems: 80})
			d, err := e.Next(s)
			if err != nil {
				t.Fatal(err)
			}
			// catR draws among equals: a tie within 1e-9 is right too.
			index := e.index(d.Ability.Theta, answers)
			if want := int(reference.Number(t, row[column])); d.Item+1 != want && math.Abs(index(d.Item)-index(want-1)) > 1e-9 {
				t.Errorf("%s: %s gives item %d, reference %s", row["id"], rule, d.Item+1, row[column])
			}
		}
	}
}

// TestSharedPaths: catR 3.17, randomCAT with these answers: EAP, the most
// information, stop at SE .35 or 25 items, WLE at the end.
func TestSharedPaths(t *testing.T) {
	t.Parallel()
	e := like(t, bank(t), MFI, Stop{MaxItems: 25, SE: 0.35})
	rows := reference.Rows(t, "cat_tcals", "cat_paths_MFI_EAP_stop.35_25.csv")
	var s State
	for k, row := range rows {
		if row["step"] == "1" {
			s = State{}
		}
		d, err := e.Next(s)
		if err != nil {
			t.Fatal(err)
		}
		if d.Item+1 != int(reference.Number(t, row["item"])) {
			t.Errorf("person %s, step %s: item %d, reference %s", row["id"], row["step"], d.Item+1, row["item"])
		}
		s.Given, s.Scores = append(s.Given, int(reference.Number(t, row["item"]))-1), append(s.Scores, int(reference.Number(t, row["resp"])))
		if d, err = e.Next(s); err != nil {
			t.Fatal(err)
		}
		if k+1 < len(rows) && rows[k+1]["step"] != "1" {
			reference.Within(t, "provisional", d.Ability.Theta, reference.Number(t, row["provTheta"]), 1e-6)
			reference.Within(t, "provisional SE", float64(d.Ability.SE), reference.Number(t, row["provSE"]), 1e-6)
			continue
		}
		if d.Item >= 0 {
			t.Errorf("person %s goes on after step %s", row["id"], row["step"])
		}
		reference.Within(t, "final", d.Ability.Theta, reference.Number(t, row["finalWL"]), 1e-4)
		reference.Within(t, "final SE", float64(d.Ability.SE), reference.Number(t, row["finalSE"]), 1e-4)
	}
}
