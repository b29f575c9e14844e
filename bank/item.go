package bank

import (
	"time"

	"khaothi/internal/exam"
)

// Kind is how a question is answered.
type Kind string

// The kinds of questions.
const (
	Single     Kind = "single"     // one of the options
	Multiple   Kind = "multiple"   // any set of the options
	Cluster    Kind = "cluster"    // statements a–d, each Đúng or Sai
	Short      Kind = "short"      // a few characters in a grid
	Numeric    Kind = "numeric"    // a number, right within a tolerance
	Cloze      Kind = "cloze"      // gaps in the stem, typed or chosen
	Match      Kind = "match"      // each statement has one of the options
	Categorise Kind = "categorise" // statements sorted into the options
	Order      Kind = "order"      // the options put in order
	Hotspot    Kind = "hotspot"    // places on a picture
	Essay      Kind = "essay"      // a text, marked by people
	Upload     Kind = "upload"     // a file, marked by people
)

// Kinds lists all kinds in the order in which they are shown.
func Kinds() []Kind {
	return []Kind{Single, Multiple, Cluster, Short, Numeric, Cloze, Match, Categorise, Order, Hotspot, Essay, Upload}
}

// ByHand reports whether people mark the answers.
func (k Kind) ByHand() bool { return k == Essay || k == Upload }

// True and False are the values of a statement of a cluster: Đúng and Sai.
const (
	True  = "D"
	False = "S"
)

// ClusterSize is the number of statements in a true/false cluster.
const ClusterSize = 4

// Tags say what a question is about.
type Tags struct {
	Subject string `json:"subject,omitempty"` // toan, vatli, …; other subjects as written
	Grade   int    `json:"grade,omitempty"`   // 1–12, 0 = none
	Topic   string `json:"topic,omitempty"`
	Level   Level  `json:"level,omitempty"` // empty for a cluster: its statements have levels
	Outcome string `json:"outcome,omitempty"`

	Content     string   `json:"content,omitempty"`     // đơn vị kiến thức, within the topic
	Competences []string `json:"competences,omitempty"` // as the specification names them
	Free        []string `json:"free,omitempty"`        // whatever authors find useful
}

// Body is everything that a version is made of.
type Body struct {
	Question Question `json:"question"`
	Key      Key      `json:"key"`
	Tags     Tags     `json:"tags"`
	Solution string   `json:"solution,omitempty"`
	Label    string   `json:"label,omitempty"` // how its author calls it: a code or a name
	Todo     []Todo   `json:"todo,omitempty"`
}

// Todo is something that a question still lacks. It may be kept as a draft, and
// neither be approved nor stand on a form.
type Todo struct {
	Code   string `json:"code"`             // one of the codes below
	Note   string `json:"note,omitempty"`   // for the person who has to do it
	Source string `json:"source,omitempty"` // what could not be read, as the file had it
}

// What an import may leave to a person. A missing key needs no Todo: Check sees
// it.
const (
	TodoPicture = "picture" // a figure that could not be drawn
	TodoScoring = "scoring" // a rule of scoring that could not be read
	TodoText    = "text"    // a piece of text that could not be read
)

// State is where an item stands in review.
type State string

// The states of an item.
const (
	Draft    State = "draft"
	InReview State = "review"
	Approved State = "approved"
	Retired  State = "retired" // no new form may take it
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
	Stat      *Stat            `json:"stat,omitempty"` // only where Find read it
	History   []VersionSummary `json:"history,omitempty"`
}

// Version is one immutable state of an item.
type Version struct {
	ID        exam.VersionID `json:"id"`
	ItemID    exam.ItemID    `json:"item_id"`
	No        int            `json:"no"`
	Hash      string         `json:"hash"`
	Body      Body           `json:"body"`             // of a sealed version its husk
	Sealed    *Sealed        `json:"sealed,omitempty"` // what a vault keeps of it, until it is revealed
	CreatedAt time.Time      `json:"created_at"`
	CreatedBy exam.AccountID `json:"created_by,omitempty"`
}

// Sealed is the encrypted text of a version, and the vault that opens it.
type Sealed struct {
	Vault string `json:"vault_id"`
	Bytes []byte `json:"-"`
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
