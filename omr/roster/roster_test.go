package roster

import (
	"slices"
	"strings"
	"testing"

	"khaothi/omr/layout"
)

func TestARosterIsReadAsSpreadsheetsWriteIt(t *testing.T) {
	t.Parallel()
	want := []layout.Fill{layout.FillNumber, layout.FillRoom, ""}
	for name, data := range map[string]string{
		"commas":                 "sbd,room,điểm\n01,P1,9\n",
		"semicolons with a mark": "\ufeffSố báo danh;Phòng thi;điểm\n01;P1;9\n",
		"quoted after a mark":    "\ufeff\"candidate_number\";\"PHONG_THI\";điểm\r\n01;P1;9\r\n",
	} {
		rows, err := Open(strings.NewReader(data)).ReadAll()
		if err != nil || len(rows) != 2 || !slices.Equal(rows[1], []string{"01", "P1", "9"}) {
			t.Errorf("%s: %q, %v", name, rows, err)
			continue
		}
		var got []layout.Fill
		for _, h := range rows[0] {
			got = append(got, Column(h))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: columns %q, want %q", name, got, want)
		}
	}
}
