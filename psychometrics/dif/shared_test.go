//go:build shared

package dif

import (
	"math"
	"strconv"
	"testing"

	"khaothi/psychometrics"
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
	curves := func(name, prefix string) (out []Curve) {
		for _, row := range table(t, name) {
			sa, sb := reference.Number(t, row[prefix+"se(a)"]), reference.Number(t, row[prefix+"se(b)"])
			out = append(out, Curve{A: reference.Number(t, row[prefix+"a"]), B: reference.Number(t, row[prefix+"b"]), VarA: sa * sa, VarB: sb * sb, Cov: reference.Number(t, row["cov(a,b)"])})
		}
		return out
	}
	ref := curves("irt2pl_reference_group", "")
	focal, err := Rescale(ref, curves("irt2pl_focal_group", ""), nil)
	if err != nil {
		t.Fatal(err)
	}
	rescaled := curves("irt2pl_focal_rescaled", "new.")
	lord, signed, unsigned := table(t, "Lord_2PL"), table(t, "Raju_2PL_signed"), table(t, "Raju_2PL_unsigned")
	for j := range ref {
		reference.Near(t, "a", stat.Of(focal[j].A), strconv.FormatFloat(rescaled[j].A, 'g', -1, 64), 1e-8)
		reference.Near(t, "b", stat.Of(focal[j].B), strconv.FormatFloat(rescaled[j].B, 'g', -1, 64), 1e-8)
		reference.Near(t, "var b", stat.Of(focal[j].VarB), strconv.FormatFloat(rescaled[j].VarB, 'g', -1, 64), 1e-8)
		reference.Near(t, "Lord", Lord(ref[j], focal[j]).Chi2, lord[j]["Lord"], 1e-6)
		s, u := RajuSigned(ref[j], focal[j]), RajuUnsigned(ref[j], focal[j])
		reference.Near(t, "signed H", s.H, signed[j]["H"], 1e-7)
		reference.Near(t, "signed SE", s.SE, signed[j]["sH"], 1e-7)
		reference.Near(t, "unsigned H", u.H, unsigned[j]["H.new.a"], 1e-6)
		reference.Near(t, "unsigned SE", u.SE, unsigned[j]["sH.new.a"], 1e-6)
		reference.Near(t, "unsigned Z", u.Z, unsigned[j]["Z.new.a"], 1e-6)
	}
}
