package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"khaothi/psychometrics/irt"
	"khaothi/psychometrics/stat"
)

// comparedModel is one calibration in psychometrics compare.
type comparedModel struct {
	File       string  `json:"file"`
	Model      string  `json:"model"`
	LogLik     float64 `json:"loglik"`
	Parameters int     `json:"parameters"`
	AIC        float64 `json:"aic"`
	BIC        float64 `json:"bic"`
	// The likelihood-ratio test against the file before; Note says why there is none.
	Chi2 stat.Value `json:"chi2"`
	DF   int        `json:"df"`
	P    stat.Value `json:"p"`
	Note string     `json:"note,omitempty"`
}

// compareCmd compares calibrations of the same responses.
func compareCmd() *cobra.Command {
	return &cobra.Command{
		Use:   "compare P1.csv P2.csv …",
		Short: "likelihood-ratio tests and information criteria of calibrations",
		Long: `Reads the report beside each file of parameters (P.fit.json) and prints log-likelihood, AIC and BIC,
and the likelihood-ratio test of each against the one before it: simple models first. A test needs the
same responses, the same grid, no priors and no anchors, and a model that contains the one before. Where c = 0
or u = 1 is tested (3pl, 4pl) the true p is smaller than the one printed: the bound is no inner point.`,
		Example: `  khaothi psychometrics compare rasch.csv 2pl.csv --json`,
		Args:    cobra.MinimumNArgs(2),
		RunE: func(cmd *cobra.Command, files []string) error {
			models, err := compareFiles(files)
			if err != nil {
				return err
			}
			if wantsJSON(cmd) {
				return printJSON(cmd.OutOrStdout(), map[string]any{"metric": metric, "models": models})
			}
			for _, m := range models {
				_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s %s: logLik %.4f, %d parameters, AIC %.2f, BIC %.2f; χ² %s, df %d, p %s %s\n",
					m.File, m.Model, m.LogLik, m.Parameters, m.AIC, m.BIC, m.Chi2, m.DF, m.P, m.Note)
			}
			return err
		},
	}
}

func compareFiles(files []string) ([]comparedModel, error) {
	reports := make([]calibrateReport, len(files))
	out := make([]comparedModel, len(files))
	for i, f := range files {
		data, err := os.ReadFile(reportPath(f))
		if err != nil {
			return nil, fmt.Errorf("the report of %s: %w; calibrate writes it", f, err)
		}
		r := &reports[i]
		if err := json.Unmarshal(data, r); err != nil {
			return nil, fmt.Errorf("%s: %w", reportPath(f), err)
		}
		if r.LogLik == nil || r.AIC == nil || r.BIC == nil || !r.Converged {
			return nil, fmt.Errorf("%s is no report of a calibration that converged", reportPath(f))
		}
		if r.Responses == "" || r.Responses != reports[0].Responses {
			return nil, fmt.Errorf("%s and %s are not known to come from the same responses: calibrate both on one file", files[0], f)
		}
		out[i] = comparedModel{File: f, Model: r.Model, LogLik: *r.LogLik, Parameters: r.Parameters, AIC: *r.AIC, BIC: *r.BIC, Chi2: stat.None(), P: stat.None()}
		if i == 0 {
			continue
		}
		if err := testable(&reports[i-1], r); err != nil {
			out[i].Note = err.Error()
			continue
		}
		out[i].DF = r.Parameters - reports[i-1].Parameters
		out[i].Chi2 = stat.Of(max(0, 2*(*r.LogLik-*reports[i-1].LogLik)))
		out[i].P = stat.ChiSquareP(float64(out[i].Chi2), float64(out[i].DF))
	}
	return out, nil
}

// testable says why the likelihood ratio of two calibrations is no test.
func testable(small, large *calibrateReport) error {
	switch {
	case len(small.Priors)+len(large.Priors) > 0:
		return errors.New("no test: a prior moves the maximum")
	case small.Fixed+large.Fixed != "":
		return errors.New("no test: anchors")
	case small.Grid != large.Grid:
		return errors.New("no test: the grids differ")
	case !irt.Model(large.Model).Contains(irt.Model(small.Model)) || small.OwnModels+large.OwnModels != "":
		return fmt.Errorf("no test: %s does not contain %s", large.Model, small.Model)
	case large.Parameters <= small.Parameters:
		return errors.New("no test: no more parameters than before")
	}
	return nil
}

// gridText names a grid in a report.
func gridText(g irt.Grid) string { return fmt.Sprintf("%d nodes from %g to %g", g.Nodes, g.Min, g.Max) }

// ownModels is --models in an order of its own.
func ownModels(models []string) string {
	sorted := slices.Clone(models)
	slices.Sort(sorted)
	return strings.Join(sorted, ",")
}
