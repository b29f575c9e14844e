package irt

import (
	"fmt"
	"slices"
	"strings"
)

// Model names a family of items.
type Model string

// The models; doc.go has their formulas.
const (
	Rasch   Model = "rasch"
	TwoPL   Model = "2pl"
	ThreePL Model = "3pl"
	FourPL  Model = "4pl"
	GRM     Model = "grm"
	PCM     Model = "pcm"
	GPCM    Model = "gpcm"
	Nominal Model = "nominal"
)

// Models are all models.
func Models() []Model { return []Model{Rasch, TwoPL, ThreePL, FourPL, GRM, PCM, GPCM, Nominal} }

// ParseModel reads the name of a model in any case; 1pl is rasch,
// graded is grm, nrm is nominal.
func ParseModel(s string) (Model, error) {
	m := Model(strings.ToLower(strings.TrimSpace(s)))
	switch m {
	case "1pl":
		return Rasch, nil
	case "graded":
		return GRM, nil
	case "nrm":
		return Nominal, nil
	}
	if slices.Contains(Models(), m) {
		return m, nil
	}
	return "", fmt.Errorf("no model %q: want one of %v", s, Models())
}

// Dichotomous tells whether the model is for the scores 0 and 1 alone.
func (m Model) Dichotomous() bool {
	return m == Rasch || m == TwoPL || m == ThreePL || m == FourPL
}

// FixedSlope tells whether every item has the slope 1.
func (m Model) FixedSlope() bool { return m == Rasch || m == PCM }

// size is the number of working parameters of an item with k categories.
func (m Model) size(k int) int {
	switch {
	case m.Dichotomous():
		return 4 // a, d, logit c, logit u
	case m == Nominal:
		return 2 * (k - 1) // a_k − a_1, then c_k − c_1
	}
	return k // a, d_1 … d_{k−1}
}

// free tells which working parameters are estimated.
func (m Model) free(k int) []bool {
	f := make([]bool, m.size(k))
	for i := range f {
		f[i] = true
	}
	switch m {
	case Rasch:
		f[0], f[2], f[3] = false, false, false
	case TwoPL:
		f[2], f[3] = false, false
	case ThreePL:
		f[3] = false
	case PCM:
		f[0] = false
	}
	return f
}

// names are the parameters as a file of parameters has them.
func (m Model) names(k int) []string {
	if m.Dichotomous() {
		return []string{"a", "b", "c", "u"}
	}
	var names []string
	if m == Nominal {
		for i := range k {
			names = append(names, fmt.Sprintf("a%d", i+1))
		}
		for i := range k {
			names = append(names, fmt.Sprintf("c%d", i+1))
		}
		return names
	}
	names = []string{"a"}
	for i := 1; i < k; i++ {
		names = append(names, fmt.Sprintf("b%d", i))
	}
	return names
}

// Contains tells whether every item of the model small is one of m: whether a
// likelihood ratio of the two is a test.
func (m Model) Contains(small Model) bool {
	within := map[Model][]Model{
		Rasch: {TwoPL, ThreePL, FourPL, PCM, GPCM, GRM, Nominal}, TwoPL: {ThreePL, FourPL, GPCM, GRM, Nominal}, ThreePL: {FourPL},
		PCM: {GPCM, Nominal}, GPCM: {Nominal},
	}
	return slices.Contains(within[small], m)
}
