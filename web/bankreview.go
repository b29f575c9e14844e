package web

import (
	"context"

	"khaothi/bank"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/identity"
)

// retireRoles may take an item out of use, and back in.
var retireRoles = []exam.Role{exam.RoleReviewer, exam.RoleBoard}

// stepRoles says who may take which step with the items of a unit.
func stepRoles(step bank.Step) []exam.Role {
	switch step {
	case bank.Submit, bank.Withdraw:
		return itemRoles
	case bank.Return, bank.Approve:
		return approveRoles
	case bank.Retire, bank.Reinstate:
		return retireRoles
	}
	return nil
}

type decideInput struct {
	Body struct {
		Step  string      `json:"step" enum:"submit,withdraw,return,approve,retire,reinstate"`
		Items []bank.Seen `json:"items" minItems:"1" maxItems:"500"`
		Note  string      `json:"note,omitempty" maxLength:"4000" doc:"why; asked for when returning, retiring and reinstating"`
	}
}

type decidedView struct {
	Items int `json:"items"`
}

// itemFileView is what is known about an item beside its text.
type itemFileView struct {
	Steps    []bank.Taken   `json:"steps"`
	Comments []bank.Comment `json:"comments"`
	Uses     []bank.Use     `json:"uses"`
	May      []bank.Step    `json:"may" doc:"steps that this person may take now"`
}

type versionInput struct {
	ID string `path:"id"`
	No int    `path:"no" minimum:"1"`
}

type sayInput struct {
	ID   string `path:"id"`
	Body struct {
		Place string `json:"place,omitempty" maxLength:"40" doc:"stem, option A, statement a, …"`
		Text  string `json:"text" minLength:"1" maxLength:"4000"`
	}
}

type resolveInput struct {
	ID      string `path:"id"`
	Comment string `path:"comment"`
}

func reviewRoutes(d Deps) []Route {
	return []Route{
		post("/api/items/steps", itemRoles, "Hand in, return, approve, retire questions", d.decideItems),
		get("/api/items/{id}/file", itemRoles, "History, comments and use of a question", d.itemFile),
		get("/api/items/{id}/versions/{no}", itemRoles, "One version of a question", d.itemVersion),
		post("/api/items/{id}/comments", itemRoles, "Comment on a question", d.sayItem),
		post("/api/items/{id}/comments/{comment}/resolve", itemRoles, "Mark a comment as dealt with", d.resolveComment),
	}
}

// decideItems takes a step with items for whose units the person holds a role
// that may take it. What lies in a vault is judged by who has it open: nobody
// approves what they cannot read.
func (d Deps) decideItems(ctx context.Context, s identity.Session, in *decideInput) (decidedView, error) {
	decision := bank.Decision{Step: bank.Step(in.Body.Step), Items: in.Body.Items, Note: in.Body.Note}
	roles := stepRoles(decision.Step)
	if len(s.Scope(roles...)) == 0 {
		return decidedView{}, fault.New(fault.Forbidden, "role.forbidden")
	}
	wanted := map[exam.ItemID]bool{}
	for _, id := range decision.IDs() {
		wanted[id] = true
	}
	if err := d.mayUse(ctx, s, wanted, roles); err != nil {
		return decidedView{}, err
	}
	if decision.Step == bank.Approve || decision.Step == bank.Return {
		if err := d.canRead(ctx, s, decision.IDs()); err != nil {
			return decidedView{}, err
		}
	}
	n, err := d.Bank.Decide(ctx, s.Actor(), decision)
	return decidedView{Items: n}, err
}

// canRead refuses items of vaults that the person has not opened.
func (d Deps) canRead(ctx context.Context, s identity.Session, ids []exam.ItemID) error {
	page, err := d.Bank.List(ctx, bank.Filter{IDs: ids, Limit: len(ids)})
	if err != nil {
		return err
	}
	for _, it := range page.Items {
		if it.Current.Sealed == nil {
			continue
		}
		if _, err := d.Desk.Secret(s.Account.ID, it.Current.Sealed.Vault); err != nil {
			return err
		}
	}
	return nil
}

func (d Deps) itemFile(ctx context.Context, s identity.Session, in *itemInput) (itemFileView, error) {
	it, err := d.itemFor(ctx, s, in.ID, itemRoles)
	if err != nil {
		return itemFileView{}, err
	}
	v := itemFileView{}
	if v.Steps, err = d.Bank.Steps(ctx, it.ID); err != nil {
		return v, err
	}
	if v.Comments, err = d.Bank.Comments(ctx, it.ID); err != nil {
		return v, err
	}
	v.Uses, err = d.Bank.Uses(ctx, it.ID)
	v.May = stepsFor(s, it, v.Uses)
	return v, err
}

// stepsFor lists the steps that a person may take with an item.
func stepsFor(s identity.Session, it bank.Item, uses []bank.Use) []bank.Step {
	st := bank.Standing{ID: it.ID, State: it.State, Ready: it.Current.Body.Ready(), Author: it.Current.CreatedBy}
	for _, u := range uses {
		st.Live = st.Live || u.Live()
	}
	out := []bank.Step{}
	for _, m := range bank.Moves() {
		if s.May(stepRoles(m.Step), it.Unit) && m.Allows(s.Actor(), st) == nil {
			out = append(out, m.Step)
		}
	}
	return out
}

func (d Deps) itemVersion(ctx context.Context, s identity.Session, in *versionInput) (bank.Version, error) {
	it, err := d.itemFor(ctx, s, in.ID, itemRoles)
	if err != nil {
		return bank.Version{}, err
	}
	v, err := d.Bank.Version(ctx, it.ID, in.No)
	if err != nil {
		return v, err
	}
	return v, d.reveal(s, &v)
}

func (d Deps) sayItem(ctx context.Context, s identity.Session, in *sayInput) (bank.Comment, error) {
	it, err := d.itemFor(ctx, s, in.ID, itemRoles)
	if err != nil {
		return bank.Comment{}, err
	}
	return d.Bank.Say(ctx, s.Actor(), it.ID, in.Body.Place, in.Body.Text)
}

func (d Deps) resolveComment(ctx context.Context, s identity.Session, in *resolveInput) (struct{}, error) {
	it, err := d.itemFor(ctx, s, in.ID, itemRoles)
	if err != nil {
		return struct{}{}, err
	}
	return struct{}{}, d.Bank.Resolve(ctx, s.Actor(), it.ID, in.Comment)
}
