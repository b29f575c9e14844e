//go:build shared

package dif

import (
	"math"
	"strconv"
	"testing"

	"khaothi/psychometrics"
	"khaothi/psychometrics/irt"
	"khaothi/psychometrics/reference"
	"khaothi/psychometrics/stat"
)

const set = "sim_dif_4000x30"

// table is a file of the dif folder, a line an item.
func table(t *testing.T, name string) []map[string]string {
	t.Helper()
	rows := reference.Rows(t, set, "dif", name+".csv")
	if len(rows) != 30 {
		t.Fatalf("%s: %d items", name, len(rows))
	}
	return rows
}

func sample(t *testing.T) *Sample {
	t.Helper()
	s, err := Compare(reference.Responses(t, set, psychometrics.CSV{Group: "group"}), "R", "F")
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
	std, bd := table(t, "STD_P_DIF"), table(t, "BreslowDay")
	for name, continuity := range map[string]bool{"MH_yates": true, "MH_nocorr": false} {
		got, _ := s.MantelHaenszel(MHOptions{Continuity: continuity})
		for j, row := range table(t, name) {
			reference.Near(t, name+" chi2", got[j].Chi2, row["MH_chi2"], 1e-8)
			reference.Near(t, name+" p", got[j].P, row["p"], 1e-8)
			reference.Near(t, name+" alpha", got[j].Alpha, row["alphaMH"], 1e-8)
			reference.Near(t, name+" var", got[j].VarLog, row["varLambda"], 1e-8)
			reference.Near(t, name+" delta", got[j].Delta, row["deltaMH"], 1e-8)
			reference.Near(t, "STD P-DIF", got[j].StdPDif, std[j]["STD_P_DIF"], 1e-8)
			reference.Near(t, "STD alpha", got[j].StdAlpha, std[j]["STD_alpha"], 1e-7)
			reference.Near(t, "Breslow-Day", got[j].BreslowDay, bd[j]["X1"], 5e-5)
			reference.Near(t, "Breslow-Day df", stat.Of(float64(got[j].BreslowDF)), bd[j]["X2"], 0)
			reference.Near(t, "Breslow-Day p", got[j].BreslowP, bd[j]["X3"], 5.1e-5)
		}
	}
	got, p := s.MantelHaenszel(MHOptions{Continuity: true, Purify: "significant"})
	for j, row := range table(t, "MH_purified") {
		reference.Near(t, "purified chi2", got[j].Chi2, row["MH_chi2"], 1e-8)
		reference.Near(t, "purified alpha", got[j].Alpha, row["alphaMH"], 1e-8)
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
			for j, row := range table(t, "logistic_"+kind+"_"+name) {
				reference.Near(t, kind+name+" "+got[j].Item, got[j].Chi2, row["stat"], 1e-5)
				// difR's largest R² is 1 − exp(−deviance/2)^(2/n), which is 1 from 745 on:
				// its ΔR² is Cox & Snell's here, and 0 where all underflows.
				if row["deltaR2"] != "0" {
					cells, _ := s.cells(j, s.all())
					null, n := cells.null()
					reference.Near(t, kind+name+" R2", got[j].DeltaR2*stat.Value(-math.Expm1(2/n*null)), row["deltaR2"], 1e-8)
				}
				if got[j].P < 0.05 { // difR gives the coefficients of the model it chose
					reference.Near(t, kind+name+" intercept", got[j].Intercept, row["X.Intercept."], 1e-5)
					reference.Near(t, kind+name+" score", got[j].Score, row["SCORE"], 1e-5)
					reference.Near(t, kind+name+" group", got[j].Group, row["GROUP"], 1e-5)
					reference.Near(t, kind+name+" interaction", got[j].Interaction, row["SCORE.GROUP"], 1e-5)
				}
			}
		}
	}
}

// TestSharedLordRaju: difR 5.1, itemRescale, LordChi2, RajuZ on the 2PL
// estimates of the two groups.
func TestSharedLordRaju(t *testing.T) {
	t.Parallel()
	estimates := func(name, prefix string) (out []estimate) {
		for _, row := range table(t, name) {
			it, err := irt.Dichotomous("", irt.TwoPL, reference.Number(t, row[prefix+"a"]), reference.Number(t, row[prefix+"b"]), 0, 1)
			if err != nil {
				t.Fatal(err)
			}
			sa, sb, ab := reference.Number(t, row[prefix+"se(a)"]), reference.Number(t, row[prefix+"se(b)"]), reference.Number(t, row["cov(a,b)"])
			out = append(out, estimate{it, [][]float64{{sa * sa, ab, 0, 0}, {ab, sb * sb, 0, 0}, make([]float64, 4), make([]float64, 4)}})
		}
		return out
	}
	ref, all := estimates("irt2pl_reference_group", ""), make([]bool, 30)
	for j := range all {
		all[j] = true
	}
	focal, err := rescaled(ref, estimates("irt2pl_focal_group", ""), all)
	if err != nil {
		t.Fatal(err)
	}
	moved := estimates("irt2pl_focal_rescaled", "new.")
	chi2, signed, unsigned := table(t, "Lord_2PL"), table(t, "Raju_2PL_signed"), table(t, "Raju_2PL_unsigned")
	for j := range ref {
		r, f, want := ref[j].curve(), focal[j].curve(), moved[j].curve()
		reference.Near(t, "a", stat.Of(f.A), strconv.FormatFloat(want.A, 'g', -1, 64), 1e-8)
		reference.Near(t, "b", stat.Of(f.B), strconv.FormatFloat(want.B, 'g', -1, 64), 1e-8)
		reference.Near(t, "var b", stat.Of(f.VarB), strconv.FormatFloat(want.VarB, 'g', -1, 64), 1e-8)
		reference.Near(t, "Lord", lord(&ref[j], &focal[j]).Chi2, chi2[j]["Lord"], 1e-6)
		s, u := RajuSigned(r, f), RajuUnsigned(r, f)
		reference.Near(t, "signed H", s.H, signed[j]["H"], 1e-7)
		reference.Near(t, "signed SE", s.SE, signed[j]["sH"], 1e-7)
		reference.Near(t, "unsigned H", u.H, unsigned[j]["H.new.a"], 1e-6)
		reference.Near(t, "unsigned SE", u.SE, unsigned[j]["sH.new.a"], 1e-6)
		reference.Near(t, "unsigned Z", u.Z, unsigned[j]["Z.new.a"], 1e-6)
	}
}
