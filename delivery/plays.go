package delivery

import (
	"errors"
	"maps"
	"strconv"
	"strings"

	"khaothi/internal/exam"
)

// plays are how often the sounds of one attempt were started: by field, what
// Live holds, and with what is on its way there. Each start is an event of its
// own whose value is the count, so a connection, a node or a Redis that is new
// goes on from the value that was stored. Both maps are nil where nothing plays.
type plays struct {
	stored map[string]int
	sent   map[string]int
}

// playCount is the count that an event holds, 0 where it is none of a sound.
func playCount(field, value string) int {
	if !strings.HasPrefix(field, playPrefix) {
		return 0
	}
	n, _ := strconv.Atoi(value) // Check saw it, or it was stored once
	return n
}

// read takes over the values of the attempt; nil says nothing of them.
func (p *plays) read(values map[string]string) {
	if values == nil {
		p.rewind()
		return
	}
	p.stored = nil
	for field, value := range values {
		if n := playCount(field, value); n > 0 {
			put(&p.stored, field, n)
		}
	}
	p.rewind()
}

// check says whether an event is the next start of its sound; every other
// event is.
func (p *plays) check(field, value string) error {
	if n := playCount(field, value); n > 0 && n != p.sent[field]+1 {
		return ErrPlayLimit
	}
	return nil
}

// send notes an event that is on its way.
func (p *plays) send(field, value string) {
	if n := playCount(field, value); n > 0 {
		put(&p.sent, field, n)
	}
}

// store notes an event that Live holds.
func (p *plays) store(field, value string) {
	if n := playCount(field, value); n > 0 {
		put(&p.stored, field, n)
		put(&p.sent, field, max(n, p.sent[field]))
	}
}

// rewind forgets what was on its way: it was not stored.
func (p *plays) rewind() { p.sent = maps.Clone(p.stored) }

// Replays counts the starts that were given on top of what the paper allows, by
// sound; nil where none were.
func Replays(actions []Action, id exam.AttemptID, paper Fields) map[string]int {
	var more map[string]int
	for i := range actions {
		a := &actions[i]
		if a.Kind != ActionReplay || a.Attempt != id || !a.counts() {
			continue
		}
		for field, spec := range paper {
			hash := strings.TrimPrefix(field, playPrefix)
			if spec.Kind == KindPlay && spec.Max > 0 && (a.Sound == "" || a.Sound == hash) {
				put(&more, hash, more[hash]+1)
			}
		}
	}
	return more
}

// checkGiven is Check where starts of sounds were given on top of what the
// paper allows.
func (f Fields) checkGiven(name, value string, given func() map[string]int) error {
	err := f.Check(name, value)
	if errors.Is(err, ErrPlayLimit) {
		spec := f[name]
		return spec.checkPlays(value, given()[strings.TrimPrefix(name, playPrefix)])
	}
	return err
}

// replays are those of this attempt, as the ledger stands now.
func (h *Holder) replays() map[string]int {
	s := h.node.sitting(h.sitting)
	if s == nil {
		return nil
	}
	return Replays(s.actions, h.attempt, h.paper.fields)
}

// limits says whether the starts of a sound are limited; of any sound if hash
// is empty.
func (f Fields) limits(hash string) bool {
	if hash == "" {
		return f.LimitedSounds() > 0
	}
	spec := f[playPrefix+hash]
	return spec.Kind == KindPlay && spec.Max > 0
}

// LimitedSounds counts the sounds whose starts are limited.
func (f Fields) LimitedSounds() (n int) {
	for _, spec := range f {
		if spec.Kind == KindPlay && spec.Max > 0 {
			n++
		}
	}
	return n
}

// Started counts how often each sound was started, by what the record has.
func Started(last []LastAnswer) map[string]int {
	var counts map[string]int
	for _, a := range last {
		if n := playCount(a.Field, a.Value); n > 0 {
			put(&counts, strings.TrimPrefix(a.Field, playPrefix), n)
		}
	}
	return counts
}

func put(m *map[string]int, field string, n int) {
	if *m == nil {
		*m = map[string]int{}
	}
	(*m)[field] = n
}
