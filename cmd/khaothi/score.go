package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"khaothi/internal/fault"
	"khaothi/scoring"
)

type scoreOptions struct {
	responses, key, rule, out, details string
	json                               bool
}

// scoreReport is what --json prints.
type scoreReport struct {
	Rule    string         `json:"rule"`
	Max     scoring.Points `json:"max"`
	Seconds float64        `json:"seconds"`
	scoring.FileReport
}

// scoreCmd scores a file of responses: no database.
func scoreCmd() *cobra.Command {
	var o scoreOptions
	cmd := &cobra.Command{
		Use:   "score --responses FILE --key FILE --rule NAME|FILE -o OUT.csv",
		Short: "score a file of responses by a key and a rule",
		Long: `Scores responses without a database. The responses are CSV with a header: id and
every field of the rule (p1_1, p2_1a, p3_1), in any order. The key is CSV with the
header field,answer; A|B accepts both, * cancels an item (everybody gets its
points). The output is id,score and the points of each question; they add up.
Rows that cannot be scored are reported and give exit code 2. See docs/scoring.md.`,
		Example: "  khaothi score --responses bailam.csv --key dapan.csv --rule thptqg-2025-toan -o diem.csv",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runScore(o, cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.responses, "responses", "", "CSV of responses (required)")
	f.StringVar(&o.key, "key", "", "CSV or JSON of the key (required)")
	f.StringVar(&o.rule, "rule", "", "name of a shipped rule, generic, or a JSON file (required)")
	f.StringVarP(&o.out, "output", "o", "", "CSV to write (required)")
	f.StringVar(&o.details, "details", "", "also write a JSON object a candidate a line, with every reason")
	f.BoolVar(&o.json, "json", false, "print one JSON object on standard output")
	for _, name := range []string{"responses", "key", "rule", "output"} {
		_ = cmd.MarkFlagRequired(name) // fails only for a flag that does not exist
	}
	return cmd
}

func runScore(o scoreOptions, stdout, stderr io.Writer) error {
	start := time.Now()
	scorer, rule, err := openScorer(o)
	if err != nil {
		return scoreError(err)
	}
	report := scoreReport{Rule: rule.Name, Max: rule.Max()}
	report.FileReport, err = scoreFiles(o, scorer, stderr)
	if err != nil {
		return scoreError(err)
	}
	report.Seconds = float64(time.Since(start).Milliseconds()) / 1000
	if err := printScoreReport(o, report, stdout); err != nil {
		return err
	}
	if n := len(report.Refused); n > 0 {
		return exitError{code: exitRefused, err: fmt.Errorf("%d of %d rows were refused; the others are in %s", n, report.Rows, o.out)}
	}
	return nil
}

// openScorer reads rule and key. A name is tried before a file, so that no
// stray file takes the place of a shipped rule.
func openScorer(o scoreOptions) (*scoring.Scorer, scoring.Rule, error) {
	keyFile, err := os.Open(o.key)
	if err != nil {
		return nil, scoring.Rule{}, fmt.Errorf("open key: %w", err)
	}
	defer keyFile.Close() //nolint:errcheck // only read
	rule, err := scoring.Named(o.rule)
	if fault.CodeOf(err) == "rule.not_found" && !strings.HasPrefix(o.rule, scoring.GenericName) {
		rule, err = ruleFromFile(o.rule)
	}
	var key scoring.Key
	switch {
	case err == nil:
		key, err = readKey(keyFile, rule.Kinds())
	case strings.HasPrefix(o.rule, scoring.GenericName):
		if key, err = readKey(keyFile, nil); err == nil {
			rule, err = scoring.Resolve(o.rule, key)
		}
	}
	if err != nil {
		return nil, rule, err
	}
	scorer, err := scoring.NewScorer(rule, key)
	return scorer, rule, err
}

// readKey reads a key as CSV, or as JSON where it begins with a brace.
func readKey(r io.Reader, kinds map[string]scoring.Kind) (scoring.Key, error) {
	buffered := bufio.NewReader(r)
	head, err := buffered.Peek(64)
	if err != nil && !errors.Is(err, io.EOF) {
		return scoring.Key{}, fmt.Errorf("read key: %w", err)
	}
	if !bytes.HasPrefix(bytes.TrimSpace(bytes.TrimPrefix(head, []byte("\ufeff"))), []byte("{")) {
		return scoring.KeyFromCSV(buffered, kinds)
	}
	b, err := io.ReadAll(io.LimitReader(buffered, 8<<20)) // ParseKey refuses what is larger
	if err != nil {
		return scoring.Key{}, fmt.Errorf("read key: %w", err)
	}
	return scoring.ParseKey(b)
}

func ruleFromFile(name string) (scoring.Rule, error) {
	f, err := os.Open(name)
	if errors.Is(err, os.ErrNotExist) {
		return scoring.Rule{}, fault.New(fault.NotFound, "rule.not_found").With("name", name)
	}
	if err != nil {
		return scoring.Rule{}, fmt.Errorf("open rule: %w", err)
	}
	defer f.Close() //nolint:errcheck // only read
	return scoring.ParseRule(f)
}

// scoreFiles writes the output beside its place and moves it there at the end:
// a run that fails leaves no half file behind, and an older one untouched.
func scoreFiles(o scoreOptions, scorer *scoring.Scorer, stderr io.Writer) (scoring.FileReport, error) {
	in, err := os.Open(o.responses)
	if err != nil {
		return scoring.FileReport{}, fmt.Errorf("open responses: %w", err)
	}
	defer in.Close() //nolint:errcheck // only read
	out, err := newOutput(o.out)
	if err != nil {
		return scoring.FileReport{}, err
	}
	defer out.discard()
	run := scoring.FileScore{Scorer: scorer, Responses: in, Out: out, Progress: scoreProgress(stderr)}
	var details *output
	if o.details != "" {
		if details, err = newOutput(o.details); err != nil {
			return scoring.FileReport{}, err
		}
		defer details.discard()
		run.Details = details
	}
	report, err := run.Run()
	if err != nil {
		return report, err
	}
	if details != nil {
		if err := details.keep(); err != nil {
			return report, err
		}
	}
	return report, out.keep()
}

// scoreProgress shows a count on a terminal and nothing elsewhere.
func scoreProgress(stderr io.Writer) func(int) {
	f, ok := stderr.(*os.File)
	if !ok {
		return nil
	}
	if info, err := f.Stat(); err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return nil
	}
	return func(rows int) { _, _ = fmt.Fprintf(f, "\r%d rows", rows) }
}

