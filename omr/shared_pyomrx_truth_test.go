//go:build shared

package omr_test

import (
	"encoding/csv"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"khaothi/omr"
	"khaothi/omr/layout"
)

// seen is what we saw on the scans that nobody has transcribed, box by box: the
// code, then the answers.
var seen = map[string][3]string{
	"L2_LArts_Bumpeh_000": {"1062 1212152", "1052 1210040", "1075 1212142"},
	"L2_LArts_Bumpeh_001": {"1069 1212156", "1144 1212156", "1124 1202152"},
	"L2_LArts_Bumpeh_002": {"1145 1210042", "1129 1210042", "1095 1212152"},
	"L2_Maths_Bumpeh_000": {"1062 1111222222201112111111", "1052 1111222222221012111110", "1075 1111220222201112111111"},
	"L2_Maths_Bumpeh_001": {"1069 1111220222201112111111", "1144 1111220222201112100111", "1124 1111222222201110111111"},
	"L2_Maths_Bumpeh_002": {"1045 1111220222201112111111", "1129 1111222222201110111111", "1095 1111220222201112111111"},
	"L1_LArts_Bumpeh_000": {"1158 11111001010100011103", "1030 11111111110101110114", "1151 11111111111111111114"},
	"L1_LArts_Bumpeh_001": {"1023 11111111111111110116", "1007 00011110001110010110", "1134 11111111111111111113"},
	"L1_LArts_Bumpeh_002": {"1086 11110011110011101010", "1164 11100011110111110113", "1014 10110001110111100116"},
	"L1_Maths_Bumpeh_000": {"1158 1111121111111111113", "1030 1111001100010001100", " 1111121111111111103"},
	"L1_Maths_Bumpeh_001": {"1023 1111121111111111013", "1007 1111121111111111112", "1134 1111121111111111113"},
	"L1_Maths_Bumpeh_002": {"1086 1111121111101111113", "1164 1111121111111111113", "1014 1111111100111010103"},
}

// doubles are the fields of which the transcripts say only that there are two
// marks (-2), and what we saw there.
var doubles = map[string]string{"example_exam_1 b3_q2": "01", "example_exam_2 b3_q7": "01"}

// papers are the paper codes as the marked symbols 4, 2 and 1.
var papers = map[string]string{"1": "1", "2": "2", "4": "4", "6": "42"}

