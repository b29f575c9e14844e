package web

import (
	"context"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"khaothi/bank"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/identity"
)

// maxItemFile bounds a file of questions.
const maxItemFile = 64 << 20

// Bounds of what a report shows of a file: the first questions, those that a
// row or a pair is about, and their pictures.
const (
	firstDrafts   = 20
	shownDrafts   = 400
	shownPictures = 4 << 20 // bytes
)

// importView is what an import has to say about a file: the same after the dry
// run and after the import.
type importView struct {
	File     string         `json:"file"`
	Format   string         `json:"format"`
	SHA256   string         `json:"sha256"`
	Found    int            `json:"found" doc:"questions seen"`
	Items    int            `json:"items" doc:"questions without error"`
	ByKind   map[string]int `json:"by_kind"`
	Media    int            `json:"media"`
	Errors   []bank.Row     `json:"errors"`
	Warnings []bank.Row     `json:"warnings"`
	Ready    int            `json:"ready" doc:"questions that lack nothing; the rest are kept as drafts"`
	Drafts   []draftView    `json:"drafts" doc:"the first questions, and those that a row or a pair is about"`
	Alike    []bank.Alike   `json:"alike" doc:"questions that are the same as others, or nearly so"`
	Pictures []draftPicture `json:"pictures" doc:"pictures of the drafts"`
	LeftOut  []bank.Row     `json:"left_out" doc:"what the import left out, when errors were skipped"`
	Batch    string         `json:"batch" doc:"the import, once it is made"`
}

// draftView is one question of a file; draft is its place among the questions
// without error.
type draftView struct {
	Draft int       `json:"draft"`
	Where string    `json:"where"`
	Body  bank.Body `json:"body"`
}

type draftPicture struct {
	Hash string `json:"hash"`
	MIME string `json:"mime"`
	Data []byte `json:"data"`
}

type batchesView struct {
	Batches []bank.Batch `json:"batches"`
}

func importRoutes(d Deps) []Route {
	return []Route{
		upload("/api/item-imports/check", itemRoles, "Read a file of questions and report, without importing (field: format)", maxItemFile,
			func(ctx context.Context, s identity.Session, _ *http.Request, file Upload) (importView, error) {
				_, view, err := d.readItems(ctx, s, file)
				return view, err
			}),
		upload("/api/item-imports", itemRoles, "Import a file of questions, all or nothing (fields: format, pool, unit_id; skip_errors=true leaves questions with errors out; skip: places of drafts to leave out, with commas)", maxItemFile, d.importItems),
		get("/api/item-imports", itemRoles, "The last imports of my units",
			func(ctx context.Context, s identity.Session, _ *noInput) (batchesView, error) {
				list, err := d.Bank.Batches(ctx, s.Scope(itemRoles...), 100)
				return batchesView{Batches: list}, err
			}),
		del("/api/item-imports/{id}", itemRoles, "Undo an import of which nothing is in use", d.undoImport),
		download("/api/item-template/{format}", itemRoles, "Questions to start from in a text format: gift, aiken, extest", "text/plain",
			func(w http.ResponseWriter, r *http.Request, _ identity.Session) error {
				data, ext, err := d.Sample(r.PathValue("format"))
				if err != nil {
					return err
				}
				attach(w, "mau-cau-hoi"+ext, "text/plain; charset=utf-8")
				_, _ = w.Write(data) // the browser is gone
				return nil
			}),
		download("/api/item-template.xlsx", itemRoles, "The workbook that authors fill in", xlsxType,
			func(w http.ResponseWriter, _ *http.Request, _ identity.Session) error {
				data, err := d.Template()
				if err != nil {
					return err
				}
				attach(w, "mau-cau-hoi.xlsx", xlsxType)
				_, _ = w.Write(data) // the browser is gone
				return nil
			}),
	}
}

// readItems is the dry run: the same reading as that of the import.
func (d Deps) readItems(ctx context.Context, s identity.Session, file Upload) (bank.Imported, importView, error) {
	in := d.ReadItems(file.Name, file.Data, file.Fields["format"])
	view := importView{
		File: in.File, Format: in.Format, SHA256: in.SHA256, Found: in.Found, Items: len(in.Items), ByKind: map[string]int{},
		Media: len(in.Media), Errors: in.Report.Of(bank.Error), Warnings: in.Report.Of(bank.Warning), Drafts: []draftView{}, Pictures: []draftPicture{}, LeftOut: []bank.Row{},
	}
	for k, n := range in.ByKind() {
		view.ByKind[string(k)] = n
	}
	for i := range in.Items {
		if in.Items[i].Body.Ready() {
			view.Ready++
		}
	}
	known, err := d.knownTo(ctx, s, in)
	if err != nil {
		return in, view, err
	}
	view.Warnings = append(view.Warnings, in.Known(known)...)
	view.Alike = in.AlikeWithin()
	if known.Batch == nil { // else every question of it is there, of course
		items, err := d.Bank.Alike(ctx, s.Scope(itemRoles...), in.Sketches())
		if err != nil {
			return in, view, err
		}
		view.Alike = append(view.Alike, in.AlikeBank(items)...)
	}
	view.Warnings = append(view.Warnings, in.Near(view.Alike)...)
	view.show(in)
	return in, view, nil
}

