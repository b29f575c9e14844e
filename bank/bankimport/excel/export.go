package excel

import (
	"strings"

	"khaothi/bank"
	"khaothi/bank/bankimport/source"
	"khaothi/internal/sheet"
)

// Export makes a workbook of the questions that the template can say. Each row
// is read again before it is kept: lost names the questions that would not come
// back, and what of the others would not.
func Export(in bank.Imported) (data []byte, lost []bank.Row, err error) {
	var kept []bank.ItemDraft
	for i, d := range in.Items {
		where := source.Place(d, i)
		back, why := comesBack(d.Body, in.Media)
		if why == "" {
			why = source.Spoiled(d.Body, back)
		}
		if why != "" {
			lost = append(lost, source.Lost(where, d.Body, why))
			continue
		}
		if parts := source.Differences(d.Body, back); len(parts) > 0 {
			lost = append(lost, source.LostPart(where, d.Body, strings.Join(parts, ", ")))
		}
		kept = append(kept, d)
	}
	data, err = Write(kept, in.Media)
	return data, lost, err
}

// comesBack reads the row of a question as Read would.
func comesBack(b bank.Body, media map[string]bank.Media) (back bank.Body, why string) {
	if kindTitles[b.Question.Kind] == "" {
		return b, "mẫu Excel không có dạng câu này"
	}
	codes := newStimuli()
	cells, pictures, err := cellsOf(b, codes)
	if err != nil {
		return b, "có định dạng hoặc hình mà ô Excel không giữ được"
	}
	r := reader{c: source.NewCollector("", Format, nil), book: &sheet.Book{}, stimuli: map[string]string{}}
	for _, c := range codes.cells { // one at most
		var shown []bank.Media
		for _, p := range c.pictures {
			if m, ok := r.c.Picture("", media[p.hash].Bytes); ok {
				shown = append(shown, m)
			}
		}
		r.stimuli["nl1"] = withPictures(c.cells[colStimulus], shown)
	}
	columns := columnsFor(len(b.Question.Options))
	row := sheet.Row{N: 2, Cells: make([]string, len(columns))}
	t := table{at: map[column]int{}}
	for i, c := range columns {
		t.at[c.id], row.Cells[i] = i, strings.TrimSpace(cells[c.id])
	}
	q := question{r: &r, t: t, row: row}
	for _, p := range pictures {
		q.pictures = append(q.pictures, sheet.Picture{Row: 2, Col: t.at[p.col] + 1, Bytes: media[p.hash].Bytes})
	}
	q.read()
	if rows := r.c.Out.Report.Of(bank.Error); len(rows) > 0 {
		return b, strings.TrimSuffix(rows[0].Message, ".")
	}
	if len(r.c.Out.Items) != 1 {
		return b, "mẫu Excel không đọc lại được câu này"
	}
	return r.c.Out.Items[0].Body, ""
}
