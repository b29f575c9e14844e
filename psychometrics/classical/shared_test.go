//go:build shared

package classical

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"khaothi/psychometrics"
	"khaothi/psychometrics/reference"
	"khaothi/psychometrics/stat"
)

// TestSharedClassical: the ctt files of the reference sets (their script names
// psych and base R), item by item and for the test.
func TestSharedClassical(t *testing.T) {
	t.Parallel()
	sets, err := filepath.Glob(reference.Path("*", "ctt.json"))
	if err != nil || len(sets) < 10 {
		t.Fatalf("%d sets with ctt.json, want at least 10 (%v)", len(sets), err)
	}
	for _, file := range sets {
		set := filepath.Base(filepath.Dir(file))
		t.Run(set, func(t *testing.T) {
			t.Parallel()
			rep, err := Analyze(t.Context(), reference.Responses(t, set, psychometrics.CSV{}), Options{})
			if err != nil {
				t.Fatal(err)
			}
			for j, row := range reference.Rows(t, set, "ctt_items.csv") {
				it := rep.Items[j]
				reference.Near(t, it.Name+" n", stat.Of(it.N), row["n"], 0)
				reference.Near(t, it.Name+" mean", it.Mean, row["mean"], 1e-8)
				reference.Near(t, it.Name+" p", it.P, row["p"], 1e-8)
				reference.Near(t, it.Name+" sd", it.SD, row["sd"], 1e-8)
				reference.Near(t, it.Name+" r_total", it.PointBiserial, row["item_total_r"], 1e-8)
				reference.Near(t, it.Name+" r_rest", it.Corrected, row["item_rest_r"], 1e-8)
				reference.Near(t, it.Name+" biserial", it.Biserial, row["biserial_rest"], 1e-8)
				reference.Near(t, it.Name+" alpha", it.AlphaIfDeleted, row["alpha_if_deleted"], 1e-8)
			}
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var want map[string]any
			if err := json.Unmarshal(data, &want); err != nil {
				t.Fatal(err)
			}
			got := map[string]stat.Value{
				"N_complete": stat.Of(rep.Complete), "mean_total": rep.Test.Mean, "sd_total": rep.Test.SD, "alpha": rep.Test.Alpha,
				"KR20": rep.Test.KR20, "KR21": rep.Test.KR21, "SEM_alpha": rep.Test.SEM,
				"omega_total_1f_minres_corr": rep.Test.OmegaStandardized, "omega_total_1f_minres_cov": rep.Test.Omega,
				"guttman_lambda2_corr": rep.Test.LambdaStandardized[1], "guttman_lambda6_corr": rep.Test.LambdaStandardized[5],
			}
			// psych's fa(covar = TRUE) bounds the uniquenesses at 1 and stops on an
			// objective of a few 1e-5: for these sets it is not at the minimum of the
			// residuals (coordinate descent and 20,000 rounds agree with us).
			if slices.Contains([]string{"LSAT7", "Science", "SLF", "sim_grm_3000x15x5"}, set) {
				delete(got, "omega_total_1f_minres_cov")
			}
			for _, name := range slices.Sorted(maps.Keys(got)) {
				tolerance := 1e-8
				if strings.HasPrefix(name, "omega") || strings.HasPrefix(name, "guttman") {
					tolerance = 1e-3
				}
				w := ""
				if x, ok := want[name].(float64); ok {
					w = strconv.FormatFloat(x, 'g', -1, 64)
				}
				reference.Near(t, name, got[name], w, tolerance)
			}
		})
	}
}

// TestSharedDistractors: the table of SAT12, every option of every item.
func TestSharedDistractors(t *testing.T) {
	t.Parallel()
	key, err := os.ReadFile(reference.Path("SAT12", "key.txt"))
	if err != nil {
		t.Fatal(err)
	}
	r, err := psychometrics.CSV{}.ReadFile(reference.Path("SAT12", "raw_responses.csv"))
	if err != nil {
		t.Fatal(err)
	}
	names := []string{"1", "2", "3", "4", "5", "8"}
	for c, x := range r.Scores {
		r.Scores[c] = int8(slices.Index(names, strconv.Itoa(int(x))))
	}
	raw := Raw{Choices: r}
	for k := range strings.SplitSeq(strings.TrimSpace(string(key)), ",") {
		raw.Options = append(raw.Options, names)
		raw.Key = append(raw.Key, slices.Index(names, k))
	}
	options, err := Distractors(raw, 5)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]Option{}
	for _, o := range options {
		got[o.Item+" "+o.Option] = o
	}
	want := reference.Rows(t, "SAT12", "distractors.csv")
	for _, row := range want {
		o := got[row["item"]+" "+row["option"]]
		if o.Key != (row["is_key"] == "TRUE") {
			t.Errorf("%s %s: key %v", row["item"], row["option"], o.Key)
		}
		reference.Near(t, "n", stat.Of(o.N), row["n"], 0)
		reference.Near(t, "part", o.Part, row["prop"], 1e-8)
		reference.Near(t, "pb_total", o.RTotal, row["pb_total"], 1e-8)
		reference.Near(t, "pb_rest", o.RRest, row["pb_rest"], 1e-8)
		reference.Near(t, "mean", o.MeanTotal, row["mean_total_choosers"], 1e-8)
	}
	if len(want) < 100 {
		t.Errorf("%d options compared", len(want))
	}
}
