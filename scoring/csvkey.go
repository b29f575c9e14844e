package scoring

import (
	"errors"
	"fmt"
	"html"
	"io"
	"slices"
	"strconv"
	"strings"

	"khaothi/internal/fault"
)

// KeyFromCSV reads a key file: a header field,answer, then one row for each
// field. Several rows for one field, or A|B, are several accepted answers; * is
// a cancelled item, for one field or, by the name of the question, for all
// statements of a cluster. What people mark has the points of its rubric there
// (10, or ý tưởng=4|diễn đạt=6); an answer that earns a part of the question
// is written with it: HN=50%. The row track:2 names the tracks of part 2 and their
// questions: khmt=3 4|thud=5 6. kinds come from the rule; nil guesses them.
// An error is fault.Invalid and names the line.
func KeyFromCSV(r io.Reader, kinds map[string]Kind) (Key, error) {
	rows, err := newCSV(io.LimitReader(r, maxKeyBytes))
	if err != nil {
		return Key{}, badFile("key", err)
	}
	if len(rows.header) != 2 || !strings.EqualFold(rows.header[0], "field") || !strings.EqualFold(rows.header[1], "answer") {
		return Key{}, fault.New(fault.Invalid, "key.header").With("want", "field,answer").With("got", strings.Join(rows.header, ","))
	}
	raw := map[string][]string{}
	var choice *Choice
	for {
		record, err := rows.read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return Key{}, badFile("key", err)
		}
		if len(record) == 2 && strings.HasPrefix(record[0], trackPrefix) && choice == nil {
			if choice, err = choiceFromCSV(record, rows.line); err != nil {
				return Key{}, err
			}
			continue
		}
		if err := addKeyRow(raw, kinds, record, rows.line); err != nil {
			return Key{}, err
		}
	}
	return keyFromRaw(raw, kinds, choice)
}

// choiceFromCSV reads track:2,khmt=3 4|thud=5 6.
func choiceFromCSV(record []string, line int) (*Choice, error) {
	part, ok := smallNumber(strings.TrimPrefix(strings.TrimSpace(record[0]), trackPrefix), maxPart)
	if !ok {
		return nil, badKeyLine(line, "%q is not track: and the number of a part, such as track:2", record[0])
	}
	c := &Choice{Part: part}
	for text := range strings.SplitSeq(record[1], "|") {
		id, list, found := strings.Cut(strings.TrimSpace(text), "=")
		t := Track{ID: id}
		for word := range strings.FieldsSeq(list) {
			no, ok := smallNumber(word, maxQuestion)
			if !ok {
				found = false
			}
			t.Questions = append(t.Questions, no)
		}
		if !found || len(c.Tracks) == maxPart {
			return nil, badKeyLine(line, "tracks are written khmt=3 4|thud=5 6: the name of each and its questions")
		}
		c.Tracks = append(c.Tracks, t)
	}
	return c, nil
}

func badKeyLine(line int, format string, args ...any) error {
	return fault.New(fault.Invalid, "key.line").With("line", line).With("why", fmt.Sprintf(format, args...))
}

func addKeyRow(raw map[string][]string, kinds map[string]Kind, record []string, line int) error {
	if len(record) != 2 {
		return badKeyLine(line, "%d columns instead of 2; an answer with a comma is written in quotes", len(record))
	}
	field, answer := strings.TrimSpace(record[0]), strings.TrimSpace(record[1])
	if answer == "" {
		return badKeyLine(line, "field %q has no answer; a cancelled item has the answer *", field)
	}
	if len(answer) > MaxValueBytes {
		return badKeyLine(line, "the answer of field %q is longer than %d bytes", field, MaxValueBytes)
	}
	fields := []string{field}
	if kinds != nil && kinds[field] == "" {
		fields = statementsOf(field, kinds)
		if len(fields) == 0 || answer != "*" {
			return badKeyLine(line, "field %q is not one of the rule", field)
		}
	}
	for _, f := range fields {
		if _, ok := parseField(f); !ok {
			return badKeyLine(line, "field %q is not a name such as p1_3 or p2_1c", f)
		}
		if len(raw[f]) > maxAccept {
			return badKeyLine(line, "field %q has more than %d answers", f, maxAccept)
		}
		answers := strings.Split(answer, "|")
		if i := slices.IndexFunc(answers, notOneLetter); kinds[f] == Single && i >= 0 {
			return badKeyLine(line, "%q is not the letter of an option; two that are right are written A|C", strings.TrimSpace(answers[i]))
		}
		raw[f] = append(raw[f], answers...)
	}
	return nil
}

