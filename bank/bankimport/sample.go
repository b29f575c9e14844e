package bankimport

import (
	"fmt"
	"slices"

	"khaothi/bank"
	"khaothi/bank/bankimport/aiken"
	"khaothi/bank/bankimport/excel"
	"khaothi/bank/bankimport/extest"
	"khaothi/bank/bankimport/gift"
	"khaothi/internal/fault"
)

// Samples lists the text formats that Sample writes.
func Samples() []string { return []string{gift.Format, aiken.Format, extest.Format} }

// Sample is a small file in a text format for authors to start from: those
// questions of the workbook that the format can say. An unknown format is
// NotFound, format.unknown.
func Sample(format string) (data []byte, ext string, err error) {
	if !slices.Contains(Samples(), format) {
		return nil, "", fault.New(fault.NotFound, "format.unknown").With("format", format)
	}
	in := bank.Imported{}
	for i, b := range excel.Samples() {
		b.Question.Stimulus = ""
		in.Items = append(in.Items, bank.ItemDraft{Where: fmt.Sprintf("câu %d", i+1), Body: b})
	}
	data, _, err = Write(format, in)
	return data, Extension(format, data), err
}
