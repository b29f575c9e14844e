//go:build shared

package fit

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"khaothi/psychometrics"
	"khaothi/psychometrics/irt"
	"khaothi/psychometrics/reference"
	"khaothi/psychometrics/stat"
)

// report is what is used of fit.json.
type report struct {
	LogLik    float64 `json:"logLik"`
	LatentVar float64 `json:"latent_var"`
	Nest      int     `json:"nest"`
	M2, C2    *limitedReport
	Marginal  float64 `json:"marginal_rxx"`
	Empirical float64 `json:"empirical_rxx_EAP"`
}

// limitedReport is what mirt's M2() printed.
type limitedReport struct {
	M2, P, RMSEA, SRMSR, TLI, CFI float64
	DF                            int
	Low                           float64 `json:"RMSEA_5"`
	High                          float64 `json:"RMSEA_95"`
}

// reference model of one fit folder.
func model(t *testing.T, folder string) (Model, report) {
	t.Helper()
	data, err := os.ReadFile(reference.Path(folder, "fit.json"))
	if err != nil {
		t.Fatal(err)
	}
	var rep report
	if err := json.Unmarshal(data, &rep); err != nil {
		t.Fatal(err)
	}
	kind := filepath.Base(folder)
	m := Model{Variance: rep.LatentVar}
	if kind == "rasch" || kind == "pcm" {
		m.LatentParameters = 1
	}
	for _, row := range reference.Rows(t, folder, "items_irt.csv") {
		it, err := item(kind, row)
		if err != nil {
			t.Fatal(err)
		}
		m.Items = append(m.Items, it)
	}
	if m.Parameters() != rep.Nest {
		t.Fatalf("%s: %d parameters, reference %d", folder, m.Parameters(), rep.Nest)
	}
	return m, rep
}

func item(kind string, row map[string]string) (irt.Item, error) {
	numbered := func(letter string) (out []float64) {
		for k := 1; row[fmt.Sprint(letter, k)] != "" && row[fmt.Sprint(letter, k)] != "NA"; k++ {
			out = append(out, reference.NumberOrNaN(row[fmt.Sprint(letter, k)]))
		}
		return out
	}
	switch kind, _, _ := strings.Cut(kind, "_"); kind {
	case "nominal":
		return irt.NominalItem(row["item"], numbered("a"), numbered("c"))
	case "grm", "gpcm", "pcm":
		return irt.Ordered(row["item"], irt.Model(kind), reference.NumberOrNaN(row["a"]), numbered("b"))
	default:
		return irt.Dichotomous(row["item"], irt.Model(kind), reference.NumberOrNaN(row["a"]), reference.NumberOrNaN(row["b"]), reference.NumberOrNaN(row["g"]), reference.NumberOrNaN(row["u"]))
	}
}

// folders are the fits with fit statistics.
func folders(t *testing.T) []string {
	t.Helper()
	all, err := filepath.Glob(reference.Path("*", "*", "itemfit_infit_EAP.csv"))
	if err != nil || len(all) < 20 {
		t.Fatalf("%d fits, want 20 (%v)", len(all), err)
	}
	for k, f := range all {
		all[k], _ = filepath.Rel(reference.Path(), filepath.Dir(f))
	}
	return all
}

// TestSharedItems: mirt 1.45.1 at the reference parameters: infit and outfit at
// the EAP 1e-4, S-X² 1 % with equal df, Q3 1e-4, LD-X² 1e-4, person fit 1e-4.
func TestSharedItems(t *testing.T) {
	t.Parallel()
	for _, folder := range folders(t) {
		t.Run(folder, func(t *testing.T) {
			t.Parallel()
			m, rep := model(t, folder)
			r := reference.Responses(t, filepath.Dir(folder), psychometrics.CSV{})
			theta, logLik, err := m.EAP(t.Context(), r)
			if err != nil {
				t.Fatal(err)
			}
			reference.Near(t, "logLik", stat.Of(logLik), fmt.Sprint(rep.LogLik), 1e-6)
			squares, err := m.ItemMeanSquares(t.Context(), r, theta)
			if err != nil {
				t.Fatal(err)
			}
			for j, row := range reference.Rows(t, folder, "itemfit_infit_EAP.csv") {
				reference.Near(t, row["item"]+" infit", squares[j].Infit, row["infit"], 1e-4)
				reference.Near(t, row["item"]+" outfit", squares[j].Outfit, row["outfit"], 1e-4)
				reference.Near(t, row["item"]+" z infit", squares[j].ZInfit, row["z.infit"], 1e-3)
				reference.Near(t, row["item"]+" z outfit", squares[j].ZOutfit, row["z.outfit"], 1e-3)
			}
			sx2(t, m, r, folder)
			q3, err := m.Q3(t.Context(), r, theta)
			if err != nil {
				t.Fatal(err)
			}
			ld, err := m.LDX2(t.Context(), r)
			if err != nil {
				t.Fatal(err)
			}
			pairs(t, "Q3", q3, filepath.Join(folder, "Q3_EAP.csv"), m, 1e-4)
			pairs(t, "LD", ld, filepath.Join(folder, "LD_X2.csv"), m, 1e-4)
			got, err := m.Persons(t.Context(), r, theta)
			if err != nil {
				t.Fatal(err)
			}
			for i, row := range reference.Rows(t, folder, "personfit_EAP_first.csv") {
				reference.Near(t, "person infit", got[i].Infit, row["infit"], 1e-4)
				reference.Near(t, "person outfit", got[i].Outfit, row["outfit"], 1e-4)
				reference.Near(t, "person Zh", got[i].Zh, row["Zh"], 1e-4)
			}
		})
	}
}

