package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"khaothi/bank"
	"khaothi/bank/assemble/matrixfile"
	"khaothi/bank/paper"
	"khaothi/internal/pdf"
)

// What --pdf may be. A page is printed by a Chromium of its own, which takes
// some seconds: of the first code to look at, of all to hand in.
const (
	pdfFirst = "first"
	pdfAll   = "all"
	pdfNone  = "none"
)

// browser is what prints PDF; nil where there is none or none is asked for.
func (o assembleOptions) browser() *pdf.Browser {
	if o.pdf == pdfNone {
		return nil
	}
	return pdf.FindBrowser(os.Getenv("KHAOTHI_CHROMIUM"))
}

// printed writes what boards print: a paper for each code, the key tables, the
// matrix and the specification. It returns the names and what could not be
// shown on paper as it should be.
func (o assembleOptions) printed(ctx context.Context, src assembleSource, set paperSet) (files []string, lost []bank.Row, err error) {
	keep := func(name string, data []byte, err error) error {
		if err != nil {
			return fmt.Errorf("make %s: %w", name, err)
		}
		files = append(files, name)
		return writeSecret(filepath.Join(o.out, name), data)
	}
	browser := o.browser()
	for k, c := range set.codes {
		if err := ctx.Err(); err != nil {
			return files, lost, err
		}
		form, err := set.forms[c.Base-1].Paper(c.Layout, src.imported.Media)
		if err != nil {
			return files, lost, fmt.Errorf("paper %s: %w", c.Code, err)
		}
		form.Title = src.b.Name // the number of the draw is nobody's business
		data, rows, err := paper.Docx(form, paper.Heading{})
		for i := range rows {
			rows[i].Where = "mã đề " + c.Code + ", " + rows[i].Where
		}
		lost = append(lost, rows...)
		if err := keep("de-"+c.Code+".docx", data, err); err != nil {
			return files, lost, err
		}
		if browser == nil || (k > 0 && o.pdf != pdfAll) {
			continue
		}
		data, err = browser.Print(ctx, paper.HTML(form, paper.Heading{}))
		if err := keep("de-"+c.Code+".pdf", data, err); err != nil {
			return files, lost, err
		}
	}
	for i, f := range set.forms {
		if len(set.layouts[i]) == 0 {
			continue
		}
		data, err := paper.Keys(f, set.layouts[i])
		if err := keep(fmt.Sprintf("dap-an-%d.xlsx", i+1), data, err); err != nil {
			return files, lost, err
		}
	}
	data, err := matrixfile.MatrixXLSX(src.b)
	if err := keep("ma-tran.xlsx", data, err); err != nil {
		return files, lost, err
	}
	data, err = matrixfile.MatrixDocx(src.b)
	if err := keep("ma-tran.docx", data, err); err != nil {
		return files, lost, err
	}
	data, err = matrixfile.SpecificationDocx(src.b)
	return files, lost, keep("ban-dac-ta.docx", data, err)
}