// pyomrxTruth returns the fields of each scan: those of the transcripts beside
// the scans, and ours.
func pyomrxTruth(t *testing.T) map[string]map[string]string {
	t.Helper()
	truth := map[string]map[string]string{}
	for scan, boxes := range seen {
		truth[scan] = map[string]string{}
		for k, box := range boxes {
			prefix := "b" + strconv.Itoa(k+1) + "_"
			code, answers, _ := strings.Cut(box, " ")
			truth[scan][prefix+"code"] = code
			for i, a := range answers {
				truth[scan][prefix+"q"+strconv.Itoa(i+1)] = string(a)
			}
		}
	}
	err := filepath.WalkDir(filepath.Join(sharedDir(), "pyomrx"), func(name string, _ fs.DirEntry, err error) error {
		base := filepath.Base(name)
		if err != nil || !strings.HasPrefix(base, "correct_result.") && !strings.HasPrefix(base, "human_processed") {
			return err
		}
		for _, row := range csvRows(t, name) {
			transcribed(t, truth, row)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return truth
}

// csvRows reads a transcript; its columns are named c01 and q01 whatever they
// are called there.
func csvRows(t *testing.T, name string) (rows []map[string]string) {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() //nolint:errcheck // only read
	table, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	names := strings.NewReplacer("c_", "c", "q_", "q", "a", "q", "file_name", "file", "box_no", "box", "sub_form", "box")
	for _, r := range table[1:] {
		row := map[string]string{}
		for i, column := range table[0] {
			column = strings.ToLower(column)
			if len(column) <= 4 || strings.HasPrefix(column, "file") || column == "box_no" || column == "sub_form" {
				column = names.Replace(column)
			}
			row[column] = r[i]
		}
		rows = append(rows, row)
	}
	return rows
}

// transcribed adds a box of a transcript to the truth. Where we have seen the
// scan, too, both must say the same.
func transcribed(t *testing.T, truth map[string]map[string]string, row map[string]string) {
	t.Helper()
	scan := strings.ReplaceAll(strings.TrimSuffix(strings.TrimSuffix(row["file"], ".jpg"), ".png"), " ", "_")
	if truth[scan] == nil {
		truth[scan] = map[string]string{}
	}
	prefix := "b" + row["box"] + "_"
	put := func(field, value string) {
		if ours, known := truth[scan][field]; known && ours != value {
			t.Errorf("%s %s: transcribed as %q, we saw %q", scan, field, value, ours)
		}
		truth[scan][field] = value
	}
	put("paper0", papers[row["paper_code"]])
	code := ""
	for i := 1; i <= 4; i++ {
		code += blank(row["c0"+strconv.Itoa(i)])
	}
	put(prefix+"code", code)
	for column, value := range row {
		n, err := strconv.Atoi(strings.TrimPrefix(column, "q"))
		if err != nil || value == "" || !strings.HasPrefix(column, "q") {
			continue
		}
		field := prefix + "q" + strconv.Itoa(n)
		if value == "-2" {
			value = doubles[scan+" "+field]
		}
		put(field, blank(value))
	}
}

// blank is how a transcript writes that nothing is marked.
func blank(value string) string {
	if value == "-1" {
		return ""
	}
	return value
}

// Every cell of the pyomrx scans is what people transcribed, or its field is in
// the reasons; no scan is rejected, and few fields are for people to see.
func TestSharedPyomrxScans(t *testing.T) {
	t.Parallel()
	truth := pyomrxTruth(t)
	scans, fields, flagged := 0, 0, 0
	for _, f := range markForms() {
		reader := omr.NewReader(f.form.layout(t))
		for _, file := range f.files {
			scan := strings.TrimSuffix(filepath.Base(file), filepath.Ext(file))
			r := reader.Read(sharedPage(t, filepath.Join("pyomrx", file)))
			if r.Status != omr.StatusOK && r.Status != omr.StatusReview {
				t.Errorf("%s: %s %s", scan, r.Status, omr.Reasons(r.Doubts))
			}
			all, doubted := compare(t, scan, reader.Layout(), truth[scan], r)
			t.Logf("%s: %d fields, %d to review (%s)", scan, all, doubted, omr.Reasons(r.Doubts))
			scans, fields, flagged = scans+1, fields+all, flagged+doubted
		}
	}
	t.Logf("%d scans, %d fields, %d to review (%.1f %%)", scans, fields, flagged, 100*float64(flagged)/float64(fields))
	if scans != 20 || fields < 1070 {
		t.Errorf("%d scans with %d fields, want 20 with at least 1070", scans, fields)
	}
	if flagged*100 > fields*4 {
		t.Errorf("%d fields of %d to review, more than one in 25", flagged, fields)
	}
}

// compare tells silent errors of a page, and counts the fields whose truth is
// known and those in the reasons.
func compare(t *testing.T, scan string, l *layout.Layout, truth map[string]string, r omr.Reading) (fields, flagged int) {
	t.Helper()
	for _, name := range l.Columns() {
		want, known := truth[name]
		if !known {
			continue
		}
		fields++
		switch {
		case slices.ContainsFunc(r.Doubts, func(d omr.Doubt) bool { return d.Field == name }):
			flagged++
		case r.Cells[name] != want:
			t.Errorf("%s: %s is %q, read %q (%s)", scan, name, want, r.Cells[name], r.Status)
		}
	}
	return fields, flagged
}
