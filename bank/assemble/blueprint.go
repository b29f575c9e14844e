package assemble

import (
	"slices"

	"khaothi/bank"
)

// Version is the version of a blueprint's JSON.
const Version = 1

// Blueprint says what a paper has to hold. docs/blueprint.schema.json describes
// its JSON.
type Blueprint struct {
	V         int    `json:"v"`
	Name      string `json:"name"`
	Subject   string `json:"subject,omitempty"` // toan, vatli, …; empty: of any subject
	Grade     int    `json:"grade,omitempty"`   // 0: of any grade
	DurationS int    `json:"duration_s,omitempty"`

	Parts []Part `json:"parts"`
	Rows  []Row  `json:"rows,omitempty"`
	Bands []Band `json:"bands,omitempty"`

	Forms    Forms    `json:"forms,omitzero"`
	Pool     Pool     `json:"pool,omitzero"`
	Exposure Exposure `json:"exposure,omitzero"`
	// Enemies are sets of questions of which one form holds at most one, by id
	// or label.
	Enemies [][]string `json:"enemies,omitempty"`
	Stimuli Stimuli    `json:"stimuli,omitzero"`
	Targets []Target   `json:"targets,omitempty"`
	// MatchCompetences makes the competences of a cell a demand on its
	// questions; else they are only printed.
	MatchCompetences bool `json:"match_competences,omitempty"`
}

// Part is a part of the paper. Its questions are of its kinds only.
type Part struct {
	Title string      `json:"title"`
	Intro string      `json:"intro,omitempty"` // HTML in the subset of questions
	Kinds []bank.Kind `json:"kinds"`
	// Questions is how many the part holds. 0: as many as its cells say.
	Questions int `json:"questions,omitempty"`
	// Points of one question in hundredths: 25 is 0.25. Of a cluster: of all
	// its statements together.
	Points int `json:"points"`
}

// Row is one content unit of the matrix.
type Row struct {
	Topic   string `json:"topic"`             // chủ đề, chương; empty: any
	Content string `json:"content,omitempty"` // đơn vị kiến thức; empty: all of the topic
	// Outcomes are the yêu cầu cần đạt of the specification by level.
	Outcomes map[bank.Level]string `json:"outcomes,omitempty"`
	Cells    []Cell                `json:"cells"`
}

// Cell is how many questions of one part and level a row has: statements, not
// questions, where the part is of clusters.
type Cell struct {
	Part  int        `json:"part"`            // from 1
	Level bank.Level `json:"level,omitempty"` // empty: of any level
	Count int        `json:"count"`
	// Points of one question in hundredths where they differ from the part's.
	Points      int      `json:"points,omitempty"`
	Competences []string `json:"competences,omitempty"` // printed behind the count
}

// Band bounds how many questions of a form are of some kind or content.
// Clusters count as questions here, except where Levels is given: then each of
// their statements counts.
type Band struct {
	Name  string `json:"name"`
	Where Where  `json:"where"`
	Min   int    `json:"min,omitempty"`
	Max   *int   `json:"max,omitempty"` // nil: no bound
}

// Where picks questions. A question fits if it fits every member that is set.
type Where struct {
	Parts       []int        `json:"parts,omitempty"` // from 1
	Topics      []string     `json:"topics,omitempty"`
	Contents    []string     `json:"contents,omitempty"`
	Kinds       []bank.Kind  `json:"kinds,omitempty"`
	Levels      []bank.Level `json:"levels,omitempty"`
	Competences []string     `json:"competences,omitempty"` // any of them
	Tags        []string     `json:"tags,omitempty"`        // any of the free tags
	Items       []string     `json:"items,omitempty"`       // these, by id or label
}

// Forms says how many forms are drawn and what they share.
type Forms struct {
	Count int `json:"count,omitempty"` // form codes in all; 0: one
	// Bases is how many different draws they are made of (đề gốc): 0 is a draw
	// for every code (parallel forms), 1 is one draw shuffled into all codes.
	Bases int `json:"bases,omitempty"`
	// Overlap is how many questions two draws may share. nil: no limit.
	Overlap *int `json:"overlap,omitempty"`
}

// Pool picks the questions that may be drawn at all.
type Pool struct {
	Pools   []string     `json:"pools,omitempty"`  // of the bank; none: all that one may use
	States  []bank.State `json:"states,omitempty"` // none: approved ones; files have no states
	Exclude []string     `json:"exclude,omitempty"`
	// Difficulty bounds the share of right answers of a question, in 0–1, where
	// it is known.
	Difficulty *Range `json:"difficulty,omitempty"`
}

// Range is from Min to Max, both included.
type Range struct {
	Min float64 `json:"min"`
	Max float64 `json:"max"`
}

// Exposure bounds how often a question is seen. Zero is no bound.
type Exposure struct {
	MaxForms   int `json:"max_forms,omitempty"`   // of the draws made now that hold one question
	MaxUses    int `json:"max_uses,omitempty"`    // earlier forms that held it
	UnusedDays int `json:"unused_days,omitempty"` // since its last use
}

// Stimuli says how questions that share a text are drawn. They always stand
// together on the paper.
type Stimuli struct {
	// All draws every question of a stimulus or none.
	All bool `json:"all,omitempty"`
	// Min and Max bound the questions drawn of one stimulus, if any are.
	Min int `json:"min,omitempty"`
	Max int `json:"max,omitempty"` // 0: no bound
	// Texts bounds how many different stimuli one form has.
	Texts *int `json:"texts,omitempty"`
}

// Goal is what a target asks for.
type Goal string

// The goals.
const (
	// Highest makes the sum over the form as high as it can be. Of several such
	// targets, and of several forms, the lowest is made as high as it can be.
	Highest Goal = "max"
	// Near keeps the sum as near to Value as it can be.
	Near Goal = "near"
	// Within only keeps the sum between Min and Max.
	Within Goal = "within"
)

// Target is a demand on the sum of a column of the information file over the
// questions of a form.
type Target struct {
	Column string   `json:"column"` // an ability ("0", "-1.5") or a name ("difficulty")
	Goal   Goal     `json:"goal"`
	Mean   bool     `json:"mean,omitempty"`   // Value, Min and Max are per question
	Value  float64  `json:"value,omitempty"`  // of Near; of Highest: the unit in which it is compared with others
	Min    *float64 `json:"min,omitempty"`    // with any goal
	Max    *float64 `json:"max,omitempty"`    // with any goal
	Weight float64  `json:"weight,omitempty"` // of this target among those with Near; 0: 1
}

// Codes is how many form codes are asked for.
func (f Forms) Codes() int { return max(1, f.Count) }

// Draws is how many different draws the codes are made of.
func (f Forms) Draws() int {
	if f.Bases <= 0 || f.Bases > f.Codes() {
		return f.Codes()
	}
	return f.Bases
}

// Size is how many questions a part has: what it says itself, or what its
// cells add up to.
func (b Blueprint) Size(part int) int {
	p := b.Parts[part-1]
	if p.Questions > 0 {
		return p.Questions
	}
	n := 0
	for _, r := range b.Rows {
		for _, c := range r.Cells {
			if c.Part == part {
				n += c.Count
			}
		}
	}
	if p.Clusters() {
		return n / bank.ClusterSize
	}
	return n
}

// Clusters reports whether the cells of the part count statements.
func (p Part) Clusters() bool {
	return slices.Contains(p.Kinds, bank.Cluster)
}

// Questions is how many questions a form of the blueprint has.
func (b Blueprint) Questions() int {
	n := 0
	for i := range b.Parts {
		n += b.Size(i + 1)
	}
	return n
}
