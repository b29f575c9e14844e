package bank

import (
	"context"
	"time"

	"khaothi/internal/exam"
)

// Items stores questions. Every change writes its audit row with it.
type Items interface {
	// List returns a page of items with their current versions, newest first,
	// and counts them all.
	List(ctx context.Context, f Filter) (Page, error)
	// Find is List for people: a page in the order that f asks for, with
	// figures of use, a bounded count and facets.
	Find(ctx context.Context, f Filter) (Found, error)
	// Pick returns the current version of everything that f finds, or
	// filter.too_many if that is more than limit.
	Pick(ctx context.Context, f Filter, limit int) ([]Seen, error)
	// Get returns an item with its current version and history.
	Get(ctx context.Context, id exam.ItemID) (Item, error)
	// Create stores a new draft item. The body must pass Check.
	Create(ctx context.Context, who exam.Actor, home Home, b Body) (Item, error)
	// Revise adds a version; the item is a draft again. A body equal to the
	// current one changes nothing.
	Revise(ctx context.Context, who exam.Actor, id exam.ItemID, b Body) (Item, error)
	// Pools lists the pools of some units.
	Pools(ctx context.Context, units []exam.UnitID) ([]string, error)
}

// Tagging changes the tags of many items. Such a change makes new versions that
// differ in nothing else, so what was approved stays approved and locked forms
// keep theirs.
type Tagging interface {
	// Retag changes items, or with dry only says what it would change.
	Retag(ctx context.Context, who exam.Actor, ids []exam.ItemID, r Retag, dry bool) (Retagged, error)
	// UndoRetag gives items that nobody changed since their former tags.
	UndoRetag(ctx context.Context, who exam.Actor, change string) (Retagged, error)
	// Change returns one change with the items it touched, or change.not_found.
	Change(ctx context.Context, id string) (Change, []exam.ItemID, error)
	// Changes lists the last changes of a person, newest first.
	Changes(ctx context.Context, who exam.AccountID, limit int) ([]Change, error)
}

// Filters stores filters by name.
type Filters interface {
	// Filters lists those of a person, and those shared with the units or with
	// units above them.
	Filters(ctx context.Context, owner exam.AccountID, units []exam.UnitID) ([]SavedFilter, error)
	// SaveFilter stores f under its name, in place of the owner's of that name.
	SaveFilter(ctx context.Context, who exam.Actor, f SavedFilter) (SavedFilter, error)
	// DeleteFilter removes a filter of its owner, or filter.not_found.
	DeleteFilter(ctx context.Context, who exam.Actor, id string) error
}

// Stats stores what exams said about items, and reads it.
type Stats interface {
	// PutStats stores figures in place of those before.
	PutStats(ctx context.Context, stats []Stat) error
	// PutFigures sets n, p and disc in place of those before and leaves the
	// figures of use.
	PutFigures(ctx context.Context, stats []Stat) error
	// Census counts the items of some units by their tags.
	Census(ctx context.Context, units []exam.UnitID) ([]Count, error)
}

// Curriculum stores the programme and what units add to it.
type Curriculum interface {
	// Nodes lists the national nodes and those of the units, of units above and
	// of units under them, parents before children.
	Nodes(ctx context.Context, units []exam.UnitID) ([]Node, error)
	// PutNodes adds or renames nodes of a unit, all or none. A fault of any is
	// curriculum.invalid with its rows.
	PutNodes(ctx context.Context, who exam.Actor, unit exam.UnitID, nodes []Node) error
	// DeleteNode removes a node of a unit that has nothing under it.
	DeleteNode(ctx context.Context, who exam.Actor, unit exam.UnitID, code string) error
	// SeedCurriculum stores a version of the national programme; the same
	// version again changes nothing.
	SeedCurriculum(ctx context.Context, version string, nodes []Node) error
}

// Imports stores what came from files.
type Imports interface {
	// Known tells, for a file's SHA-256 and the fingerprints in it, what the
	// bank has already.
	Known(ctx context.Context, sha256 string, fingerprints []string) (Known, error)
	// Alike returns the items of units that share a band with a file, with their
	// bodies: what its questions have to be compared with. A nil scope is every
	// unit.
	Alike(ctx context.Context, units []exam.UnitID, bands []int32) ([]AlikeItem, error)
	// Import stores all items of a file, or none. The report must hold no error.
	// The same bytes in the same pool again are import.same_file until undone.
	Import(ctx context.Context, who exam.Actor, home Home, in Imported) (Batch, error)
	// Undo deletes a batch with its items. It is refused with import.used when
	// any of them is pinned by a form or has a newer version.
	Undo(ctx context.Context, who exam.Actor, batch string) error
	// Batch returns one import, or import.not_found.
	Batch(ctx context.Context, id string) (Batch, error)
	// Batches lists the last imports of some units, newest first.
	Batches(ctx context.Context, units []exam.UnitID, limit int) ([]Batch, error)
}

