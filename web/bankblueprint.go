package web

import (
	"context"
	"encoding/json"
	"errors"
	"strings"

	"khaothi/bank"
	"khaothi/bank/assemble"
	"khaothi/internal/fault"
	"khaothi/internal/identity"
)

type blueprintsView struct {
	Blueprints []bank.Blueprint `json:"blueprints"`
}

// blueprintView is a blueprint for its editor. Body is the JSON of
// docs/blueprint.schema.json.
type blueprintView struct {
	ID       string          `json:"id"`
	UnitID   string          `json:"unit_id"`
	Name     string          `json:"name"`
	Revision int             `json:"revision"`
	Body     json.RawMessage `json:"body" doc:"docs/blueprint.schema.json"`
	Problems []bank.Problem  `json:"problems" doc:"what is wrong with it by itself; one that is not a warning keeps it from being drawn"`
}

type blueprintInput struct {
	Body struct {
		UnitID string          `json:"unit_id,omitempty" doc:"owner; empty: the unit of the account"`
		Body   json.RawMessage `json:"body" doc:"docs/blueprint.schema.json"`
	}
}

type blueprintChange struct {
	ID   string `path:"id"`
	Body struct {
		Revision int             `json:"revision" minimum:"1" doc:"the one that was read"`
		Body     json.RawMessage `json:"body" doc:"docs/blueprint.schema.json"`
	}
}

type supplyInput struct {
	Subject string `query:"subject" maxLength:"100"`
	Grade   int    `query:"grade" minimum:"0" maximum:"12"`
	Pools   string `query:"pools" maxLength:"2000" doc:"names, separated by |; empty: all"`
	States  string `query:"states" maxLength:"100" doc:"separated by |; empty: approved"`
}

type supplyView struct {
	Supply []bank.Supply `json:"supply"`
	Pools  []string      `json:"pools" doc:"all pools that one may see"`
}

func blueprintRoutes(d Deps) []Route {
	return []Route{
		get("/api/blueprints", itemRoles, "The blueprints (matrices) that I may see", d.listBlueprints),
		post("/api/blueprints", itemRoles, "Keep a new blueprint", d.createBlueprint),
		get("/api/blueprints/{id}", itemRoles, "One blueprint",
			func(ctx context.Context, s identity.Session, in *itemInput) (blueprintView, error) {
				b, err := d.blueprintFor(ctx, s, in.ID)
				return viewBlueprint(b), err
			}),
		put("/api/blueprints/{id}", itemRoles, "Change a blueprint", d.updateBlueprint),
		del("/api/blueprints/{id}", itemRoles, "Delete a blueprint; its forms stay", d.deleteBlueprint),
		get("/api/blueprint-supply", itemRoles, "How many questions there are by content, kind and level", d.supply),
	}
}

func (d Deps) listBlueprints(ctx context.Context, s identity.Session, _ *noInput) (blueprintsView, error) {
	list, err := d.Bank.Blueprints(ctx, s.Scope(itemRoles...), 500)
	var out blueprintsView
	for _, b := range list {
		if maySeeForm(s, b.Unit, b.CreatedBy) {
			out.Blueprints = append(out.Blueprints, b)
		}
	}
	return out, err
}

// blueprintFor returns a blueprint that the person may see and change, as with
// forms. Any other does not exist.
func (d Deps) blueprintFor(ctx context.Context, s identity.Session, id string) (bank.Blueprint, error) {
	b, err := d.Bank.Blueprint(ctx, id)
	if err != nil {
		return bank.Blueprint{}, err
	}
	if !maySeeForm(s, b.Unit, b.CreatedBy) {
		return bank.Blueprint{}, fault.New(fault.NotFound, "blueprint.not_found")
	}
	return b, nil
}

