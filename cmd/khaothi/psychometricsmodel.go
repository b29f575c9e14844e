package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/pflag"

	"khaothi/psychometrics/irt"
)

// modelFlags say what a calibration is of.
type modelFlags struct {
	model          string
	models, priors []string
	gates          string
	ungated        bool
}

func (o *modelFlags) add(f *pflag.FlagSet, model, usage string) {
	f.StringVar(&o.model, "model", model, usage)
	f.StringSliceVar(&o.models, "models", nil, "models of single items, as item=gpcm, in place of --model")
	f.StringArrayVar(&o.priors, "prior", nil, "a prior, as 'c~beta(5,17)'; may be given once for each of a, b, c, u")
	f.StringVar(&o.gates, "gates", "", "JSON file with the sizes of samples that models need, laid over the usual ones (docs/psychometrics.md)")
	f.BoolVar(&o.ungated, "ungated", false, "take any size of sample")
}

func (o *modelFlags) options() (irt.Options, error) {
	out := irt.Options{Models: map[string]irt.Model{}}
	var err error
	if out.Gates, err = o.readGates(); err != nil {
		return out, err
	}
	if out.Model, err = irt.ParseModel(o.model); err != nil {
		return out, err
	}
	for _, s := range o.models {
		name, model, ok := strings.Cut(s, "=")
		if out.Models[name], err = irt.ParseModel(model); err != nil || !ok {
			return out, fmt.Errorf("--models %s: want ITEM=MODEL", s)
		}
	}
	for _, s := range o.priors {
		p, err := irt.ParsePrior(s)
		if err != nil {
			return out, err
		}
		out.Priors = append(out.Priors, p)
	}
	return out, nil
}

// readGates are the gates that the flags say, nil for the usual ones.
func (o *modelFlags) readGates() (irt.Gates, error) {
	switch {
	case o.ungated && o.gates != "":
		return nil, errors.New("--gates says what a sample needs, --ungated takes any: give one of the two")
	case o.ungated:
		return irt.Gates{}, nil
	case o.gates == "":
		return nil, nil
	}
	data, err := os.ReadFile(o.gates)
	if err != nil {
		return nil, err
	}
	g, err := irt.DefaultGates().With(bytes.TrimPrefix(data, []byte("\ufeff")))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", o.gates, err)
	}
	return g, nil
}
