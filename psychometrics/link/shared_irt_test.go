//go:build shared

package link

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"

	"khaothi/psychometrics/irt"
	"khaothi/psychometrics/reference"
)

// form reads the items of one form of equateIRT: intercept and slope.
func form(t *testing.T, set, name string) map[string]irt.Item {
	t.Helper()
	v, text := columns(t, "link_equateIRT_"+set, "coef_"+name+".csv")
	out := map[string]irt.Item{}
	for j, par := range text["par"] {
		var it irt.Item
		var err error
		if set == "rasch" {
			it, err = irt.Dichotomous(par, irt.Rasch, 1, -v["beta.i"][j], 0, 1)
		} else {
			it, err = irt.Dichotomous(par, irt.TwoPL, v["z1"][j], -v["X.Intercept."][j]/v["z1"][j], 0, 1)
		}
		if err != nil {
			t.Fatal(err)
		}
		out[par] = it
	}
	return out
}

func pairs(a, b map[string]irt.Item, order []string) (from, to []irt.Item) {
	for _, name := range order {
		if x, ok := b[name]; ok {
			from, to = append(from, a[name]), append(to, x)
		}
	}
	return from, to
}

// TestSharedConstants: equateIRT 2.5.1, direc(), mean methods 1e-8, curves 1e-3.
func TestSharedConstants(t *testing.T) {
	t.Parallel()
	methods := map[string]Method{"mean-mean": MeanMean, "mean-gmean": meanGeometric, "mean-sigma": MeanSigma, "Haebara": Haebara, "Stocking-Lord": StockingLord}
	for _, set := range []string{"rasch", "est2pl"} {
		v, text := columns(t, "link_equateIRT_"+set, "linking_constants.csv")
		for i, method := range text["method"] {
			_, names := columns(t, "link_equateIRT_"+set, "coef_"+text["from"][i]+".csv")
			from, to := pairs(form(t, set, text["from"][i]), form(t, set, text["to"][i]), names["par"])
			got, err := Constants(methods[method], from, to, nil)
			if err != nil {
				t.Fatal(err)
			}
			tolerance := 1e-8
			if !strings.HasPrefix(method, "mean") {
				tolerance = 1e-3
			}
			what := fmt.Sprint(set, " ", text["from"][i], "→", text["to"][i], " ", method)
			reference.Within(t, what+" A", got.A, v["A"][i], tolerance)
			reference.Within(t, what+" B", got.B, v["B"][i], tolerance)
		}
	}
}

// TestSharedTwoForms: the separate calibrations of the simulated forms.
func TestSharedTwoForms(t *testing.T) {
	t.Parallel()
	read := func(folder string) (map[string]irt.Item, []string) {
		v, text := columns(t, "sim_2pl_twoforms_10000x60", folder, "items_irt.csv")
		out := map[string]irt.Item{}
		for j, name := range text["item"] {
			it, err := irt.Dichotomous(name, irt.TwoPL, v["a"][j], v["b"][j], 0, 1)
			if err != nil {
				t.Fatal(err)
			}
			out[name] = it
		}
		return out, text["item"]
	}
	y, order := read("2pl_formY")
	x, _ := read("2pl_formX")
	from, to := pairs(y, x, order)
	v, text := columns(t, "sim_2pl_twoforms_10000x60", "linking_constants_Y_to_X.csv")
	for i, method := range text["method"] {
		m := map[string]Method{"mean-mean": MeanMean, "mean-gmean": meanGeometric, "mean-sigma": MeanSigma, "Haebara": Haebara, "Stocking-Lord": StockingLord}[method]
		got, err := Constants(m, from, to, nil)
		if err != nil {
			t.Fatal(err)
		}
		reference.Within(t, method+" A", got.A, v["A"][i], 1e-3)
		reference.Within(t, method+" B", got.B, v["B"][i], 1e-3)
	}
}

// covariance reads the covariance of (intercepts, slopes) of a 2PL form and turns
// it into that of a,b,c,u for the named items.
func covariance(t *testing.T, set, name string, items []irt.Item) *mat.SymDense {
	t.Helper()
	v, _ := columns(t, "link_equateIRT_"+set, "vcov_"+name+".csv")
	_, coef := columns(t, "link_equateIRT_"+set, "coef_"+name+".csv")
	n := len(coef["par"])
	rows := len(v["X1"])
	jac := mat.NewDense(4*len(items), rows, nil)
	for j, it := range items {
		at := slices.Index(coef["par"], it.Name)
		if set == "rasch" {
			jac.Set(4*j+1, at, -1)
			continue
		}
		jac.Set(4*j, n+at, 1)               // a
		jac.Set(4*j+1, at, -1/it.A)         // b = −d/a
		jac.Set(4*j+1, n+at, -it.B[0]/it.A) // ∂b/∂a = d/a²
	}
	cov := mat.NewDense(rows, rows, nil)
	for i := range rows {
		for k := range rows {
			cov.Set(i, k, v[fmt.Sprint("X", k+1)][i])
		}
	}
	var half, full mat.Dense
	half.Mul(jac, cov)
	full.Mul(&half, jac.T())
	out := mat.NewSymDense(4*len(items), nil)
	for i := range 4 * len(items) {
		for k := i; k < 4*len(items); k++ {
			out.SetSym(i, k, (full.At(i, k)+full.At(k, i))/2)
		}
	}
	return out
}

