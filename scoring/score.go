package scoring

import (
	"fmt"
	"sort"
	"strconv"
	"strings"

	"khaothi/internal/exam"
	"khaothi/internal/fault"
)

// Result is what one candidate earned, and why.
type Result struct {
	Rule       string           `json:"rule"`
	KeyVersion int              `json:"key_version"`
	Points     Points           `json:"points"`
	Max        Points           `json:"max"`
	Track      string           `json:"track,omitempty"`  // id of the track that counted
	Chosen     exam.Responses   `json:"chosen,omitempty"` // the track that the candidate chose, by its field
	Notes      []string         `json:"notes,omitempty"`  // codes about the whole paper: track.both_answered
	Unknown    []string         `json:"unknown,omitempty"`
	Pending    int              `json:"pending,omitempty"` // works that people have not marked yet: the points are not final
	Questions  []QuestionResult `json:"questions"`
}

// QuestionResult is one question of a Result. Value is the response; a question
// of several fields has Statements instead. Mark is what people gave a work, in
// hundredths of its rubric.
type QuestionResult struct {
	Name       string            `json:"name"`
	Points     Points            `json:"points"`
	Max        Points            `json:"max"`
	Reason     string            `json:"reason"`
	Value      string            `json:"value,omitempty"`
	Mark       string            `json:"mark,omitempty"`
	Statements []StatementResult `json:"statements,omitempty"`
}

// StatementResult is one statement, gap or row. It earns nothing by itself: the
// rule says what they earn together.
type StatementResult struct {
	Field  string `json:"field"`
	Value  string `json:"value,omitempty"`
	Reason string `json:"reason"`
}

// NoteBothTracks says that more than one track was answered, and the rule decided.
const NoteBothTracks = "track.both_answered"

// Counts reports whether the question is one that the candidate had to do.
// One of a track that does not count was not presented: in statistics of items
// that is something else than left out.
func (q *QuestionResult) Counts() bool {
	return q.Reason != ReasonTrackNotCounted && q.Reason != ReasonTrackNotChosen
}

// Scorer scores many candidates by one rule and key. It is safe for concurrent
// use.
type Scorer struct {
	rule      Rule
	version   int
	max       Points
	questions []Question
	toDo      []int     // by run: how many of its questions one candidate does
	judges    [][]judge // by question, by field
	known     map[string]bool
}

// Score is what a candidate with these responses earns. For many candidates
// make one Scorer.
func Score(rule Rule, key Key, responses exam.Responses) (Result, error) {
	s, err := NewScorer(rule, key)
	if err != nil {
		return Result{}, err
	}
	return s.Score(responses), nil
}

// NewScorer checks that rule and key are sound and fit each other: every field
// of the rule has a key of its kind, and the key has no others.
func NewScorer(rule Rule, key Key) (*Scorer, error) {
	if err := rule.Validate(); err != nil {
		return nil, err
	}
	if err := key.Validate(); err != nil {
		return nil, err
	}
	rule, err := rule.withTracks(key.Choice)
	if err != nil {
		return nil, err
	}
	s := &Scorer{rule: rule, version: key.Version, max: rule.Max(), questions: rule.Questions(), known: map[string]bool{}}
	for i := range rule.Parts {
		s.toDo = append(s.toDo, rule.toDo(&rule.Parts[i]))
	}
	var missing []string
	for _, q := range s.questions {
		judges := make([]judge, 0, len(q.Fields))
		for _, field := range q.Fields {
			s.known[field] = true
			k, ok := key.Fields[field]
			if !ok {
				missing = append(missing, field)
				continue
			}
			if k.Kind != q.Kind {
				return nil, badKey(field, "the rule %s asks for kind %q here, the key says %q", rule.Name, q.Kind, k.Kind)
			}
			judges = append(judges, newJudge(field, &rule.Parts[q.run], k))
		}
		s.judges = append(s.judges, judges)
	}
	return s, s.fits(key, missing)
}

func (s *Scorer) fits(key Key, missing []string) error {
	if len(missing) > 0 {
		return fault.New(fault.Invalid, "key.missing").With("rule", s.rule.Name).With("fields", strings.Join(missing, " "))
	}
	var extra []string
	for _, name := range key.names() {
		if !s.known[name] {
			extra = append(extra, name)
		}
	}
	if len(extra) > 0 {
		return fault.New(fault.Invalid, "key.unknown_field").With("rule", s.rule.Name).With("fields", strings.Join(extra, " "))
	}
	return nil
}

// Questions are the questions in the order of Result.Questions.
func (s *Scorer) Questions() []Question { return s.questions }

// Max is what the rule gives for everything right.
func (s *Scorer) Max() Points { return s.max }

