package web

import (
	"context"
	"crypto/rand"
	"encoding/binary"

	"khaothi/bank"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/identity"
)

// keepRoles see every form of their units; teachers see those that they made.
var keepRoles = []exam.Role{exam.RoleReviewer, exam.RoleBoard}

type formsView struct {
	Forms []bank.FormSummary `json:"forms"`
}

// formView is a form for its editor: pins with what a list shows of them.
type formView struct {
	ID        string         `json:"id"`
	UnitID    string         `json:"unit_id"`
	Name      string         `json:"name"`
	Subject   string         `json:"subject"`
	DurationS int            `json:"duration_s"`
	State     string         `json:"state" enum:"draft,locked"`
	Hash      string         `json:"hash"`
	Parts     []formPartView `json:"parts"`
	Codes     []string       `json:"codes" doc:"variants, once locked"`
	Problem   string         `json:"problem" doc:"why it cannot be locked yet; empty when it can"`
	Field     string         `json:"field" doc:"the question that the problem is about"`
}

type formPartView struct {
	Title  string       `json:"title"`
	Intro  string       `json:"intro"`
	Tracks []bank.Track `json:"tracks" doc:"sets of questions of which a candidate does one"`
	Pins   []pinView    `json:"pins"`
}

type pinView struct {
	ItemID    string   `json:"item_id"`
	VersionID string   `json:"version_id"`
	Field     string   `json:"field"`
	Kind      string   `json:"kind" enum:"single,multiple,cluster,short,numeric,cloze,match,categorise,order,hotspot,essay,upload"`
	Stem      string   `json:"stem"`
	Levels    []string `json:"levels"`
	Shared    bool     `json:"shared" doc:"has a stimulus"`
	Fixed     bool     `json:"fixed"`
	Track     string   `json:"track" doc:"id of a track of the part; empty: for everybody"`
}

type formBody struct {
	UnitID    string         `json:"unit_id,omitempty"`
	Name      string         `json:"name" minLength:"1" maxLength:"300"`
	Subject   string         `json:"subject" maxLength:"100"`
	DurationS int            `json:"duration_s" minimum:"0" maximum:"86400"`
	Parts     []formPartBody `json:"parts" maxItems:"20"`
}

type formPartBody struct {
	Title  string       `json:"title" maxLength:"500"`
	Intro  string       `json:"intro,omitempty" maxLength:"5000"`
	Tracks []bank.Track `json:"tracks,omitempty" maxItems:"6" doc:"sets of questions of which a candidate does one"`
	Pins   []pinBody    `json:"pins" maxItems:"300"`
}

type pinBody struct {
	ItemID    string `json:"item_id"`
	VersionID string `json:"version_id,omitempty" doc:"empty: the current version"`
	Fixed     bool   `json:"fixed,omitempty"`
	Track     string `json:"track,omitempty" maxLength:"20" doc:"id of a track of the part; empty: for everybody"`
}

type newFormInput struct{ Body formBody }

type updateFormInput struct {
	ID   string `path:"id"`
	Body formBody
}

type lockInput struct {
	ID   string `path:"id"`
	Body struct {
		First int `json:"first" minimum:"1" maximum:"9999" doc:"the first code"`
		Count int `json:"count" minimum:"1" maximum:"100"`
	}
}

type paperInput struct {
	ID   string `path:"id"`
	Code string `query:"code" maxLength:"8" doc:"a variant; empty: the base order"`
}

type paperKeyView struct {
	Answers []bank.PrintedAnswer `json:"answers"`
}

func formRoutes(d Deps) []Route {
	return []Route{
		get("/api/forms", itemRoles, "The forms that I may see", d.listForms),
		post("/api/forms", itemRoles, "Make a form of questions", d.createForm),
		get("/api/forms/{id}", itemRoles, "One form",
			func(ctx context.Context, s identity.Session, in *itemInput) (formView, error) {
				f, err := d.formFor(ctx, s, in.ID)
				if err != nil {
					return formView{}, err
				}
				return d.viewForm(ctx, f)
			}),
		put("/api/forms/{id}", itemRoles, "Change a form that is not locked", d.updateForm),
		post("/api/forms/{id}/lock", itemRoles, "Lock a form and make its variants", d.lockForm),
		get("/api/forms/{id}/paper", itemRoles, "A variant as candidates see it, without a key", d.formPaper),
		get("/api/forms/{id}/key", itemRoles, "The key of a variant in printed order", d.formKey),
	}
}

func (d Deps) listForms(ctx context.Context, s identity.Session, _ *noInput) (formsView, error) {
	list, err := d.Bank.Forms(ctx, s.Scope(itemRoles...), 500)
	var out formsView
	for _, f := range list {
		if maySeeForm(s, f.Unit, f.CreatedBy) {
			out.Forms = append(out.Forms, f)
		}
	}
	return out, err
}

func maySeeForm(s identity.Session, unit exam.UnitID, by exam.AccountID) bool {
	return s.May(keepRoles, unit) || (by == s.Account.ID && s.May(itemRoles, unit))
}

// formFor returns a form that the person may see. Any other does not exist.
func (d Deps) formFor(ctx context.Context, s identity.Session, id string) (bank.Form, error) {
	f, err := d.Bank.Form(ctx, exam.FormID(id))
	if err != nil {
		return bank.Form{}, err
	}
	if !maySeeForm(s, f.Unit, f.CreatedBy) {
		return bank.Form{}, fault.New(fault.NotFound, "form.not_found")
	}
	if err := d.Desk.RevealForm(s.Account.ID, &f); err != nil && fault.CodeOf(err) != "vault.closed" {
		return bank.Form{}, err
	}
	return f, nil
}