func viewBlueprint(b bank.Blueprint) blueprintView {
	v := blueprintView{ID: b.ID, UnitID: string(b.Unit), Name: b.Name, Revision: b.Revision, Body: b.Body}
	if parsed, err := assemble.Read(b.Body); err == nil {
		v.Problems = parsed.Check()
	}
	return v
}

// readBlueprint reads what a page sends. What is not the JSON of a blueprint is
// refused; one that cannot be drawn yet may be kept.
func readBlueprint(body json.RawMessage) (bank.Blueprint, error) {
	b, err := assemble.Read(body)
	if err != nil {
		return bank.Blueprint{}, fault.New(fault.Invalid, "blueprint.syntax").With("why", syntaxOf(err)).Wrap(err)
	}
	b.Name = bank.NormText(b.Name)
	if b.Name == "" || len(b.Name) > 300 {
		return bank.Blueprint{}, fault.New(fault.Invalid, "blueprint.name")
	}
	if b.Grade < 0 || b.Grade > 12 {
		return bank.Blueprint{}, fault.New(fault.Invalid, "blueprint.grade")
	}
	b.Subject = bank.ParseSubject(b.Subject)
	clean, err := json.Marshal(b)
	return bank.Blueprint{Name: b.Name, Subject: b.Subject, Grade: b.Grade, Body: clean}, err
}

// syntaxOf is what the reader of JSON says, without our own words before it.
func syntaxOf(err error) string {
	if !errors.Is(err, assemble.ErrSyntax) {
		return ""
	}
	return strings.TrimPrefix(err.Error(), assemble.ErrSyntax.Error()+": ")
}

func (d Deps) createBlueprint(ctx context.Context, s identity.Session, in *blueprintInput) (blueprintView, error) {
	b, err := readBlueprint(in.Body.Body)
	if err != nil {
		return blueprintView{}, err
	}
	home, err := homeFor(s, in.Body.UnitID, "blueprint")
	if err != nil {
		return blueprintView{}, err
	}
	b.Unit = home.Unit
	b, err = d.Bank.CreateBlueprint(ctx, s.Actor(), b)
	return viewBlueprint(b), err
}

func (d Deps) updateBlueprint(ctx context.Context, s identity.Session, in *blueprintChange) (blueprintView, error) {
	if _, err := d.blueprintFor(ctx, s, in.ID); err != nil {
		return blueprintView{}, err
	}
	b, err := readBlueprint(in.Body.Body)
	if err != nil {
		return blueprintView{}, err
	}
	b.ID, b.Revision = in.ID, in.Body.Revision
	b, err = d.Bank.UpdateBlueprint(ctx, s.Actor(), b)
	return viewBlueprint(b), err
}

func (d Deps) deleteBlueprint(ctx context.Context, s identity.Session, in *itemInput) (none, error) {
	if _, err := d.blueprintFor(ctx, s, in.ID); err != nil {
		return none{}, err
	}
	return none{}, d.Bank.DeleteBlueprint(ctx, s.Actor(), in.ID)
}

func (d Deps) supply(ctx context.Context, s identity.Session, in *supplyInput) (supplyView, error) {
	units := s.Scope(itemRoles...)
	f := bank.DrawFilter{Units: units, Subject: in.Subject, Grade: in.Grade, Pools: listed(in.Pools)}
	for _, name := range listed(in.States) {
		f.States = append(f.States, bank.State(name))
	}
	list, err := d.Bank.Supply(ctx, f)
	if err != nil {
		return supplyView{}, err
	}
	pools, err := d.Bank.Pools(ctx, units)
	return supplyView{Supply: list, Pools: pools}, err
}

// listed splits names at |; nothing is no name.
func listed(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, "|")
}

// filterOf picks the items of a blueprint that a person may use.
func filterOf(s identity.Session, b assemble.Blueprint) bank.DrawFilter {
	return bank.DrawFilter{Units: s.Scope(itemRoles...), Pools: b.Pool.Pools, States: b.Pool.States, Subject: b.Subject, Grade: b.Grade}
}
