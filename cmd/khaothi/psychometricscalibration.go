package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"khaothi/psychometrics/irt"
)

// calibrateReport is what psychometrics calibrate --json prints; P.fit.json
// beside the parameters holds it too.
type calibrateReport struct {
	Model       string        `json:"model"`
	Metric      string        `json:"metric"`
	Persons     float64       `json:"persons"` // by weight
	Items       int           `json:"items"`
	LogLik      *float64      `json:"loglik"`
	LogPrior    *float64      `json:"log_prior"`
	MaxGradient *float64      `json:"max_gradient"`
	LatentMean  *float64      `json:"latent_mean"` // of the first group
	LatentVar   *float64      `json:"latent_var"`
	Iterations  int           `json:"iterations"` // passes over the persons
	Converged   bool          `json:"converged"`
	SecondsFit  float64       `json:"seconds_fit"` // without reading the file
	Parameters  int           `json:"parameters"`
	AIC         *float64      `json:"aic"`
	BIC         *float64      `json:"bic"`
	Groups      []groupReport `json:"groups"`
	Nodes       int           `json:"nodes"`
	Grid        string        `json:"grid"`
	Priors      []string      `json:"priors,omitempty"`
	Fixed       string        `json:"fixed,omitempty"`            // the file of anchors
	OwnModels   string        `json:"models,omitempty"`           // of single items
	Responses   string        `json:"responses_sha256,omitempty"` // of items, scores, groups and weights
	Blocking    string        `json:"blocking,omitempty"`         // the item with the largest gradient, where not converged
	Trouble     string        `json:"trouble,omitempty"`
	Warnings    []string      `json:"warnings"`
	Refused     []irt.Reason  `json:"refused"`
	Output      string        `json:"output,omitempty"`
	SHA256      string        `json:"sha256,omitempty"` // of the parameters that the report belongs to
}

type groupReport struct {
	Group   string   `json:"group"`
	Persons float64  `json:"persons"`
	Mean    float64  `json:"mean"`
	SEMean  *float64 `json:"se_mean"` // null: not estimated
	Var     float64  `json:"var"`
	SEVar   *float64 `json:"se_var"`
}

func (c *calibrateReport) take(f *irt.Fit) {
	c.Persons, c.Iterations, c.Converged, c.Parameters = f.Persons, f.Passes, f.Converged, f.Parameters
	c.LogLik, c.LogPrior, c.MaxGradient, c.AIC, c.BIC = finite(f.LogLik), finite(f.LogPrior), finite(f.MaxGradient), finite(f.AIC()), finite(f.BIC())
	c.LatentMean, c.LatentVar = finite(f.Latent[0].Mean), finite(f.Latent[0].Var)
	for _, l := range f.Latent {
		c.Groups = append(c.Groups, groupReport{l.Group, l.Persons, l.Mean, finite(l.SEMean), l.Var, finite(l.SEVar)})
	}
	c.Warnings = append(c.Warnings, f.Warnings...)
	if !f.Converged {
		c.Blocking, c.Trouble = f.Blocking, f.Trouble
	}
}

// write writes the parameters, and the report beside them.
func (c *calibrateReport) write(path string, f *irt.Fit) error {
	err := writeCSV(path, func(b *bytes.Buffer) error {
		err := irt.WriteItems(b, f.Items)
		sum := sha256.Sum256(b.Bytes())
		c.Output, c.SHA256 = path, hex.EncodeToString(sum[:])
		return err
	})
	if err != nil {
		return err
	}
	return writeCSV(reportPath(path), func(b *bytes.Buffer) error { return printJSON(b, c) })
}

func (c *calibrateReport) print(cmd *cobra.Command) error {
	if wantsJSON(cmd) {
		return printJSON(cmd.OutOrStdout(), c)
	}
	var b strings.Builder
	for _, w := range c.Warnings {
		fmt.Fprintf(&b, "warning: %s\n", w)
	}
	if c.LogLik != nil {
		fmt.Fprintf(&b, "%s, D = 1: %d items, %g persons, %d parameters\n", c.Model, c.Items, c.Persons, c.Parameters)
		fmt.Fprintf(&b, "log-likelihood %.4f, log prior %.4f, AIC %.2f, BIC %.2f\n", *c.LogLik, *c.LogPrior, *c.AIC, *c.BIC)
		fmt.Fprintf(&b, "largest gradient %.2g after %d passes, %.2f s\n", *c.MaxGradient, c.Iterations, c.SecondsFit)
		for _, g := range c.Groups {
			fmt.Fprintf(&b, "latent distribution %s: mean %.4f, variance %.4f, %g persons\n", g.Group, g.Mean, g.Var, g.Persons)
		}
	}
	if c.Output != "" {
		fmt.Fprintf(&b, "%s: parameters; %s: this report\n", c.Output, reportPath(c.Output))
	}
	_, err := io.WriteString(cmd.OutOrStdout(), b.String())
	return err
}
