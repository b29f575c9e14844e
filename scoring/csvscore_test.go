package scoring

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"khaothi/internal/fault"
)

// smallRule has one question of each kind: 2.50 + 2.50 + 5.00.
func smallRule() Rule {
	return Rule{V: 1, Name: "small", Parts: []Part{
		{Part: 1, Count: 1, Kind: Single, Points: 250},
		{Part: 2, Count: 1, Kind: Cluster, Points: 400, Statements: 4, Ladder: []int{0, 10, 25, 50, 100}},
		{Part: 3, Count: 1, Kind: Short, Points: 350, Equality: NumberEqual},
	}}
}

const smallKey = "field,answer\np1_1,B\np2_1a,Đ\np2_1b,S\np2_1c,d\np2_1d,F\np3_1,\"-1,5\"\n"

func scoreFile(t *testing.T, rule Rule, key, responses string) (string, FileReport, error) {
	t.Helper()
	k, err := KeyFromCSV(strings.NewReader(key), rule.Kinds())
	if err != nil {
		t.Fatal(err)
	}
	s, err := NewScorer(rule, k)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	f := FileScore{Scorer: s, Responses: strings.NewReader(responses), Out: &out}
	report, err := f.Run()
	return out.String(), report, err
}

func TestScoreFile(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, responses, want string }{
		{
			"columns in the order of the rule", "id,p1_1,p2_1a,p2_1b,p2_1c,p2_1d,p3_1\nx1,B,D,S,D,S,\"-1,5\"\n",
			"id,score,p1_1,p2_1,p3_1\nx1,10.00,2.50,4.00,3.50\n",
		},
		{
			"byte order mark, any order, CRLF", "\ufeffp3_1,p2_1d,p2_1c,p2_1b,p2_1a,p1_1,id\r\n\"-1,50\",s,Đ,S,đ,b,x1\r\n",
			"id,score,p1_1,p2_1,p3_1\nx1,10.00,2.50,4.00,3.50\n",
		},
		{
			"semicolons, as a Vietnamese Excel writes", "id;p1_1;p2_1a;p2_1b;p2_1c;p2_1d;p3_1\nx1;B;D;S;D;D;-1,5\n",
			"id,score,p1_1,p2_1,p3_1\nx1,8.00,2.50,2.00,3.50\n",
		},
		{
			"blanks, two marks, doubt", "id,p1_1,p2_1a,p2_1b,p2_1c,p2_1d,p3_1\nx1,,,,,,\nx2,AB,DS,?,D,,[67]\n",
			"id,score,p1_1,p2_1,p3_1\nx1,0.00,0.00,0.00,0.00\nx2,0.40,0.00,0.40,0.00\n",
		},
		{
			"rows of nothing at the end", "id,p1_1,p2_1a,p2_1b,p2_1c,p2_1d,p3_1\n\"a,b\",B,,,,,\n,,,,,,\n\n",
			"id,score,p1_1,p2_1,p3_1\n\"a,b\",2.50,2.50,0.00,0.00\n",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, report, err := scoreFile(t, smallRule(), smallKey, tt.responses)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" || len(report.Refused) != 0 {
				t.Errorf("refused %v, output (-want +got):\n%s", report.Refused, diff)
			}
		})
	}
}

