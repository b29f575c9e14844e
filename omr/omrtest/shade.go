package omrtest

import (
	"image"
	"math"
)

// shade does what lamp, sensor and glass do to a picture.
func (j *job) shade(m *image.Gray) {
	w, h := m.Rect.Dx(), m.Rect.Dy()
	gain := make([]float64, w)
	white := between(j.r, 0.93, 1)
	slopeX, slopeY, bow := 0.0, 0.0, 0.0
	if j.has(Light) {
		slopeX, slopeY, bow = between(j.r, -0.2, 0.2), between(j.r, -0.2, 0.2), between(j.r, 0, 0.15)
	}
	for u := range gain {
		x := float64(u)/float64(w) - 0.5
		gain[u] = white * (1 - math.Abs(slopeX)/2 + slopeX*x - bow*4*x*x)
	}
	if j.has(Streaks) {
		j.streaks(gain)
	}
	sigma := between(j.r, 0.5, 2.5)
	if j.has(Noise) {
		sigma = between(j.r, 6, 16)
	}
	per := int(sigma * 256 / 100)
	at := j.r.IntN(len(j.noise))
	for v := range h {
		y := float64(v)/float64(h) - 0.5
		down := 1 - math.Abs(slopeY)/2 + slopeY*y
		at += j.r.IntN(len(j.noise))
		row := m.Pix[v*m.Stride : v*m.Stride+w]
		for u := range row {
			n := int(j.noise[(at+u)&(len(j.noise)-1)]) * per >> 8
			row[u] = uint8(min(255, max(0, int(float64(row[u])*gain[u]*down+0.5)+n)))
		}
	}
}

// streaks are dirt on the glass of a feeder: lines along the whole feed, dark
// or bright.
func (j *job) streaks(gain []float64) {
	for range 1 + j.r.IntN(4) {
		u, wide := j.r.IntN(len(gain)), 1+int(between(j.r, 0, 0.25)*j.c.s)
		factor := between(j.r, 0.25, 0.85)
		if j.r.IntN(4) == 0 {
			factor = 1.4
		}
		for i := u; i < min(len(gain), u+wide); i++ {
			gain[i] *= factor
		}
	}
}

// blur is a box of 2n+1 pixels, across and down.
func blur(m *image.Gray, n int) {
	w, h := m.Rect.Dx(), m.Rect.Dy()
	line := make([]uint8, max(w, h))
	pass := func(count, length, start, step int) {
		for k := range count {
			at := k * start
			for i := range length {
				line[i] = m.Pix[at+i*step]
			}
			sum := 0
			for i := -n; i <= n; i++ {
				sum += int(line[min(length-1, max(0, i))])
			}
			for i := range length {
				m.Pix[at+i*step] = uint8(sum / (2*n + 1))
				sum += int(line[min(length-1, i+n+1)]) - int(line[max(0, i-n)])
			}
		}
	}
	pass(h, w, m.Stride, 1)
	pass(w, h, 1, m.Stride)
}

func threshold(m *image.Gray, at uint8) {
	for i, v := range m.Pix {
		m.Pix[i] = 0
		if v >= at {
			m.Pix[i] = 255
		}
	}
}

// quarter turns a picture by 90° clockwise.
func quarter(m *image.Gray) *image.Gray {
	w, h := m.Rect.Dx(), m.Rect.Dy()
	out := image.NewGray(image.Rect(0, 0, h, w))
	for v := range h {
		for u := range w {
			out.Pix[u*out.Stride+h-1-v] = m.Pix[v*m.Stride+u]
		}
	}
	return out
}
