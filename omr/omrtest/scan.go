package omrtest

import (
	"image"
	"math"
)

// camera says where on the paper a pixel of the scan looks.
type camera struct {
	w, h       int     // of the scan
	s          float64 // pixels of the scan per millimetre
	cos, sin   float64
	px, py     float64 // the paper's place in the middle of the scan, mm
	feed       []float64
	fold, jump float64 // paper below the fold is moved by jump, mm
	lid        uint8
}

const feedPerMM = 2

// scan takes the picture of the paper.
func (j *job) scan() *image.Gray {
	lid := 0.0 // white
	if j.r.IntN(3) == 0 {
		lid = between(j.r, 0.5, 0.95)
	}
	if j.has(Torn) {
		j.torn(lid)
	}
	if j.has(Holes) {
		j.holes(lid)
	}
	m := j.take(j.camera(lid))
	if j.has(Blur) {
		blur(m, 1+j.r.IntN(2))
	}
	j.shade(m)
	if j.has(Bilevel) {
		threshold(m, uint8(between(j.r, 165, 200)))
	}
	if j.has(Turned) {
		for range 1 + j.r.IntN(3) {
			m = quarter(m)
		}
	}
	if j.has(JPEG) {
		m = compress(m, 30+j.r.IntN(66))
	}
	return m
}

func (j *job) camera(lid float64) camera {
	angle := between(j.r, -0.6, 0.6)
	if j.has(Skew) {
		angle = between(j.r, -10, 10)
	}
	scale := between(j.r, 0.997, 1.003)
	if j.has(Scaled) {
		scale = between(j.r, 0.97, 1.03)
	}
	a := angle * math.Pi / 180
	cam := camera{
		s: j.c.s * scale, cos: math.Cos(a), sin: math.Sin(a), lid: uint8(255 * (1 - lid)),
		px: j.l.Page.W/2 + between(j.r, -1.5, 1.5), py: j.l.Page.H/2 + between(j.r, -1.5, 1.5),
		feed: make([]float64, int(j.l.Page.H*1.5)*feedPerMM),
	}
	w, h := j.l.Page.W, j.l.Page.H
	if math.Abs(angle) > 2 { // the scanner takes a larger area
		w, h = w*cam.cos+h*math.Abs(cam.sin), h*cam.cos+w*math.Abs(cam.sin)
	}
	cam.w, cam.h = int(w*j.c.s), int(h*j.c.s)
	j.unevenFeed(&cam)
	if j.has(Fold) {
		cam.fold, cam.jump = between(j.r, 60, j.l.Page.H-40), between(j.r, -0.4, 0.4)
	}
	return cam
}

// unevenFeed sums the rollers' slip: the local scale is up to 1.2 % off.
func (j *job) unevenFeed(cam *camera) {
	depth := 0.0005
	if j.has(Stretch) {
		depth = between(j.r, 0.004, 0.012)
	}
	phase, waves := j.r.Float64()*2*math.Pi, between(j.r, 0.5, 2.5)
	for i := 1; i < len(cam.feed); i++ {
		y := float64(i) / feedPerMM / j.l.Page.H
		cam.feed[i] = cam.feed[i-1] + depth/feedPerMM*math.Sin(phase+2*math.Pi*waves*y)
	}
}

// take samples the paper for each pixel of the scan.
func (j *job) take(cam camera) *image.Gray {
	m := image.NewGray(image.Rect(0, 0, cam.w, cam.h))
	c, step := j.c, 1/cam.s
	for v := range cam.h {
		dv := (float64(v) + 0.5 - float64(cam.h)/2) * step
		du := (0.5 - float64(cam.w)/2) * step
		x, y := cam.px+du*cam.cos+dv*cam.sin, cam.py-du*cam.sin+dv*cam.cos
		row := m.Pix[v*m.Stride : v*m.Stride+cam.w]
		for u := range row {
			row[u] = c.sample(x, cam.bend(y), cam.lid)
			x += step * cam.cos
			y -= step * cam.sin
		}
	}
	return m
}

// bend moves a place along the feed by slip and folds.
func (cam *camera) bend(y float64) float64 {
	if i := int(y * feedPerMM); i >= 0 && i < len(cam.feed) {
		t := y*feedPerMM - float64(i)
		next := cam.feed[min(i+1, len(cam.feed)-1)]
		y += cam.feed[i]*(1-t) + next*t
	}
	if cam.jump != 0 && y > cam.fold {
		y += cam.jump
	}
	return y
}

// sample is the picture at a place between pixels; lid is what lies beside the
// paper.
func (c *canvas) sample(x, y float64, lid uint8) uint8 {
	fx, fy := x*c.s-0.5, y*c.s-0.5
	if fx < 0 || fy < 0 {
		return lid
	}
	i, k := int(fx), int(fy)
	if i+1 >= c.w || k+1 >= c.h {
		return lid
	}
	tx, ty := int(256*(fx-float64(i))), int(256*(fy-float64(k)))
	at := k*c.w + i
	p, q := c.pix[at:at+2], c.pix[at+c.w:at+c.w+2]
	top := int(p[0])*(256-tx) + int(p[1])*tx
	low := int(q[0])*(256-tx) + int(q[1])*tx
	return uint8((top*(256-ty) + low*ty) >> 16)
}
