package bank

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/seal"
)

// Vault is a confidential pool (kho mật): what its items say is encrypted to a
// key of the vault, and that key to each keeper and to an escrow key that lies
// elsewhere. Tags, kind, levels and statistics stay in the clear, and a keyed
// hash of the normal form, so that search by tag, duplicates and assembly work.
type Vault struct {
	ID        string         `json:"id"`
	Unit      exam.UnitID    `json:"unit_id"`
	Pool      string         `json:"pool"`
	Public    string         `json:"public"` // key that items are sealed to
	Escrow    string         `json:"escrow"` // public key of the escrow
	Keepers   []Keeper       `json:"keepers"`
	Items     int            `json:"items"`
	CreatedAt time.Time      `json:"created_at"`
	CreatedBy exam.AccountID `json:"created_by"`
}

// Keeper is a person who may open a vault.
type Keeper struct {
	Account exam.AccountID `json:"account_id"`
	Name    string         `json:"name"`
	AddedAt time.Time      `json:"added_at"`
}

// MinKeepers is how many people can open a vault at least: one may be ill on the
// day, and the escrow key is for when all are gone.
const MinKeepers = 2

// PersonKey is the key pair of a person: the secret is locked by a pass phrase
// that only they know.
type PersonKey struct {
	Account exam.AccountID
	Name    string
	Public  string
	Locked  []byte
}

// minPhrase is the least length of a pass phrase, in bytes: four words.
const minPhrase = 16

// NewPersonKey makes the key of a person.
func NewPersonKey(who exam.Actor, phrase string) (PersonKey, error) {
	if len(phrase) < minPhrase || len(phrase) > 1000 {
		return PersonKey{}, fault.New(fault.Invalid, "vault.phrase_short").With("min", minPhrase)
	}
	public, secret, err := seal.NewIdentity()
	if err != nil {
		return PersonKey{}, err
	}
	locked, err := seal.Lock(secret, phrase)
	return PersonKey{Account: who.ID, Name: who.Name, Public: public, Locked: locked}, err
}

// NewVaultRow is a vault with its secret sealed for each keeper and the escrow.
// The secret itself is kept nowhere.
type NewVaultRow struct {
	Vault  Vault
	Sealed map[exam.AccountID][]byte
	Escrow []byte
}

// NewVault makes a vault for a pool.
func NewVault(home Home, keepers []PersonKey, escrow string) (NewVaultRow, error) {
	v := NewVaultRow{Vault: Vault{ID: exam.NewID(), Unit: home.Unit, Pool: NormText(home.Pool), Escrow: escrow}, Sealed: map[exam.AccountID][]byte{}}
	if v.Vault.Pool == "" {
		return v, fault.New(fault.Invalid, "item.pool")
	}
	if len(keepers) < MinKeepers {
		return v, fault.New(fault.Invalid, "vault.keepers").With("min", MinKeepers)
	}
	if seal.CheckPublic(escrow) != nil || slices.ContainsFunc(keepers, func(k PersonKey) bool { return k.Public == escrow }) {
		return v, fault.New(fault.Invalid, "vault.escrow")
	}
	public, secret, err := seal.NewIdentity()
	if err != nil {
		return v, err
	}
	v.Vault.Public = public
	for _, k := range keepers {
		if v.Sealed[k.Account], err = k.Seal(secret); err != nil {
			return v, err
		}
		v.Vault.Keepers = append(v.Vault.Keepers, Keeper{Account: k.Account, Name: k.Name})
	}
	v.Escrow, err = seal.To([]byte(secret), escrow)
	return v, err
}

// Seal encrypts the secret of a vault for a person.
func (k PersonKey) Seal(secret string) ([]byte, error) {
	sealed, err := seal.To([]byte(secret), k.Public)
	if err != nil {
		return nil, fmt.Errorf("seal the key of a vault for %s: %w", k.Account, err)
	}
	return sealed, nil
}

// Unlock is the secret of a vault, from what was sealed for a person and their
// pass phrase.
func (k PersonKey) Unlock(sealed []byte, phrase string) (string, error) {
	own, err := seal.Unlock(k.Locked, phrase)
	if err != nil {
		return "", fault.New(fault.Forbidden, "vault.phrase").Wrap(err)
	}
	return UnlockVault(sealed, own)
}

// UnlockVault is the secret of a vault from what was sealed for a key.
func UnlockVault(sealed []byte, secret string) (string, error) {
	vault, err := seal.Open(sealed, secret)
	if err != nil {
		return "", fault.New(fault.Forbidden, "vault.key").Wrap(err)
	}
	return string(vault), nil
}

// content is what a vault encrypts of a version: the body and its pictures.
type content struct {
	Body  Body    `json:"body"`
	Media []Media `json:"media,omitempty"`
}

// SealBody encrypts a body with its pictures to the key of a vault.
func SealBody(b Body, media []Media, public string) ([]byte, error) {
	data, err := json.Marshal(content{Body: b, Media: media})
	if err != nil {
		return nil, fmt.Errorf("encode a body: %w", err)
	}
	return seal.To(data, public)
}

// OpenBody decrypts what SealBody made and checks it against the hash of the
// version.
func OpenBody(sealed []byte, secret, hash string) (Body, []Media, error) {
	data, err := seal.Open(sealed, secret)
	if err != nil {
		return Body{}, nil, fault.New(fault.Forbidden, "vault.key").Wrap(err)
	}
	var c content
	if err := json.Unmarshal(data, &c); err != nil {
		return Body{}, nil, fmt.Errorf("decode a sealed body: %w", err)
	}
	if c.Body.Hash() != hash {
		return Body{}, nil, fault.New(fault.Conflict, "form.version_changed")
	}
	return c.Body, c.Media, nil
}

// MAC is a keyed hash of a text: equal texts have equal ones, and without the
// key, which lies outside the database, nobody can try texts.
func MAC(key []byte, text string) string {
	m := hmac.New(sha256.New, key)
	_, _ = m.Write([]byte("khaothi vault 1\n" + text)) // a hash never fails
	return hex.EncodeToString(m.Sum(nil))
}

// Husk is what stays in the clear of a body: its shape, tags and levels. Texts,
// key, pictures and label are gone; an equal stimulus is an equal token, so that
// questions that share one stay together.
func (b Body) Husk(key []byte) Body {
	h := Body{Question: b.Question, Tags: b.Tags}
	q := &h.Question
	q.Stem, q.Image = "", nil
	if q.Stimulus != "" {
		q.Stimulus = "sealed:" + MAC(key, plainKey(q.Stimulus))
	}
	q.Options = bare(q.Options)
	q.Statements = slices.Clone(q.Statements)
	for i := range q.Statements {
		q.Statements[i].HTML = ""
	}
	q.Gaps = slices.Clone(q.Gaps)
	for i := range q.Gaps {
		q.Gaps[i].Options = bare(q.Gaps[i].Options)
	}
	return h
}

func bare(options []Option) []Option {
	out := make([]Option, len(options))
	for i, o := range options {
		out[i] = Option{ID: o.ID, Fixed: o.Fixed}
	}
	return out
}
