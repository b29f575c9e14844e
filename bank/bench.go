package bank

import (
	"context"
	"regexp"
	"time"

	"khaothi/internal/exam"
	"khaothi/internal/fault"
)

// Unsaved is a question that a person is writing and has not saved: kept by
// itself, so that a crash or a closed tab loses a few seconds. It is no version,
// nobody else sees it, and it may be as incomplete as it likes.
type Unsaved struct {
	Key     string      `json:"key"`               // the item's id, or a name that the browser made for a new question
	ItemID  exam.ItemID `json:"item_id,omitempty"` // empty: a new question
	Base    string      `json:"base,omitempty"`    // hash of the version it started from
	Unit    exam.UnitID `json:"unit_id,omitempty"`
	Pool    string      `json:"pool"`
	Body    Body        `json:"body"`
	Rev     int         `json:"rev"` // counts the times it was kept
	Tab     string      `json:"-"`   // the browser tab that keeps it
	SavedAt time.Time   `json:"saved_at"`
}

// Bounds of what one person has unsaved.
const (
	MaxUnsaved     = 100     // questions
	maxUnsavedBody = 1 << 20 // bytes of one
)

var unsavedKey = regexp.MustCompile(`^[A-Za-z0-9_-]{1,40}$`)

// Check cleans what is kept and refuses what cannot be kept at all.
func (u *Unsaved) Check() error {
	if !unsavedKey.MatchString(u.Key) || u.Tab == "" || len(u.Tab) > 40 || u.ItemID != "" && string(u.ItemID) != u.Key {
		return fault.New(fault.Invalid, "unsaved.key")
	}
	u.Pool = NormText(u.Pool)
	u.Body.Normalise()
	if n := len(canonicalJSON(u.Body)); n > maxUnsavedBody || len(u.Pool) > maxTag {
		return fault.New(fault.Invalid, "unsaved.large").With("max_kb", maxUnsavedBody>>10)
	}
	return nil
}

// Sitter is another person who has an item open, or the same in another tab.
type Sitter struct {
	Name    string    `json:"name"`
	Self    bool      `json:"self"`    // the same person in another tab
	Editing bool      `json:"editing"` // has changed something
	Since   time.Time `json:"since"`
}

// Presence says who has an item open, and which version is the current one.
type Presence struct {
	Hash   string   `json:"hash"`
	No     int      `json:"no"`
	Others []Sitter `json:"others"`
}

// PresenceFor is how long a person is taken to be there after the last sign of
// life; browsers give one every 15 seconds.
const PresenceFor = 45 * time.Second

// Bench stores what people write before they save it, and tells them of each
// other. Nothing of it is part of the record, so it writes no audit rows.
type Bench interface {
	// KeepUnsaved keeps what a person is writing and returns its new count. The
	// tab that kept it last may always do so again; another tab must name the
	// count that it knows, else unsaved.other_tab. Of a vault nothing is kept, it
	// would lie in the clear: unsaved.vault, and what was kept before is forgotten.
	KeepUnsaved(ctx context.Context, who exam.Actor, u Unsaved) (Unsaved, error)
	// Unsaved returns what a person has under a key, or unsaved.not_found.
	Unsaved(ctx context.Context, who exam.Actor, key string) (Unsaved, error)
	// UnsavedOf lists what a person has, the latest first.
	UnsavedOf(ctx context.Context, who exam.Actor) ([]Unsaved, error)
	// DropUnsaved forgets it; there may be nothing to forget.
	DropUnsaved(ctx context.Context, who exam.Actor, key string) error
	// CreateFrom is Create by someone who wrote it under a key, and forgets what
	// they had unsaved there. The same again, after a lost answer, is the item
	// that it was; a changed body is its next version. Once others have changed the
	// item, or in another pool, it is item.made with its id.
	CreateFrom(ctx context.Context, who exam.Actor, home Home, key string, b Body) (Item, error)
	// ReviseFrom is Revise by someone who started from the version with hash
	// base, and forgets what they had unsaved. When another version is the
	// current one now, nothing is stored: item.changed with its hash.
	ReviseFrom(ctx context.Context, who exam.Actor, id exam.ItemID, base string, b Body) (Item, error)
	// Sit says that a person has an item open, in a tab, and returns who else has.
	Sit(ctx context.Context, who exam.Actor, id exam.ItemID, tab string, editing bool) (Presence, error)
	// Rise says that the tab was closed.
	Rise(ctx context.Context, who exam.Actor, id exam.ItemID, tab string) error
}
