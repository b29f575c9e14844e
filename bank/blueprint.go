package bank

import (
	"context"
	"encoding/json"
	"time"

	"khaothi/internal/exam"
)

// Blueprint is a matrix (ma trận đề) that a unit keeps. Body is the JSON of
// docs/blueprint.schema.json, which bank/assemble reads.
type Blueprint struct {
	ID        string          `json:"id"`
	Unit      exam.UnitID     `json:"unit_id,omitempty"`
	Name      string          `json:"name"`
	Subject   string          `json:"subject"`
	Grade     int             `json:"grade"`
	Revision  int             `json:"revision"` // rises with every change
	Body      json.RawMessage `json:"body,omitempty"`
	CreatedAt time.Time       `json:"created_at"`
	CreatedBy exam.AccountID  `json:"created_by,omitempty"`
	UpdatedAt time.Time       `json:"updated_at"`
	UpdatedBy exam.AccountID  `json:"updated_by,omitempty"`
}

// DrawState is where a draw stands.
type DrawState string

// The states of a draw. All but DrawRunning are final.
const (
	DrawRunning   DrawState = "running"
	DrawDone      DrawState = "done"     // its forms are there, as drafts
	DrawConflict  DrawState = "conflict" // it cannot be done, and the report says why
	DrawFailed    DrawState = "failed"
	DrawCancelled DrawState = "cancelled"
)

// Draw is one run of drawing forms for a blueprint.
type Draw struct {
	ID        string          `json:"id"`
	Blueprint string          `json:"blueprint_id"`
	Unit      exam.UnitID     `json:"unit_id,omitempty"`
	Body      json.RawMessage `json:"-"` // the blueprint as it was
	State     DrawState       `json:"state" enum:"running,done,conflict,failed,cancelled"`
	Done      int             `json:"done"` // per cent
	Stage     json.RawMessage `json:"stage"`
	Report    json.RawMessage `json:"report"`
	Forms     []exam.FormID   `json:"forms"`
	CreatedAt time.Time       `json:"created_at"`
	CreatedBy exam.AccountID  `json:"created_by,omitempty"`
}

// Drawable is what drawing needs to know of an item. It holds neither text nor
// key.
type Drawable struct {
	ItemID      exam.ItemID
	Version     exam.VersionID
	Alike       []exam.VersionID // versions with its question and key: itself and, where only tags changed since, those before
	Label       string
	Kind        Kind
	Tags        Tags
	Statements  []Level
	Stimulus    string // equal for items that share a text; empty: none
	Fingerprint string
	Easy        *int // share of the points that candidates got, per mille
	Uses        int  // locked forms or sittings that had it, whichever is more
	LastUsed    *time.Time
}

// Supply is how many items there are of one content, kind and level; of
// clusters, how many statements.
type Supply struct {
	Topic   string `json:"topic"`
	Content string `json:"content"`
	Kind    Kind   `json:"kind"`
	Level   Level  `json:"level"`
	Count   int    `json:"count"`
}

// DrawFilter picks the items that may be drawn: approved ones unless States
// says otherwise.
type DrawFilter struct {
	Units   []exam.UnitID
	Pools   []string
	Subject string
	Grade   int // and those of no grade
	States  []State
}

// Blueprints stores matrices and the draws made for them.
type Blueprints interface {
	// Blueprints lists those of some units without their bodies, the last
	// changed first.
	Blueprints(ctx context.Context, units []exam.UnitID, limit int) ([]Blueprint, error)
	// Blueprint returns one, or blueprint.not_found.
	Blueprint(ctx context.Context, id string) (Blueprint, error)
	// CreateBlueprint stores a new one.
	CreateBlueprint(ctx context.Context, who exam.Actor, b Blueprint) (Blueprint, error)
	// UpdateBlueprint replaces one whose revision is b's; else it is
	// blueprint.changed.
	UpdateBlueprint(ctx context.Context, who exam.Actor, b Blueprint) (Blueprint, error)
	// DeleteBlueprint removes one with its draws; forms stay.
	DeleteBlueprint(ctx context.Context, who exam.Actor, id string) error

	// Drawables returns the items that may be drawn, by id.
	Drawables(ctx context.Context, f DrawFilter) ([]Drawable, error)
	// Supply counts them.
	Supply(ctx context.Context, f DrawFilter) ([]Supply, error)

	// StartDraw notes that a draw is running.
	StartDraw(ctx context.Context, who exam.Actor, d Draw) (Draw, error)
	// Draw returns one, or draw.not_found. A running one that no node works on
	// any more is DrawFailed.
	Draw(ctx context.Context, id string) (Draw, error)
	// Draws lists the last ones of a blueprint, newest first.
	Draws(ctx context.Context, blueprint string, limit int) ([]Draw, error)
	// SeeDraw notes how far a running draw is, and reports whether somebody
	// cancelled it.
	SeeDraw(ctx context.Context, id string, done int, stage json.RawMessage) (cancelled bool, err error)
	// CancelDraw asks a running draw to stop.
	CancelDraw(ctx context.Context, who exam.Actor, id string) error
	// EndDraw gives a running draw its final state and report, and stores its
	// forms as drafts, all or none.
	EndDraw(ctx context.Context, who exam.Actor, d Draw, forms []Form) (Draw, error)
}