// Score returns what these responses earn. Fields that the rule does not know
// earn nothing and are listed in Unknown; flags and the like are left out.
func (s *Scorer) Score(responses exam.Responses) Result {
	res := Result{
		Rule: s.rule.Name, KeyVersion: s.version, Max: s.max,
		Questions: make([]QuestionResult, len(s.questions)), Unknown: s.unknown(responses),
	}
	units := make([]int64, len(s.questions))
	for i := range s.questions {
		units[i] = s.judgeQuestion(i, responses, &res.Questions[i])
	}
	if s.rule.Choice != nil {
		s.choose(units, responses, &res)
	}
	s.pay(units, res.Questions)
	for i := range res.Questions {
		res.Points += res.Questions[i].Points
		if res.Questions[i].Reason == ReasonPending {
			res.Pending++
		}
	}
	res.Points = max(res.Points, 0) // questions may be below, a paper is not
	return res
}

func (s *Scorer) unknown(responses exam.Responses) []string {
	var out []string
	for field, value := range responses {
		if !s.known[field] && !aside(field) && !s.choice(field, value) {
			out = append(out, field)
		}
	}
	sort.Strings(out)
	return out
}

// judgeQuestion fills in everything but the points.
func (s *Scorer) judgeQuestion(i int, responses exam.Responses, out *QuestionResult) int64 {
	q := &s.questions[i]
	out.Name, out.Max = q.Name, q.Max
	if q.Kind.Composite() {
		return s.judgeFields(i, responses, out)
	}
	j := &s.judges[i][0]
	out.Value = responses[j.field]
	if q.Kind.Marked() {
		out.Mark = responses[MarkField(j.field)]
	}
	units, reason := j.judge(out.Value, out.Mark)
	out.Reason = reason
	return units
}

// judgeFields judges the statements, gaps or rows of a question.
func (s *Scorer) judgeFields(i int, responses exam.Responses, out *QuestionResult) int64 {
	judges := s.judges[i]
	out.Statements = make([]StatementResult, len(judges))
	var done tally
	for n := range judges {
		st := &out.Statements[n]
		st.Field, st.Value = judges[n].field, responses[judges[n].field]
		units, reason := judges[n].judge(st.Value, "")
		st.Reason = reason
		done.add(units, judges[n].weight, reason)
	}
	p := &s.rule.Parts[s.questions[i].run]
	units := done.units(p, len(judges))
	switch len(judges) {
	case done.cancelled:
		out.Reason = ReasonCancelled
	case done.blank:
		out.Reason = ReasonBlank
	default:
		out.Reason = fieldsReason(p.Kind, done.right, len(judges))
	}
	return units
}

// tally counts the fields of one question.
type tally struct {
	right, blank, cancelled int
	weight                  int64 // of all fields
	sum                     int64 // units, times the weight of each field
	net                     int64 // weight of right ones less that of wrong ones
}

func (t *tally) add(units, weight int64, reason string) {
	t.weight += weight
	t.sum += units * weight
	switch {
	case reason == ReasonCancelled:
		t.cancelled++
	case reason == ReasonBlank:
		t.blank++
		return
	case units != fullUnits:
		t.net -= weight
		return
	}
	t.right++
	t.net += weight
}

// units is what the fields earn together.
func (t *tally) units(p *Part, of int) int64 {
	least := int64(0)
	if p.Negative {
		least = -fullUnits
	}
	switch {
	case p.Ladder != nil:
		return int64(p.Ladder[t.right]) * (fullUnits / 100)
	case t.right == of:
		return fullUnits
	case p.Partial == Share || p.Partial == ByCredit:
		return max(least, int64(share(1, t.sum, t.weight)))
	case p.Partial == RightMinusWrong:
		return max(least, int64(share(fullUnits, t.net, t.weight)))
	}
	return 0
}

// fieldsReason says how many fields are wholly right.
func fieldsReason(kind Kind, right, of int) string {
	what := "parts."
	if kind == Cluster {
		what = "cluster."
	}
	return what + strconv.Itoa(right) + "of" + strconv.Itoa(of)
}

// pay turns units into points. Where a run has a total, the points so far are
// its rounded share, so that equal work earns equally whichever questions it is.
// Questions of a track that does not count earn nothing and take no share.
func (s *Scorer) pay(units []int64, out []QuestionResult) {
	run, sofar := -1, int64(0)
	for i := range s.questions {
		if !out[i].Counts() {
			continue
		}
		q := &s.questions[i]
		p := &s.rule.Parts[q.run]
		if p.Total == 0 {
			out[i].Points = share(p.Points, units[i], fullUnits)
			continue
		}
		if q.run != run {
			run, sofar = q.run, 0
		}
		of := int64(s.toDo[q.run]) * fullUnits
		out[i].Points = share(p.Total, sofar+units[i], of) - share(p.Total, sofar, of)
		sofar += units[i]
	}
}

// String names a result in a test or a log without its answers.
func (r Result) String() string {
	return fmt.Sprintf("%s of %s by %s, key version %d", r.Points, r.Max, r.Rule, r.KeyVersion)
}
