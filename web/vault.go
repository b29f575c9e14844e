package web

import (
	"context"
	"maps"
	"slices"
	"strings"

	"khaothi/bank"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/identity"
)

// vaultRoles may make a confidential pool. Who opens it is its keepers' business
// alone, whatever their role.
var vaultRoles = []exam.Role{exam.RoleReviewer, exam.RoleBoard}

type vaultView struct {
	bank.Vault
	Keeper bool         `json:"keeper" doc:"this person may open it"`
	Open   *bank.Opened `json:"open,omitempty" doc:"this person has it open"`
}

type vaultsView struct {
	Vaults []vaultView `json:"vaults"`
	HasKey bool        `json:"has_key" doc:"this person has a key and can become a keeper"`
}

type phraseInput struct {
	Body struct {
		Phrase string `json:"phrase" minLength:"1" maxLength:"1000"`
	}
}

type personView struct {
	Account string `json:"account_id"`
	Name    string `json:"name"`
}

type peopleView struct {
	People []personView `json:"people"`
}

type newVaultInput struct {
	Body struct {
		UnitID  string   `json:"unit_id,omitempty" doc:"owner; empty: the unit of the account"`
		Pool    string   `json:"pool" minLength:"1" maxLength:"200"`
		Keepers []string `json:"keepers" minItems:"1" maxItems:"50" doc:"accounts; at least two"`
		Escrow  string   `json:"escrow" minLength:"1" maxLength:"200" doc:"public key whose secret lies elsewhere: khaothi admin escrow-key"`
	}
}

type openInput struct {
	ID   string `path:"id"`
	Body struct {
		Phrase string `json:"phrase" minLength:"1" maxLength:"1000"`
		Reason string `json:"reason" minLength:"1" maxLength:"1000" doc:"stands in the audit trail"`
	}
}

type vaultInput struct {
	ID string `path:"id"`
}

type keeperInput struct {
	ID   string `path:"id"`
	Body struct {
		Account string `json:"account_id" minLength:"1" maxLength:"40"`
	}
}

type unkeeperInput struct {
	ID      string `path:"id"`
	Account string `path:"account"`
}

func vaultRoutes(d Deps) []Route {
	return []Route{
		get("/api/vaults", itemRoles, "Confidential pools of my units, and what I have open", d.listVaults),
		post("/api/vaults", vaultRoles, "Make a pool confidential", d.createVault),
		post("/api/vaults/key", itemRoles, "Make my key", d.makeVaultKey),
		get("/api/vaults/people", vaultRoles, "Who has a key", d.vaultPeople),
		post("/api/vaults/{id}/open", itemRoles, "Open a confidential pool", d.openVault),
		del("/api/vaults/{id}/open", itemRoles, "Close a confidential pool", d.closeVault),
		post("/api/vaults/{id}/keepers", itemRoles, "Let one more person open it", d.addKeeper),
		del("/api/vaults/{id}/keepers/{account}", itemRoles, "Take a person from the keepers", d.removeKeeper),
	}
}

func (d Deps) listVaults(ctx context.Context, s identity.Session, _ *struct{}) (vaultsView, error) {
	vaults, err := d.Bank.Vaults(ctx, s.Scope(itemRoles...))
	if err != nil {
		return vaultsView{}, err
	}
	out, opened := vaultsView{Vaults: []vaultView{}}, d.Desk.Opened(s.Account.ID)
	for _, v := range vaults {
		view := vaultView{Vault: v, Keeper: isKeeper(v, s.Account.ID)}
		if i := slices.IndexFunc(opened, func(o bank.Opened) bool { return o.Vault == v.ID }); i >= 0 {
			view.Open = &opened[i]
		}
		out.Vaults = append(out.Vaults, view)
	}
	keys, err := d.Bank.Keys(ctx, []exam.AccountID{s.Account.ID})
	out.HasKey = len(keys) > 0
	return out, err
}

func isKeeper(v bank.Vault, who exam.AccountID) bool {
	return slices.ContainsFunc(v.Keepers, func(k bank.Keeper) bool { return k.Account == who })
}

// vaultFor returns a vault of the person's units. Any other does not exist.
func (d Deps) vaultFor(ctx context.Context, s identity.Session, id string) (bank.Vault, error) {
	vaults, err := d.Bank.Vaults(ctx, s.Scope(itemRoles...))
	if err != nil {
		return bank.Vault{}, err
	}
	if i := slices.IndexFunc(vaults, func(v bank.Vault) bool { return v.ID == id }); i >= 0 {
		return vaults[i], nil
	}
	return bank.Vault{}, fault.New(fault.NotFound, "vault.not_found")
}

func (d Deps) makeVaultKey(ctx context.Context, s identity.Session, in *phraseInput) (struct{}, error) {
	k, err := bank.NewPersonKey(s.Actor(), in.Body.Phrase)
	if err != nil {
		return struct{}{}, err
	}
	return struct{}{}, d.Bank.PutKey(ctx, s.Actor(), k)
}

func (d Deps) vaultPeople(ctx context.Context, _ identity.Session, _ *struct{}) (peopleView, error) {
	keys, err := d.Bank.Keys(ctx, nil)
	out := peopleView{People: []personView{}}
	for _, k := range keys {
		out.People = append(out.People, personView{Account: string(k.Account), Name: k.Name})
	}
	return out, err
}

