package analysis

import (
	"bytes"
	_ "embed" // the thresholds
	"encoding/json"
	"fmt"

	"khaothi/psychometrics/classical"
)

//go:embed thresholds.json
var thresholdsFile []byte

// Thresholds are the values from which something is flagged, as data. A report
// keeps those it was made with.
type Thresholds struct {
	PLow           float64   `json:"p_low" minimum:"0" maximum:"1" doc:"p below it: too hard"`
	PHigh          float64   `json:"p_high" minimum:"0" maximum:"1" doc:"p above it: too easy"`
	Discrimination float64   `json:"discrimination" minimum:"-1" maximum:"1" doc:"corrected point-biserial below it: weak"`
	Distractor     float64   `json:"distractor" minimum:"-1" maximum:"1" doc:"correlation of a wrong option with the rest above it: look at the key"`
	DistractorN    float64   `json:"distractor_n" minimum:"0" doc:"wrong options of fewer persons are not looked at"`
	MeanSquareLow  float64   `json:"mnsq_low" minimum:"0" doc:"infit or outfit below it"`
	MeanSquareHigh float64   `json:"mnsq_high" minimum:"0" doc:"infit or outfit above it"`
	SX2P           float64   `json:"s_x2_p" minimum:"0" maximum:"1" doc:"p of S-X² below it: the model does not fit the item"`
	Q3AboveMean    float64   `json:"q3_above_mean" minimum:"0" maximum:"2" doc:"Q3 above the mean of all pairs by more: two items depend on each other"`
	DIFClass       string    `json:"dif_class" enum:"B,C" doc:"class of differential item functioning from which an item is flagged"`
	DIFPersons     int       `json:"dif_persons" minimum:"20" doc:"groups of fewer persons are not compared"`
	Cuts           []float64 `json:"cuts" doc:"shares of the highest score from which classes begin, rising"`
}

// DefaultThresholds are those of thresholds.json.
func DefaultThresholds() Thresholds {
	t, err := Thresholds{}.With(thresholdsFile)
	if err != nil {
		panic(err) // an embedded file, which a test reads
	}
	return t
}

// With is t with those thresholds that data, JSON, names. A name that is not known
// is an error, and so are values in the wrong order.
func (t Thresholds) With(data []byte) (Thresholds, error) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&t); err != nil {
		return t, fmt.Errorf("thresholds: %w", err)
	}
	rising := func(a, b float64) bool { return a >= 0 && a < b }
	ok := rising(t.PLow, t.PHigh) && t.PHigh <= 1 && rising(t.MeanSquareLow, t.MeanSquareHigh) && t.SX2P >= 0 && t.SX2P <= 1 &&
		t.Q3AboveMean >= 0 && (t.DIFClass == "B" || t.DIFClass == "C") && t.DIFPersons >= 20
	before := 0.0
	for _, c := range t.Cuts {
		ok = ok && rising(before, c) && c < 1
		before = c
	}
	if !ok {
		return t, fmt.Errorf("thresholds: values out of their range or not rising: %s", data)
	}
	return t, nil
}

// Classical are the thresholds of classical statistics.
func (t Thresholds) Classical() classical.Thresholds {
	return classical.Thresholds{PLow: t.PLow, PHigh: t.PHigh, Discrimination: t.Discrimination, Distractor: t.Distractor, DistractorN: t.DistractorN}
}
