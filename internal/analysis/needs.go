package analysis

import "khaothi/psychometrics/irt"

// Need is what a sample must have for a model, before an analysis is begun.
type Need struct {
	Model   string `json:"model"`
	Persons int    `json:"persons" doc:"with two answers or more"`
	Answers int    `json:"answers" doc:"of each item"`
	Instead string `json:"instead" doc:"the next model that needs less"`
}

// Needs are the gates of the calibrations that Analyze makes, with its priors,
// from the model that needs most on.
func Needs() []Need {
	out := []Need{{Model: Model3PL, Instead: Model2PL}, {Model: Model2PL, Instead: ModelRasch}, {Model: ModelRasch, Instead: ModelNone}}
	for k := range out {
		prior := map[string]bool{"": false}
		for _, p := range priorsOf(out[k].Model) {
			prior[p.Parameter] = true
		}
		for _, g := range irt.DefaultGates() {
			if g.Model == irtModel(out[k].Model) && !prior[g.Without] {
				out[k].Persons, out[k].Answers = max(out[k].Persons, int(g.Persons)), max(out[k].Answers, int(g.Answers))
			}
		}
	}
	return out
}

// priorsOf are the priors of a calibration: without them the asymptote of an
// easy item is nowhere (Mislevy 1986).
func priorsOf(model string) []irt.Prior {
	if model != Model3PL {
		return nil
	}
	return []irt.Prior{{Parameter: "a", Family: "lognormal", P: 0, Q: 0.5}, {Parameter: "c", Family: "beta", P: 5, Q: 17}}
}

func irtModel(model string) irt.Model {
	return map[string]irt.Model{ModelRasch: irt.Rasch, Model2PL: irt.TwoPL, Model3PL: irt.ThreePL}[model]
}
