package protocol

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
)

const ready = `{"machine":"Máy 07","verdict":"warn","checks":{"clock":{"state":"warn","value":"lệch 3 phút"}}}`

func TestParseReadiness(t *testing.T) {
	t.Parallel()
	in, err := ParseReadiness([]byte(ready))
	if err != nil || in.Machine != "Máy 07" || in.Verdict != "warn" || in.Checks["clock"] != (Check{"warn", "lệch 3 phút"}) {
		t.Fatalf("%+v, %v", in, err)
	}
	with := func(old, text string) string { return strings.Replace(ready, old, text, 1) }
	many := strings.Repeat(`"x":{"state":"good","value":""},`, 1)
	for i := range 30 {
		many += `"c` + string(rune('a'+i%26)) + string(rune('a'+i/26)) + `":{"state":"good","value":""},`
	}
	for name, body := range map[string]string{
		"not JSON":           `{"machine"`,
		"an array":           `[]`,
		"nothing":            `{}`,
		"two objects":        ready + `{}`,
		"no machine":         with("Máy 07", ""),
		"machine too long":   with("Máy 07", strings.Repeat("ạ", 33)),
		"a line in machine":  with("Máy 07", `Máy\n07`),
		"NUL in machine":     with("Máy 07", `Máy\u0000`),
		"space at the end":   with("Máy 07", "Máy 07 "),
		"other case":         with(`"machine"`, `"Machine"`),
		"member twice":       with(`"verdict"`, `"machine":"x","verdict"`),
		"unknown verdict":    with(`"verdict":"warn"`, `"verdict":"fine"`),
		"no checks":          with(`{"clock":{"state":"warn","value":"lệch 3 phút"}}`, `{}`),
		"checks null":        with(`{"clock":{"state":"warn","value":"lệch 3 phút"}}`, `null`),
		"check is a string":  with(`{"state":"warn","value":"lệch 3 phút"}`, `"warn"`),
		"check without":      with(`,"value":"lệch 3 phút"`, ``),
		"state unknown":      with(`"state":"warn"`, `"state":"blue"`),
		"value too long":     with("lệch 3 phút", strings.Repeat("a", 201)),
		"control in a value": with("lệch 3 phút", `a\u0007`),
		"name too long":      with(`"clock"`, `"`+strings.Repeat("a", 25)+`"`),
		"too many":           with(`"clock"`, many+`"clock"`),
		"not UTF-8":          with("07", "\xff"),
		"deep":               with(`"lệch 3 phút"`, strings.Repeat("[", 3000)+strings.Repeat("]", 3000)),
	} {
		if _, err := ParseReadiness([]byte(body)); !errors.Is(err, ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := ParseReadiness([]byte(strings.Repeat(" ", MaxReadiness+1))); !errors.Is(err, ErrTooLarge) {
		t.Errorf("too large: %v", err)
	}
}

// FuzzReadiness: what is accepted is accepted again as it is written, within
// the bounds.
func FuzzReadiness(f *testing.F) {
	f.Add([]byte(ready))
	f.Fuzz(func(t *testing.T, b []byte) {
		in, err := ParseReadiness(b)
		if err != nil {
			return
		}
		again, err := json.Marshal(in)
		if err != nil {
			t.Fatal(err)
		}
		out, err := ParseReadiness(again)
		if len(again) <= MaxReadiness && (err != nil || out.Machine != in.Machine || len(out.Checks) != len(in.Checks)) {
			t.Errorf("%q became %q: %v", b, again, err)
		}
	})
}
