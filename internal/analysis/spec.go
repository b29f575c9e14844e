package analysis

import (
	"slices"

	"khaothi/internal/fault"
)

// The models that may be asked for. Auto takes 2pl where the sample carries it,
// else rasch, else none.
const (
	ModelAuto  = "auto"
	ModelNone  = "none"
	ModelRasch = "rasch"
	Model2PL   = "2pl"
	Model3PL   = "3pl"
)

// The groupings by which marks and items are compared.
const (
	ByCode   = "code"
	ByGender = "gender"
	ByRegion = "region"
	ByKind   = "school_kind"
	ByMode   = "mode"
	BySchool = "school"
)

// Spec is what a person asks of an analysis. The zero value is good.
type Spec struct {
	Model       string   `json:"model,omitempty" enum:"auto,none,rasch,2pl,3pl" doc:"of items scored right or wrong; auto without it"`
	Polytomous  string   `json:"polytomous,omitempty" enum:"gpcm,grm,pcm" doc:"of items of more scores; gpcm without it, with rasch always pcm"`
	Groupings   []string `json:"groupings,omitempty" maxItems:"5" enum:"gender,region,school_kind,mode,school" doc:"by what items are compared; all but school without it"`
	DIF         []string `json:"dif,omitempty" maxItems:"2" enum:"lord,ratio" doc:"comparisons that calibrate, beside Mantel–Haenszel and logistic regression"`
	Bootstrap   *int     `json:"bootstrap,omitempty" minimum:"0" maximum:"2000" doc:"resamples for intervals: 0 or 100 and more; 200 without it"`
	RandomForms bool     `json:"random_forms,omitempty" doc:"forms were handed out by chance: forms without common items are on one scale by their persons"`
}

// defaultBootstrap is enough for the two digits of an interval that a page shows.
const defaultBootstrap = 200

// Filled is the spec with everything said, or what is wrong with it.
func (s Spec) Filled() (Spec, error) {
	if s.Model == "" {
		s.Model = ModelAuto
	}
	if s.Polytomous == "" {
		s.Polytomous = "gpcm"
	}
	if s.Model == ModelRasch {
		s.Polytomous = "pcm"
	}
	if s.Groupings == nil {
		s.Groupings = []string{ByGender, ByRegion, ByKind, ByMode}
	}
	if s.Bootstrap == nil {
		n := defaultBootstrap
		s.Bootstrap = &n
	}
	wrong := func(field string) (Spec, error) {
		return s, fault.New(fault.Invalid, "analysis.spec").With("field", field)
	}
	switch {
	case !slices.Contains([]string{ModelAuto, ModelNone, ModelRasch, Model2PL, Model3PL}, s.Model):
		return wrong("model")
	case !slices.Contains([]string{"gpcm", "grm", "pcm"}, s.Polytomous):
		return wrong("polytomous")
	case *s.Bootstrap != 0 && (*s.Bootstrap < 100 || *s.Bootstrap > 2000):
		return wrong("bootstrap")
	}
	if !once(s.Groupings, ByGender, ByRegion, ByKind, ByMode, BySchool) {
		return wrong("groupings")
	}
	if !once(s.DIF, DIFLord, DIFRatio) {
		return wrong("dif")
	}
	return s, nil
}

// once reports whether each of list is one of known and stands once.
func once(list []string, known ...string) bool {
	for i, x := range list {
		if !slices.Contains(known, x) || slices.Contains(list[:i], x) {
			return false
		}
	}
	return true
}
