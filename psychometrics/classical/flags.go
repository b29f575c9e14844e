package classical

// Thresholds are the values from which an item is flagged, as data.
type Thresholds struct {
	PLow           float64 `json:"p_low"`          // p below it: too hard
	PHigh          float64 `json:"p_high"`         // p above it: too easy
	Discrimination float64 `json:"discrimination"` // correlation with the rest below it
	Distractor     float64 `json:"distractor"`     // correlation of a wrong option with the rest above it
	DistractorN    float64 `json:"distractor_n"`   // wrong options of fewer persons are not looked at
}

// DefaultThresholds are those of issue 6. A handful of persons decides no
// distractor.
func DefaultThresholds() Thresholds {
	return Thresholds{PLow: 0.20, PHigh: 0.95, Discrimination: 0.20, Distractor: 0, DistractorN: 10}
}

// Flag is why an item should be looked at.
type Flag string

// The flags.
const (
	TooHard    Flag = "hard"
	TooEasy    Flag = "easy"
	Weak       Flag = "weak"       // it hardly goes with the rest
	Negative   Flag = "negative"   // it goes against the rest: look at the key
	Distractor Flag = "distractor" // a wrong option draws the better persons: look at the key
	Constant   Flag = "constant"   // everybody has the same score
)

// Flags are the reasons to look at an item; options are those of Distractors, of
// all items, or nil.
func (it Item) Flags(t Thresholds, options []Option) []Flag {
	flags := []Flag{}
	if it.SD.Known() && it.SD == 0 {
		flags = append(flags, Constant)
	}
	if it.P.Known() && float64(it.P) < t.PLow {
		flags = append(flags, TooHard)
	}
	if it.P.Known() && float64(it.P) > t.PHigh {
		flags = append(flags, TooEasy)
	}
	if it.Corrected.Known() && float64(it.Corrected) < 0 {
		flags = append(flags, Negative)
	} else if it.Corrected.Known() && float64(it.Corrected) < t.Discrimination {
		flags = append(flags, Weak)
	}
	for _, o := range options {
		if o.Item == it.Name && !o.Key && o.N >= t.DistractorN && o.Option != omittedName && o.RRest.Known() && float64(o.RRest) > t.Distractor {
			return append(flags, Distractor)
		}
	}
	return flags
}
