package analysisbook_test

import (
	"testing"

	"khaothi/internal/analysis"
	"khaothi/internal/analysis/analysisbook"
	"khaothi/internal/sheet"
)

func TestTheWorkbookReadsBackAndHoldsNoFormula(t *testing.T) {
	t.Parallel()
	p := 0.25
	rep := analysis.Report{
		Overview: analysis.Overview{Persons: 3, Booklets: []analysis.Booklet{{Name: "0101"}}},
		Items:    []analysis.Item{{Name: "p1_1", Kind: "single", Topic: "=1+1", P: &p, Flags: []analysis.Flag{{Code: analysis.FlagHard}}, Options: []analysis.Option{{Letter: "A", Key: true}}}},
		Schools:  []analysis.School{{Code: "S1", Name: "@SUM(A1)"}},
	}
	data, err := analysisbook.Write(&rep, analysisbook.Title{Exam: "+exam", Subject: "Toán"})
	if err != nil {
		t.Fatal(err)
	}
	book, err := sheet.Open(data, sheet.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	if len(book.Sheets) != 7 {
		t.Fatalf("%d sheets", len(book.Sheets))
	}
	row := book.Sheets[1].Rows[1]
	if row.Cell(0) != "p1_1" || row.Cell(2) != "=1+1" || row.Cell(4) != "p.low" || row.Cell(8) != "0.25" {
		t.Errorf("item: %q", row.Cells)
	}
}
