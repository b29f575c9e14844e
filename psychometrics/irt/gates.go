package irt

import (
	"bytes"
	_ "embed" // the gates
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

//go:embed gates.json
var gatesFile []byte

// Gate is what a sample must have to carry a model.
type Gate struct {
	Model   Model   `json:"model"`
	Without string  `json:"without,omitempty"` // the row holds where there is no prior on this parameter; empty: always
	Persons float64 `json:"persons"`           // with two answers or more, by weight
	Answers float64 `json:"answers"`           // of each item, by weight
	Try     string  `json:"try"`               // what to do instead
}

// Gates are all that hold.
type Gates []Gate

// DefaultGates are those of gates.json: where estimates begin to be of use. They are conventions, not theorems:
// Lord (1980, ch. 12) and Hulin, Lissak & Drasgow (1982) on 2pl and 3pl, Linacre (1994) on Rasch,
// Reise & Yu (1990) on graded items.
func DefaultGates() Gates {
	g, err := Gates{}.With(gatesFile)
	if err != nil {
		panic(err) // an embedded file, which a test reads
	}
	return g
}

// With is g with the rows of data, a JSON array as gates.json: a row changes the
// one of the same model and without, what it leaves out stays; others are added.
// Models, parameters and fields that are not known are errors.
func (g Gates) With(data []byte) (Gates, error) {
	var rows []json.RawMessage
	if err := json.Unmarshal(data, &rows); err != nil {
		return nil, fmt.Errorf("gates: want an array of {model, without, persons, answers, try}: %w", err)
	}
	out := slices.Clone(g)
	for n, row := range rows {
		var key Gate
		if err := json.Unmarshal(row, &key); err != nil {
			return nil, fmt.Errorf("gates, row %d: %w", n+1, err)
		}
		at := slices.IndexFunc(out, func(x Gate) bool { return x.Model == key.Model && x.Without == key.Without })
		if at < 0 {
			at, out = len(out), append(out, Gate{})
		}
		d := json.NewDecoder(bytes.NewReader(row))
		d.DisallowUnknownFields()
		if err := d.Decode(&out[at]); err != nil {
			return nil, fmt.Errorf("gates, row %d: %w", n+1, err)
		}
		if x := out[at]; !slices.Contains(Models(), x.Model) || len(x.Without) > 1 || !strings.Contains("abcu", x.Without) || x.Persons < 0 || x.Answers < 0 {
			return nil, fmt.Errorf("gates, row %d: want a model of %v, without a, b, c, u or nothing, and numbers from 0: %s", n+1, Models(), row)
		}
	}
	return out, nil
}
