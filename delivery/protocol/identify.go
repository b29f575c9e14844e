package protocol

import (
	"fmt"
	"unicode/utf8"
)

// Identify is the body of POST /api/candidate/identify: whose ticket is it?
type Identify struct {
	Number  string `json:"number"`
	Code    string `json:"code"`
	Sitting string `json:"sitting,omitempty"`
}

// ParseIdentify reads the body as Parse reads a message: names of members are
// exact, one that comes twice, is missing or null is ErrInvalid, unknown ones
// are ignored.
func ParseIdentify(b []byte) (Identify, error) {
	if len(b) > MaxMessage {
		return Identify{}, ErrTooLarge
	}
	if !utf8.Valid(b) {
		return Identify{}, fmt.Errorf("%w: not UTF-8", ErrInvalid)
	}
	m, err := readMembers(b)
	if err != nil {
		return Identify{}, fmt.Errorf("%w: %w", ErrInvalid, err)
	}
	r := &reader{members: m}
	in := Identify{Number: take[string](r, "number"), Code: take[string](r, "code"), Sitting: takeOptional[string](r, "sitting")}
	if r.err == nil {
		r.err = checkClaim(in.Number, in.Code, in.Sitting)
	}
	if r.err != nil {
		return Identify{}, r.err
	}
	return in, nil
}

// checkClaim bounds what names an attempt, in a hello and in an Identify.
func checkClaim(number, code, sitting string) error {
	if number == "" || len(number) > 32 || code == "" || len(code) > 64 {
		return fmt.Errorf("%w: no number or code", ErrInvalid)
	}
	if len(sitting) > 64 {
		return fmt.Errorf("%w: sitting out of range", ErrInvalid)
	}
	if !plain(number) || !plain(sitting) {
		return fmt.Errorf("%w: control character in number or sitting", ErrInvalid)
	}
	return nil
}
