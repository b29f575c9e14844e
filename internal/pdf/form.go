package pdf

import "codeberg.org/go-pdf/fpdf"

// Form is a drawing that many pages show and the file holds once.
type Form struct {
	fpdf.Template
	id string // the library hashes the whole drawing each time it is asked
}

// ID implements fpdf.Template.
func (f *Form) ID() string { return f.id }

// NewForm makes a drawing of w × h for pages of d.
func (d *Doc) NewForm(w, h float64, draw func(d *Doc)) *Form {
	t := d.f.CreateTemplateCustom(fpdf.PointType{}, fpdf.SizeType{Wd: w, Ht: h}, func(t *fpdf.Tpl) {
		bare(&t.Fpdf)
		draw(&Doc{f: &t.Fpdf})
		if err := t.Error(); err != nil {
			d.f.SetError(err)
		}
	})
	return &Form{Template: t, id: t.ID()}
}

// Show draws a form at the top left corner of the page.
func (d *Doc) Show(f *Form) { d.f.UseTemplate(f) }

// bare takes margins and page breaks away.
func bare(f *fpdf.Fpdf) {
	f.SetAutoPageBreak(false, 0)
	f.SetMargins(0, 0, 0)
	f.SetCellMargin(0)
}
