package web

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/identity"
	"khaothi/internal/workflow"
	"khaothi/scoring"
)

// labels reads values as people do: letters for option ids.
type labels struct {
	kinds  map[string]string
	values map[string]map[string]string
}

func newLabels(fields []workflow.FieldInfo) labels {
	l := labels{kinds: map[string]string{}, values: map[string]map[string]string{}}
	for _, f := range fields {
		l.kinds[f.Field] = f.Kind
		l.values[f.Field] = map[string]string{}
		for _, c := range f.Choices {
			l.values[f.Field][c.Value] = c.Label
		}
	}
	return l
}

func (l labels) kind(field string) string { return l.kinds[field] }

// value is one option's letter, the letters of several, or the text as it is.
func (l labels) value(field, value string) string {
	known := l.values[field]
	if len(known) == 0 {
		return value
	}
	if value == "" {
		return ""
	}
	var out []string
	for v := range strings.SplitSeq(value, ",") {
		if label, ok := known[v]; ok {
			v = label
		}
		out = append(out, v)
	}
	return strings.Join(out, ",")
}

// key is every accepted answer, or * for a cancelled item.
func (l labels) key(field string, k scoring.Key) string {
	f, ok := k.Fields[field]
	if !ok {
		return ""
	}
	if f.Cancelled {
		return "*"
	}
	if f.Kind.Marked() {
		return f.RubricMax().String()
	}
	var out []string
	for _, a := range f.Accept {
		out = append(out, l.value(field, a))
	}
	return strings.Join(out, " | ")
}

type sittingKeysView struct {
	Form     string               `json:"form"`
	FormName string               `json:"form_name"`
	Fields   []workflow.FieldInfo `json:"fields"`
	Versions []keyVersionView     `json:"versions"`
}

type keyVersionView struct {
	Version int            `json:"version"`
	Reason  string         `json:"reason"`
	Author  string         `json:"author"`
	At      time.Time      `json:"at"`
	Fields  []keyFieldView `json:"fields"`
	Changes []string       `json:"changes" doc:"fields that differ from the version before"`
}

type keyFieldView struct {
	Field     string   `json:"field"`
	Accept    []string `json:"accept" maxItems:"100"`
	Cancelled bool     `json:"cancelled"`
	Limit     int64    `json:"limit,omitempty" doc:"of what people mark: hundredths of the rubric"`
}

// keyInput is a correction: the fields that change, on top of a version.
type keyInput struct {
	Sitting string `path:"sitting"`
	Body    struct {
		Base    int            `json:"base" doc:"the version that was corrected; a newer one is a conflict"`
		Changes []keyFieldView `json:"changes" minItems:"1" maxItems:"2000"`
		Reason  string         `json:"reason,omitempty" maxLength:"500"`
	}
}

type differenceView struct {
	Candidates int              `json:"candidates"`
	Up         int              `json:"up"`
	Down       int              `json:"down"`
	Same       int              `json:"same"`
	Changed    []candidateShift `json:"changed"`
}

type candidateShift struct {
	Candidate string                 `json:"candidate"`
	Number    string                 `json:"number"`
	Name      string                 `json:"name"`
	Before    int64                  `json:"before"`
	After     int64                  `json:"after"`
	Questions []scoring.QuestionDiff `json:"questions"`
}

type correctedView struct {
	Sittings []correctedSitting `json:"sittings"`
}

type correctedSitting struct {
	Sitting string               `json:"sitting"`
	Report  workflow.ScoreReport `json:"report"`
}

func (d Deps) sittingKeys(ctx context.Context, s identity.Session, in *sittingIDInput) (sittingKeysView, error) {
	id, err := d.maySitting(ctx, s, resultRoles, in.Sitting)
	if err != nil {
		return sittingKeysView{}, err
	}
	k, err := d.Results.SittingKeys(ctx, id)
	if err != nil {
		return sittingKeysView{}, err
	}
	if k.State != exam.SittingClosed {
		// Before the end a key is for the board that chose the form, and for
		// nobody who only reads results.
		if _, err := d.maySitting(ctx, s, boardRoles, in.Sitting); err != nil {
			return sittingKeysView{}, fault.New(fault.Forbidden, "key.not_closed")
		}
	}
	out := sittingKeysView{Form: string(k.Form), FormName: k.FormName, Fields: k.Fields}
	for i, v := range k.Versions {
		view := keyVersionView{Version: v.Key.Version, Reason: v.Reason, Author: v.Author.Name, At: v.At}
		for _, f := range k.Fields {
			if kf, ok := v.Key.Fields[f.Field]; ok {
				view.Fields = append(view.Fields, keyFieldView{Field: f.Field, Accept: kf.Accept, Cancelled: kf.Cancelled, Limit: int64(kf.RubricMax())})
			}
		}
		if i+1 < len(k.Versions) {
			for _, c := range k.Versions[i+1].Key.Changes(v.Key) {
				view.Changes = append(view.Changes, c.Field)
			}
		}
		out.Versions = append(out.Versions, view)
	}
	return out, nil
}

