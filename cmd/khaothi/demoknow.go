package main

import (
	"context"
	"hash/fnv"
	"math"
)

// knowledge is what the simulated candidates know, so that their results look
// like those of an exam: each has an ability, each field a difficulty, and what
// is known follows Rasch's model. The rest is guessed. It is the same each time.
func (p *province) knowledge(ctx context.Context, m *Main) (func(number, field string) string, error) {
	read := m.DB.Read()
	sitting, err := read.Board.GetSitting(ctx, p.sim)
	if err != nil {
		return nil, err
	}
	key, err := read.Scores.Key(ctx, sitting.FormID, 0)
	if err != nil {
		return nil, err
	}
	return func(number, field string) string {
		accept := key.Key.Fields[field].Accept
		knows := 1 / (1 + math.Exp(normal(field)-0.8-1.2*normal(number)))
		if len(accept) == 0 || chance(number+" "+field) > knows {
			return ""
		}
		return accept[0]
	}, nil
}

// chance is a number between 0 and 1 that belongs to a text.
func chance(text string) float64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(text)) // a hash takes everything
	// The high bits of FNV hardly move with the last letters: mix them.
	x := h.Sum64()
	x = (x ^ x>>33) * 0xff51afd7ed558ccd
	x = (x ^ x>>33) * 0xc4ceb9fe1a85ec53
	return (float64((x^x>>33)>>11) + 0.5) / (1 << 53)
}

// normal is the same with the standard normal distribution.
func normal(text string) float64 { return math.Sqrt2 * math.Erfinv(2*chance(text)-1) }