func printScoreReport(o scoreOptions, r scoreReport, stdout io.Writer) error {
	if o.json {
		b, err := json.Marshal(r)
		if err != nil {
			return fmt.Errorf("encode report: %w", err)
		}
		_, err = stdout.Write(append(b, '\n'))
		return err
	}
	for _, row := range r.Refused {
		_, _ = fmt.Fprintf(stdout, "row %d, id %q: %s: %s\n", row.Row, row.ID, row.Code, row.Message)
	}
	if r.Odd > 0 {
		_, _ = fmt.Fprintf(stdout, "%d cells cannot be a mark of their column (first: row %d, %s); are the columns shifted?\n", r.Odd, r.OddList[0].Row, r.OddList[0].Field)
	}
	_, err := fmt.Fprintf(stdout, "%s: %d of %d rows scored, mean %s of %s, %.2f s → %s\n", r.Rule, r.Scored, r.Rows, r.Mean, r.Max, r.Seconds, o.out)
	return err
}

// output is a file that appears only when it is whole.
type output struct {
	*bufio.Writer
	file *os.File
	path string
}

func newOutput(path string) (*output, error) {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return nil, fmt.Errorf("write %s: %w", path, err)
	}
	return &output{Writer: bufio.NewWriterSize(f, 64<<10), file: f, path: path}, nil
}

func (o *output) keep() error {
	err := errors.Join(o.Flush(), o.file.Chmod(0o644), o.file.Close())
	if err == nil {
		err = os.Rename(o.file.Name(), o.path)
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", o.path, err)
	}
	return nil
}

// discard removes what keep did not move.
func (o *output) discard() {
	_ = o.file.Close()
	_ = os.Remove(o.file.Name())
}
