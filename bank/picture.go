package bank

import (
	"bytes"
	"fmt"
	"image"
	_ "image/gif"  // registers the decoder
	_ "image/jpeg" // registers the decoder
	_ "image/png"  // registers the decoder

	"khaothi/internal/fault"
)

// Bounds of one picture: a full screen, and small enough for a paper that a
// whole school loads at once.
const (
	maxPictureBytes  = 4 << 20
	maxPicturePixels = 40_000_000
)

// NewPicture checks an image and names it by its bytes. The error is of kind
// Invalid; its detail reason is a Vietnamese phrase.
func NewPicture(data []byte) (Media, error) {
	bad := func(reason string) (Media, error) {
		return Media{}, fault.New(fault.Invalid, "picture.bad").With("reason", reason)
	}
	if len(data) > maxPictureBytes {
		return bad(fmt.Sprintf("hình nặng %d KB, quá %d KB", len(data)>>10, maxPictureBytes>>10))
	}
	c, format, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return bad("không đọc được hình (chỉ nhận PNG, JPEG, GIF)")
	}
	if c.Width < 1 || c.Height < 1 || c.Width > maxPicturePixels/c.Height {
		return bad(fmt.Sprintf("kích thước hình %d×%d không hợp lệ", c.Width, c.Height))
	}
	return Media{Hash: MediaHash(data), MIME: "image/" + format, Bytes: data}, nil
}
