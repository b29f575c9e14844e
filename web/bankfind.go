package web

import (
	"context"

	"khaothi/bank"
	"khaothi/internal/exam"
	"khaothi/internal/identity"
)

type findInput struct {
	Body struct {
		Filter bank.Filter `json:"filter"`
		Limit  int         `json:"limit,omitempty" minimum:"1" maximum:"200" doc:"20 if left out"`
		After  string      `json:"after,omitempty" maxLength:"1000" doc:"next of the page before"`
		Facets bool        `json:"facets,omitempty" doc:"count the values of what was found"`
	}
}

type foundView struct {
	bank.Found
	Pools   []string          `json:"pools" doc:"all pools that one may see; only with facets"`
	Authors map[string]string `json:"authors" doc:"names of the authors in the facets, by account"`
}

type pickInput struct {
	Body struct {
		Filter bank.Filter `json:"filter"`
	}
}

type pickedView struct {
	Items []bank.Seen `json:"items"`
}

type retagInput struct {
	Body struct {
		IDs   []exam.ItemID `json:"ids" minItems:"1" maxItems:"10000"`
		Retag bank.Retag    `json:"retag"`
		Dry   bool          `json:"dry,omitempty" doc:"only say what would change"`
	}
}

type saveFilterInput struct {
	Body struct {
		Name   string      `json:"name" minLength:"1" maxLength:"200"`
		UnitID string      `json:"unit_id,omitempty" doc:"shared with the people of this unit and under it"`
		Filter bank.Filter `json:"filter"`
	}
}

func findRoutes(d Deps) []Route {
	return []Route{
		post("/api/items/find", itemRoles, "Find questions", d.findItems),
		post("/api/items/pick", itemRoles, "The current versions of everything that a filter finds", d.pickItems),
		post("/api/items/retag", itemRoles, "Change the tags of many questions, or preview it", d.retagItems),
		get("/api/item-retags", itemRoles, "My last changes of tags", func(ctx context.Context, s identity.Session, _ *none) ([]bank.Change, error) {
			return d.Bank.Changes(ctx, s.Account.ID, maxChanges)
		}),
		post("/api/item-retags/{id}/undo", itemRoles, "Undo a change of tags where nobody changed the question since", d.undoRetag),
		get("/api/item-filters", itemRoles, "Saved filters, mine and shared", func(ctx context.Context, s identity.Session, _ *none) ([]bank.SavedFilter, error) {
			return d.Bank.Filters(ctx, s.Account.ID, s.Scope(itemRoles...))
		}),
		put("/api/item-filters", itemRoles, "Save a filter under its name", d.saveFilter),
		del("/api/item-filters/{id}", itemRoles, "Delete a filter of mine", func(ctx context.Context, s identity.Session, in *itemInput) (none, error) {
			return none{}, d.Bank.DeleteFilter(ctx, s.Actor(), in.ID)
		}),
	}
}

// maxChanges is how many changes of tags somebody may go back to on screen.
const maxChanges = 20

// scoped checks a filter that came from outside and binds it to what the person
// may see.
func scoped(s identity.Session, f bank.Filter) (bank.Filter, error) {
	f.Units = s.Scope(itemRoles...)
	return f, f.Check()
}

func (d Deps) findItems(ctx context.Context, s identity.Session, in *findInput) (foundView, error) {
	f, err := scoped(s, in.Body.Filter)
	if err != nil {
		return foundView{}, err
	}
	f.Limit, f.After, f.Facets = in.Body.Limit, in.Body.After, in.Body.Facets
	if f.Limit == 0 {
		f.Limit = 20
	}
	view := foundView{Authors: map[string]string{}}
	if view.Found, err = d.Bank.Find(ctx, f); err != nil || !f.Facets {
		return view, err
	}
	if view.Pools, err = d.Bank.Pools(ctx, f.Units); err != nil {
		return view, err
	}
	for _, facet := range view.Facets {
		if facet.Name != "author" {
			continue
		}
		ids := make([]exam.AccountID, 0, len(facet.Values))
		for _, v := range facet.Values {
			ids = append(ids, exam.AccountID(v.Value))
		}
		names, err := d.Identity.Names(ctx, ids)
		if err != nil {
			return view, err
		}
		for id, name := range names {
			view.Authors[string(id)] = name
		}
	}
	return view, nil
}

func (d Deps) pickItems(ctx context.Context, s identity.Session, in *pickInput) (pickedView, error) {
	f, err := scoped(s, in.Body.Filter)
	if err != nil {
		return pickedView{}, err
	}
	items, err := d.Bank.Pick(ctx, f, bank.MaxRetag)
	return pickedView{Items: items}, err
}

func (d Deps) retagItems(ctx context.Context, s identity.Session, in *retagInput) (bank.Retagged, error) {
	ids := map[exam.ItemID]bool{}
	list := in.Body.IDs[:0:0]
	for _, id := range in.Body.IDs {
		if !ids[id] {
			ids[id] = true
			list = append(list, id)
		}
	}
	if err := d.mayUse(ctx, s, ids, itemRoles); err != nil {
		return bank.Retagged{}, err
	}
	return d.Bank.Retag(ctx, s.Actor(), list, in.Body.Retag, in.Body.Dry)
}

// undoRetag asks for the right to every question of the change again: one may
// have moved to where the person has none.
func (d Deps) undoRetag(ctx context.Context, s identity.Session, in *itemInput) (bank.Retagged, error) {
	_, touched, err := d.Bank.Change(ctx, in.ID)
	if err != nil {
		return bank.Retagged{}, err
	}
	ids := map[exam.ItemID]bool{}
	for _, id := range touched {
		ids[id] = true
	}
	if err := d.mayUse(ctx, s, ids, itemRoles); err != nil {
		return bank.Retagged{}, err
	}
	return d.Bank.UndoRetag(ctx, s.Actor(), in.ID)
}

func (d Deps) saveFilter(ctx context.Context, s identity.Session, in *saveFilterInput) (bank.SavedFilter, error) {
	if err := in.Body.Filter.Check(); err != nil {
		return bank.SavedFilter{}, err
	}
	unit := exam.UnitID(in.Body.UnitID)
	if unit != "" {
		if err := s.Require(itemRoles, unit); err != nil {
			return bank.SavedFilter{}, err
		}
	}
	return d.Bank.SaveFilter(ctx, s.Actor(), bank.SavedFilter{Name: in.Body.Name, Unit: unit, Filter: in.Body.Filter})
}