// TestSharedErrors: the delta method of equateIRT, 0.5 % (its nodes differ).
func TestSharedErrors(t *testing.T) {
	t.Parallel()
	methods := map[string]Method{"mean-mean": MeanMean, "mean-gmean": meanGeometric, "mean-sigma": MeanSigma, "Haebara": Haebara, "Stocking-Lord": StockingLord}
	for _, set := range []string{"rasch", "est2pl"} {
		v, text := columns(t, "link_equateIRT_"+set, "linking_constants.csv")
		for i, method := range text["method"] {
			_, names := columns(t, "link_equateIRT_"+set, "coef_"+text["from"][i]+".csv")
			from, to := pairs(form(t, set, text["from"][i]), form(t, set, text["to"][i]), names["par"])
			got, err := DeltaErrors(methods[method], from, to, covariance(t, set, text["from"][i], from), covariance(t, set, text["to"][i], to), nil)
			if err != nil {
				t.Fatal(err)
			}
			what := fmt.Sprint(set, " ", text["from"][i], "→", text["to"][i], " ", method)
			if set == "est2pl" && method == "mean-sigma" {
				// equateIRT's deviations have the divisor n − 1, its derivative of them n:
				// its error of A is short by (n−1)/n.
				n := float64(len(from))
				reference.Within(t, what+" seA", float64(got.A)*(n-1)/n, v["seA"][i], 1e-6)
				continue
			}
			reference.Within(t, what+" seA", float64(got.A), v["seA"][i], 5e-3*v["seA"][i])
			reference.Within(t, what+" seB", float64(got.B), v["seB"][i], 5e-3*v["seB"][i])
		}
	}
}

// TestSharedErrorsOfFiles: the covariances by item and name, in an order of their
// own, give the same errors as the matrix.
func TestSharedErrorsOfFiles(t *testing.T) {
	t.Parallel()
	set := "est2pl"
	_, names := columns(t, "link_equateIRT_"+set, "coef_test1.csv")
	from, to := pairs(form(t, set, "test1"), form(t, set, "test2"), names["par"])
	named := func(name string, items []irt.Item) (*mat.SymDense, *irt.Covariances) {
		cov := covariance(t, set, name, items)
		c := &irt.Covariances{Values: mat.NewSymDense(2*len(items), nil)}
		var at []int
		for j, it := range slices.Backward(items) {
			c.Items, c.Names, at = append(c.Items, it.Name, it.Name), append(c.Names, "b", "a"), append(at, 4*j+1, 4*j)
		}
		for i := range at {
			for k := i; k < len(at); k++ {
				c.Values.SetSym(i, k, cov.At(at[i], at[k]))
			}
		}
		var file bytes.Buffer
		if err := c.Write(&file); err != nil {
			t.Fatal(err)
		}
		back, err := irt.ReadCovariances(&file)
		if err != nil {
			t.Fatal(err)
		}
		return cov, back
	}
	x, cx := named("test1", from)
	y, cy := named("test2", to)
	want, err := DeltaErrors(StockingLord, from, to, x, y, nil)
	if err != nil {
		t.Fatal(err)
	}
	got, err := AllErrors(StockingLord, from, to, cx, cy)
	if err != nil || len(got) != 2 || got[0].Source != OfEstimates || got[1].Source != OfAnchors {
		t.Fatalf("%+v, %v", got, err)
	}
	reference.Within(t, "se A", float64(got[0].A), float64(want.A), 1e-12)
	reference.Within(t, "se B", float64(got[0].B), float64(want.B), 1e-12)
	if _, err := AllErrors(StockingLord, from, to, &irt.Covariances{}, cy); err == nil {
		t.Error("covariances without the anchors are accepted")
	}
}

// TestSharedScoreEquating: equateIRT score(), with its Stocking–Lord constants.
func TestSharedScoreEquating(t *testing.T) {
	t.Parallel()
	set := "est2pl"
	v, text := columns(t, "link_equateIRT_"+set, "linking_constants.csv")
	var s Scale
	for i := range text["from"] {
		if text["from"][i] == "test1" && text["to"][i] == "test2" && text["method"][i] == "Stocking-Lord" {
			s = Scale{v["A"][i], v["B"][i]}
		}
	}
	items := map[string][]irt.Item{}
	for _, name := range []string{"test1", "test2"} {
		_, names := columns(t, "link_equateIRT_"+set, "coef_"+name+".csv")
		for _, par := range names["par"] {
			it := form(t, set, name)[par]
			if name == "test1" {
				var err error
				if it, err = it.Rescale(s.A, s.B); err != nil {
					t.Fatal(err)
				}
			}
			items[name] = append(items[name], it)
		}
	}
	want, _ := columns(t, "link_equateIRT_"+set, "true_score_equating_test1_test2_SL.csv")
	got, err := TrueScores(items["test2"], items["test1"])
	if err != nil {
		t.Fatal(err)
	}
	for i, x := range want["test2"] {
		if int(x) < 20 { // equateIRT gives the full score a θ of 42; it has none
			reference.Within(t, "theta", float64(got[int(x)].Theta), want["theta"][i], 1e-3)
		}
		reference.Within(t, "true score", float64(got[int(x)].Y), want["test1.as.test2"][i], 1e-3)
	}
	want, _ = columns(t, "link_equateIRT_"+set, "observed_score_equating_test1_test2_SL.csv")
	table, err := ObservedScores(items["test2"], items["test1"], []Population{{0, 1, 0.5}, {s.B, s.A, 0.5}})
	if err != nil {
		t.Fatal(err)
	}
	for i, x := range want["test2"] {
		reference.Within(t, fmt.Sprint("observed score ", x), table.Y[int(x)], want["test1.as.test2"][i], 1e-3)
	}
}