func (d Deps) createVault(ctx context.Context, s identity.Session, in *newVaultInput) (vaultsView, error) {
	home, err := homeFor(s, in.Body.UnitID, in.Body.Pool)
	if err != nil {
		return vaultsView{}, err
	}
	accounts := []exam.AccountID{}
	for _, a := range in.Body.Keepers {
		if !slices.Contains(accounts, exam.AccountID(a)) {
			accounts = append(accounts, exam.AccountID(a))
		}
	}
	keys, err := d.Bank.Keys(ctx, accounts)
	if err != nil {
		return vaultsView{}, err
	}
	if len(keys) != len(accounts) {
		return vaultsView{}, fault.New(fault.Invalid, "vault.no_person_key")
	}
	v, err := bank.NewVault(home, keys, strings.TrimSpace(in.Body.Escrow))
	if err != nil {
		return vaultsView{}, err
	}
	if err := d.Bank.CreateVault(ctx, s.Actor(), v); err != nil {
		return vaultsView{}, err
	}
	return d.listVaults(ctx, s, nil)
}

// openVault is the ceremony: a keeper, their pass phrase, a reason. Tries are
// counted, and every one of them is in the audit trail before it is answered.
func (d Deps) openVault(ctx context.Context, s identity.Session, in *openInput) (bank.Opened, error) {
	v, err := d.vaultFor(ctx, s, in.ID)
	if err != nil {
		return bank.Opened{}, err
	}
	if err := d.Desk.Try(s.Account.ID); err != nil {
		return bank.Opened{}, err
	}
	reason := bank.NormText(in.Body.Reason)
	if reason == "" {
		return bank.Opened{}, fault.New(fault.Invalid, "item.note")
	}
	secret, err := d.unlock(ctx, s.Account.ID, v.ID, in.Body.Phrase)
	if err != nil {
		if fault.CodeOf(err) == "vault.phrase" {
			d.Desk.Fail(s.Account.ID)
		}
		if noted := d.Bank.NoteVault(ctx, s.Actor(), v.ID, "refused", reason); noted != nil {
			return bank.Opened{}, noted
		}
		return bank.Opened{}, err
	}
	if err := d.Bank.NoteVault(ctx, s.Actor(), v.ID, "open", reason); err != nil {
		return bank.Opened{}, err
	}
	return d.Desk.Open(s.Account.ID, v.ID, secret), nil
}

func (d Deps) unlock(ctx context.Context, who exam.AccountID, vault, phrase string) (string, error) {
	sealed, err := d.Bank.SealedFor(ctx, vault, who)
	if err != nil {
		return "", err
	}
	keys, err := d.Bank.Keys(ctx, []exam.AccountID{who})
	if err != nil {
		return "", err
	}
	if len(keys) == 0 {
		return "", fault.New(fault.NotFound, "vault.not_keeper")
	}
	return keys[0].Unlock(sealed, phrase)
}

func (d Deps) closeVault(ctx context.Context, s identity.Session, in *vaultInput) (struct{}, error) {
	v, err := d.vaultFor(ctx, s, in.ID)
	if err != nil {
		return struct{}{}, err
	}
	d.Desk.Close(s.Account.ID, v.ID)
	return struct{}{}, d.Bank.NoteVault(ctx, s.Actor(), v.ID, "close", "")
}

// addKeeper needs the vault open: only who can open it can hand its secret on.
func (d Deps) addKeeper(ctx context.Context, s identity.Session, in *keeperInput) (struct{}, error) {
	v, err := d.vaultFor(ctx, s, in.ID)
	if err != nil {
		return struct{}{}, err
	}
	secret, err := d.Desk.Secret(s.Account.ID, v.ID)
	if err != nil {
		return struct{}{}, err
	}
	keys, err := d.Bank.Keys(ctx, []exam.AccountID{exam.AccountID(in.Body.Account)})
	if err != nil {
		return struct{}{}, err
	}
	if len(keys) == 0 {
		return struct{}{}, fault.New(fault.Invalid, "vault.no_person_key")
	}
	sealed, err := keys[0].Seal(secret)
	if err != nil {
		return struct{}{}, err
	}
	return struct{}{}, d.Bank.AddKeeper(ctx, s.Actor(), v.ID, keys[0], sealed)
}

func (d Deps) removeKeeper(ctx context.Context, s identity.Session, in *unkeeperInput) (struct{}, error) {
	v, err := d.vaultFor(ctx, s, in.ID)
	if err != nil {
		return struct{}{}, err
	}
	if _, err := d.Desk.Secret(s.Account.ID, v.ID); err != nil {
		return struct{}{}, err
	}
	d.Desk.Close(exam.AccountID(in.Account), v.ID)
	return struct{}{}, d.Bank.RemoveKeeper(ctx, s.Actor(), v.ID, exam.AccountID(in.Account))
}

// reveal decrypts what the person has open; the rest stays shut.
func (d Deps) reveal(s identity.Session, v *bank.Version) error {
	if err := d.Desk.Reveal(s.Account.ID, v); err != nil && fault.CodeOf(err) != "vault.closed" {
		return err
	}
	return nil
}

// mediaFor are pictures and sounds, also of questions that the person has
// revealed.
func (d Deps) mediaFor(ctx context.Context, s identity.Session, hashes []string) (map[string]bank.Media, error) {
	media, err := d.Bank.Media(ctx, hashes)
	if err != nil {
		return nil, err
	}
	d.Desk.Fill(media, s.Account.ID, hashes)
	return media, nil
}

// layOut puts the pictures of what the person has revealed where a new version
// of it finds them; sealing takes them away again.
func (d Deps) layOut(ctx context.Context, s identity.Session, b bank.Body) error {
	media := map[string]bank.Media{}
	d.Desk.Fill(media, s.Account.ID, b.MediaIn())
	return d.Bank.PutMedia(ctx, slices.Collect(maps.Values(media))...)
}
