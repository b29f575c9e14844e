package web

import (
	"context"

	"khaothi/bank"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/identity"
)

type checkItemInput struct {
	Body struct {
		Item bank.Body `json:"item"`
	}
}

// checkedView is what the editor shows beside a question while it is written.
type checkedView struct {
	Hash     string           `json:"hash" doc:"of the version that this would be"`
	Problems []bank.Problem   `json:"problems"`
	Paper    bank.PrintedForm `json:"paper" doc:"the question as its candidate gets it; media without their bytes"`
}

type formulaText struct {
	Format string `json:"format" enum:"omml,mathml"`
	XML    string `json:"xml" maxLength:"200000"`
}

type formulasInput struct {
	Body struct {
		Formulas []formulaText `json:"formulas" maxItems:"300"`
	}
}

type formulaView struct {
	LaTeX string `json:"latex" doc:"empty: it could not be read"`
}

type formulasView struct {
	Formulas []formulaView `json:"formulas" doc:"in the order asked"`
}

type unsavedKeyInput struct {
	Key string `path:"key" pattern:"^[A-Za-z0-9_-]{1,40}$"`
}

type keepUnsavedInput struct {
	Key  string `path:"key" pattern:"^[A-Za-z0-9_-]{1,40}$"`
	Body struct {
		ItemID string    `json:"item_id,omitempty" maxLength:"40" doc:"empty: a new question"`
		Base   string    `json:"base,omitempty" pattern:"^[0-9a-f]{64}$" doc:"hash of the version that it started from"`
		UnitID string    `json:"unit_id,omitempty" maxLength:"40"`
		Pool   string    `json:"pool" maxLength:"200"`
		Item   bank.Body `json:"item"`
		Rev    int       `json:"rev" minimum:"0" doc:"the count that this tab knows; 0: none"`
		Tab    string    `json:"tab" minLength:"1" maxLength:"40"`
	}
}

type keptView struct {
	Rev     int    `json:"rev"`
	SavedAt string `json:"saved_at" format:"date-time"`
}

type unsavedView struct {
	Unsaved []bank.Unsaved `json:"unsaved"`
}

type sitInput struct {
	ID   string `path:"id"`
	Body struct {
		Tab     string `json:"tab" minLength:"1" maxLength:"40"`
		Editing bool   `json:"editing"`
		Leaving bool   `json:"leaving,omitempty"`
	}
}

func benchRoutes(d Deps) []Route {
	return []Route{
		post("/api/items/check", itemRoles, "What is wrong with a question, and how its candidate sees it", d.checkItem),
		post("/api/item-formulas", itemRoles, "Formulas of Word and of web pages as LaTeX", d.readFormulas),
		get("/api/item-drafts", itemRoles, "What I am writing and have not saved",
			func(ctx context.Context, s identity.Session, _ *noInput) (unsavedView, error) {
				list, err := d.Bank.UnsavedOf(ctx, s.Actor())
				return unsavedView{Unsaved: list}, err
			}),
		get("/api/item-drafts/{key}", itemRoles, "One of them",
			func(ctx context.Context, s identity.Session, in *unsavedKeyInput) (bank.Unsaved, error) {
				return d.Bank.Unsaved(ctx, s.Actor(), in.Key)
			}),
		put("/api/item-drafts/{key}", itemRoles, "Keep what I am writing", d.keepUnsaved),
		del("/api/item-drafts/{key}", itemRoles, "Forget what I was writing",
			func(ctx context.Context, s identity.Session, in *unsavedKeyInput) (none, error) {
				return none{}, d.Bank.DropUnsaved(ctx, s.Actor(), in.Key)
			}),
		post("/api/items/{id}/presence", itemRoles, "Say that I have a question open, and hear who else has", d.sit),
	}
}

// checkItem is the one judge of questions: the editor shows what it says.
func (d Deps) checkItem(_ context.Context, _ identity.Session, in *checkItemInput) (checkedView, error) {
	b := in.Body.Item
	b.Normalise()
	return checkedView{Hash: b.Hash(), Problems: b.Check(), Paper: b.Preview()}, nil
}

// readFormulas turns what the clipboard holds into LaTeX. A formula that cannot
// be read is empty, never half read.
func (d Deps) readFormulas(_ context.Context, _ identity.Session, in *formulasInput) (formulasView, error) {
	out := formulasView{Formulas: make([]formulaView, len(in.Body.Formulas))}
	for i, f := range in.Body.Formulas {
		read := d.ReadFormula[f.Format]
		if read == nil {
			continue
		}
		if latex, err := read(f.XML); err == nil {
			out.Formulas[i].LaTeX = latex
		}
	}
	return out, nil
}

func (d Deps) keepUnsaved(ctx context.Context, s identity.Session, in *keepUnsavedInput) (keptView, error) {
	b := in.Body
	u := bank.Unsaved{
		Key: in.Key, ItemID: exam.ItemID(b.ItemID), Base: b.Base, Unit: exam.UnitID(b.UnitID), Pool: b.Pool, Body: b.Item, Rev: b.Rev, Tab: b.Tab,
	}
	if (u.ItemID == "") != (u.Base == "") {
		return keptView{}, fault.New(fault.Invalid, "unsaved.key")
	}
	if u.ItemID != "" {
		if _, err := d.itemFor(ctx, s, b.ItemID, itemRoles); err != nil {
			return keptView{}, err
		}
	}
	if u.Unit != "" {
		if err := s.Require(itemRoles, u.Unit); err != nil {
			return keptView{}, err
		}
	}
	u, err := d.Bank.KeepUnsaved(ctx, s.Actor(), u)
	return keptView{Rev: u.Rev, SavedAt: u.SavedAt.UTC().Format("2006-01-02T15:04:05.000Z07:00")}, err
}

func (d Deps) sit(ctx context.Context, s identity.Session, in *sitInput) (bank.Presence, error) {
	if _, err := d.itemFor(ctx, s, in.ID, itemRoles); err != nil {
		return bank.Presence{}, err
	}
	if in.Body.Leaving {
		return bank.Presence{}, d.Bank.Rise(ctx, s.Actor(), exam.ItemID(in.ID), in.Body.Tab)
	}
	return d.Bank.Sit(ctx, s.Actor(), exam.ItemID(in.ID), in.Body.Tab, in.Body.Editing)
}
