package scoring

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"khaothi/internal/exam"
)

// Kept is a stored result as its row has it, for who checks that the row still
// agrees with itself.
type Kept struct {
	Stored // Result from the detail, Parts from their column
	// The columns beside the detail.
	Rule        string
	KeyVersion  int
	Points, Max Points
	Digest      []byte
}

// Digest is what e is recognised by: SHA-256 over attempt, form, form code and
// the result. It also returns the result as it is stored.
func (e *Entry) Digest() (detail, digest []byte, err error) {
	if detail, err = json.Marshal(e.Result); err != nil {
		return nil, nil, fmt.Errorf("encode result of %s: %w", e.Candidate, err)
	}
	h := sha256.New()
	_, _ = fmt.Fprintf(h, "%s\n%s\n%s\n", e.Attempt, e.Form, e.FormCode) // a hash never fails
	_, _ = h.Write(detail)
	return detail, h.Sum(nil), nil
}

// The codes of what is wrong with a stored result.
const (
	WrongRow     = "score.row"     // points, rule or parts of the row are not those of its detail
	WrongDigest  = "score.digest"  // the detail is not what was stored
	WrongDerived = "score.differs" // the answers earn something else by the key and rule that it names
)

// Check says whether the row agrees with its detail and the detail with its
// digest: the codes of what is wrong.
func (k *Kept) Check() []string {
	var wrong []string
	r := &k.Result
	if k.Rule != r.Rule || k.KeyVersion != r.KeyVersion || k.Points != r.Points || k.Max != r.Max || !slices.Equal(k.Parts, r.Parts()) {
		wrong = append(wrong, WrongRow)
	}
	e := Entry{Candidate: k.Candidate, Attempt: k.Attempt, Form: k.Form, FormCode: k.FormCode, Result: k.Result}
	if _, digest, err := e.Digest(); err != nil || !bytes.Equal(digest, k.Digest) {
		wrong = append(wrong, WrongDigest)
	}
	return wrong
}

// withMarks adds what people gave to what the candidate answered: no log of
// answers holds it.
func (r *Result) withMarks(responses exam.Responses) exam.Responses {
	out := maps.Clone(responses)
	for i := range r.Questions {
		if q := &r.Questions[i]; q.Mark != "" {
			out[MarkField(q.Name)] = q.Mark
		}
	}
	return out
}

// Derive scores responses by key and the rule that the result names, and says
// what they earn and whether that is the result, reasons included.
func (k *Kept) Derive(key Key, responses exam.Responses) (Points, bool, error) {
	rule, err := Resolve(k.Result.Rule, key)
	if err != nil {
		return 0, false, err
	}
	got, err := Score(rule, key, k.Result.withMarks(responses))
	if err != nil {
		return 0, false, err
	}
	a, errA := json.Marshal(got)
	b, errB := json.Marshal(k.Result)
	return got.Points, errA == nil && errB == nil && bytes.Equal(a, b), nil
}