func (d Deps) viewForm(ctx context.Context, f bank.Form) (formView, error) {
	v := formView{
		ID: string(f.ID), UnitID: string(f.Unit), Name: f.Name, Subject: f.Subject, DurationS: f.DurationS, State: string(f.State), Hash: f.Hash,
	}
	for i, p := range f.Parts {
		part := formPartView{Title: p.Title, Intro: p.Intro, Tracks: p.Tracks}
		for j, pin := range p.Pins {
			part.Pins = append(part.Pins, pinView{
				ItemID: string(pin.ItemID), VersionID: string(pin.Version), Field: bank.Field(i+1, j+1), Kind: string(pin.Body.Question.Kind),
				Stem: pin.Body.Question.Stem, Levels: pin.Body.LevelsOf(), Shared: pin.Body.Question.Stimulus != "", Fixed: pin.Fixed, Track: pin.Track,
			})
		}
		v.Parts = append(v.Parts, part)
	}
	if f.State == bank.FormDraft {
		if err := f.Check(); err != nil {
			e := toAPIError(err)
			v.Problem = e.Code
			v.Field, _ = e.Detail["field"].(string)
		}
		return v, nil
	}
	layouts, err := d.Bank.Layouts(ctx, f.ID)
	for _, l := range layouts {
		v.Codes = append(v.Codes, l.Code)
	}
	return v, err
}

// formOf makes a form of a request. Every question must be one that the person
// may use.
func (d Deps) formOf(ctx context.Context, s identity.Session, b formBody) (bank.Form, error) {
	f := bank.Form{Name: b.Name, Subject: b.Subject, DurationS: b.DurationS}
	used := map[exam.ItemID]bool{}
	for _, p := range b.Parts {
		part := bank.Part{Title: p.Title, Intro: p.Intro, Tracks: p.Tracks}
		for _, pin := range p.Pins {
			used[exam.ItemID(pin.ItemID)] = true
			part.Pins = append(part.Pins, bank.Pin{ItemID: exam.ItemID(pin.ItemID), Version: exam.VersionID(pin.VersionID), Fixed: pin.Fixed, Track: pin.Track})
		}
		f.Parts = append(f.Parts, part)
	}
	return f, d.mayUse(ctx, s, used, itemRoles)
}

func (d Deps) createForm(ctx context.Context, s identity.Session, in *newFormInput) (formView, error) {
	f, err := d.formOf(ctx, s, in.Body)
	if err != nil {
		return formView{}, err
	}
	home, err := homeFor(s, in.Body.UnitID, "form")
	if err != nil {
		return formView{}, err
	}
	f.Unit = home.Unit
	f, err = d.Bank.CreateForm(ctx, s.Actor(), f)
	if err != nil {
		return formView{}, err
	}
	return d.viewForm(ctx, f)
}

func (d Deps) updateForm(ctx context.Context, s identity.Session, in *updateFormInput) (formView, error) {
	old, err := d.formFor(ctx, s, in.ID)
	if err != nil {
		return formView{}, err
	}
	f, err := d.formOf(ctx, s, in.Body)
	if err != nil {
		return formView{}, err
	}
	f.ID, f.Unit = old.ID, old.Unit
	f, err = d.Bank.UpdateForm(ctx, s.Actor(), f)
	if err != nil {
		return formView{}, err
	}
	return d.viewForm(ctx, f)
}

func (d Deps) lockForm(ctx context.Context, s identity.Session, in *lockInput) (formView, error) {
	if _, err := d.formFor(ctx, s, in.ID); err != nil {
		return formView{}, err
	}
	if in.Body.First+in.Body.Count-1 > 9999 {
		return formView{}, fault.New(fault.Invalid, "form.code")
	}
	var seed [8]byte
	_, _ = rand.Read(seed[:]) // crypto/rand.Read never fails
	f, err := d.Bank.LockForm(ctx, s.Actor(), exam.FormID(in.ID), binary.BigEndian.Uint64(seed[:]), bank.Codes(in.Body.First, in.Body.Count))
	if err != nil {
		return formView{}, err
	}
	return d.viewForm(ctx, f)
}

// layoutOf finds a variant; the base order is that of no code.
func (d Deps) layoutOf(ctx context.Context, f bank.Form, code string) (bank.Layout, error) {
	if code == "" {
		return f.BaseLayout(""), nil
	}
	layouts, err := d.Bank.Layouts(ctx, f.ID)
	if err != nil {
		return bank.Layout{}, err
	}
	for _, l := range layouts {
		if l.Code == code {
			return l, nil
		}
	}
	return bank.Layout{}, fault.New(fault.NotFound, "form.code_unknown").With("code", code)
}

func (d Deps) formPaper(ctx context.Context, s identity.Session, in *paperInput) (bank.PrintedForm, error) {
	f, err := d.formFor(ctx, s, in.ID)
	if err != nil {
		return bank.PrintedForm{}, err
	}
	l, err := d.layoutOf(ctx, f, in.Code)
	if err != nil {
		return bank.PrintedForm{}, err
	}
	media, err := d.mediaFor(ctx, s, f.MediaIn())
	if err != nil {
		return bank.PrintedForm{}, err
	}
	p, err := f.Paper(l, media)
	for hash, m := range p.Media {
		if bank.IsAudio(m.MIME) {
			m.Data = nil // megabytes that a page plays from /api/item-sounds
			p.Media[hash] = m
		}
	}
	return p, err
}

func (d Deps) formKey(ctx context.Context, s identity.Session, in *paperInput) (paperKeyView, error) {
	f, err := d.formFor(ctx, s, in.ID)
	if err != nil {
		return paperKeyView{}, err
	}
	l, err := d.layoutOf(ctx, f, in.Code)
	if err != nil {
		return paperKeyView{}, err
	}
	answers, err := f.PrintedKey(l)
	return paperKeyView{Answers: answers}, err
}
