package scoring

import "slices"

// Kind is how a question is answered.
type Kind string

// The kinds of questions that a rule scores.
const (
	Single   Kind = "single"   // one of several options
	Multiple Kind = "multiple" // a set of options
	Cluster  Kind = "cluster"  // statements, each đúng or sai
	Short    Kind = "short"    // a typed text or number

	Cloze      Kind = "cloze"      // gaps of a text, typed or chosen
	Match      Kind = "match"      // rows, each with its target
	Categorise Kind = "categorise" // rows, each with its category
	Order      Kind = "order"      // options put in order
	Hotspot    Kind = "hotspot"    // places on a picture
	Numeric    Kind = "numeric"    // a number, with tolerance
	Essay      Kind = "essay"      // a text that people mark
	Upload     Kind = "upload"     // a file that people mark
)

// Kinds lists all kinds.
func Kinds() []Kind {
	return []Kind{Single, Multiple, Cluster, Short, Cloze, Match, Categorise, Order, Hotspot, Numeric, Essay, Upload}
}

// Composite reports whether a question of the kind has a field for each of its
// statements, gaps or rows.
func (k Kind) Composite() bool { return k == Cluster || k == Cloze || k == Match || k == Categorise }

// Marked reports whether people mark the kind.
func (k Kind) Marked() bool { return k == Essay || k == Upload }

// Equality is when a short answer is the accepted one.
type Equality string

// Literal compares texts; Numeric also takes another spelling of the same
// number: 0,5 = 0,50 = ,5.
const (
	Literal     Equality = "literal"
	NumberEqual Equality = "numeric"
)

// Partial is what an incomplete answer earns.
type Partial string

// NoPartial: all or nothing. RightMinusWrong: what is right less what is wrong,
// over how much there is to be right. Share: each gap or row an equal share.
// ByCredit: what the key gives each option or text (the authored credit); of
// gaps and rows, an equal share of it. Places: of an order, the share of options
// at their right place; Pairs: the share of neighbours that follow each other
// as they should. Nothing earns less than 0 unless the part says negative.
const (
	NoPartial       Partial = "none"
	RightMinusWrong Partial = "right_minus_wrong"
	Share           Partial = "share"
	ByCredit        Partial = "credit"
	Places          Partial = "places"
	Pairs           Partial = "pairs"
)

// Both is which track counts when a candidate answered more than one and did
// not say which. Who chose a track gets that one, whatever this says.
type Both string

// More takes the track in which more fields are answered, and of two alike the
// first; Higher the one with more points, First the first one answered, None
// counts no track. No regulation known to us says which: so it is a setting.
const (
	More   Both = "more"
	Higher Both = "higher"
	First  Both = "first"
	None   Both = "none"
)

// Rule says what every question of a form is worth. It is data: see
// rules/*.json and docs/scoring.md.
type Rule struct {
	V      int     `json:"v"` // version of this format: 1
	Name   string  `json:"name"`
	Title  string  `json:"title,omitempty"`
	Source string  `json:"source,omitempty"` // the regulation it comes from
	Date   string  `json:"date,omitempty"`   // of the regulation, YYYY-MM-DD
	Parts  []Part  `json:"parts"`
	Choice *Choice `json:"choice,omitempty"`
}

// Part is a run of questions of one kind and worth. One part of a form may be
// several runs: then From says where each begins.
type Part struct {
	Part  int  `json:"part"`
	From  int  `json:"from,omitempty"` // first question, 1 if absent
	Count int  `json:"count"`
	Kind  Kind `json:"kind"`

	// Exactly one of these: the points of each question, or the points of the
	// whole run. A total is spread so that the sum depends only on how much is
	// right: after each question the points so far are the rounded share. Where
	// the run has tracks it is spread over the questions to be done.
	Points Points `json:"points,omitempty"`
	Total  Points `json:"total,omitempty"`

	Statements int      `json:"statements,omitempty"` // fields of a composite kind: statements, gaps, rows
	Ladder     []int    `json:"ladder,omitempty"`     // per cent of a composite by number of right fields, from 0 right
	Equality   Equality `json:"equality,omitempty"`   // of short answers and gaps; literal if absent
	Partial    Partial  `json:"partial,omitempty"`    // none if absent
	Negative   bool     `json:"negative,omitempty"`   // a question may earn less than 0: credit and right_minus_wrong only
}