func TestScoreFileRefusesRows(t *testing.T) {
	t.Parallel()
	rows := []string{
		"id,p1_1,p2_1a,p2_1b,p2_1c,p2_1d,p3_1",
		"x1,B,D,S,D,S,",
		"x1,A,,,,,",
		",B,,,,,",
		"x2,B,D,S,D,S,-1,5",
		"=1+1,B,,,,,",
		strings.Repeat("y", 65) + ",B,,,,,",
		"x3,B,,,,," + strings.Repeat("9", 2001),
		"x4,B,,,,,\xff",
		"x5,A,7,S,S,S,4",
	}
	out, report, err := scoreFile(t, smallRule(), smallKey, strings.Join(rows, "\n"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range report.Refused {
		got = append(got, fmt.Sprintf("%d %.5s %s", r.Row, r.ID, r.Code))
		if r.Message == "" {
			t.Errorf("row %d has no message", r.Row)
		}
	}
	want := []string{
		"3 x1 id.duplicate", "4  id.empty", "5 x2 row.columns", "6 =1+1 id.formula", "7 yyyyy id.long", "8 x3 value.long", "9 x4 value.utf8",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("refused (-want +got):\n%s", diff)
	}
	if report.Rows != 9 || report.Scored != 2 || report.Mean != "3.7500" {
		t.Errorf("rows %d, scored %d, mean %s", report.Rows, report.Scored, report.Mean)
	}
	if report.Odd != 1 || report.OddList[0] != (OddCell{Row: 10, ID: "x5", Field: "p2_1a"}) {
		t.Errorf("odd cells %d %v", report.Odd, report.OddList)
	}
	if wantOut := "id,score,p1_1,p2_1,p3_1\nx1,6.50,2.50,4.00,0.00\nx5,1.00,0.00,1.00,0.00\n"; out != wantOut {
		t.Errorf("output %q, want %q", out, wantOut)
	}
}

func TestScoreFileRefusesFiles(t *testing.T) {
	t.Parallel()
	const head = "id,p1_1,p2_1a,p2_1b,p2_1c,p2_1d,p3_1"
	for name, tt := range map[string]struct{ responses, code, names string }{
		"empty":              {"", "responses.file", "empty"},
		"a missing column":   {"id,p1_1,p2_1a,p2_1b,p2_1d,p3_1\n", "responses.header_missing", "p2_1c"},
		"no id":              {"p1_1,p2_1a,p2_1b,p2_1c,p2_1d,p3_1\n", "responses.header_missing", "id"},
		"an unknown column":  {head + ",p1_2\n", "responses.header_unknown", "p1_2"},
		"a column twice":     {head + ",p1_1\n", "responses.header_twice", "p1_1"},
		"a quote left open":  {head + "\nx1,\"B,D\nx2,B,,,,,\n", "responses.file", "line"},
		"UTF-16":             {"\xff\xfei\x00d\x00,\x00p\x001\x00\n\x00", "responses.file", "UTF-8"},
		"UTF-16 without BOM": {"i\x00d\x00,\x00p\x001\x00\n\x00", "responses.file", "UTF-8"},
		"Windows-1258":       {"id,h\xf4\n", "responses.file", "UTF-8"},
		"a quote in the way": {head + "\nx1,B\"C,,,,,\n", "responses.file", "line"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, _, err := scoreFile(t, smallRule(), smallKey, tt.responses)
			if fault.CodeOf(err) != tt.code || !strings.Contains(err.Error(), tt.names) {
				t.Errorf("error %v, want %s naming %q", err, tt.code, tt.names)
			}
		})
	}
}

func TestARecordWithoutEndIsStopped(t *testing.T) {
	t.Parallel()
	_, _, err := scoreFile(t, smallRule(), smallKey, "id,p1_1,p2_1a,p2_1b,p2_1c,p2_1d,p3_1\nx1,\""+strings.Repeat("A,B\n", 1<<20))
	if fault.CodeOf(err) != "responses.file" || !strings.Contains(err.Error(), "quote") {
		t.Errorf("error %v, want responses.file about a quote", err)
	}
}

func TestKeyFromCSV(t *testing.T) {
	t.Parallel()
	rule := smallRule()
	key, err := KeyFromCSV(strings.NewReader("\ufeffField;Answer\np1_1;a|C\np1_1;B\np2_1;*\np3_1;\" −1,5 | 2 \"\n"), rule.Kinds())
	if err != nil {
		t.Fatal(err)
	}
	want := Key{Version: 1, Fields: map[string]KeyField{
		"p1_1":  {Kind: Single, Accept: []string{"A", "C", "B"}},
		"p2_1a": {Kind: Cluster, Cancelled: true}, "p2_1b": {Kind: Cluster, Cancelled: true},
		"p2_1c": {Kind: Cluster, Cancelled: true}, "p2_1d": {Kind: Cluster, Cancelled: true},
		"p3_1": {Kind: Short, Accept: []string{"-1,5", "2"}},
	}}
	if diff := cmp.Diff(want, key); diff != "" {
		t.Errorf("key (-want +got):\n%s", diff)
	}
}

func TestKeyFromCSVRefuses(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ key, code, names string }{
		"another header":       {"question,answer\np1_1,A\n", "key.header", "question"},
		"an unquoted comma":    {"field,answer\np3_1,0,5\n", "key.line", "quotes"},
		"no answer":            {"field,answer\np1_1,\n", "key.line", "p1_1"},
		"a field not in rule":  {"field,answer\np1_1,A\np1_9,A\n", "key.line", "p1_9"},
		"a statement of T/F/X": {"field,answer\np2_1a,X\n", "key.invalid", "p2_1a"},
		"an empty alternative": {"field,answer\np1_1,A|\n", "key.invalid", "p1_1"},
		"two letters":          {"field,answer\np1_1,AB\n", "key.line", "A|C"},
		"a number":             {"field,answer\np1_1,7\n", "key.line", "letter"},
		"nothing":              {"field,answer\n", "key.invalid", "no fields"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rule := smallRule()
			_, err := KeyFromCSV(strings.NewReader(tt.key), rule.Kinds())
			if fault.CodeOf(err) != tt.code || !strings.Contains(err.Error(), tt.names) {
				t.Errorf("error %v, want %s naming %q", err, tt.code, tt.names)
			}
		})
	}
}

