package moodlexml

import (
	"bytes"
	"image"
	_ "image/gif"  // registers the decoder
	_ "image/jpeg" // registers the decoder
	_ "image/png"  // registers the decoder

	"khaothi/bank"
)

// cloze reads a text with embedded answers.
func (q *question) cloze() {
	format := q.x.Text.Format
	if q.mine != nil || format == "" {
		format = "html"
	}
	q.problems = append(q.problems, q.c.Cloze(q.where, &q.body, format, q.x.Text.Text, func(src string) []byte { return file(q.x.Text.Files, src) })...)
}

// size is that of a picture that has been checked.
func size(m bank.Media) (width, height int) {
	c, _, err := image.DecodeConfig(bytes.NewReader(m.Bytes))
	if err != nil {
		return 0, 0
	}
	return c.Width, c.Height
}
