package web

import (
	"bytes"
	"context"
	"maps"
	"net/http"
	"slices"
	"time"

	"khaothi/bank"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/identity"
)

// Who works with questions, and who approves them.
var (
	itemRoles    = []exam.Role{exam.RoleTeacher, exam.RoleReviewer, exam.RoleBoard}
	approveRoles = []exam.Role{exam.RoleReviewer}
)

type itemsInput struct {
	Text    string `query:"q" maxLength:"200" doc:"words that must all occur, with or without accents"`
	Pool    string `query:"pool" maxLength:"200"`
	Subject string `query:"subject" maxLength:"100"`
	Grade   int    `query:"grade" minimum:"0" maximum:"12"`
	Kind    string `query:"kind" enum:",single,multiple,cluster,short,numeric,cloze,match,categorise,order,hotspot,essay,upload"`
	Level   string `query:"level" enum:",biet,hieu,vandung,vandungcao"`
	State   string `query:"state" enum:",draft,review,approved,retired"`
	Batch   string `query:"batch" maxLength:"40"`
	Limit   int    `query:"limit" minimum:"1" maximum:"200" default:"20"`
	Offset  int    `query:"offset" minimum:"0"`
}

type itemsView struct {
	Items []bank.Item `json:"items"`
	Total int         `json:"total"`
	Pools []string    `json:"pools" doc:"all pools that one may see"`
}

type itemInput struct {
	ID string `path:"id"`
}

type newItemInput struct {
	Body struct {
		UnitID string    `json:"unit_id,omitempty" doc:"owner; empty: the unit of the account"`
		Pool   string    `json:"pool" minLength:"1" maxLength:"200"`
		Item   bank.Body `json:"item"`
		Draft  string    `json:"draft,omitempty" pattern:"^[A-Za-z0-9_-]{1,40}$" doc:"name of what I kept of it while I wrote, which is forgotten; the same name again is the same question"`
	}
}

type reviseInput struct {
	ID   string `path:"id"`
	Body struct {
		Base string    `json:"base" pattern:"^[0-9a-f]{64}$" doc:"hash of the version that I started from; if another one is current now: 409"`
		Item bank.Body `json:"item"`
	}
}

type pictureView struct {
	Hash string `json:"hash"`
	MIME string `json:"mime"`
}

type soundView struct {
	Hash  string `json:"hash"`
	MIME  string `json:"mime"`
	Bytes int    `json:"bytes"`
}

func itemRoutes(d Deps) []Route {
	return []Route{
		get("/api/items", itemRoles, "Search the questions of my units", d.listItems),
		post("/api/items", itemRoles, "Add a question", d.createItem),
		get("/api/items/{id}", itemRoles, "One question with its key and history",
			func(ctx context.Context, s identity.Session, in *itemInput) (bank.Item, error) {
				return d.itemFor(ctx, s, in.ID, itemRoles)
			}),
		put("/api/items/{id}", itemRoles, "Add a version of a question", d.reviseItem),
		upload("/api/item-pictures", itemRoles, "Store a picture for a question", maxPictureFile, d.uploadPicture),
		download("/api/item-pictures/{hash}", itemRoles, "A picture of a question", "image/*", d.sendMedia),
		upload("/api/item-sounds", itemRoles, "Store a sound for a question", bank.MaxAudioBytes, d.uploadSound),
		download("/api/item-sounds/{hash}", itemRoles, "A sound of a question", "audio/*", d.sendMedia),
	}
}

// maxPictureFile bounds a picture that is sent by itself.
const maxPictureFile = 4 << 20

func (d Deps) listItems(ctx context.Context, s identity.Session, in *itemsInput) (itemsView, error) {
	units := s.Scope(itemRoles...)
	page, err := d.Bank.List(ctx, bank.Filter{
		Units: units, Text: in.Text, Pool: in.Pool, Subject: in.Subject, Grade: in.Grade, Kind: bank.Kind(in.Kind),
		Level: bank.Level(in.Level), State: bank.State(in.State), Batch: in.Batch, Limit: in.Limit, Offset: in.Offset,
	})
	if err != nil {
		return itemsView{}, err
	}
	pools, err := d.Bank.Pools(ctx, units)
	return itemsView{Items: page.Items, Total: page.Total, Pools: pools}, err
}

// itemFor returns a question if one of the roles is held for its unit. That
// of another unit does not exist for this person.
func (d Deps) itemFor(ctx context.Context, s identity.Session, id string, roles []exam.Role) (bank.Item, error) {
	it, err := d.Bank.Get(ctx, exam.ItemID(id))
	if err != nil {
		return bank.Item{}, err
	}
	if !s.May(roles, it.Unit) {
		return bank.Item{}, fault.New(fault.NotFound, "item.not_found")
	}
	return it, d.reveal(s, &it.Current)
}

