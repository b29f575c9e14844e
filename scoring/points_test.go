package scoring

import (
	"encoding/json"
	"testing"
)

func TestPointsShowTwoDecimals(t *testing.T) {
	t.Parallel()
	for p, want := range map[Points]string{0: "0.00", 5: "0.05", 825: "8.25", 1000: "10.00", -50: "-0.50", 123456: "1234.56"} {
		if got := p.String(); got != want {
			t.Errorf("Points(%d) = %q, want %q", int64(p), got, want)
		}
		back, err := ParsePoints(want)
		if err != nil || back != p {
			t.Errorf("ParsePoints(%q) = %d, %v, want %d", want, back, err, p)
		}
	}
	b, err := json.Marshal(Points(825))
	if err != nil || string(b) != "825" {
		t.Errorf("JSON of 8.25 = %s, %v, want the integer 825", b, err)
	}
}

func TestParsePointsTakesShortFormsAndRefusesOthers(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]Points{"8": 800, "8.5": 850, "8,25": 825, "-0,5": -50} {
		if got, err := ParsePoints(s); err != nil || got != want {
			t.Errorf("ParsePoints(%q) = %d, %v, want %d", s, got, err, want)
		}
	}
	for _, s := range []string{"", "-", ".5", "8.255", "8.2.5", "1e3", "٣", "99999999999999999999", "8.-5"} {
		if got, err := ParsePoints(s); err == nil {
			t.Errorf("ParsePoints(%q) = %d, want an error", s, got)
		}
	}
}

func TestCanonicalNumber(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]string{
		"0,5": "0.5", "0,50": "0.5", ",5": "0.5", "0.5": "0.5", "00,5": "0.5", "_,5": "0.5",
		"-0,5": "-0.5", "-,5": "-0.5", "5": "5", "05": "5", "5,": "5", "5,0": "5", "-0": "0", "-0,0": "0", "0": "0",
		"100": "100", "-1,5": "-1.5", "12345678901234567890,10": "12345678901234567890.1",
	} {
		if got, ok := canonicalNumber(s); !ok || got != want {
			t.Errorf("canonicalNumber(%q) = %q, %v, want %q", s, got, ok, want)
		}
	}
	for _, s := range []string{"", "-", ",", "-,", "1,2,3", "1.2,3", "--1", "1-2", "1_2", "x", "+1", " 1", "[67]"} {
		if got, ok := canonicalNumber(s); ok {
			t.Errorf("canonicalNumber(%q) = %q, want no number", s, got)
		}
	}
}