// Forms stores forms and their variants.
type Forms interface {
	// Forms lists the forms of some units, newest first.
	Forms(ctx context.Context, units []exam.UnitID, limit int) ([]FormSummary, error)
	// Form returns a form with the bodies of its pins.
	Form(ctx context.Context, id exam.FormID) (Form, error)
	// CreateForm stores a draft form; pins need only the item's id and take its
	// current version.
	CreateForm(ctx context.Context, who exam.Actor, f Form) (Form, error)
	// UpdateForm replaces the content of a draft form.
	UpdateForm(ctx context.Context, who exam.Actor, f Form) (Form, error)
	// LockForm locks a form and stores its variants: it cannot change again.
	// Every pinned version must be approved, and none of a retired item.
	LockForm(ctx context.Context, who exam.Actor, id exam.FormID, seed uint64, codes []string) (Form, error)
	// Heading returns what stands above a form on paper: its own, or what the
	// newest form of its unit has.
	Heading(ctx context.Context, id exam.FormID) (Heading, error)
	// PutHeading sets the heading of a form, locked or not.
	PutHeading(ctx context.Context, who exam.Actor, id exam.FormID, h Heading) error
	// Layouts returns the variants of a form by code.
	Layouts(ctx context.Context, id exam.FormID) ([]Layout, error)
}

// Pictures stores media by hash.
type Pictures interface {
	// Media returns the pictures with the given hashes; missing ones are left out.
	Media(ctx context.Context, hashes []string) (map[string]Media, error)
	// PutMedia stores pictures; those that are there already are left alone.
	PutMedia(ctx context.Context, media ...Media) error
}

// Store is all of them on one database or in one transaction.
type Store interface {
	Items
	Reviews
	Tagging
	Filters
	Stats
	Curriculum
	Vaults
	Imports
	Forms
	Blueprints
	Pictures
	Bench
}

// Vaults stores confidential pools and the keys of the people who open them.
type Vaults interface {
	// PutKey stores the key of a person who has none.
	PutKey(ctx context.Context, who exam.Actor, k PersonKey) error
	// Keys returns the keys of some people, of all for nil.
	Keys(ctx context.Context, accounts []exam.AccountID) ([]PersonKey, error)
	// CreateVault stores a vault. A pool that has items already is vault.pool_used.
	CreateVault(ctx context.Context, who exam.Actor, v NewVaultRow) error
	// Vaults lists the vaults of some units with their keepers.
	Vaults(ctx context.Context, units []exam.UnitID) ([]Vault, error)
	// AddKeeper lets one more person open a vault; RemoveKeeper takes one away, the
	// last two stay.
	AddKeeper(ctx context.Context, who exam.Actor, vault string, k PersonKey, sealed []byte) error
	RemoveKeeper(ctx context.Context, who exam.Actor, vault string, account exam.AccountID) error
	// SealedFor is the secret of a vault as it is sealed for one keeper, or
	// vault.not_keeper; EscrowOf as it is sealed for the escrow.
	SealedFor(ctx context.Context, vault string, account exam.AccountID) ([]byte, error)
	EscrowOf(ctx context.Context, vault string) ([]byte, error)
	// NoteVault writes into the audit trail what changes no row: opened, refused,
	// closed.
	NoteVault(ctx context.Context, who exam.Actor, vault, action, reason string) error
}

// Home is where items are kept: the unit that owns them, and a pool in it.
type Home struct {
	Unit exam.UnitID
	Pool string
}

// Known is what the bank has of a file already.
type Known struct {
	Batch      *Batch                 `json:"batch,omitempty"` // an earlier import of the same bytes
	Duplicates map[string]exam.ItemID `json:"duplicates"`      // fingerprint → item
}

// Batch is one file that was imported.
type Batch struct {
	ID        string         `json:"id"`
	File      string         `json:"file"`
	Format    string         `json:"format"`
	SHA256    string         `json:"sha256"`
	Unit      exam.UnitID    `json:"unit_id,omitempty"`
	Pool      string         `json:"pool"`
	Items     int            `json:"items"`
	CreatedAt time.Time      `json:"created_at"`
	CreatedBy exam.AccountID `json:"created_by,omitempty"`
	UndoneAt  *time.Time     `json:"undone_at,omitempty"`
}

// FormSummary is a line of the list of forms.
type FormSummary struct {
	ID        exam.FormID    `json:"id"`
	Unit      exam.UnitID    `json:"unit_id,omitempty"`
	Name      string         `json:"name"`
	Subject   string         `json:"subject"`
	DurationS int            `json:"duration_s"`
	State     FormState      `json:"state"`
	Questions int            `json:"questions"`
	Variants  int            `json:"variants"`
	CreatedAt time.Time      `json:"created_at"`
	CreatedBy exam.AccountID `json:"created_by,omitempty"`
}
