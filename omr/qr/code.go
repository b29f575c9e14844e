package qr

import (
	"fmt"
	"image"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
	"github.com/makiuchi-d/gozxing/qrcode/decoder"
	"github.com/makiuchi-d/gozxing/qrcode/encoder"
)

// Modules are the squares of a code, row by row; true is black.
type Modules [][]bool

// Encode returns the code of a text. A quarter of it may be lost.
func Encode(text string) (Modules, error) {
	code, err := encoder.Encoder_encodeWithoutHint(text, decoder.ErrorCorrectionLevel_Q)
	if err != nil {
		return nil, fmt.Errorf("QR code of %d bytes: %w", len(text), err)
	}
	rows := code.GetMatrix().GetArray()
	m := make(Modules, len(rows))
	for y, row := range rows {
		for _, v := range row {
			m[y] = append(m[y], v == 1)
		}
	}
	return m, nil
}

// Decode returns the text of the code in a square picture, or false: there is
// none, or it cannot be read. quiet is how much of the side is border before the
// code, if it lies where it should: a code that is too coarse to be found by its
// corners is still read there. Elsewhere, and turned, it is read too.
func Decode(m *image.Gray, quiet float64) (text string, ok bool) {
	defer func() {
		if recover() != nil { // the library, on a picture that nobody thought of
			text, ok = "", false
		}
	}()
	source := gozxing.NewLuminanceSourceFromImage(m)
	// For uneven light, and for even.
	for _, binarizer := range []gozxing.Binarizer{gozxing.NewHybridBinarizer(source), gozxing.NewGlobalHistgramBinarizer(source)} {
		bitmap, err := gozxing.NewBinaryBitmap(binarizer)
		if err != nil {
			continue
		}
		hints := map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true}
		if found, err := qrcode.NewQRCodeReader().Decode(bitmap, hints); err == nil {
			return found.GetText(), true
		}
	}
	return inPlace(m, quiet)
}

// inPlace reads a code module by module from where it should lie.
func inPlace(m *image.Gray, quiet float64) (string, bool) {
	for modules := smallest; modules <= largest; modules += 4 {
		bits, err := gozxing.NewSquareBitMatrix(modules)
		if err != nil {
			return "", false
		}
		side := float64(m.Rect.Dx()) * (1 - 2*quiet) / float64(modules)
		from := float64(m.Rect.Dx()) * quiet
		for y := range modules {
			for x := range modules {
				if dark(m, from+(float64(x)+0.5)*side, from+(float64(y)+0.5)*side, side/4) {
					bits.Set(x, y)
				}
			}
		}
		if found, err := decoder.NewDecoder().Decode(bits, nil); err == nil {
			return found.GetText(), true
		}
	}
	return "", false
}

// The sides of the codes that inPlace tries: those of texts of up to 100 bytes.
const smallest, largest = 21, 45

// dark reports whether the middle of a module is nearer to black: the mean over
// a square of 2r pixels.
func dark(m *image.Gray, x, y, r float64) bool {
	sum, n := 0, 0
	for v := int(y - r); v <= int(y+r); v++ {
		for u := int(x - r); u <= int(x+r); u++ {
			sum += int(m.GrayAt(u, v).Y)
			n++
		}
	}
	return sum < 128*n
}