// show picks the questions that the report shows.
func (v *importView) show(in bank.Imported) {
	wanted := map[int]bool{}
	for i := range min(firstDrafts, len(in.Items)) {
		wanted[i] = true
	}
	for _, a := range v.Alike {
		wanted[a.Draft] = true
		if a.Other >= 0 {
			wanted[a.Other] = true
		}
	}
	about := map[string]bool{}
	for _, r := range slices.Concat(v.Errors, v.Warnings) {
		about[r.Where] = true
	}
	bytes := 0
	sent := map[string]bool{}
	for i, d := range in.Items {
		if len(v.Drafts) == shownDrafts {
			return
		}
		if !wanted[i] && !about[d.Where] {
			continue
		}
		v.Drafts = append(v.Drafts, draftView{Draft: i, Where: d.Where, Body: d.Body})
		for _, h := range d.Body.MediaIn() {
			m := in.Media[h]
			if sent[h] || bank.IsAudio(m.MIME) || bytes+len(m.Bytes) > shownPictures {
				continue
			}
			sent[h] = true
			bytes += len(m.Bytes)
			v.Pictures = append(v.Pictures, draftPicture{Hash: h, MIME: m.MIME, Data: m.Bytes})
		}
	}
}

// knownTo is what the bank has of a file, as far as the person may know it:
// what other units hold is not told by asking with a file.
func (d Deps) knownTo(ctx context.Context, s identity.Session, in bank.Imported) (bank.Known, error) {
	known, err := d.Bank.Known(ctx, in.SHA256, in.Fingerprints())
	if err != nil {
		return bank.Known{}, err
	}
	if known.Batch != nil && !s.May(itemRoles, known.Batch.Unit) {
		known.Batch = nil
	}
	mine := map[exam.ItemID]bool{}
	ids := slices.Collect(maps.Values(known.Duplicates))
	for some := range slices.Chunk(ids, 500) { // the most that a page holds
		page, err := d.Bank.List(ctx, bank.Filter{Units: s.Scope(itemRoles...), IDs: some, Limit: len(some)})
		if err != nil {
			return bank.Known{}, err
		}
		for _, it := range page.Items {
			mine[it.ID] = true
		}
	}
	maps.DeleteFunc(known.Duplicates, func(_ string, id exam.ItemID) bool { return !mine[id] })
	return known, nil
}

// importItems answers with the report, and without a batch where the file was
// refused.
func (d Deps) importItems(ctx context.Context, s identity.Session, _ *http.Request, file Upload) (importView, error) {
	home, err := homeFor(s, file.Fields["unit_id"], file.Fields["pool"])
	if err != nil {
		return importView{}, err
	}
	skip, err := places(file.Fields["skip"])
	if err != nil {
		return importView{}, err
	}
	in, view, err := d.readItems(ctx, s, file)
	if err != nil || len(view.Errors) > 0 && file.Fields["skip_errors"] != "true" {
		return view, err
	}
	view.LeftOut = in.LeaveOut(skip)
	if len(in.Items) == 0 {
		return view, nil
	}
	view.Items, view.Errors = len(in.Items), []bank.Row{}
	batch, err := d.Bank.Import(ctx, s.Actor(), home, in)
	view.Batch = batch.ID
	return view, err
}

// places reads "3,17": drafts that a person leaves out.
func places(list string) ([]int, error) {
	var out []int
	for word := range strings.FieldsFuncSeq(list, func(r rune) bool { return r == ',' }) {
		n, err := strconv.Atoi(word)
		if err != nil {
			return nil, fault.New(fault.Invalid, "import.skip").With("skip", word)
		}
		out = append(out, n)
	}
	return out, nil
}

func (d Deps) undoImport(ctx context.Context, s identity.Session, in *itemInput) (none, error) {
	b, err := d.Bank.Batch(ctx, in.ID)
	if err != nil {
		return none{}, err
	}
	if !s.May(itemRoles, b.Unit) {
		return none{}, fault.New(fault.NotFound, "import.not_found")
	}
	if b.CreatedBy != s.Account.ID && !s.May([]exam.Role{exam.RoleReviewer, exam.RoleBoard}, b.Unit) {
		return none{}, fault.New(fault.Forbidden, "import.other_person")
	}
	return none{}, d.Bank.Undo(ctx, s.Actor(), in.ID)
}
