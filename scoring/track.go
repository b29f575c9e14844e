package scoring

import (
	"slices"

	"khaothi/internal/exam"
	"khaothi/internal/fault"
)

// withTracks puts the tracks of a form in the place of those of the rule. A
// rule without tracks cannot pay such a form, and neither can one that would be
// worth more or less with them.
func (r Rule) withTracks(form *Choice) (Rule, error) {
	if form == nil {
		return r, nil
	}
	if r.Choice == nil {
		return r, fault.New(fault.Invalid, "rule.no_tracks").With("rule", r.Name).With("part", form.Part)
	}
	limit := r.Max()
	choice := *form
	choice.Both = r.Choice.Both
	r.Choice = &choice
	if err := r.Validate(); err != nil || r.Max() != limit {
		return r, fault.New(fault.Invalid, "rule.tracks_differ").With("rule", r.Name).With("part", form.Part)
	}
	return r, nil
}

// choose finds the track that counts and says of the questions of the others
// that they do not.
func (s *Scorer) choose(units []int64, responses exam.Responses, res *Result) {
	field := TrackField(s.rule.Choice.Part)
	counted := s.rule.Choice.index(responses[field])
	if counted >= 0 {
		res.Chosen = exam.Responses{field: responses[field]}
	} else {
		var both bool
		if counted, both = s.countedTrack(s.doneTracks(units, res.Questions)); both {
			res.Notes = append(res.Notes, NoteBothTracks)
		}
	}
	if counted >= 0 {
		res.Track = s.rule.Choice.Tracks[counted].ID
	}
	for i := range s.questions {
		t, q := s.questions[i].track, &res.Questions[i]
		if t < 0 || t == counted {
			continue
		}
		q.Reason = ReasonTrackNotChosen
		if q.answered() > 0 {
			q.Reason = ReasonTrackNotCounted
		}
	}
}

// choice reports whether a field holds a choice of a track, or none.
func (s *Scorer) choice(field, value string) bool {
	c := s.rule.Choice
	return c != nil && field == TrackField(c.Part) && (value == "" || c.index(value) >= 0)
}

// index is the place of a track, or -1.
func (c *Choice) index(id string) int {
	return slices.IndexFunc(c.Tracks, func(t Track) bool { return t.ID == id })
}

// doneTrack is what a candidate did of one track.
type doneTrack struct {
	answered int   // fields
	worth    int64 // of what is right, in units of a hundredth over fullUnits
}

func (s *Scorer) doneTracks(units []int64, results []QuestionResult) []doneTrack {
	done := make([]doneTrack, len(s.rule.Choice.Tracks))
	for i := range s.questions {
		q := &s.questions[i]
		if q.track < 0 {
			continue
		}
		worth := int64(s.rule.Parts[q.run].Points) * units[i]
		if total := s.rule.Parts[q.run].Total; total > 0 {
			worth = int64(total) * units[i] / int64(s.toDo[q.run])
		}
		done[q.track].worth += worth
		done[q.track].answered += results[i].answered()
	}
	return done
}

// countedTrack is, without a choice, the only one answered; of several what the
// rule says; of none the one with more points, which cancelled questions may
// have.
func (s *Scorer) countedTrack(done []doneTrack) (track int, both bool) {
	n, first := 0, -1
	for t := range done {
		if done[t].answered > 0 {
			n++
			if first < 0 {
				first = t
			}
		}
	}
	if n == 1 {
		return first, false
	}
	if n == 0 {
		return best(done, func(d doneTrack) int64 { return d.worth }), false
	}
	switch s.rule.Choice.Both {
	case First:
		return first, true
	case None:
		return -1, true
	case Higher:
		return best(done, func(d doneTrack) int64 {
			if d.answered == 0 {
				return -1
			}
			return d.worth
		}), true
	default:
		return best(done, func(d doneTrack) int64 { return int64(d.answered) }), true
	}
}

// best is the first track of the highest measure.
func best(done []doneTrack, measure func(doneTrack) int64) int {
	at := 0
	for t := range done {
		if measure(done[t]) > measure(done[at]) {
			at = t
		}
	}
	return at
}

// answered counts the fields of a question that hold a value.
func (q *QuestionResult) answered() int {
	n := 0
	if q.Value != "" {
		n++
	}
	for i := range q.Statements {
		if q.Statements[i].Value != "" {
			n++
		}
	}
	return n
}
