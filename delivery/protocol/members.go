package protocol

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode"
	"unicode/utf8"
)

// members are the members of one JSON object by their exact names, which
// encoding/json alone would match in any case.
type members map[string]json.RawMessage

var errNotObject = errors.New("not a JSON object")

// readMembers reads one object and nothing behind it. A member that comes
// twice is refused: two readers could take it for two messages.
func readMembers(b []byte) (members, error) {
	d := json.NewDecoder(bytes.NewReader(b))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return nil, errNotObject
	}
	m := members{}
	for d.More() {
		t, err := d.Token()
		name, ok := t.(string)
		if err != nil || !ok {
			return nil, errNotObject
		}
		if _, twice := m[name]; twice {
			return nil, errors.New("a member twice")
		}
		var v json.RawMessage
		if err := d.Decode(&v); err != nil {
			return nil, errNotObject
		}
		m[name] = v
	}
	if _, err := d.Token(); err != nil {
		return nil, errNotObject
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errNotObject
	}
	return m, nil
}

// reader takes members out and keeps the first trouble. What it says never
// quotes the client, for it may reach the log.
type reader struct {
	members
	err error
}

// take reads a member that must be there, and not null.
func take[T any](r *reader, name string) (v T) {
	raw, ok := r.members[name]
	if !ok || string(raw) == "null" {
		r.fail(name + " is missing")
		return v
	}
	if json.Unmarshal(raw, &v) != nil {
		r.fail("wrong type of " + name)
	}
	return v
}

// takeOptional reads a member that may be left out or null.
func takeOptional[T any](r *reader, name string) (v T) {
	if raw, ok := r.members[name]; !ok || string(raw) == "null" {
		return v
	}
	return take[T](r, name)
}

func (r *reader) fail(what string) {
	if r.err == nil {
		r.err = fmt.Errorf("%w: %s", ErrInvalid, what)
	}
}

// plain says whether s is free of control characters. PostgreSQL takes no NUL.
func plain(s string) bool {
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if unicode.IsControl(r) {
			return false
		}
		i += n
	}
	return true
}