func TestGenericKeyGuessesKinds(t *testing.T) {
	t.Parallel()
	key, err := KeyFromCSV(strings.NewReader("field,answer\np1_1,A\np1_2,AC\np1_3,\"A,C\"\np1_4,A|B\np2_1a,D\np2_1b,S\np3_1,12\n"), nil)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]Kind{}
	for f, k := range key.Fields {
		got[f] = k.Kind
	}
	want := map[string]Kind{"p1_1": Single, "p1_2": Multiple, "p1_3": Multiple, "p1_4": Single, "p2_1a": Cluster, "p2_1b": Cluster, "p3_1": Short}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("kinds (-want +got):\n%s", diff)
	}
}

func TestDetailsHaveAReasonForEachQuestion(t *testing.T) {
	t.Parallel()
	rule := smallRule()
	key, err := KeyFromCSV(strings.NewReader(smallKey), rule.Kinds())
	if err != nil {
		t.Fatal(err)
	}
	s, err := NewScorer(rule, key)
	if err != nil {
		t.Fatal(err)
	}
	var out, details bytes.Buffer
	f := FileScore{Scorer: s, Responses: strings.NewReader("id,p1_1,p2_1a,p2_1b,p2_1c,p2_1d,p3_1\nx1,AB,D,S,D,D,\n"), Out: &out, Details: &details}
	if _, err := f.Run(); err != nil {
		t.Fatal(err)
	}
	var got struct {
		ID        string
		Points    int
		Questions []struct{ Name, Reason string }
	}
	if err := json.Unmarshal(details.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	reasons := fmt.Sprint(got.Questions)
	if got.ID != "x1" || got.Points != 200 || reasons != "[{p1_1 double} {p2_1 cluster.3of4} {p3_1 blank}]" {
		t.Errorf("details %+v", got)
	}
}

// Every row of the output adds up, whatever the file holds.
func TestColumnsAddUpToTheScore(t *testing.T) {
	t.Parallel()
	out, _, err := scoreFile(t, smallRule(), smallKey, "id,p1_1,p2_1a,p2_1b,p2_1c,p2_1d,p3_1\na,B,D,D,,,1\nb,,S,S,D,S,\"-1,5\"\nc,B,D,S,D,S,\n")
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(out)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows[1:] {
		var sum Points
		for _, cell := range row[2:] {
			p, err := ParsePoints(cell)
			if err != nil {
				t.Fatal(err)
			}
			sum += p
		}
		if sum.String() != row[1] {
			t.Errorf("row %v adds up to %s", row, sum)
		}
	}
}

func TestStatementsAsKeyboardsTypeThem(t *testing.T) {
	t.Parallel()
	for _, cell := range []string{"D", "d", "Đ", "đ", "\u00d0", "\u00f0", "T", " Đ "} {
		if got := fromLetters(Cluster, cell); got != "D" {
			t.Errorf("%q is read as %q, want D", cell, got)
		}
	}
	for _, cell := range []string{"S", "s", "F"} {
		if got := fromLetters(Cluster, cell); got != "S" {
			t.Errorf("%q is read as %q, want S", cell, got)
		}
	}
}