// Choice is a part in which a candidate does the questions outside the tracks
// and those of one track.
type Choice struct {
	Part   int     `json:"part"`
	Tracks []Track `json:"tracks"`
	Both   Both    `json:"both,omitempty"` // more if absent
}

// Track is one of several sets of questions to choose from.
type Track struct {
	ID        string `json:"id"`
	Title     string `json:"title,omitempty"`
	Questions []int  `json:"questions"`
}

// Question is one question as the rule lays it out.
type Question struct {
	Name   string
	Part   int
	No     int
	Kind   Kind
	Max    Points   // nominal where the part has a total
	Fields []string // what is filled in: the question, or its statements

	run   int // place in Rule.Parts
	track int // place in Choice.Tracks, -1 for everybody
}

// Questions are all questions in the order of the rule.
func (r *Rule) Questions() []Question {
	var out []Question
	for run := range r.Parts {
		p := &r.Parts[run]
		sofar := map[int]int64{}
		for i := range p.Count {
			no := p.first() + i
			q := Question{Name: QuestionName(p.Part, no), Part: p.Part, No: no, Kind: p.Kind, run: run, track: r.trackOf(p.Part, no)}
			q.Max = p.Points
			if p.Total > 0 {
				before, of := sofar[-1]+sofar[q.track], int64(r.toDo(p))
				if q.track < 0 {
					before = sofar[-1] + sofar[0]
				}
				q.Max = share(p.Total, before+1, of) - share(p.Total, before, of)
			}
			sofar[q.track]++
			q.Fields = p.fields(no)
			out = append(out, q)
		}
	}
	return out
}

// toDo counts the questions of a run that one candidate does: those of
// everybody and those of one track.
func (r *Rule) toDo(p *Part) int {
	n := 0
	for i := range p.Count {
		if r.trackOf(p.Part, p.first()+i) < 1 {
			n++
		}
	}
	return n
}

// Fields are all fields in the order of the rule.
func (r *Rule) Fields() []string {
	var out []string
	for _, q := range r.Questions() {
		out = append(out, q.Fields...)
	}
	return out
}

// Max is what somebody earns who answers everything right: the tracks count once.
func (r *Rule) Max() Points {
	var sum Points
	for i := range r.Parts {
		sum += r.Parts[i].Total + Points(r.toDo(&r.Parts[i]))*r.Parts[i].Points
	}
	return sum
}

// trackMax is what a track is worth, apart from runs with a total.
func (r *Rule) trackMax(t Track) Points {
	var sum Points
	for _, no := range t.Questions {
		for i := range r.Parts {
			if p := &r.Parts[i]; p.Part == r.Choice.Part && p.has(no) {
				sum += p.Points
			}
		}
	}
	return sum
}

func (r *Rule) trackOf(part, no int) int {
	if r.Choice == nil || r.Choice.Part != part {
		return -1
	}
	for i, t := range r.Choice.Tracks {
		if slices.Contains(t.Questions, no) {
			return i
		}
	}
	return -1
}

func (p *Part) first() int { return max(p.From, 1) }

func (p *Part) has(no int) bool { return no >= p.first() && no < p.first()+p.Count }

func (p *Part) fields(no int) []string {
	if !p.Kind.Composite() {
		return []string{QuestionName(p.Part, no)}
	}
	out := make([]string, p.Statements)
	for i := range out {
		out[i] = StatementField(p.Part, no, i)
	}
	return out
}