// corrected is the newest key with the changes of the input.
func (d Deps) corrected(ctx context.Context, id exam.SittingID, in *keyInput) (scoring.Key, error) {
	k, err := d.Results.SittingKeys(ctx, id)
	if err != nil {
		return scoring.Key{}, err
	}
	if len(k.Versions) == 0 {
		return scoring.Key{}, fault.New(fault.NotFound, "key.not_found")
	}
	newest := k.Versions[0].Key
	if newest.Version != in.Body.Base {
		return scoring.Key{}, fault.New(fault.Conflict, "key.version").With("newest", newest.Version)
	}
	next := scoring.Key{Version: newest.Version + 1, Fields: maps.Clone(newest.Fields), Choice: newest.Choice}
	for _, c := range in.Body.Changes {
		was, ok := next.Fields[c.Field]
		if !ok {
			return scoring.Key{}, fault.New(fault.Invalid, "key.unknown_field").With("fields", c.Field)
		}
		next.Fields[c.Field] = correctedField(was, c)
	}
	return next, next.Validate()
}

// correctedField accepts other answers in a field, or cancels it. What else the
// key says of it stays, but for the credit of answers that are accepted now, or
// are no more; of a set the credit of its options means nothing once it changes.
func correctedField(was scoring.KeyField, c keyFieldView) scoring.KeyField {
	f := was
	f.Cancelled = c.Cancelled
	if f.Kind.Marked() {
		return f
	}
	if f.Cancelled {
		f.Accept, f.Credit = nil, nil
		return f
	}
	f.Accept, f.Credit = c.Accept, maps.Clone(was.Credit)
	if slices.Equal(was.Accept, c.Accept) {
		return f
	}
	for _, a := range slices.Concat(was.Accept, c.Accept) {
		if slices.Contains(was.Accept, a) != slices.Contains(c.Accept, a) {
			delete(f.Credit, a)
		}
	}
	if f.Kind == scoring.Multiple || len(f.Credit) == 0 {
		f.Credit = nil
	}
	return f
}

func (d Deps) previewKey(ctx context.Context, s identity.Session, in *keyInput) (differenceView, error) {
	id, err := d.maySitting(ctx, s, decideRoles, in.Sitting)
	if err != nil {
		return differenceView{}, err
	}
	next, err := d.corrected(ctx, id, in)
	if err != nil {
		return differenceView{}, err
	}
	diff, err := d.Results.PreviewKey(ctx, id, next)
	if err != nil {
		return differenceView{}, err
	}
	roll, err := d.Results.Roll(ctx, id)
	if err != nil {
		return differenceView{}, err
	}
	return viewDifference(diff, &roll), nil
}

func viewDifference(diff scoring.Difference, roll *scoring.Roll) differenceView {
	rows := make(map[exam.CandidateID]*scoring.Row, len(roll.Rows))
	for i := range roll.Rows {
		rows[roll.Rows[i].Candidate] = &roll.Rows[i]
	}
	out := differenceView{Candidates: diff.Candidates, Up: diff.Up, Down: diff.Down, Same: diff.Same}
	for _, c := range diff.Changed {
		shift := candidateShift{Candidate: string(c.Candidate), Before: int64(c.Before), After: int64(c.After), Questions: c.Questions}
		if row, ok := rows[c.Candidate]; ok {
			shift.Number, shift.Name = row.Number, row.Name
		}
		out.Changed = append(out.Changed, shift)
	}
	return out
}

func (d Deps) correctKey(ctx context.Context, s identity.Session, in *keyInput) (correctedView, error) {
	id, err := d.maySitting(ctx, s, decideRoles, in.Sitting)
	if err != nil {
		return correctedView{}, err
	}
	next, err := d.corrected(ctx, id, in)
	if err != nil {
		return correctedView{}, err
	}
	reports, err := d.Results.CorrectKey(ctx, s.Actor(), id, next, in.Body.Reason)
	var out correctedView
	for sitting, r := range reports {
		out.Sittings = append(out.Sittings, correctedSitting{Sitting: string(sitting), Report: r})
	}
	return out, err
}
