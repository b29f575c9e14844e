package fault

import (
	"errors"
	"fmt"
	"maps"
)

// Kind says what a caller can do about an error.
type Kind string

// The kinds. What fits none of them is internal and is not made with New.
const (
	NotFound    Kind = "not_found"   // the thing named does not exist, or is not for this person to know of
	Invalid     Kind = "invalid"     // the input is wrong; the same call never succeeds
	Conflict    Kind = "conflict"    // somebody else changed it, or it exists already
	Forbidden   Kind = "forbidden"   // this person may not
	Closed      Kind = "closed"      // the time for it is over, or has not come
	Unavailable Kind = "unavailable" // a server that is needed does not answer; try again
)

// Error is an error with a kind and a stable code such as "attempt.closed".
type Error struct {
	Kind   Kind
	Code   string
	Detail map[string]any // what the sentence needs: names, places, numbers; never a key or an answer
	cause  error
}

// New returns an error of kind k with a code.
func New(k Kind, code string) *Error { return &Error{Kind: k, Code: code} }

// With returns a copy of e with one more detail.
func (e *Error) With(key string, value any) *Error {
	c := *e
	c.Detail = make(map[string]any, len(e.Detail)+1)
	maps.Copy(c.Detail, e.Detail)
	c.Detail[key] = value
	return &c
}

// Wrap returns a copy of e that keeps err as its cause for the log.
func (e *Error) Wrap(err error) *Error {
	c := *e
	c.cause = err
	return &c
}

func (e *Error) Error() string {
	s := e.Code
	if len(e.Detail) > 0 {
		s += fmt.Sprintf(" %v", e.Detail)
	}
	if e.cause != nil {
		s += ": " + e.cause.Error()
	}
	return s
}

// Unwrap returns the cause, if any.
func (e *Error) Unwrap() error { return e.cause }

// Is makes errors.Is(err, fault.New(kind, code)) compare kind and code.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Kind == e.Kind && t.Code == e.Code
}

// KindOf returns the kind of err, or "" for an internal error.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return ""
}

// CodeOf returns the code of err, or "internal".
func CodeOf(err error) string {
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return "internal"
}
