package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"khaothi/psychometrics"
	"khaothi/psychometrics/irt"
	"khaothi/psychometrics/link"
	"khaothi/psychometrics/stat"
)

// linkOptions are the flags of psychometrics link.
type linkOptions struct {
	from, to, anchors, method, out, watch string
	covFrom, covTo                        string
}

// linkReport is what psychometrics link --json prints.
type linkReport struct {
	Metric  string               `json:"metric"`
	Method  link.Method          `json:"method"`
	A       float64              `json:"A"` // θ_to = A·θ_from + B
	B       float64              `json:"B"`
	SEA     stat.Value           `json:"se_A"` // the first of Errors
	SEB     stat.Value           `json:"se_B"`
	SEKind  link.Source          `json:"se_kind"`
	Errors  []link.SourcedErrors `json:"errors"`
	Anchors []link.Anchor        `json:"anchors"`
}

// linkCmd puts the items of one file on the scale of another.
func linkCmd() *cobra.Command {
	var o linkOptions
	cmd := &cobra.Command{
		Use:   "link --from A.csv --to B.csv [--anchors L] --method sl|haebara|ms|mm",
		Short: "put item parameters on the scale of another calibration",
		Long: `Finds θ_to = A·θ_from + B from the anchors: a file with one item a line, or from,to where the
names differ; without it, all items that both files name. --out writes all items of --from on the
scale of --to. Anchors with a robust z above 1.645 are on the watch list: look at them before use.
Standard errors of A and B: by the delta method where the parameters have covariances (--from-covariance,
--to-covariance) or else the columns se_ on both sides, which are taken as uncorrelated; by the
jackknife over the anchors. --json has all; the first are se_A and se_B.`,
		Example: `  khaothi psychometrics link --from 2026.csv --to bank.csv --anchors anchors.txt --method sl -o 2026-on-bank.csv --json`,
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return o.run(cmd) },
	}
	f := cmd.Flags()
	f.StringVar(&o.from, "from", "", "item parameters to move")
	f.StringVar(&o.to, "to", "", "item parameters whose scale stays")
	f.StringVar(&o.anchors, "anchors", "", "file with the anchors; all common items if left out")
	f.StringVar(&o.method, "method", string(link.StockingLord), "sl, haebara, mm or ms")
	f.StringVarP(&o.out, "out", "o", "", "file for the items of --from on the new scale")
	f.StringVar(&o.covFrom, "from-covariance", "", "covariances of --from, as calibrate --covariance writes them")
	f.StringVar(&o.covTo, "to-covariance", "", "covariances of --to")
	f.StringVar(&o.watch, "watch", "", "file for the table of the anchors with their robust z")
	return cmd
}

func (o *linkOptions) run(cmd *cobra.Command) error {
	if o.from == "" || o.to == "" {
		return errors.New("give the item parameters of both calibrations: --from A.csv --to B.csv")
	}
	items, err := irt.ReadItemFile(o.from)
	if err != nil {
		return err
	}
	target, err := irt.ReadItemFile(o.to)
	if err != nil {
		return err
	}
	from, to, err := anchorPairs(o.anchors, items, target)
	if err != nil {
		return err
	}
	rep := linkReport{Metric: metric, Method: link.Method(o.method)}
	s, err := link.Constants(rep.Method, from, to, nil)
	if err != nil {
		return err
	}
	if rep.Errors, err = o.errors(rep.Method, from, to); err != nil {
		return err
	}
	rep.A, rep.B, rep.SEA, rep.SEB, rep.SEKind = s.A, s.B, rep.Errors[0].A, rep.Errors[0].B, rep.Errors[0].Source
	if rep.Anchors, err = link.Anchors(from, to, s); err != nil {
		return err
	}
	if err := o.write(rep, items, s); err != nil {
		return err
	}
	if wantsJSON(cmd) {
		return printJSON(cmd.OutOrStdout(), rep)
	}
	_, err = fmt.Fprintf(cmd.OutOrStdout(), "θ_to = %g·θ_from + %g (%s, D = 1), %d câu neo / anchors\n", s.A, s.B, rep.Method, len(from))
	return err
}

// errors are the standard errors of the constants, what is known best first.
func (o *linkOptions) errors(method link.Method, from, to []irt.Item) ([]link.SourcedErrors, error) {
	if (o.covFrom == "") != (o.covTo == "") {
		return nil, errors.New("give the covariances of both calibrations: --from-covariance and --to-covariance")
	}
	x, errX := readCovariances(o.covFrom)
	y, errY := readCovariances(o.covTo)
	if err := errors.Join(errX, errY); err != nil {
		return nil, err
	}
	return link.AllErrors(method, from, to, x, y)
}

