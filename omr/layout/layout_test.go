package layout

import (
	"math"
	"slices"
	"strings"
	"testing"
)

func builtinOf(t *testing.T, name string) *Layout {
	t.Helper()
	l, ok := Builtin(name)
	if !ok {
		t.Fatalf("no layout %s", name)
	}
	return l
}

func TestBuiltinsHaveTheFieldsOfTheirExams(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name          string
		first, last   string
		fields        int
		bubbles       int
		number, codes int
	}{
		{"thptqg-2025", "p1_1", "p3_6", 2 + 40 + 32 + 6, 120 + 160 + 64 + 258, 8, 4},
		{"thptqg-2025-6-3", "p1_1", "p3_6", 80, 90 + 160 + 64 + 258, 6, 3},
		{"thptqg-2017", "q1", "q120", 122, 90 + 480, 6, 3},
		{"short-20", "q1", "q20", 22, 90 + 80, 6, 3},
		{"short-50", "q1", "q50", 52, 90 + 200, 6, 3},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			l := builtinOf(t, tt.name)
			names := l.Columns()
			if len(names) != tt.fields || names[0] != CandidateNumber || names[1] != FormCode || names[2] != tt.first || names[len(names)-1] != tt.last {
				t.Errorf("%d columns: %v", len(names), names)
			}
			fields := l.Fields()
			if got := len(l.Bubbles()); got != tt.bubbles {
				t.Errorf("%d bubbles, want %d", got, tt.bubbles)
			}
			if len(fields[0].Cells) != tt.number || len(fields[1].Cells) != tt.codes {
				t.Errorf("%d digits and %d, want %d and %d", len(fields[0].Cells), len(fields[1].Cells), tt.number, tt.codes)
			}
			for i, f := range fields {
				if f.Name != names[i] {
					t.Errorf("field %d is %s, column %s", i, f.Name, names[i])
				}
			}
		})
	}
	if got := len(Builtins()); got != 5 {
		t.Errorf("%d layouts", got)
	}
}

func TestColumnsOf2025StandInTheOrderOfTheCSV(t *testing.T) {
	t.Parallel()
	got := strings.Join(builtinOf(t, "thptqg-2025").Columns(), ",")
	for _, part := range []string{"sbd,form_code,p1_1,p1_2", "p1_10,p1_11", "p1_40,p2_1a,p2_1b,p2_1c,p2_1d,p2_2a", "p2_8d,p3_1,p3_2,p3_3,p3_4,p3_5,p3_6"} {
		if !strings.Contains(got, part) {
			t.Errorf("no %s in %s", part, got)
		}
	}
}

// The official form of 2025, as it was measured: marks and corners of blocks.
func TestOfficialGeometry(t *testing.T) {
	t.Parallel()
	l := builtinOf(t, "thptqg-2025")
	at := map[string]Bubble{}
	for _, b := range l.Bubbles() {
		at[b.Field+"/"+string(rune('0'+b.Cell))+"/"+b.Symbol] = b
	}
	for _, tt := range []struct {
		bubble string
		x, y   float64
	}{
		{"sbd/0/0", 145.9, 36.3},
		{"sbd/7/9", 174.2, 88.7},
		{"form_code/3/5", 194.3, 65.4},
		{"p1_1/0/A", 23.8, 110.8},
		{"p1_40/0/D", 188.6, 156.0},
		{"p1_15/0/B", 78.7, 130.9},
		{"p2_1a/0/D", 23.8, 181.2},
		{"p2_2c/0/S", 48.4, 191.1},
		{"p2_8d/0/D", 180.3, 196.0},
		{"p3_1/0/-", 22.4, 218.8},
		{"p3_4/2/,", 121.9, 224.3},
		{"p3_6/3/9", 186.4, 279.8},
	} {
		b, ok := at[tt.bubble]
		if d := math.Hypot(b.X-tt.x, b.Y-tt.y); !ok || d > 0.3 {
			t.Errorf("%s stands at %.2f, %.2f, want %.1f, %.1f", tt.bubble, b.X, b.Y, tt.x, tt.y)
		}
	}
	for _, none := range []string{"p3_1/1/-", "p3_1/0/,", "p3_1/3/,", "p3_1/2/-"} {
		if _, ok := at[none]; ok {
			t.Errorf("there is a bubble %s", none)
		}
	}
	if g := at["p1_1/0/A"].Ground; g != 0 {
		t.Errorf("the ground in the frame of part I is %g, want white", g)
	}
	if g := l.ground(56, 130); g == 0 {
		t.Error("the ground between the frames is white")
	}
}

func TestBubblesAreThoseOfTheFields(t *testing.T) {
	t.Parallel()
	l := builtinOf(t, "thptqg-2025")
	var got []Bubble
	for _, f := range l.Fields() {
		for i, c := range f.Cells {
			for _, b := range c {
				if b.Field != f.Name || b.Cell != i {
					t.Fatalf("bubble %+v in cell %d of %s", b, i, f.Name)
				}
			}
			got = append(got, c...)
		}
	}
	if !slices.Equal(got, l.Bubbles()) {
		t.Error("Bubbles are not those of Fields")
	}
}

func TestValue(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		kind  Kind
		cells []string
		want  string
	}{
		{Choices, []string{"A"}, "A"},
		{Choices, []string{"AC"}, "AC"},
		{Choices, []string{""}, ""},
		{Choices, []string{Doubt}, "?"},
		{Cluster, []string{"DS"}, "DS"},
		{Digits, []string{"1", "0", "?", "23"}, "10??"},
		{Digits, []string{"1", "", "3", ""}, "1_3_"},
		{Digits, []string{"", ""}, ""},
		{Numeric, []string{"4", ",", "2", "7"}, "4,27"},
		{Numeric, []string{"-", "", "5", ""}, "-_5"},
		{Numeric, []string{"", "67", "", ""}, "_[67]"},
		{Numeric, []string{"", "", "", "?"}, "___?"},
		{Numeric, []string{"", "", "", ""}, ""},
	} {
		if got := (Field{Kind: tt.kind}).Value(tt.cells); got != tt.want {
			t.Errorf("%s %q = %q, want %q", tt.kind, tt.cells, got, tt.want)
		}
	}
}
