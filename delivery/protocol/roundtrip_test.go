package protocol

import (
	"encoding/json"
	"errors"
	"testing"
	"unicode/utf8"
)

// FuzzRoundTrip: what a client writes with any JSON encoder is what Parse
// reads, or it is refused for a bound that the protocol names.
func FuzzRoundTrip(f *testing.F) {
	f.Add(int64(7), "p1_3", "k3fz", "01000001", true)
	f.Add(int64(MaxSeq), "flag:p1_3", "\u2028<é>\"\\\x7f", "K7", false)
	f.Add(int64(-1), "", "", "", false)
	f.Fuzz(func(t *testing.T, n int64, field, value, name string, lost bool) {
		if !utf8.ValidString(field) || !utf8.ValidString(value) || !utf8.ValidString(name) {
			return // an encoder writes something else
		}
		answer := Answer{TypeAnswer, n, field, value}
		back(t, answer, n >= 1 && n <= MaxSeq && field != "", func(in Incoming) bool { return in.Answer == answer })
		submit := Submit{TypeSubmit, n}
		back(t, submit, n >= 0 && n <= MaxSeq, func(in Incoming) bool { return in.Submit == submit })
		focus := Focus{TypeFocus, lost}
		back(t, focus, true, func(in Incoming) bool { return in.Focus == focus })
		hello := Hello{T: TypeHello, V: 1, Number: name, Code: "K7QF-2MXA-9RTD", Device: "d1f0d1f0", Last: n}
		back(t, hello, n >= 0 && n <= MaxSeq && name != "" && len(name) <= 32 && plain(name), func(in Incoming) bool { return *in.Hello == hello })
		var saved Saved
		if err := json.Unmarshal(AppendSaved(nil, n), &saved); err != nil || saved != (Saved{TypeSaved, n}) {
			t.Fatalf("AppendSaved(%d) reads as %+v, %v", n, saved, err)
		}
	})
}

func back(t *testing.T, message any, good bool, same func(Incoming) bool) {
	t.Helper()
	text, err := json.Marshal(message)
	if err != nil {
		t.Fatal(err)
	}
	in, err := Parse(text)
	switch {
	case len(text) > MaxMessage:
		if !errors.Is(err, ErrTooLarge) {
			t.Fatalf("%d bytes: %v", len(text), err)
		}
	case good != (err == nil):
		t.Fatalf("Parse(%s) = %v, want it taken: %v", text, err, good)
	case good && !same(in):
		t.Fatalf("Parse(%s) = %+v", text, in)
	}
}
