package web

import (
	"context"
	"net/http"
	"strings"

	"khaothi/bank"
	"khaothi/bank/paper"
	"khaothi/internal/fault"
	"khaothi/internal/identity"
)

const (
	docxType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	zipType  = "application/zip"
)

type headingInput struct {
	ID   string `path:"id"`
	Body bank.Heading
}

type printCheckView struct {
	Rows []bank.Row `json:"rows" doc:"what a printed paper cannot show as the screen does"`
	PDF  bool       `json:"pdf" doc:"whether this server can print PDF"`
}

func paperRoutes(d Deps) []Route {
	return []Route{
		get("/api/forms/{id}/heading", itemRoles, "What stands above a form on paper", d.heading),
		put("/api/forms/{id}/heading", itemRoles, "Change what stands above a form on paper", d.putHeading),
		get("/api/forms/{id}/print-check", itemRoles, "What a printed paper cannot show", d.printCheck),
		download("/api/forms/{id}/paper.docx", itemRoles, "A variant for Word (?code=, default the base order)", docxType, d.paperDocx),
		download("/api/forms/{id}/papers.zip", itemRoles, "All variants (?format=docx or pdf)", zipType, d.paperZip),
		download("/api/forms/{id}/paper.pdf", itemRoles, "A variant for printing (?code=, default the base order)", pdfType, d.paperPDF),
		download("/api/forms/{id}/keys.xlsx", itemRoles, "The keys of all variants, by question and by code", xlsxType, d.keysXLSX),
		download("/api/forms/{id}/solutions.docx", itemRoles, "Keys and solutions of a variant (?code=, default the base order)", docxType, d.solutionsDocx),
	}
}

func (d Deps) heading(ctx context.Context, s identity.Session, in *itemInput) (bank.Heading, error) {
	f, err := d.formFor(ctx, s, in.ID)
	if err != nil {
		return bank.Heading{}, err
	}
	return d.headingOf(ctx, s, f)
}

// headingOf is the heading of a form; what was never set is known of the unit.
func (d Deps) headingOf(ctx context.Context, s identity.Session, f bank.Form) (bank.Heading, error) {
	h, err := d.Bank.Heading(ctx, f.ID)
	if err != nil || h != (bank.Heading{}) {
		return h, err
	}
	if unit, ok := s.Unit(f.Unit); ok {
		h.School = unit.Name
	}
	h.Notes = paper.DefaultNotes
	return h, nil
}

func (d Deps) putHeading(ctx context.Context, s identity.Session, in *headingInput) (bank.Heading, error) {
	f, err := d.formFor(ctx, s, in.ID)
	if err != nil {
		return bank.Heading{}, err
	}
	if err := d.Bank.PutHeading(ctx, s.Actor(), f.ID, in.Body); err != nil {
		return bank.Heading{}, err
	}
	return d.headingOf(ctx, s, f)
}

// printJob is everything that one printed thing is made of.
type printJob struct {
	form    bank.Form
	heading paper.Heading
	layouts []bank.Layout
	media   map[string]bank.Media
}

// printing reads what a print of a form needs. one asks for a single variant,
// that of the code; else all variants, or the base order of a draft.
func (d Deps) printing(ctx context.Context, s identity.Session, id, code string, one bool) (printJob, error) {
	f, err := d.formFor(ctx, s, id)
	if err != nil {
		return printJob{}, err
	}
	if err := d.Desk.RevealForm(s.Account.ID, &f); err != nil {
		return printJob{}, err // nothing is printed of a pool that is shut
	}
	j := printJob{form: f}
	h, err := d.headingOf(ctx, s, f)
	if err != nil {
		return j, err
	}
	j.heading = paper.Heading(h)
	if one {
		l, err := d.layoutOf(ctx, f, code)
		if err != nil {
			return j, err
		}
		j.layouts = []bank.Layout{l}
	} else if j.layouts, err = d.Bank.Layouts(ctx, f.ID); err != nil {
		return j, err
	}
	if len(j.layouts) == 0 {
		j.layouts = []bank.Layout{f.BaseLayout("")}
	}
	j.media, err = d.mediaFor(ctx, s, f.MediaIn())
	return j, err
}

// name is the name of a file about the form.
func (j printJob) name(what, code, ext string) string {
	parts := []string{what, slug(j.form.Name)}
	if code != "" {
		parts = append(parts, code)
	}
	return strings.Join(parts, "-") + ext
}

