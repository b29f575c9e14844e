package omr

import (
	"fmt"
	"testing"

	"khaothi/internal/exam"
)

func sheet(id, number, code string, doubts ...Doubt) Sheet {
	return Sheet{ID: id, Room: "r1", Status: "ok", Cells: map[string]string{FieldNumber: number, FieldCode: code}, Doubts: doubts}
}

func testWorld() World {
	return World{
		Candidates: map[string]Expected{
			"01": {ID: "a", Room: "r1"}, "02": {ID: "b", Room: "r1"}, "03": {ID: "c", Room: "r1", Absent: true},
			"04": {ID: "d", Room: "r2"}, "05": {ID: "e", Room: "r1", Screen: true}, "06": {ID: "f", Room: "r1"},
		},
		Codes: map[string]bool{"0101": true}, Others: map[string]string{"0201": "vatli"},
		Bags: []Bag{{Room: "r1", Name: "P01", Sheets: 3}},
	}
}

func TestSheetsAreCheckedAgainstTheWorld(t *testing.T) {
	t.Parallel()
	w := testWorld()
	for _, tt := range []struct {
		name   string
		sheets []Sheet
		found  string // of the first sheet
		gaps   string
	}{
		{"nothing is wrong", []Sheet{sheet("1", "01", "0101"), sheet("2", "02", "0101"), sheet("3", "06", "0101")}, "[]", "[]"},
		{"a number nobody has", []Sheet{sheet("1", "77", "0101"), sheet("2", "02", "0101"), sheet("3", "06", "0101")}, "[{sbd unknown}]", "[{r1 P01 3 3 [01]}]"},
		{"of another room", []Sheet{sheet("1", "04", "0101")}, "[{sbd other_room}]", "[{r1 P01 3 1 [01 02 06]}]"},
		{"an absentee's", []Sheet{sheet("1", "03", "0101")}, "[{sbd absent}]", "[{r1 P01 3 1 [01 02 06]}]"},
		{"who wrote on the screen", []Sheet{sheet("1", "05", "0101")}, "[{sbd on_screen}]", "[{r1 P01 3 1 [01 02 06]}]"},
		{"two of one", []Sheet{sheet("1", "01", "0101"), sheet("2", "01", "0101"), sheet("3", "02", "0101")}, "[{sbd duplicate}]", "[{r1 P01 3 3 [06]}]"},
		{"another subject's code", []Sheet{sheet("1", "01", "0201")}, "[{form_code other_subject}]", "[{r1 P01 3 1 [02 06]}]"},
		{"a code nobody has", []Sheet{sheet("1", "01", "9999")}, "[{form_code unknown}]", "[{r1 P01 3 1 [02 06]}]"},
		{"what the reading doubts is not doubted twice", []Sheet{sheet("1", "0?", "0101", Doubt{FieldNumber, "double"})}, "[]", "[{r1 P01 3 1 [01 02 06]}]"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			found, gaps := w.Check(tt.sheets)
			if got := fmt.Sprint(found["1"]); got != tt.found {
				t.Errorf("found %s, want %s", got, tt.found)
			}
			if got := fmt.Sprint(gaps); got != tt.gaps {
				t.Errorf("gaps %s, want %s", got, tt.gaps)
			}
		})
	}
}

// decide adds a decision and, where a second person is needed, their word.
func decide(t *testing.T, s *Sheet, field, after string, yes bool) Fix {
	t.Helper()
	fix, err := s.NewFix(field, after, "vì", nil, person("một"), at)
	if err != nil {
		t.Fatal(err)
	}
	if fix.Second {
		if err := fix.Agree(person("hai"), yes, at); err != nil {
			t.Fatal(err)
		}
	}
	s.Fixes = append(s.Fixes, fix)
	return fix
}

func TestDecisionsOfOneAndOfTwo(t *testing.T) {
	t.Parallel()
	s := sheet("1", "0?", "0101", Doubt{FieldNumber, "double"})
	s.Cells["p1_1"] = "A"
	if fix := decide(t, &s, FieldNumber, "01", true); fix.Second || s.Value(FieldNumber) != "01" || len(s.Open()) != 0 {
		t.Errorf("what is in doubt: %+v", fix)
	}
	if fix := decide(t, &s, FieldNumber, "02", true); fix.Second {
		t.Error("one's own decision, a second time, wants two")
	}
	if fix := decide(t, &s, "p1_1", "B", false); !fix.Second || s.Value("p1_1") != "A" {
		t.Errorf("a clear mark, refused by the second person: %+v, now %s", fix, s.Value("p1_1"))
	}
	if decide(t, &s, "p1_1", "C", true); s.Value("p1_1") != "C" {
		t.Errorf("agreed: %s", s.Value("p1_1"))
	}
	if fix := decide(t, &s, "p1_1", "A", true); !fix.Second {
		t.Error("what two have decided, one takes back")
	}
	other, err := s.NewFix(FieldNumber, "01", "vì", nil, person("ba"), at)
	if err != nil || !other.Second {
		t.Errorf("another person's decision changed: %+v, %v", other, err)
	}
	for _, tt := range []struct{ field, after, code string }{
		{"p9_9", "A", "omr.field"},
		{FieldCode, "0101", "omr.nothing_changed"},
	} {
		if _, err := s.NewFix(tt.field, tt.after, "vì", nil, person("một"), at); code(err) != tt.code {
			t.Errorf("%s=%s: %v", tt.field, tt.after, err)
		}
	}
	if fix := decide(t, &s, Discard, Discarded, true); !fix.Second || s.Counts() || s.Open() != nil {
		t.Errorf("a sheet that was read is put aside: %+v", fix)
	}
	blank := Sheet{ID: "2", Status: "blank", Doubts: []Doubt{{"page", "unfilled"}}}
	if fix := decide(t, &blank, Discard, Discarded, true); fix.Second || blank.Counts() {
		t.Errorf("a blank page is put aside: %+v", fix)
	}
	var none exam.Actor
	if fix, _ := s.NewFix("p1_1", "D", "vì", nil, person("một"), at); fix.Agreed != none || !fix.Waiting() {
		t.Errorf("waits: %+v", fix)
	}
}