func sx2(t *testing.T, m Model, r *psychometrics.Responses, folder string) {
	t.Helper()
	got, err := m.ItemSX2(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	for j, row := range reference.Rows(t, folder, "itemfit_S_X2.csv") {
		if df := reference.NumberOrNaN(row["df.S_X2"]); float64(got[j].DF) == df {
			reference.Near(t, row["item"]+" S-X2", got[j].SX2, row["S_X2"], 1e-2)
		} else {
			t.Errorf("%s: df %d, reference %v", row["item"], got[j].DF, row["df.S_X2"])
			reference.Near(t, row["item"]+" S-X2 p", got[j].P, row["p.S_X2"], 0.02)
		}
	}
}

func pairs(t *testing.T, what string, got [][]stat.Value, file string, m Model, tolerance float64) {
	t.Helper()
	for j, row := range reference.Rows(t, file) {
		for k := range m.Items {
			reference.Near(t, fmt.Sprint(what, " ", row["item"], " ", m.Items[k].Name), got[j][k], row[m.Items[k].Name], tolerance)
		}
	}
}

// TestSharedReliability: mirt 1.45.1 empirical_rxx() of the EAP 1e-4;
// marginal_rxx() 1e-3 where the latent variance is 1, as it takes 1 for it.
func TestSharedReliability(t *testing.T) {
	t.Parallel()
	for _, folder := range folders(t) {
		m, rep := model(t, folder)
		got, err := m.Reliability(t.Context(), reference.Responses(t, filepath.Dir(folder), psychometrics.CSV{}))
		if err != nil {
			t.Fatal(err)
		}
		reference.Near(t, folder+" empirical", got.Empirical, fmt.Sprint(rep.Empirical), 1e-4)
		if m.Variance == 1 {
			reference.Near(t, folder+" marginal", got.Marginal, fmt.Sprint(rep.Marginal), 1e-3)
		}
	}
}

// TestSharedLimited: mirt 1.45.1 M2() with type M2* and C2, at 0.5 %, df exact,
// RMSEA 5e-4, SRMSR, CFI, TLI 1e-3. Limited equals it in every fit, to 1e-6.
// Limited.Exact is compared where mirt's derivatives and its baseline are those
// of the model: not the statistic of 3pl and gpcm, nor CFI and TLI of M2* with more
// than two scores (see mirtDerivatives and baselines).
func TestSharedLimited(t *testing.T) {
	t.Parallel()
	compared := 0
	for _, folder := range folders(t) {
		m, rep := model(t, folder)
		r := reference.Responses(t, filepath.Dir(folder), psychometrics.CSV{})
		kind := filepath.Base(folder)
		for _, c := range []struct {
			name string
			want *limitedReport
			test func(context.Context, *psychometrics.Responses) (Limited, error)
		}{{"M2", rep.M2, m.M2}, {"C2", rep.C2, m.C2}} {
			if c.want == nil {
				continue
			}
			name := folder + " " + c.name
			got, err := c.test(t.Context(), r)
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			compared++
			if got.DF != c.want.DF {
				t.Errorf("%s: df %d, reference %d", name, got.DF, c.want.DF)
			}
			reference.Near(t, name+" SRMSR", got.SRMSR, fmt.Sprint(c.want.SRMSR), 1e-3)
			c.want.near(t, name, got.Indices, 1e-6, true)
			if !strings.HasPrefix(kind, "3pl") && kind != "gpcm" {
				c.want.near(t, name+" exact", got.Exact, 5e-3, c.name == "C2" || m.Items[0].Categories() == 2)
			}
		}
	}
	if compared < 30 {
		t.Errorf("%d statistics compared", compared)
	}
}

// near compares the indices; the statistic and p relative to their size.
func (w *limitedReport) near(t *testing.T, name string, got Indices, tolerance float64, baseline bool) {
	t.Helper()
	reference.Near(t, name, got.Statistic, fmt.Sprint(w.M2), tolerance)
	reference.Near(t, name+" p", got.P, fmt.Sprint(w.P), tolerance)
	reference.Near(t, name+" RMSEA", got.RMSEA, fmt.Sprint(w.RMSEA), 5e-4)
	reference.Near(t, name+" RMSEA 5", got.RMSEALow, fmt.Sprint(w.Low), 5e-4)
	reference.Near(t, name+" RMSEA 95", got.RMSEAHigh, fmt.Sprint(w.High), 5e-4)
	if baseline {
		reference.Near(t, name+" TLI", got.TLI, fmt.Sprint(w.TLI), 1e-3)
		reference.Near(t, name+" CFI", got.CFI, fmt.Sprint(w.CFI), 1e-3)
	}
}