func (j printJob) docx(l bank.Layout) ([]byte, []bank.Row, error) {
	p, err := j.form.Paper(l, j.media)
	if err != nil {
		return nil, nil, err
	}
	return paper.Docx(p, j.heading)
}

func (d Deps) printCheck(ctx context.Context, s identity.Session, in *itemInput) (printCheckView, error) {
	j, err := d.printing(ctx, s, in.ID, "", true)
	if err != nil {
		return printCheckView{}, err
	}
	_, rows, err := j.docx(j.layouts[0])
	return printCheckView{Rows: rows, PDF: d.Print != nil}, err
}

func (d Deps) paperDocx(w http.ResponseWriter, r *http.Request, s identity.Session) error {
	j, err := d.printing(r.Context(), s, r.PathValue("id"), r.URL.Query().Get("code"), true)
	if err != nil {
		return err
	}
	b, _, err := j.docx(j.layouts[0])
	return send(w, j.name("de", j.layouts[0].Code, ".docx"), docxType, b, err)
}

func (d Deps) paperPDF(w http.ResponseWriter, r *http.Request, s identity.Session) error {
	j, err := d.printing(r.Context(), s, r.PathValue("id"), r.URL.Query().Get("code"), true)
	if err != nil {
		return err
	}
	b, err := d.pdfOf(r.Context(), j, j.layouts[0])
	return send(w, j.name("de", j.layouts[0].Code, ".pdf"), pdfType, b, err)
}

// pdfOf prints a variant with the browser of the server, if it has one.
func (d Deps) pdfOf(ctx context.Context, j printJob, l bank.Layout) ([]byte, error) {
	if d.Print == nil {
		return nil, fault.New(fault.Unavailable, "print.no_browser")
	}
	p, err := j.form.Paper(l, j.media)
	if err != nil {
		return nil, err
	}
	return d.Print(ctx, paper.HTML(p, j.heading))
}

// paperZip makes all variants before it sends the first: a zip that broke off
// would look whole.
func (d Deps) paperZip(w http.ResponseWriter, r *http.Request, s identity.Session) error {
	ctx := r.Context()
	j, err := d.printing(ctx, s, r.PathValue("id"), "", false)
	if err != nil {
		return err
	}
	ext := ".docx"
	if r.URL.Query().Get("format") == "pdf" {
		ext = ".pdf"
	}
	var files []paper.File
	for _, l := range j.layouts {
		var b []byte
		if ext == ".pdf" {
			b, err = d.pdfOf(ctx, j, l)
		} else {
			b, _, err = j.docx(l)
		}
		if err != nil {
			return err
		}
		files = append(files, paper.File{Name: j.name("de", l.Code, ext), Data: b})
	}
	b, err := paper.Zip(files)
	return send(w, j.name("de", "", ".zip"), zipType, b, err)
}

func (d Deps) keysXLSX(w http.ResponseWriter, r *http.Request, s identity.Session) error {
	j, err := d.printing(r.Context(), s, r.PathValue("id"), "", false)
	if err != nil {
		return err
	}
	b, err := paper.Keys(j.form, j.layouts)
	return send(w, j.name("dap-an", "", ".xlsx"), xlsxType, b, err)
}

func (d Deps) solutionsDocx(w http.ResponseWriter, r *http.Request, s identity.Session) error {
	ctx := r.Context()
	j, err := d.printing(ctx, s, r.PathValue("id"), r.URL.Query().Get("code"), true)
	if err != nil {
		return err
	}
	media, err := d.solutionMedia(ctx, s, j.form)
	if err != nil {
		return err
	}
	b, _, err := paper.Solutions(j.form, j.layouts[0], media, j.heading)
	return send(w, j.name("huong-dan-giai", j.layouts[0].Code, ".docx"), docxType, b, err)
}

// solutionMedia are the pictures of a form and of its solutions.
func (d Deps) solutionMedia(ctx context.Context, s identity.Session, f bank.Form) (map[string]bank.Media, error) {
	hashes := f.MediaIn()
	for _, p := range f.Parts {
		for _, pin := range p.Pins {
			hashes = append(hashes, pin.Body.MediaIn()...)
		}
	}
	media, err := d.Bank.Media(ctx, hashes)
	if err != nil {
		return nil, err
	}
	for _, h := range hashes {
		if m, ok := d.Desk.Media(s.Account.ID, h); ok {
			media[h] = m
		}
	}
	return media, nil
}
