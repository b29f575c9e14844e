package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"khaothi/psychometrics"
	"khaothi/psychometrics/dif"
	"khaothi/psychometrics/irt"
)

// difOptions are the flags of psychometrics dif.
type difOptions struct {
	responseFlags
	modelFlags
	groups, reference, focal, method string
	out, kind, purify, guessing      string
	noContinuity, wald               bool
	anchors                          []string
}

// difReport is what psychometrics dif --json prints: one comparison a focal
// group.
type difReport struct {
	Metric      string          `json:"metric"`
	Method      string          `json:"method"`
	Reference   string          `json:"reference"`
	Comparisons []difComparison `json:"comparisons"`
}

type difComparison struct {
	Focal        string            `json:"focal"`
	Persons      [2]float64        `json:"persons"` // reference, focal
	LeftOut      float64           `json:"left_out"`
	Purification *dif.Purification `json:"purification,omitempty"`
	Items        any               `json:"items"`

	table *table
}

// difCmd looks for items that work differently for groups.
func difCmd() *cobra.Command {
	var o difOptions
	cmd := &cobra.Command{
		Use:   "dif --responses F --groups COLUMN --method mh|logistic|lord|raju|lr",
		Short: "differential item functioning between groups, with effect sizes in classes A, B, C",
		Long: `Compares each group with the reference group: mh (Mantel–Haenszel, with the standardised
difference and Breslow–Day beside it), logistic, lord and raju (two calibrations), lr (likelihood
ratio of calibrations). The reference group is --reference, else the first in the file.
For mh and logistic what was omitted or not reached counts as 0 unless --omitted or --not-reached
says otherwise. lord and raju take rasch, 2pl, 3pl, pcm, gpcm and grm (--model, --models), lr every
model. Of 3pl the lower asymptotes are those of both groups together (Lord 1980), or --guessing free.
--purify takes flagged items out of the anchors: significant, or for mh also B or C (the classes).`,
		Example: `  khaothi psychometrics dif --responses R.csv --groups sex --method mh -o mh.csv
  khaothi psychometrics dif --responses R.csv --groups mode --reference paper --method logistic --purify significant --json`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return o.run(cmd) },
	}
	f := cmd.Flags()
	o.responseFlags.add(f)
	f.StringVar(&o.groups, "groups", "", "column with the groups (the same as --group-column)")
	f.StringVar(&o.reference, "reference", "", "the reference group; the first in the file if left out")
	f.StringVar(&o.focal, "focal", "", "the focal group; every other group if left out")
	f.StringVar(&o.method, "method", "mh", "mh, logistic, lord, raju or lr")
	f.StringVarP(&o.out, "out", "o", "", "file for the table")
	f.StringVar(&o.kind, "type", "both", "logistic: both, udif or nudif")
	f.BoolVar(&o.wald, "wald", false, "logistic: Wald's test in place of the likelihood ratio")
	f.BoolVar(&o.noContinuity, "no-continuity", false, "mh: without the continuity correction")
	f.StringVar(&o.purify, "purify", "", "take flagged items out of the anchors: significant, B or C")
	o.modelFlags.add(f, "2pl", "lord, raju, lr: model of the calibrations")
	f.StringVar(&o.guessing, "guessing", "common", "lord and raju of 3pl: lower asymptotes common to both groups, or free in each")
	f.StringSliceVar(&o.anchors, "anchors", nil, "lr, without --purify: items that both groups share; all others if left out")
	return cmd
}

func (o *difOptions) run(cmd *cobra.Command) error {
	if o.csv.Group == "" {
		o.csv.Group = o.groups
	}
	if o.csv.Group == "" || o.groups != "" && o.groups != o.csv.Group {
		return errors.New("name one column with the groups: --groups COLUMN")
	}
	if o.out == "" && !wantsJSON(cmd) {
		return errors.New("give a file for the table (-o FILE) or --json")
	}
	if !slices.Contains([]string{"", "significant", "B", "C"}, o.purify) {
		return fmt.Errorf("--purify %q: give significant, B or C", o.purify)
	}
	if (o.purify == "B" || o.purify == "C") && o.method != "mh" {
		return fmt.Errorf("--purify %s is for mh; give significant", o.purify)
	}
	if o.path == "" {
		return errors.New("give the responses: --responses FILE")
	}
	read := func() (*psychometrics.Responses, error) { return o.readCoded(cmd, nil) }
	if o.method != "mh" && o.method != "logistic" {
		read = o.read
	}
	r, err := read()
	if err != nil {
		return err
	}
	rep := difReport{Metric: metric, Method: o.method, Reference: o.reference}
	if rep.Reference == "" {
		rep.Reference = r.Groups[0]
	}
	if len(r.Groups) < 2 {
		return fmt.Errorf("column %s has one group, %v: a comparison needs two", o.csv.Group, r.Groups)
	}
	var all table
	for _, focal := range r.Groups {
		if focal == rep.Reference || o.focal != "" && focal != o.focal {
			continue
		}
		c, err := o.compare(cmd, r, rep.Reference, focal)
		if err != nil {
			return err
		}
		rep.Comparisons = append(rep.Comparisons, c)
		all.head = append([]string{"reference", "focal"}, c.table.head...)
		for _, row := range c.table.rows {
			all.rows = append(all.rows, append([]string{rep.Reference, focal}, row...))
		}
	}
	if len(rep.Comparisons) == 0 {
		return fmt.Errorf("no group %q beside %q: the groups are %v", o.focal, rep.Reference, r.Groups)
	}
	if o.out != "" {
		if err := all.write(o.out); err != nil {
			return err
		}
	}
	if wantsJSON(cmd) {
		return printJSON(cmd.OutOrStdout(), rep)
	}
	_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s: %s\n", o.method, o.out)
	return err
}