// mayUse refuses questions that do not exist or for whose units none of the
// roles is held.
func (d Deps) mayUse(ctx context.Context, s identity.Session, ids map[exam.ItemID]bool, roles []exam.Role) error {
	if len(ids) == 0 {
		return nil
	}
	page, err := d.Bank.List(ctx, bank.Filter{Units: s.Scope(roles...), IDs: slices.Collect(maps.Keys(ids)), Limit: 1})
	if err != nil {
		return err
	}
	if page.Total != len(ids) {
		return fault.New(fault.NotFound, "item.not_found").With("missing", len(ids)-page.Total)
	}
	return nil
}

// homeFor is where new questions go: the unit named, or the first for which the
// person holds one of the roles.
func homeFor(s identity.Session, unit, pool string) (bank.Home, error) {
	home := bank.Home{Unit: exam.UnitID(unit), Pool: bank.NormText(pool)}
	if home.Pool == "" {
		return home, fault.New(fault.Invalid, "item.pool")
	}
	if home.Unit == "" {
		home.Unit = s.Account.UnitID
	}
	if unit == "" && !s.May(itemRoles, home.Unit) {
		if scope := s.Scope(itemRoles...); len(scope) > 0 {
			home.Unit = scope[0]
		}
	}
	return home, s.Require(itemRoles, home.Unit)
}

func (d Deps) createItem(ctx context.Context, s identity.Session, in *newItemInput) (bank.Item, error) {
	home, err := homeFor(s, in.Body.UnitID, in.Body.Pool)
	if err != nil {
		return bank.Item{}, err
	}
	if err := d.layOut(ctx, s, in.Body.Item); err != nil {
		return bank.Item{}, err
	}
	var it bank.Item
	if in.Body.Draft == "" {
		it, err = d.Bank.Create(ctx, s.Actor(), home, in.Body.Item)
	} else {
		it, err = d.Bank.CreateFrom(ctx, s.Actor(), home, in.Body.Draft, in.Body.Item)
	}
	if err != nil {
		return bank.Item{}, err
	}
	return it, d.reveal(s, &it.Current)
}

func (d Deps) reviseItem(ctx context.Context, s identity.Session, in *reviseInput) (bank.Item, error) {
	now, err := d.itemFor(ctx, s, in.ID, itemRoles)
	if err != nil {
		return bank.Item{}, err
	}
	if now.Current.Sealed != nil { // who cannot read it does not write over it
		return bank.Item{}, fault.New(fault.Forbidden, "vault.closed").With("vault", now.Current.Sealed.Vault)
	}
	if err := d.layOut(ctx, s, in.Body.Item); err != nil {
		return bank.Item{}, err
	}
	it, err := d.Bank.ReviseFrom(ctx, s.Actor(), exam.ItemID(in.ID), in.Body.Base, in.Body.Item)
	if err != nil {
		return bank.Item{}, err
	}
	return it, d.reveal(s, &it.Current)
}

func (d Deps) uploadPicture(ctx context.Context, _ identity.Session, _ *http.Request, file Upload) (pictureView, error) {
	m, err := bank.NewPicture(file.Data)
	if err != nil {
		return pictureView{}, err
	}
	return pictureView{Hash: m.Hash, MIME: m.MIME}, d.Bank.PutMedia(ctx, m)
}

func (d Deps) uploadSound(ctx context.Context, _ identity.Session, _ *http.Request, file Upload) (soundView, error) {
	m, err := bank.NewAudio(file.Data)
	if err != nil {
		return soundView{}, err
	}
	return soundView{Hash: m.Hash, MIME: m.MIME, Bytes: len(m.Bytes)}, d.Bank.PutMedia(ctx, m)
}

// sendMedia sends a picture or a sound by the hash of its bytes, which nobody
// guesses who has not seen a question that names it.
func (d Deps) sendMedia(w http.ResponseWriter, r *http.Request, s identity.Session) error {
	hash := r.PathValue("hash")
	media, err := d.Bank.Media(r.Context(), []string{hash})
	if err != nil {
		return err
	}
	keep := "private, max-age=31536000, immutable"
	if len(d.Desk.Opened(s.Account.ID)) > 0 { // of what a vault holds nothing stays on the person's disk
		keep = "no-store"
	}
	m, ok := media[hash]
	if !ok {
		m, ok = d.Desk.Media(s.Account.ID, hash)
	}
	if !ok {
		return fault.New(fault.NotFound, "media.not_found")
	}
	w.Header().Set("Content-Type", m.MIME)
	w.Header().Set("Cache-Control", keep)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(m.Bytes)) // in parts where a player asks for one
	return nil
}
