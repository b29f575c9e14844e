package scoring

import (
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"sort"

	"khaothi/internal/fault"
)

// ruleFiles holds one file per profile: {"profile", "source", "date", "rules": [Rule]}.
//
//go:embed rules/*.json
var ruleFiles embed.FS

// maxRuleBytes bounds a rule file from outside; the shipped ones have 1 KB a rule.
const maxRuleBytes = 1 << 20

type ruleFile struct {
	Profile string `json:"profile"`
	Source  string `json:"source"`
	Date    string `json:"date"`
	Rules   []Rule `json:"rules"`
}

// Named returns the shipped rule of that name, such as thptqg-2025-toan, or
// fault.NotFound.
func Named(name string) (Rule, error) {
	all, err := Shipped()
	if err != nil {
		return Rule{}, err
	}
	for i := range all {
		if all[i].Name == name {
			return all[i], nil
		}
	}
	return Rule{}, fault.New(fault.NotFound, "rule.not_found").With("name", name)
}

// Shipped returns every rule that comes with the program, by name.
func Shipped() ([]Rule, error) {
	names, err := fs.Glob(ruleFiles, "rules/*.json")
	if err != nil {
		return nil, fmt.Errorf("list rule files: %w", err)
	}
	var out []Rule
	for _, name := range names {
		b, err := ruleFiles.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		var f ruleFile
		if err := strictJSON(b, &f); err != nil {
			return nil, fmt.Errorf("parse %s: %w", name, err)
		}
		for i := range f.Rules {
			if f.Rules[i].Source == "" {
				f.Rules[i].Source = f.Source
			}
			if f.Rules[i].Date == "" {
				f.Rules[i].Date = f.Date
			}
		}
		out = append(out, f.Rules...)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Name < out[j].Name })
	return out, nil
}

// ParseRule reads one rule as JSON and validates it. Unknown members are
// refused: a misspelt setting must not be ignored.
func ParseRule(r io.Reader) (Rule, error) {
	b, err := io.ReadAll(io.LimitReader(r, maxRuleBytes+1))
	if err != nil {
		return Rule{}, fmt.Errorf("read rule: %w", err)
	}
	if len(b) > maxRuleBytes {
		return Rule{}, badRule("the file is larger than %d bytes", maxRuleBytes)
	}
	var rule Rule
	if err := strictJSON(b, &rule); err != nil {
		return Rule{}, badRule("%v", err)
	}
	if err := rule.Validate(); err != nil {
		return Rule{}, err
	}
	return rule, nil
}

// strictJSON decodes one JSON value without unknown members or a tail.
func strictJSON(b []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(b, []byte(bom))))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return fmt.Errorf("not the JSON expected: %w", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("something follows the JSON value")
	}
	return nil
}
