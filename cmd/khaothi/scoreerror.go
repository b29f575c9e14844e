package main

import (
	"errors"
	"fmt"
	"strings"

	"khaothi/internal/fault"
	"khaothi/scoring"
)

// scoreHints say in words what is wrong with a file, and what to do.
var scoreHints = map[string]string{
	"rule.not_found":           "no shipped rule and no file is called {name}. Rules: {rules}",
	"rule.invalid":             "the rule cannot be used: {why}",
	"rule.generic_points":      "{name}: write the points of the parts as generic:3/4/3",
	"rule.generic_parts":       "the key has {parts} parts, the rule gives points for {points}",
	"rule.no_tracks":           "the key names tracks of part {part}, but {rule} pays every question: is it another rule?",
	"rule.tracks_differ":       "with the tracks that the key names for part {part}, {rule} would not give its maximum",
	"key.file":                 "the key cannot be read: {why}",
	"key.header":               "the key must start with the line {want}, not {got}",
	"key.line":                 "key, line {line}: {why}",
	"key.invalid":              "the key cannot be used: {why}",
	"key.missing":              "the key has no answer for {fields}, which {rule} asks for",
	"key.unknown_field":        "the key has {fields}, which {rule} does not know: is it another rule?",
	"responses.file":           "the responses cannot be read: {why}",
	"responses.header_missing": "the header of the responses lacks {columns}, which {rule} asks for",
	"responses.header_unknown": "the header of the responses has the column {column}, which {rule} does not know",
	"responses.header_twice":   "the header of the responses has the column {column} twice",
}

// scoreError puts the sentence for err before its code.
func scoreError(err error) error {
	var f *fault.Error
	if !errors.As(err, &f) {
		return err
	}
	hint, ok := scoreHints[f.Code]
	if !ok {
		return err
	}
	detail := []string{"{rules}", ruleNames()}
	for _, name := range []string{"name", "why", "part", "parts", "points", "line", "want", "got", "fields", "rule", "columns", "column"} {
		v, ok := f.Detail[name]
		if !ok {
			v = "?"
		}
		detail = append(detail, "{"+name+"}", fmt.Sprint(v))
	}
	return exitError{code: exitFailed, err: fmt.Errorf("%s: %s", f.Code, strings.NewReplacer(detail...).Replace(hint))}
}

func ruleNames() string {
	rules, err := scoring.Shipped()
	if err != nil {
		return err.Error()
	}
	names := make([]string, len(rules))
	for i := range rules {
		names[i] = rules[i].Name
	}
	return strings.Join(append(names, "generic", "generic-linear", "generic:3/4/3"), " ")
}
