package web

import (
	"context"
	"maps"
	"net/http"
	"slices"

	"khaothi/bank"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/identity"
)

// maxItemFile bounds a file of questions.
const maxItemFile = 64 << 20

// previewDrafts is how many questions of a file the report shows.
const previewDrafts = 20

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
	Preview  []draftView    `json:"preview" doc:"the first questions as text"`
	Batch    string         `json:"batch" doc:"the import, once it is made"`
}

type draftView struct {
	Where string `json:"where"`
	Kind  string `json:"kind" enum:"single,multiple,cluster,short,numeric,cloze,match,categorise,order,hotspot,essay,upload"`
	Stem  string `json:"stem" doc:"text with formulas, without pictures"`
	Key   string `json:"key"`
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
		upload("/api/item-imports", itemRoles, "Import a file of questions, all or nothing (fields: format, pool, unit_id)", maxItemFile, d.importItems),
		get("/api/item-imports", itemRoles, "The last imports of my units",
			func(ctx context.Context, s identity.Session, _ *noInput) (batchesView, error) {
				list, err := d.Bank.Batches(ctx, s.Scope(itemRoles...), 100)
				return batchesView{Batches: list}, err
			}),
		del("/api/item-imports/{id}", itemRoles, "Undo an import of which nothing is in use", d.undoImport),
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
		Media: len(in.Media), Errors: in.Report.Of(bank.Error), Warnings: in.Report.Of(bank.Warning),
	}
	for k, n := range in.ByKind() {
		view.ByKind[string(k)] = n
	}
	for i, item := range in.Items {
		if i == previewDrafts {
			break
		}
		view.Preview = append(view.Preview, draftView{
			Where: item.Where, Kind: string(item.Body.Question.Kind), Stem: bank.PlainText(item.Body.Question.Stem), Key: item.Body.KeyText(),
		})
	}
	known, err := d.knownTo(ctx, s, in)
	view.Warnings = append(view.Warnings, in.Known(known)...)
	return in, view, err
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
	in, view, err := d.readItems(ctx, s, file)
	if err != nil || len(view.Errors) > 0 {
		return view, err
	}
	batch, err := d.Bank.Import(ctx, s.Actor(), home, in)
	view.Batch = batch.ID
	return view, err
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
