package demodata

import (
	"testing"

	"khaothi/bank"
	"khaothi/bank/bankimport"
)

func TestQuestionWorkbookImportsWithoutARemark(t *testing.T) {
	t.Parallel()
	data, err := QuestionWorkbook()
	if err != nil {
		t.Fatal(err)
	}
	in := bankimport.Read("toan-12.xlsx", data, bankimport.Auto)
	for _, r := range in.Report.Rows {
		t.Errorf("%s %s: %s", r.Where, r.Code, r.Message)
	}
	want := map[bank.Kind]int{bank.Single: 30, bank.Multiple: 2, bank.Cluster: 12, bank.Short: 16}
	got := in.ByKind()
	for k, n := range want {
		if got[k] != n {
			t.Errorf("%d questions of kind %s, want %d", got[k], k, n)
		}
	}
	if len(in.Items) != 60 || len(in.Media) != 2 {
		t.Errorf("%d questions and %d pictures, want 60 and 2", len(in.Items), len(in.Media))
	}
}
