package main

import (
	"context"
	"hash/fnv"
	"math"
	"math/rand/v2"
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
		knows := 1 / (1 + math.Exp(dice(field).NormFloat64()-0.8-1.2*dice(number).NormFloat64()))
		if len(accept) == 0 || dice(number+" "+field).Float64() > knows {
			return ""
		}
		return accept[0]
	}, nil
}

// dice are the dice that belong to a text: they fall the same each time.
func dice(text string) *rand.Rand {
	h := fnv.New64a()
	_, _ = h.Write([]byte(text))                  // a hash takes everything
	return rand.New(rand.NewPCG(h.Sum64(), 2025)) //nolint:gosec // made-up candidates, no secret
}
