package psychometrics_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"khaothi/psychometrics"
)

func TestReadMeansEachCell(t *testing.T) {
	t.Parallel()
	in := "\ufeff\"sbd\";\"a\";b;w;g;x\r\n\"q\"\"1\";0;NA;2;nam;9\r\np2;;12;0.5;nữ;9\r\np3;OM;NR;1;nam;zz\r\n\r\n"
	c := psychometrics.CSV{ID: "sbd", Weight: "w", Group: "g", Ignore: []string{"x"}}
	want := &psychometrics.Responses{
		Items:  []string{"a", "b"},
		Scores: []int8{0, psychometrics.NotPresented, psychometrics.NotPresented, 12, psychometrics.Omitted, psychometrics.NotReached},
		IDs:    []string{`q"1`, "p2", "p3"}, Weights: []float64{2, 0.5, 1},
		Groups: []string{"nam", "nữ"}, Group: []int32{0, 1, 0},
	}
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := z.Write([]byte(in)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string]string{"plain": in, "gzip": packed.String()} {
		got, err := c.Read(strings.NewReader(data))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if err := got.Check(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	treated := want.Treat(0, psychometrics.NotPresented)
	if diff := cmp.Diff([]int8{0, -1, -1, 12, 0, -1}, treated.Scores); diff != "" {
		t.Errorf("treated: %s", diff)
	}
	if diff := cmp.Diff([]int{1, 13}, want.Categories()); diff != "" {
		t.Errorf("categories: %s", diff)
	}
	if diff := cmp.Diff([][]float64{{3}, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0.5}}, treated.Counts()); diff != "" {
		t.Errorf("counts: %s", diff)
	}
}

func TestReadRefusesWithThePlace(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, in     string
		c            psychometrics.CSV
		line         int
		column, what string
	}{
		{name: "empty", in: "", line: 1, what: "empty"},
		{name: "no person", in: "a,b\n", what: "no person"},
		{name: "a name twice", in: "a,a\n1,1\n", line: 1, column: "a", what: "twice"},
		{name: "no name", in: "a,\n1,1\n", line: 1, what: "column 2 has no name"},
		{name: "no such column", in: "a,b\n1,1\n", c: psychometrics.CSV{ID: "id"}, line: 1, column: "id", what: "not in the header"},
		{name: "only other columns", in: "id\nx\n", c: psychometrics.CSV{ID: "id"}, line: 1, what: "no column is an item"},
		{name: "short line", in: "a,b\n1,1\n1\n", line: 3, what: "1 cells, the header has 2"},
		{name: "word", in: "a,b\n1,x\n", line: 2, column: "b", what: `"x" is no score`},
		{name: "a thousand or one", in: "w;b\n1,234;1\n", c: psychometrics.CSV{Weight: "w"}, line: 2, column: "w", what: "divide thousands"},
		{name: "tenth", in: "a,b\n1,1.01\n", line: 2, column: "b", what: "whole number"},
		{name: "half", in: "a,b\n1,0.5\n", line: 2, column: "b", what: "whole number"},
		{name: "negative", in: "a,b\n1,-1\n", line: 2, column: "b", what: "whole number"},
		{name: "large", in: "a,b\n1,127\n", line: 2, column: "b", what: "0 to 126"},
		{name: "open quote", in: "a,b\n1,\"1\n", line: 2, what: "not closed"},
		{name: "text after a quote", in: "a,b\n\"1\"2,1\n", line: 2, what: "after the closing quote"},
		{name: "id twice", in: "id,b\nx,1\nx,1\n", c: psychometrics.CSV{ID: "id"}, line: 3, column: "id", what: "line 2 already"},
		{name: "weight", in: "w,b\n-1,1\n", c: psychometrics.CSV{Weight: "w"}, line: 2, column: "w", what: "no weight"},
		{name: "weight NaN", in: "w,b\nNaN,1\n", c: psychometrics.CSV{Weight: "w"}, line: 2, column: "w", what: "no weight"},
		{name: "no group", in: "g,b\n,1\n", c: psychometrics.CSV{Group: "g"}, line: 2, column: "g", what: "want a group"},
		{name: "broken gzip", in: "\x1f\x8b\x08junk", what: "gzip"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := tt.c.Read(strings.NewReader(tt.in))
			var e *psychometrics.ReadError
			if !errors.As(err, &e) || !errors.Is(err, psychometrics.ErrResponses) {
				t.Fatalf("err = %v, want a ReadError", err)
			}
			if e.Line != tt.line || e.Column != tt.column || !strings.Contains(e.What, tt.what) {
				t.Errorf("err = %v, want line %d, column %q, %q", err, tt.line, tt.column, tt.what)
			}
		})
	}
}

// TestReadCellsOfOtherPrograms: the signs for nothing, numbers with decimals, and
// further signs by name.
func TestReadCellsOfOtherPrograms(t *testing.T) {
	t.Parallel()
	in := "a;b;c;d;w\nna;N/A;#N/A;NaN;1,5\nnull;.;1,0;2.000;1e3\n9;-;3.;0;2\n"
	got, err := psychometrics.CSV{Weight: "w", Missing: []string{"9", "-"}}.Read(strings.NewReader(in))
	if err != nil {
		t.Fatal(err)
	}
	const x = psychometrics.NotPresented
	if diff := cmp.Diff([]int8{x, x, x, x, x, x, 1, 2, x, x, 3, 0}, got.Scores); diff != "" {
		t.Errorf("scores: %s", diff)
	}
	if diff := cmp.Diff([]float64{1.5, 1000, 2}, got.Weights); diff != "" {
		t.Errorf("weights: %s", diff)
	}
	plain, err := psychometrics.CSV{Missing: []string{"9"}}.Read(strings.NewReader("a,b\n9,1\n0,9\n"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]int8{x, 1, 0, x}, plain.Scores); diff != "" {
		t.Errorf("one digit a cell: %s", diff)
	}
}

// Whatever the bytes, what is read has good shapes and values, and reads back
// as itself.
func FuzzRead(f *testing.F) {
	f.Add([]byte("a,b\n1,0\nNA,\n"))
	f.Add([]byte("a;b\n\"1\";OM\n"))
	f.Add([]byte("\x1f\x8b"))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := psychometrics.CSV{}.Read(bytes.NewReader(data))
		if err != nil {
			return
		}
		if err := r.Check(); err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := r.Write(&b); err != nil {
			t.Fatal(err)
		}
		again, err := psychometrics.CSV{}.Read(&b)
		if err != nil {
			t.Fatalf("%v\n%s", err, b.Bytes())
		}
		if diff := cmp.Diff(r, again); diff != "" {
			t.Error(diff)
		}
	})
}
