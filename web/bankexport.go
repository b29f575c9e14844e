package web

import (
	"net/http"
	"strconv"
	"strings"

	"khaothi/bank"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/identity"
)

// maxExport bounds the questions of one file.
const maxExport = 500

func exportRoutes(d Deps) []Route {
	return []Route{
		download("/api/items/export", itemRoles, "Questions as a file of another program: format and ids, joined by commas", "application/octet-stream", d.exportItems),
	}
}

// exportItems sends questions as a file. What the format cannot carry is counted
// in the header X-Khaothi-Lost; questions of a vault that is shut are refused.
func (d Deps) exportItems(w http.ResponseWriter, r *http.Request, s identity.Session) error {
	format := r.URL.Query().Get("format")
	var ids []exam.ItemID
	for id := range strings.SplitSeq(r.URL.Query().Get("ids"), ",") {
		if id != "" {
			ids = append(ids, exam.ItemID(id))
		}
	}
	if len(ids) == 0 || len(ids) > maxExport {
		return fault.New(fault.Invalid, "item.count").With("max", maxExport)
	}
	page, err := d.Bank.List(r.Context(), bank.Filter{Units: s.Scope(itemRoles...), IDs: ids, Limit: maxExport})
	if err != nil {
		return err
	}
	in, err := d.fileOf(r, s, page.Items)
	if err != nil {
		return err
	}
	data, ext, lost, err := d.WriteItems(format, in)
	w.Header().Set("X-Khaothi-Lost", strconv.Itoa(len(lost)))
	return send(w, "cau-hoi"+ext, "application/octet-stream", data, err)
}

// fileOf gathers what a file of questions holds.
func (d Deps) fileOf(r *http.Request, s identity.Session, items []bank.Item) (bank.Imported, error) {
	var in bank.Imported
	var hashes []string
	for i := range items {
		v := items[i].Current
		if err := d.Desk.Reveal(s.Account.ID, &v); err != nil {
			return in, err
		}
		in.Items = append(in.Items, bank.ItemDraft{Body: v.Body})
		hashes = append(hashes, v.Body.MediaIn()...)
	}
	var err error
	in.Media, err = d.mediaFor(r.Context(), s, hashes)
	return in, err
}
