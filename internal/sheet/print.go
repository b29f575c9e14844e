package sheet

import (
	"fmt"
	"strings"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"
)

// paperA4 is A4 in the numbering of spreadsheets.
const paperA4 = 9

// maxPrintTitle bounds the title on each page; a header field holds 255.
const maxPrintTitle = 200

// Print sets the sheet up for paper: A4, as wide as one page, the header row
// and title on each page, page n of m below.
func (s *SheetWriter) Print(title string, landscape bool) {
	orientation := "portrait"
	if landscape {
		orientation = "landscape"
	}
	size, wide, high, fit := paperA4, 1, 0, true
	s.w.keep(s.w.f.SetPageLayout(s.name, &excelize.PageLayoutOptions{
		Size: &size, Orientation: &orientation, FitToWidth: &wide, FitToHeight: &high,
	}))
	s.w.keep(s.w.f.SetSheetProps(s.name, &excelize.SheetPropsOptions{FitToPage: &fit}))
	if r := []rune(title); len(r) > maxPrintTitle {
		title = string(r[:maxPrintTitle])
	}
	s.w.keep(s.w.f.SetHeaderFooter(s.name, &excelize.HeaderFooterOptions{
		OddHeader: `&C&"-,Bold"` + strings.ReplaceAll(title, "&", "&&"), OddFooter: "&C&P / &N",
	}))
	if len(s.cols) > 0 {
		s.w.keep(s.w.f.SetDefinedName(&excelize.DefinedName{
			Name: "_xlnm.Print_Titles", RefersTo: "'" + strings.ReplaceAll(s.name, "'", "''") + "'!$1:$1", Scope: s.name,
		}))
	}
}

// SafeName is a name that a sheet may have, unlike those in taken, to which it
// is added: at most 31 characters, none of []:*?/\, no apostrophe at its ends.
func SafeName(name string, taken map[string]bool) string {
	clean := strings.Trim(strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`[]:*?/\`, r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(name, "")), " '")
	if clean == "" {
		clean = "Trang"
	}
	for n := 1; ; n++ {
		try := shorten(clean, n)
		if key := strings.ToLower(try); !taken[key] {
			taken[key] = true
			return try
		}
	}
}

// shorten is name with the number n from 2 on, within the 31 UTF-16 units that
// a spreadsheet allows.
func shorten(name string, n int) string {
	end := ""
	if n > 1 {
		end = fmt.Sprintf(" (%d)", n)
	}
	r := []rune(name)
	for len(utf16.Encode(r))+len(end) > 31 {
		r = r[:len(r)-1]
	}
	return strings.TrimRight(string(r), " '") + end
}