// readCovariances reads covariances, nil where there is no file.
func readCovariances(path string) (*irt.Covariances, error) {
	if path == "" {
		return nil, nil
	}
	f, err := os.Open(path) //nolint:gosec // G304: the file that its user named
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // it was only read
	c, err := irt.ReadCovariances(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return c, nil
}

func (o *linkOptions) write(rep linkReport, items []irt.Item, s link.Scale) error {
	if o.watch != "" {
		t := &table{head: []string{"item", "metric", "slope_ratio", "shift", "z_slope", "z_difficulty", "watch"}}
		for _, a := range rep.Anchors {
			t.add(a.Item, metric, a.SlopeRatio, a.Shift, a.ZSlope, a.ZDifficulty, a.Watch)
		}
		if err := t.write(o.watch); err != nil {
			return err
		}
	}
	if o.out == "" {
		return nil
	}
	moved, err := rescaled(items, s)
	if err != nil {
		return err
	}
	return writeItemFile(o.out, moved)
}

func rescaled(items []irt.Item, s link.Scale) ([]irt.Item, error) {
	out := make([]irt.Item, len(items))
	for j, it := range items {
		var err error
		if out[j], err = it.Rescale(s.A, s.B); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func writeItemFile(path string, items []irt.Item) (err error) {
	f, err := os.Create(path) //nolint:gosec // G304: the file that its user named
	if err != nil {
		return err
	}
	defer func() {
		if closeErr := f.Close(); err == nil {
			err = closeErr
		}
	}()
	return irt.WriteItems(f, items)
}

// anchorPairs are the anchors in both files: those of the list, or all items of
// the same name.
func anchorPairs(list string, from, to []irt.Item) (a, b []irt.Item, err error) {
	if list == "" {
		inTo := itemsByName(to)
		for _, it := range from {
			if other, ok := inTo[it.Name]; ok {
				a, b = append(a, it), append(b, other)
			}
		}
		if len(a) == 0 {
			return nil, nil, errors.New("the two files have no item of the same name: give --anchors with from,to a line")
		}
		return a, b, nil
	}
	pairs, err := readPairs(list)
	if err != nil {
		return nil, nil, err
	}
	return pairItems(list, pairs, from, to)
}

func itemsByName(items []irt.Item) map[string]irt.Item {
	m := map[string]irt.Item{}
	for _, it := range items {
		m[it.Name] = it
	}
	return m
}

// pairItems are the items of the pairs of names that the list has.
func pairItems(list string, pairs [][2]string, from, to []irt.Item) (a, b []irt.Item, err error) {
	inFrom, inTo := itemsByName(from), itemsByName(to)
	used := map[string]bool{}
	for _, p := range pairs {
		if used[p[1]] {
			return nil, nil, fmt.Errorf("anchors %s: item %s of --to stands twice", list, p[1])
		}
		used[p[1]] = true
		x, okX := inFrom[p[0]]
		y, okY := inTo[p[1]]
		if !okX || !okY {
			return nil, nil, fmt.Errorf("anchor %s: in --from %v, in --to %v; mend %s", strings.Join(p[:], ","), okX, okY, list)
		}
		a, b = append(a, x), append(b, y)
	}
	return a, b, nil
}

// readPairs reads a list of anchors: item, or from,to, a line; a header "item" or
// "from,to" is passed over.
func readPairs(path string) ([][2]string, error) {
	records, err := psychometrics.ReadRecordFile(path)
	if err != nil {
		return nil, fmt.Errorf("anchors: %w", err)
	}
	var out [][2]string
	seen := map[string]bool{}
	for n, rec := range records {
		row := rec.Cells
		if n == 0 && (row[0] == "item" || row[0] == "from") {
			continue
		}
		p := [2]string{row[0], row[0]}
		if len(row) > 1 && row[1] != "" {
			p[1] = row[1]
		}
		if p[0] == "" || seen[p[0]] {
			return nil, fmt.Errorf("anchors %s, line %d: an item is missing or stands twice", path, rec.Line)
		}
		seen[p[0]] = true
		out = append(out, p)
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("anchors %s: the list is empty", path)
	}
	return out, nil
}
