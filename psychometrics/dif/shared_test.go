//go:build shared

package dif

import (
	"encoding/csv"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"khaothi/psychometrics"
	"khaothi/psychometrics/stat"
)

const set = "sim_dif_4000x30"

func shared(path ...string) string {
	return filepath.Join(append([]string{os.Getenv("KHAOTHI_SHARED"), "psychometrics", set}, path...)...)
}

// reference reads a file of the dif folder: a map by header a line.
func reference(t *testing.T, name string) []map[string]string {
	t.Helper()
	f, err := os.Open(shared("dif", name+".csv"))
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
	if len(out) != 30 {
		t.Fatalf("%s: %d items", name, len(out))
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

func near(t *testing.T, what string, got stat.Value, want string, tolerance float64) {
	t.Helper()
	w := num(t, want)
	if !(math.Abs(float64(got)-w) <= tolerance*max(1, math.Abs(w))) {
		t.Errorf("%s: %v, reference %v (tolerance %g)", what, got, want, tolerance)
	}
}

func sample(t *testing.T) *Sample {
	t.Helper()
	r, err := psychometrics.CSV{Group: "group"}.ReadFile(shared("responses.csv.gz"))
	if err != nil {
		t.Fatal(err)
	}
	s, err := Compare(r, "R", "F")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestSharedMantelHaenszel: difR 5.1, difMH(correct = TRUE/FALSE, purify),
// stdPDIF(stdWeight = "focal"), breslowDay, 1e-8 (breslowDay rounds to 1e-4).
func TestSharedMantelHaenszel(t *testing.T) {
	t.Parallel()
	s := sample(t)
	std, bd := reference(t, "STD_P_DIF"), reference(t, "BreslowDay")
	for name, continuity := range map[string]bool{"MH_yates": true, "MH_nocorr": false} {
		got, _ := s.MantelHaenszel(MHOptions{Continuity: continuity})
		for j, row := range reference(t, name) {
			near(t, name+" chi2", got[j].Chi2, row["MH_chi2"], 1e-8)
			near(t, name+" p", got[j].P, row["p"], 1e-8)
			near(t, name+" alpha", got[j].Alpha, row["alphaMH"], 1e-8)
			near(t, name+" var", got[j].VarLog, row["varLambda"], 1e-8)
			near(t, name+" delta", got[j].Delta, row["deltaMH"], 1e-8)
			near(t, "STD P-DIF", got[j].StdPDif, std[j]["STD_P_DIF"], 1e-8)
			near(t, "STD alpha", got[j].StdAlpha, std[j]["STD_alpha"], 1e-7)
			near(t, "Breslow-Day", got[j].BreslowDay, bd[j]["X1"], 5e-5)
			near(t, "Breslow-Day df", stat.Of(float64(got[j].BreslowDF)), bd[j]["X2"], 0)
			near(t, "Breslow-Day p", got[j].BreslowP, bd[j]["X3"], 5.1e-5)
		}
	}
	got, p := s.MantelHaenszel(MHOptions{Continuity: true, Purify: "significant"})
	for j, row := range reference(t, "MH_purified") {
		near(t, "purified chi2", got[j].Chi2, row["MH_chi2"], 1e-8)
		near(t, "purified alpha", got[j].Alpha, row["alphaMH"], 1e-8)
		if flag := got[j].flagged("significant"); flag != (row["flag"] == "TRUE") {
			t.Errorf("%s: flagged %v, %+v", got[j].Item, flag, p)
		}
	}
}

// TestSharedLogistic: difR 5.1, difLogistic(type, criterion), 1e-5.
func TestSharedLogistic(t *testing.T) {
	t.Parallel()
	s := sample(t)
	for _, kind := range []string{"both", "udif", "nudif"} {
		for name, wald := range map[string]bool{"LRT": false, "Wald": true} {
			got, _, err := s.Logistic(LogisticOptions{Type: kind, Wald: wald})
			if err != nil {
				t.Fatal(err)
			}
			for j, row := range reference(t, "logistic_"+kind+"_"+name) {
				near(t, kind+name+" "+got[j].Item, got[j].Chi2, row["stat"], 1e-5)
				// difR's largest R² is 1 − exp(−deviance/2)^(2/n), which is 1 from 745 on:
				// its ΔR² is Cox & Snell's here, and 0 where all underflows.
				if row["deltaR2"] != "0" {
					cells, _ := s.cells(j, s.all())
					null, n := cells.null()
					near(t, kind+name+" R2", got[j].DeltaR2*stat.Value(-math.Expm1(2/n*null)), row["deltaR2"], 1e-8)
				}
				if got[j].P < 0.05 { // difR gives the coefficients of the model it chose
					near(t, kind+name+" intercept", got[j].Intercept, row["X.Intercept."], 1e-5)
					near(t, kind+name+" score", got[j].Score, row["SCORE"], 1e-5)
					near(t, kind+name+" group", got[j].Group, row["GROUP"], 1e-5)
					near(t, kind+name+" interaction", got[j].Interaction, row["SCORE.GROUP"], 1e-5)
				}
			}
		}
	}
}

// TestSharedLordRaju: difR 5.1, itemRescale, LordChi2, RajuZ on the 2PL
// estimates of the two groups.
func TestSharedLordRaju(t *testing.T) {
	t.Parallel()
	curves := func(name, prefix string) (out []Curve) {
		for _, row := range reference(t, name) {
			sa, sb := num(t, row[prefix+"se(a)"]), num(t, row[prefix+"se(b)"])
			out = append(out, Curve{A: num(t, row[prefix+"a"]), B: num(t, row[prefix+"b"]), VarA: sa * sa, VarB: sb * sb, Cov: num(t, row["cov(a,b)"])})
		}
		return out
	}
	ref := curves("irt2pl_reference_group", "")
	focal, err := Rescale(ref, curves("irt2pl_focal_group", ""), nil)
	if err != nil {
		t.Fatal(err)
	}
	rescaled := curves("irt2pl_focal_rescaled", "new.")
	lord, signed, unsigned := reference(t, "Lord_2PL"), reference(t, "Raju_2PL_signed"), reference(t, "Raju_2PL_unsigned")
	for j := range ref {
		near(t, "a", stat.Of(focal[j].A), strconv.FormatFloat(rescaled[j].A, 'g', -1, 64), 1e-8)
		near(t, "b", stat.Of(focal[j].B), strconv.FormatFloat(rescaled[j].B, 'g', -1, 64), 1e-8)
		near(t, "var b", stat.Of(focal[j].VarB), strconv.FormatFloat(rescaled[j].VarB, 'g', -1, 64), 1e-8)
		near(t, "Lord", Lord(ref[j], focal[j]).Chi2, lord[j]["Lord"], 1e-6)
		s, u := RajuSigned(ref[j], focal[j]), RajuUnsigned(ref[j], focal[j])
		near(t, "signed H", s.H, signed[j]["H"], 1e-7)
		near(t, "signed SE", s.SE, signed[j]["sH"], 1e-7)
		near(t, "unsigned H", u.H, unsigned[j]["H.new.a"], 1e-6)
		near(t, "unsigned SE", u.SE, unsigned[j]["sH.new.a"], 1e-6)
		near(t, "unsigned Z", u.Z, unsigned[j]["Z.new.a"], 1e-6)
	}
}
