//go:build shared

package bankimport_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"khaothi/bank"
	"khaothi/bank/bankimport"
)

// Files written by others, each read by hand: what is in them, and what keeps
// them out. make check-shared SHARED=DIR names the folder.
func TestSharedQuestionFiles(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		file   string
		kinds  map[bank.Kind]int
		errors []string
	}{
		{"moodle/multichoice/testquestion.moodle.xml", map[bank.Kind]int{bank.Multiple: 1}, nil},
		{"moodle/truefalse/testquestion.moodle.xml", map[bank.Kind]int{bank.Single: 1}, nil},
		{"moodle/numerical/testquestion.moodle.xml", map[bank.Kind]int{bank.Numeric: 1}, nil},
		{"moodle/xml/old_format_file.xml", map[bank.Kind]int{bank.Single: 2}, nil},
		{"moodle/essay/testquestion.moodle.xml", map[bank.Kind]int{bank.Essay: 1}, nil},
		{"moodle/gift/questions_encoding_windows-1252.gift.txt", nil, []string{"encoding.not_utf8"}},
		{"moodle/gift/questions_in_category.gift.txt", map[bank.Kind]int{bank.Single: 1, bank.Short: 1, bank.Match: 1}, []string{"media.unsupported"}},
		{"word/hgedu_question_template.xlsx", nil, []string{"header.missing"}},
	} {
		t.Run(tt.file, func(t *testing.T) {
			t.Parallel()
			data, err := os.ReadFile(filepath.Join(os.Getenv("KHAOTHI_SHARED"), "samples", tt.file))
			if err != nil {
				t.Fatal(err)
			}
			in := bankimport.Read(tt.file, data, bankimport.Auto)
			kinds := in.ByKind()
			if len(kinds) > 0 || len(tt.kinds) > 0 {
				if diff := cmp.Diff(tt.kinds, kinds); diff != "" {
					t.Errorf("kinds (-want +got):\n%s", diff)
				}
			}
			var codes []string
			for _, row := range in.Report.Of(bank.Error) {
				codes = append(codes, row.Code)
			}
			if diff := cmp.Diff(tt.errors, codes); diff != "" {
				t.Errorf("errors (-want +got):\n%s", diff)
			}
		})
	}
}
