//go:build shared

package irt_test

import (
	"encoding/json"
	"math"
	"os"
	"testing"

	"khaothi/psychometrics/irt"
	"khaothi/psychometrics/reference"
)

// sharedItems are the items of a reference fit, at its parameters.
func sharedItems(t *testing.T, set, name string, m irt.Model) []irt.Item {
	t.Helper()
	rows, names := sharedTable(t, set, name, "items_irt.csv")
	var items []irt.Item
	for i, row := range rows {
		get := func(col string, other float64) float64 {
			if v, there := row[col]; there {
				return v
			}
			return other
		}
		var it irt.Item
		var err error
		list := func(prefix string) (out []float64) {
			for k := '1'; ; k++ {
				v, there := row[prefix+string(k)]
				if !there {
					return out
				}
				out = append(out, v)
			}
		}
		switch {
		case m.Dichotomous():
			it, err = irt.Dichotomous(names[i], m, row["a"], row["b"], get("g", 0), get("u", 1))
		case m == irt.Nominal && set == "sim_nrm_5000x15x4":
			it, err = irt.NominalItem(names[i], list("a."), list("c."))
		case m == irt.Nominal:
			it, err = irt.NominalItem(names[i], list("a"), list("c"))
		default:
			it, err = irt.Ordered(names[i], m, get("a", 1), list("b"))
		}
		if err != nil {
			t.Fatal(err)
		}
		items = append(items, it)
	}
	return items
}

func TestSharedScores(t *testing.T) {
	t.Parallel()
	for _, tt := range sharedFits {
		if tt.group != "" {
			continue
		}
		t.Run(tt.set+"/"+tt.fit, func(t *testing.T) {
			t.Parallel()
			items := sharedItems(t, tt.set, tt.fit, tt.model)
			var fit struct {
				Var float64 `json:"latent_var"`
			}
			data, err := os.ReadFile(reference.Path(tt.set, tt.fit, "fit.json"))
			if err == nil {
				err = json.Unmarshal(data, &fit)
			}
			if err != nil {
				t.Fatal(err)
			}
			if fit.Var == 0 {
				fit.Var = 1
			}
			s, err := irt.NewScorer(items, 0, fit.Var, irt.DefaultGrid())
			if err != nil {
				t.Fatal(err)
			}
			rows, _ := sharedTable(t, tt.set, tt.fit, "scores.csv")
			worst := map[string]float64{}
			bad := 0
			for i, ref := range rows {
				row := make([]int8, len(items))
				for j := range items {
					row[j] = -1
					if v := ref[items[j].Name]; !math.IsNaN(v) {
						row[j] = int8(v)
					}
				}
				for _, m := range []struct {
					method    irt.Method
					name      string
					tolerance float64
				}{{irt.EAP, "EAP", 1e-6}, {irt.MAP, "MAP", 1e-4}, {irt.ML, "ML", 1e-4}, {irt.WLE, "WLE", 1e-4}} {
					want, there := ref[m.name]
					if !there {
						continue
					}
					got, err := s.Score(row, m.method)
					if err != nil {
						t.Fatal(err)
					}
					if math.IsInf(want, 0) || math.IsNaN(want) {
						if m.method == irt.ML && got.Theta != want {
							t.Errorf("row %d %v: ML %v, want %v", i+1, row, got, want)
						}
						continue
					}
					if m.method == irt.ML && ref["ML_se"] > 3 {
						continue // a flat likelihood, on which the reference stopped early
					}
					d := math.Abs(got.Theta - want)
					worst[m.name] = math.Max(worst[m.name], d)
					dse := math.Abs(got.SE - ref[m.name+"_se"])
					worst[m.name+"_se"] = math.Max(worst[m.name+"_se"], dse)
					if !(d <= m.tolerance) || !(dse <= 10*m.tolerance) {
						if bad++; bad < 5 {
							t.Errorf("row %d: %s %v, want %g (%g)", i+1, m.name, got, want, ref[m.name+"_se"])
						}
					}
				}
			}
			t.Logf("largest differences: %v", worst)
			sharedTables(t, tt.set, tt.fit, s, items)
		})
	}
}

// sharedTables compares the table of sum scores and the information.
func sharedTables(t *testing.T, set, name string, s *irt.Scorer, items []irt.Item) {
	t.Helper()
	if _, err := os.Stat(reference.Path(set, name, "eapsum.csv")); err == nil {
		rows, _ := sharedTable(t, set, name, "eapsum.csv")
		worst := 0.0
		for i, line := range s.SumTable() {
			theta, se := rows[i]["F1"], rows[i]["SE_F1"]
			if v, there := rows[i]["F"]; there {
				theta, se = v, rows[i]["SE_F"]
			}
			worst = math.Max(worst, math.Max(math.Abs(line.Theta-theta), math.Abs(line.SE-se)))
		}
		if t.Logf("eapsum: %.1e", worst); !(worst <= 1e-6) {
			t.Errorf("table of sums differs by %g", worst)
		}
	}
	if _, err := os.Stat(reference.Path(set, name, "info.csv")); err != nil {
		return
	}
	rows, _ := sharedTable(t, set, name, "info.csv")
	worst := 0.0
	for _, row := range rows {
		p := irt.TestCurve(items, []float64{row["theta"]})[0]
		worst = math.Max(worst, math.Max(math.Abs(p.Information-row["TIF"]), math.Abs(p.Expected-row["TCC"])))
		for j := range items {
			worst = math.Max(worst, math.Abs(items[j].Information(row["theta"])-row[items[j].Name]))
		}
	}
	if t.Logf("information: %.1e", worst); !(worst <= 3e-8) { // the reference prints 10 digits of sums up to 30
		t.Errorf("information differs by %g", worst)
	}
}
