package bank

// Question is what a candidate may see of a version. It holds no key.
//
// A question with several answers (cluster, match, categorise, cloze) has a
// field for each, named by a letter in the base order; the others have one.
type Question struct {
	Kind       Kind        `json:"kind"`
	Stem       string      `json:"stem"`
	Stimulus   string      `json:"stimulus,omitempty"`   // shared text; equal text is one stimulus
	Options    []Option    `json:"options,omitempty"`    // of match and categorise: the targets; of cloze: a pool for gaps
	Statements []Statement `json:"statements,omitempty"` // of match and categorise: what gets a target
	Grid       *Grid       `json:"grid,omitempty"`       // of short

	Gaps    []Gap    `json:"gaps,omitempty"`    // of cloze, in the order of the stem
	Image   *Image   `json:"image,omitempty"`   // of hotspot
	Points  int      `json:"points,omitempty"`  // of hotspot without options: places to be marked
	Writing *Writing `json:"writing,omitempty"` // of essay
	Files   *Files   `json:"files,omitempty"`   // of upload
}

// Option is one choice. Fixed options keep their place when a form is shuffled
// ("Cả A, B, C đều đúng").
type Option struct {
	ID    string `json:"id"`
	HTML  string `json:"html"` // of an area: what a screen reader says
	Fixed bool   `json:"fixed,omitempty"`
	Area  *Area  `json:"area,omitempty"` // of hotspot: what is clicked
}

// Statement is one of a cluster, or a row of match and categorise; its level is
// its own.
type Statement struct {
	HTML  string `json:"html"`
	Level Level  `json:"level,omitempty"`
}

// Grid says what a short answer may consist of.
type Grid struct {
	Max     int    `json:"max"`               // characters
	Charset string `json:"charset,omitempty"` // empty: any character
}

// The grid of part III since 2025, and of a number.
const (
	GridMax       = 4
	GridCharset   = "0123456789-,"
	NumberMax     = 30
	NumberCharset = "0123456789+-,.eE"
)

// Gap is a place in the stem, marked there by <span data-gap="a"></span> with
// its letter. It is chosen among its own options, or typed where it has a grid,
// or chosen among the options of the question.
type Gap struct {
	Options []Option `json:"options,omitempty"`
	Grid    *Grid    `json:"grid,omitempty"`
	Weight  int      `json:"weight,omitempty"` // against the other gaps; 0 is 1
}

// Image is the picture of a hotspot. Areas and answers count in its pixels,
// from the upper left corner.
type Image struct {
	Media  string `json:"media"` // its hash
	Width  int    `json:"width"`
	Height int    `json:"height"`
	Alt    string `json:"alt,omitempty"`
}

// Writing bounds an essay. Zero is no advice.
type Writing struct {
	Words int `json:"words,omitempty"` // at most, as advice
	Lines int `json:"lines,omitempty"` // on paper
}

// Files bounds what may be handed in.
type Files struct {
	Types    []string `json:"types,omitempty"` // extensions without a dot, in lower case; none: any
	MaxBytes int      `json:"max_bytes"`
}

// Fields is the number of fields of a question that has several, else 0.
func (q Question) Fields() int {
	switch q.Kind {
	case Cluster, Match, Categorise:
		return len(q.Statements)
	case Cloze:
		return len(q.Gaps)
	case Single, Multiple, Short, Numeric, Order, Hotspot, Essay, Upload:
	}
	return 0
}

// Choices are the options among which gap i is filled, or nil where it is typed.
func (q Question) Choices(i int) []Option {
	g := q.Gaps[i]
	if g.Grid != nil {
		return nil
	}
	if len(g.Options) > 0 {
		return g.Options
	}
	return q.Options
}

// allOptions points at every option of a question, those of gaps last.
func (q *Question) allOptions() []*Option {
	var out []*Option
	for i := range q.Options {
		out = append(out, &q.Options[i])
	}
	for i := range q.Gaps {
		for j := range q.Gaps[i].Options {
			out = append(out, &q.Gaps[i].Options[j])
		}
	}
	return out
}
