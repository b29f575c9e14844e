package bank

import (
	"time"

	"khaothi/internal/exam"
)

// Kind is how a question is answered.
type Kind string

// The kinds of questions.
const (
	Single   Kind = "single"   // one of the options
	Multiple Kind = "multiple" // any set of the options
	Cluster  Kind = "cluster"  // statements a–d, each Đúng or Sai
	Short    Kind = "short"    // a few characters in a grid
)

// Kinds lists all kinds in the order in which they are shown.
func Kinds() []Kind { return []Kind{Single, Multiple, Cluster, Short} }

// True and False are the values of a statement: Đúng and Sai.
const (
	True  = "D"
	False = "S"
)

// ClusterSize is the number of statements in a true/false cluster.
const ClusterSize = 4

// Question is what a candidate may see of a version. It holds no key.
type Question struct {
	Kind       Kind        `json:"kind"`
	Stem       string      `json:"stem"`
	Stimulus   string      `json:"stimulus,omitempty"` // shared text; equal text is one stimulus
	Options    []Option    `json:"options,omitempty"`
	Statements []Statement `json:"statements,omitempty"`
	Grid       *Grid       `json:"grid,omitempty"`
}

// Option is one choice. Fixed options keep their place when a form is shuffled
// ("Cả A, B, C đều đúng").
type Option struct {
	ID    string `json:"id"`
	HTML  string `json:"html"`
	Fixed bool   `json:"fixed,omitempty"`
}

// Statement is one of a cluster; its level is its own.
type Statement struct {
	HTML  string `json:"html"`
	Level Level  `json:"level,omitempty"`
}

// Grid says what a short answer may consist of.
type Grid struct {
	Max     int    `json:"max"`               // characters
	Charset string `json:"charset,omitempty"` // empty: any character
}

// The grid of part III since 2025.
const (
	GridMax     = 4
	GridCharset = "0123456789-,"
)

// Key is the right answer of a version.
type Key struct {
	Options    []string `json:"options,omitempty"`    // ids of the right options
	Statements []string `json:"statements,omitempty"` // D or S by base order
	Accepted   []string `json:"accepted,omitempty"`   // short answers that are right
}

// Tags say what a question is about.
type Tags struct {
	Subject string `json:"subject,omitempty"` // toan, vatli, …; other subjects as written
	Grade   int    `json:"grade,omitempty"`   // 1–12, 0 = none
	Topic   string `json:"topic,omitempty"`
	Level   Level  `json:"level,omitempty"` // empty for a cluster: its statements have levels
	Outcome string `json:"outcome,omitempty"`
}

// Body is everything that a version is made of.
type Body struct {
	Question Question `json:"question"`
	Key      Key      `json:"key"`
	Tags     Tags     `json:"tags"`
	Solution string   `json:"solution,omitempty"`
	Label    string   `json:"label,omitempty"` // how its author calls it: a code or a name
}

// State is where an item stands in review.
type State string

// The states of an item.
const (
	Draft    State = "draft"
	Approved State = "approved"
)

// Item is a question through all its versions.
type Item struct {
	ID        exam.ItemID      `json:"id"`
	Unit      exam.UnitID      `json:"unit_id,omitempty"`
	Pool      string           `json:"pool"`
	State     State            `json:"state"`
	Batch     string           `json:"batch,omitempty"` // the import that brought it, if any
	CreatedAt time.Time        `json:"created_at"`
	CreatedBy exam.AccountID   `json:"created_by,omitempty"`
	Current   Version          `json:"current"`
	History   []VersionSummary `json:"history,omitempty"`
}

// Version is one immutable state of an item.
type Version struct {
	ID        exam.VersionID `json:"id"`
	ItemID    exam.ItemID    `json:"item_id"`
	No        int            `json:"no"`
	Hash      string         `json:"hash"`
	Body      Body           `json:"body"`
	CreatedAt time.Time      `json:"created_at"`
	CreatedBy exam.AccountID `json:"created_by,omitempty"`
}

// VersionSummary names an older version.
type VersionSummary struct {
	ID        exam.VersionID `json:"id"`
	No        int            `json:"no"`
	Hash      string         `json:"hash"`
	CreatedAt time.Time      `json:"created_at"`
}

// Media is a picture or a sound, named by the SHA-256 of its bytes in hex.
type Media struct {
	Hash  string `json:"hash"`
	MIME  string `json:"mime"`
	Bytes []byte `json:"data"`
}
