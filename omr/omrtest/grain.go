package omrtest

import (
	"math"
	"math/rand/v2"
)

// grain is the tooth of paper, 0 to 1, in tiles that repeat every 12.8 mm.
type grain struct {
	tile [grainSide * grainSide]float32
}

const (
	grainSide  = 128
	grainPerMM = 10
)

func newGrain(r *rand.Rand) *grain {
	g := &grain{}
	for i := range g.tile {
		g.tile[i] = float32(r.Float64())
	}
	return g
}

// at is the grain at a place of the paper.
func (g *grain) at(x, y float64) float64 {
	i, j := int(x*grainPerMM)&(grainSide-1), int(y*grainPerMM)&(grainSide-1)
	return float64(g.tile[j*grainSide+i])
}

// noiseTable holds normal deviates in hundredths of a standard deviation.
type noiseTable [1 << 14]int16

func newNoise(r *rand.Rand) *noiseTable {
	var t noiseTable
	for i := range t {
		t[i] = int16(100 * min(4, max(-4, r.NormFloat64())))
	}
	return &t
}

// wave is a smooth random border: a sum of three harmonics round a circle.
type wave struct {
	base  float64
	depth [3]float64
	phase [3]float64
}

func newWave(r *rand.Rand, base, rough float64) wave {
	w := wave{base: base}
	for k := range w.depth {
		w.depth[k] = rough * r.Float64() / float64(k+1)
		w.phase[k] = r.Float64() * 2 * math.Pi
	}
	return w
}

func (w wave) at(angle float64) float64 {
	v := 1.0
	for k, d := range w.depth {
		v += d * math.Sin(float64(k+2)*angle+w.phase[k])
	}
	return w.base * v
}