func (o *difOptions) compare(cmd *cobra.Command, r *psychometrics.Responses, reference, focal string) (difComparison, error) {
	c := difComparison{Focal: focal}
	s, err := dif.Compare(r, reference, focal)
	if err != nil {
		return c, err
	}
	c.Persons, c.LeftOut = s.Persons, s.LeftOut
	var p dif.Purification
	switch o.method {
	case "mh":
		var items []dif.MH
		items, p = s.MantelHaenszel(dif.MHOptions{Continuity: !o.noContinuity, Purify: o.purify})
		c.Items, c.table = items, mhTable(items)
	case "logistic":
		var items []dif.LogisticDIF
		items, p, err = s.Logistic(dif.LogisticOptions{Type: o.kind, Wald: o.wald, Purify: o.purify != ""})
		c.Items, c.table = items, logisticTable(items)
	case "lord", "raju", "lr":
		p, err = o.calibrated(cmd, r, reference, focal, &c)
	default:
		err = fmt.Errorf("--method %q: give mh, logistic, lord, raju or lr", o.method)
	}
	if o.purify != "" {
		c.Purification = &p
	}
	return c, err
}

func (o *difOptions) calibrated(cmd *cobra.Command, r *psychometrics.Responses, reference, focal string, c *difComparison) (dif.Purification, error) {
	options, err := o.options()
	if err != nil {
		return dif.Purification{}, err
	}
	switch {
	case o.guessing != "common" && o.guessing != "free":
		return dif.Purification{}, fmt.Errorf("--guessing %q: give common or free", o.guessing)
	case o.guessing == "free" && o.method == "raju":
		return dif.Purification{}, errors.New("--guessing free: the area between curves of different lower asymptotes is infinite; take --guessing common, or --method lord")
	case o.method == "lr":
		return o.ratio(cmd, r, reference, focal, options, c)
	}
	items, p, err := dif.Calibrated(cmd.Context(), r, reference, focal, dif.CurveOptions{Options: options, Purify: o.purify != "", FreeGuessing: o.guessing == "free"})
	c.Items, c.table = items, curveTable(items)
	return p, err
}

// ratio is the likelihood-ratio test, with purification or with anchors by name.
func (o *difOptions) ratio(cmd *cobra.Command, r *psychometrics.Responses, reference, focal string, options irt.Options, c *difComparison) (p dif.Purification, err error) {
	var items []dif.RatioDIF
	switch {
	case o.purify != "" && o.anchors != nil:
		return p, errors.New("--purify finds the anchors, --anchors names them: give one of the two")
	case o.purify != "":
		items, p, err = dif.PurifiedRatio(cmd.Context(), r, reference, focal, options)
	default:
		items, err = dif.LikelihoodRatio(cmd.Context(), r, reference, focal, options, o.anchors)
	}
	t := &table{head: []string{"item", "chi2", "df", "p", "delta", "class", "in_anchor", "note"}}
	for _, d := range items {
		t.add(d.Item, d.Chi2, d.DF, d.P, d.Delta, string(d.Class), d.InAnchor, d.Note)
	}
	c.Items, c.table = items, t
	return p, err
}

func mhTable(items []dif.MH) *table {
	t := &table{head: strings.Split("item,chi2,p,alpha_mh,var_lambda,delta_mh,delta_se,class,std_p_dif,std_alpha,std_size,breslow_day,breslow_df,breslow_p,in_anchor,strata", ",")}
	for _, m := range items {
		t.add(m.Item, m.Chi2, m.P, m.Alpha, m.VarLog, m.Delta, m.DeltaSE, m.Class, m.StdPDif, m.StdAlpha, m.StdSize, m.BreslowDay, m.BreslowDF, m.BreslowP, m.InAnchor, m.StrataUsed)
	}
	return t
}

func logisticTable(items []dif.LogisticDIF) *table {
	t := &table{head: strings.Split("item,chi2,df,p,delta_r2,class,intercept,score,group,interaction,in_anchor,note", ",")}
	for _, l := range items {
		t.add(l.Item, l.Chi2, l.DF, l.P, l.DeltaR2, l.Class, l.Intercept, l.Score, l.Group, l.Interaction, l.InAnchor, l.Note)
	}
	return t
}

func curveTable(items []dif.CalibratedDIF) *table {
	t := &table{head: strings.Split("item,metric,a_reference,b_reference,a_focal,b_focal,lord_chi2,lord_df,lord_p,signed_h,signed_se,signed_z,signed_p,unsigned_h,unsigned_se,unsigned_z,unsigned_p,delta,class,raju_class,in_anchor,c_reference,c_focal", ",")}
	for _, d := range items {
		t.add(d.Item, metric, d.Reference.A, d.Reference.B, d.Focal.A, d.Focal.B, d.Lord.Chi2, d.Lord.DF, d.Lord.P,
			d.Signed.H, d.Signed.SE, d.Signed.Z, d.Signed.P, d.Unsigned.H, d.Unsigned.SE, d.Unsigned.Z, d.Unsigned.P, d.Delta, string(d.Class), string(d.RajuClass), d.InAnchor, d.Reference.C, d.Focal.C)
	}
	return t
}
