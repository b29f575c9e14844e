package bank

import (
	"time"

	"khaothi/internal/exam"
)

// Filter picks items. Zero fields do not filter. What a person may see is in
// Units, which never comes from outside; all else may be shared as a link.
type Filter struct {
	Units []exam.UnitID `json:"-"`             // these and all under them; nil: all
	IDs   []exam.ItemID `json:"ids,omitempty"` // only these

	Text        string         `json:"q,omitempty"` // see ParseQuery
	Unit        exam.UnitID    `json:"unit,omitempty"`
	Pool        string         `json:"pool,omitempty"`
	Subject     string         `json:"subject,omitempty"`
	Grade       int            `json:"grade,omitempty"`
	Topic       string         `json:"topic,omitempty"`
	Content     string         `json:"content,omitempty"`
	Outcome     string         `json:"outcome,omitempty"`
	Level       Level          `json:"level,omitempty"` // of the item or of any of its statements
	Kind        Kind           `json:"kind,omitempty"`
	State       State          `json:"state,omitempty"`
	Author      exam.AccountID `json:"author,omitempty"`
	Free        []string       `json:"free,omitempty"` // all of them
	Competences []string       `json:"competences,omitempty"`
	Language    string         `json:"language,omitempty"`
	Has         []Feature      `json:"has,omitempty"`
	Lacks       []Feature      `json:"lacks,omitempty"`
	Batch       string         `json:"batch,omitempty"`
	From        time.Time      `json:"from,omitzero"` // made at or after
	To          time.Time      `json:"to,omitzero"`   // made before

	Use UseFilter `json:"use,omitzero"`

	Sort   Sort   `json:"sort,omitempty"`
	Limit  int    `json:"-"` // 0 = 50, at most 500
	Offset int    `json:"-"` // of List only
	After  string `json:"-"` // of Find only: Found.Next of the page before
	Facets bool   `json:"-"` // of Find only: count what else could be asked for
}

// UseFilter filters by what became of items in exams. Bounds are inclusive.
type UseFilter struct {
	EasyMin  *int      `json:"p_min,omitempty"` // per mille of the points that candidates won
	EasyMax  *int      `json:"p_max,omitempty"`
	DiscMin  *int      `json:"disc_min,omitempty"` // correlation with the rest of the paper, in thousandths
	DiscMax  *int      `json:"disc_max,omitempty"`
	SeenMin  *int      `json:"seen_min,omitempty"` // candidates who saw it
	SeenMax  *int      `json:"seen_max,omitempty"`
	Since    time.Time `json:"used_since,omitzero"`     // last used at or after
	NotSince time.Time `json:"not_used_since,omitzero"` // never used, or last before
	Never    bool      `json:"never_used,omitempty"`    // on no locked form
}

// Sort is the order of what Find returns.
type Sort string

// The orders. Those by figures leave out items without the figure.
const (
	SortNewest    Sort = "newest" // the default without text
	SortRelevance Sort = "best"   // the default with text
	SortUsed      Sort = "used"   // last used first
	SortIdle      Sort = "idle"   // longest not used first
	SortHard      Sort = "hard"   // lowest p first
	SortEasy      Sort = "easy"
	SortSharp     Sort = "sharp" // highest discrimination first
)

// Sorts lists all orders.
func Sorts() []Sort {
	return []Sort{SortRelevance, SortNewest, SortUsed, SortIdle, SortHard, SortEasy, SortSharp}
}

// Page is one page of items and how many there are in all.
type Page struct {
	Items []Item `json:"items"`
	Total int    `json:"total"`
}

// Found is a page of what Find found.
type Found struct {
	Items  []Item  `json:"items"`
	Total  int     `json:"total"` // at most CountLimit
	More   bool    `json:"more"`  // there are more than Total
	Next   string  `json:"next,omitempty"`
	Facets []Facet `json:"facets,omitempty"` // of the Total newest
}

// CountLimit bounds what Find counts: beyond it people want a filter, not a
// number.
const CountLimit = 1000

// Facet is one property of items with the values that occur among what was
// found, most frequent first.
type Facet struct {
	Name   string       `json:"name"`
	Values []FacetValue `json:"values"`
}

// FacetValue counts the items that have a value.
type FacetValue struct {
	Value string `json:"value"`
	Count int    `json:"count"`
}

// MaxFacetValues bounds the values of one facet.
const MaxFacetValues = 40

// Stat is what exams said about an item. Nil figures are not known yet.
type Stat struct {
	ItemID   exam.ItemID `json:"-"`
	N        int         `json:"n"`              // candidates behind P and Disc
	Easy     *int        `json:"p,omitempty"`    // per mille
	Disc     *int        `json:"disc,omitempty"` // thousandths
	Uses     int         `json:"uses"`           // sittings that had it
	Seen     int         `json:"seen"`           // candidates who saw it
	LastUsed *time.Time  `json:"last_used,omitempty"`
}

// SavedFilter is a filter with a name.
type SavedFilter struct {
	ID        string         `json:"id"`
	Name      string         `json:"name"`
	Filter    Filter         `json:"filter"`
	Owner     exam.AccountID `json:"owner"`
	Unit      exam.UnitID    `json:"unit_id,omitempty"` // shared with the people of this unit and under it
	CreatedAt time.Time      `json:"created_at"`
}

// Count is how many items share their tags. Each item counts once.
type Count struct {
	Subject string  `json:"subject"`
	Grade   int     `json:"grade"`
	Kind    Kind    `json:"kind"`
	Levels  []Level `json:"levels"` // of the item and of its statements
	State   State   `json:"state"`
	Items   int     `json:"items"`
}
