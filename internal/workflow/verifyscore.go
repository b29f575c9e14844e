package workflow

import (
	"context"
	"fmt"

	"khaothi/delivery"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/scoring"
)

// keyName is one version of the key of a form.
type keyName struct {
	form    exam.FormID
	version int
}

// derivation is a key that results are derived by.
type derivation struct {
	key scoring.Key
	// bad is the finding about the key, "" if it is sound.
	bad string
}

// score checks every stored version of the candidate's result and derives the
// newest one anew.
func (v *verifier) score(ctx context.Context, t *delivery.Trail) error {
	list := v.whose[t.Known.Candidate]
	counts := t.Known.State == delivery.AttemptSealed && !t.Known.Void && t.Known.SealedBy != delivery.SealedByPaper
	if len(list) == 0 {
		if counts && v.out.Scored {
			v.find(t, FindScoreMissing, "", "")
		}
		return nil
	}
	for i := range list {
		k := &list[i]
		for _, code := range k.Check() {
			v.find(t, code, "", fmt.Sprintf("version %d: %s", k.Version, k.Points))
		}
		if want := len(list) - i; k.Version != want {
			v.find(t, FindScoreVersions, fmt.Sprint(want), fmt.Sprint(k.Version))
		}
	}
	newest := &list[0]
	if newest.Attempt == "" {
		return nil // answered on paper: there is nothing here to derive it from
	}
	if !counts || newest.Attempt != t.ID {
		if newest.State != scoring.Withdrawn {
			v.find(t, FindScoreUnexpected, "", fmt.Sprintf("%s %s", newest.State, newest.Points))
		}
		return nil
	}
	v.out.Results++
	return v.derive(ctx, t, newest)
}

// derive scores the answers by the key and rule that the result names.
func (v *verifier) derive(ctx context.Context, t *delivery.Trail, k *scoring.Kept) error {
	d, err := v.derivation(ctx, keyName{k.Form, k.Result.KeyVersion})
	if err != nil {
		return err
	}
	if d.bad != "" {
		v.find(t, d.bad, "", fmt.Sprintf("form %s, key version %d", k.Form, k.Result.KeyVersion))
	}
	if d.key.Fields == nil {
		return nil
	}
	points, same, err := k.Derive(d.key, t.Values())
	if err != nil {
		v.find(t, scoring.WrongDerived, fault.CodeOf(err), k.Points.String())
		return nil //nolint:nilerr // a rule or key that scores nothing is what was found
	}
	if !same {
		v.find(t, scoring.WrongDerived, points.String(), k.Points.String())
	}
	return nil
}

// derivation reads a key once and checks it.
func (v *verifier) derivation(ctx context.Context, name keyName) (*derivation, error) {
	if d, ok := v.scorers[name]; ok {
		return d, nil
	}
	d := &derivation{}
	sound, err := v.read.Scores.SoundKey(ctx, name.form, name.version)
	switch {
	case fault.KindOf(err) == fault.NotFound || err == nil && !sound:
		d.bad = FindKeyChanged
	case err != nil:
		return nil, err
	}
	if err == nil {
		version, err := v.read.Scores.Key(ctx, name.form, name.version)
		if err == nil {
			d.key = version.Key
		} else if d.bad == "" {
			return nil, err
		}
	}
	if d.bad == "" && name.version == 1 {
		if d.bad, err = v.ofForm(ctx, name.form, d.key); err != nil {
			return nil, err
		}
	}
	v.scorers[name] = d
	return d, nil
}

// ofForm compares the first key with what the authors of the form called right.
func (v *verifier) ofForm(ctx context.Context, id exam.FormID, key scoring.Key) (string, error) {
	form, err := v.read.Bank.Form(ctx, id)
	if fault.KindOf(err) == fault.NotFound {
		return "", nil // this record has no bank beside it
	}
	if err != nil {
		return "", err
	}
	if form.SealedIn() != "" {
		return "", nil // what its authors called right lies in a vault
	}
	if len(firstKey(form).Changes(key)) > 0 {
		return FindKeyForm, nil
	}
	return "", nil
}