// notOneLetter reports what cannot be right in a single choice: nobody, or
// only somebody who marked twice, could get it right. An empty answer is for
// Validate to name.
func notOneLetter(answer string) bool {
	answer, _, _ = cutCredit(answer)
	answer = fromLetters(Single, answer)
	return answer != "" && answer != "*" && (len(answer) != 1 || !allCapitals(answer))
}

// statementsOf are the fields of the cluster of that name.
func statementsOf(question string, kinds map[string]Kind) []string {
	var out []string
	for i := range maxStatements {
		if f := question + string(rune('a'+i)); kinds[f].Composite() {
			out = append(out, f)
		}
	}
	return out
}

func keyFromRaw(raw map[string][]string, kinds map[string]Kind, choice *Choice) (Key, error) {
	key := Key{Version: 1, Fields: make(map[string]KeyField, len(raw)), Choice: choice}
	for field, answers := range raw {
		kind := kinds[field]
		if kinds == nil {
			kind = guessKind(field, answers)
		}
		f, err := keyField(kind, answers)
		if err != nil {
			return key, badKey(field, "%v", err)
		}
		key.Fields[field] = f
	}
	return key, key.Validate()
}

// keyField makes the key of one field of what its cells hold.
func keyField(kind Kind, answers []string) (KeyField, error) {
	f := KeyField{Kind: kind}
	for _, a := range answers {
		a = strings.TrimSpace(a)
		if a == "*" {
			return KeyField{Kind: kind, Cancelled: true}, nil
		}
		if kind.Marked() {
			title, text, named := strings.Cut(a, "=")
			if !named {
				title, text = "", a
			}
			points, err := ParsePoints(strings.TrimSpace(text))
			if err != nil {
				return f, fmt.Errorf("%q is not the points of a rubric, such as 10 or ý tưởng=4", a)
			}
			f.Rubric = append(f.Rubric, Criterion{ID: string(rune('a' + len(f.Rubric)%maxStatements)), HTML: html.EscapeString(strings.TrimSpace(title)), Points: points})
			continue
		}
		text, credit, authored := cutCredit(a)
		value := fromLetters(kind, text)
		if authored {
			if f.Credit == nil {
				f.Credit = map[string]Credit{}
			}
			f.Credit[value] = credit
			if credit < FullCredit {
				continue
			}
		}
		f.Accept = append(f.Accept, value)
	}
	return f, nil
}

// cutCredit takes "HN=33.33333%" apart.
func cutCredit(a string) (text string, c Credit, authored bool) {
	cut := strings.LastIndexByte(a, '=')
	share, isShare := strings.CutSuffix(a, "%")
	if cut < 1 || !isShare {
		return a, 0, false
	}
	number, negative := strings.CutPrefix(strings.Replace(strings.TrimSpace(share[cut+1:]), ",", ".", 1), "-")
	whole, fraction, _ := strings.Cut(number, ".")
	if whole == "" || len(whole) > 3 || len(fraction) > 5 || !allDigits(whole) || !allDigits(fraction) {
		return a, 0, false
	}
	n, err := strconv.ParseInt(whole+(fraction + "00000")[:5], 10, 64)
	if negative {
		n = -n
	}
	return strings.TrimSpace(a[:cut]), Credit(n), err == nil
}

// guessKind reads the kind of a field off its name and answers: a statement by
// its letter, a single choice by one letter, several letters with commas or
// not are a multiple choice, all else is a short answer.
func guessKind(field string, answers []string) Kind {
	if f, ok := parseField(field); ok && f.statement >= 0 {
		return Cluster
	}
	kind := Single
	for _, a := range answers {
		a = strings.TrimSpace(a)
		letters := strings.NewReplacer(",", "", ";", "", " ", "").Replace(strings.ToUpper(a))
		switch {
		case a == "*":
		case !allCapitals(letters):
			return Short
		case len(letters) > 1:
			kind = Multiple
		}
	}
	return kind
}

// Kinds are the kinds of the rule's fields, for KeyFromCSV.
func (r *Rule) Kinds() map[string]Kind {
	out := map[string]Kind{}
	for _, q := range r.Questions() {
		for _, f := range q.Fields {
			out[f] = q.Kind
		}
	}
	return out
}
