//go:build shared

package cat

import (
	"encoding/csv"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"khaothi/psychometrics/irt"
)

func reference(t *testing.T, name string) []map[string]string {
	t.Helper()
	f, err := os.Open(filepath.Join(os.Getenv("KHAOTHI_SHARED"), "psychometrics", "cat_tcals", name))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }() // only read
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, row := range rows[1:] {
		m := map[string]string{}
		for k, h := range rows[0] {
			m[h] = row[k]
		}
		out = append(out, m)
	}
	return out
}

func num(t *testing.T, s string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func bank(t *testing.T) []irt.Item {
	t.Helper()
	var out []irt.Item
	for k, row := range reference(t, "bank.csv") {
		it, err := irt.Dichotomous(strconv.Itoa(k+1), irt.FourPL, num(t, row["a"]), num(t, row["b"]), num(t, row["c"]), num(t, row["d"]))
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, it)
	}
	return out
}

// catR is the grid of catR 3.17: 33 points from −4 to 4.
var catR = Grid{Low: -4, High: 4, Nodes: 33, SD: 1}

func near(t *testing.T, what string, got float64, want string, tolerance float64) {
	t.Helper()
	if w := num(t, want); !(math.Abs(got-w) <= tolerance) {
		t.Errorf("%s: %v, reference %v", what, got, want)
	}
}

// TestSharedSelection: catR 3.17, thetaEst, semTheta and nextItem at the EAP.
func TestSharedSelection(t *testing.T) {
	t.Parallel()
	items := bank(t)
	for _, row := range reference(t, "scoring_and_selection.csv") {
		var s State
		var given []irt.Item
		for f := range strings.FieldsSeq(row["items"]) {
			s.Given = append(s.Given, int(num(t, f))-1)
			given = append(given, items[int(num(t, f))-1])
		}
		for f := range strings.FieldsSeq(row["resp"]) {
			s.Scores = append(s.Scores, int(num(t, f)))
		}
		for m, column := range map[Method]string{EAP: "EAP", MAP: "BM", ML: "ML", WLE: "WL"} {
			got, err := Ability(m, catR, given, s.Scores)
			if err != nil {
				t.Fatal(err)
			}
			tolerance := 1e-4
			if m == EAP {
				tolerance = 1e-6
			}
			near(t, row["id"]+" "+column, got.Theta, row[column], tolerance)
			near(t, row["id"]+" "+column+" SE", float64(got.SE), row[column+"_se"], tolerance)
		}
		for rule, column := range map[Rule]string{MFI: "next_MFI", KLP: "next_KLP", BOpt: "next_bOpt", MEPV: "next_MEPV"} {
			o := Options{Grid: catR, Provisional: EAP, Final: WLE, Rule: rule, Randomesque: 1, Stop: Stop{MaxItems: 80}}
			e, err := New(items, nil, o)
			if err != nil {
				t.Fatal(err)
			}
			d, err := e.Next(s)
			if err != nil {
				t.Fatal(err)
			}
			// catR draws among equals: a tie within 1e-9 is right too.
			index := e.index(eap(t, given, s.Scores), answers{given, s.Scores})
			if want := int(num(t, row[column])); d.Item+1 != want && math.Abs(index(d.Item)-index(want-1)) > 1e-9 {
				t.Errorf("%s: %s gives item %d, reference %s", row["id"], rule, d.Item+1, row[column])
			}
		}
	}
}

func eap(t *testing.T, items []irt.Item, scores []int) float64 {
	t.Helper()
	e, err := Ability(EAP, catR, items, scores)
	if err != nil {
		t.Fatal(err)
	}
	return e.Theta
}

// TestSharedPaths: catR 3.17, randomCAT with these answers: EAP, the most
// information, stop at SE .35 or 25 items, WLE at the end.
func TestSharedPaths(t *testing.T) {
	t.Parallel()
	o := Options{Grid: catR, Provisional: EAP, Final: WLE, Rule: MFI, Randomesque: 1, Stop: Stop{MaxItems: 25, SE: 0.35}}
	e, err := New(bank(t), nil, o)
	if err != nil {
		t.Fatal(err)
	}
	rows := reference(t, "cat_paths_MFI_EAP_stop.35_25.csv")
	var s State
	for k, row := range rows {
		if row["step"] == "1" {
			s = State{}
		}
		d, err := e.Next(s)
		if err != nil {
			t.Fatal(err)
		}
		if d.Item+1 != int(num(t, row["item"])) {
			t.Errorf("person %s, step %s: item %d, reference %s", row["id"], row["step"], d.Item+1, row["item"])
		}
		s.Given, s.Scores = append(s.Given, int(num(t, row["item"]))-1), append(s.Scores, int(num(t, row["resp"])))
		if d, err = e.Next(s); err != nil {
			t.Fatal(err)
		}
		if k+1 < len(rows) && rows[k+1]["step"] != "1" {
			near(t, "provisional", d.Ability.Theta, row["provTheta"], 1e-6)
			near(t, "provisional SE", float64(d.Ability.SE), row["provSE"], 1e-6)
			continue
		}
		if d.Item >= 0 {
			t.Errorf("person %s goes on after step %s", row["id"], row["step"])
		}
		near(t, "final", d.Ability.Theta, row["finalWL"], 1e-4)
		near(t, "final SE", float64(d.Ability.SE), row["finalSE"], 1e-4)
	}
}
