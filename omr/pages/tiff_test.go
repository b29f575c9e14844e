package pages

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"image/jpeg"
	"maps"
	"math/bits"
	"testing"
)

type byteOrder interface {
	binary.ByteOrder
	binary.AppendByteOrder
}

// tiffFile writes pages of one strip each with the fields every reader needs.
type tiffFile struct {
	order       byteOrder
	compression int
	extra       map[uint16]uint32
}

func (f tiffFile) write(width, height int, strips ...[]byte) []byte {
	head := "II*\x00"
	if f.order.String() == "BigEndian" {
		head = "MM\x00*"
	}
	b := append([]byte(head), 0, 0, 0, 0)
	link := 4
	for _, strip := range strips {
		at := len(b)
		b = append(b, strip...)
		f.order.PutUint32(b[link:], uint32(len(b)))
		fields := map[uint16]uint32{
			tagWidth: uint32(width), tagHeight: uint32(height), tagBits: 1, tagCompression: uint32(f.compression), tagPhotometric: 0,
			tagStripOffsets: uint32(at), tagSamples: 1, tagRowsPerStrip: uint32(height), tagStripBytes: uint32(len(strip)),
		}
		maps.Copy(fields, f.extra)
		b = f.order.AppendUint16(b, uint16(len(fields)))
		for tag := range uint16(400) {
			if v, ok := fields[tag]; ok {
				b = f.order.AppendUint16(b, tag)
				b = f.order.AppendUint16(b, 4)
				b = f.order.AppendUint32(b, 1)
				b = f.order.AppendUint32(b, v)
			}
		}
		link = len(b)
		b = append(b, 0, 0, 0, 0)
	}
	return b
}

func TestTIFFOfEveryCompression(t *testing.T) {
	t.Parallel()
	want := testPage(1, 251, 90)
	packed := want.packed()
	var deflated bytes.Buffer
	w := zlib.NewWriter(&deflated)
	_, _ = w.Write(packed)
	_ = w.Close()
	for _, tt := range []struct {
		name        string
		compression int
		strip       []byte
		extra       map[uint16]uint32
	}{
		{"raw", tiffRaw, packed, nil},
		{"G4", tiffGroup4, faxEncode(want, -1), nil},
		{"G3, one-dimensional", tiffGroup3, faxEncode(want, 0), nil},
		{"G3, two-dimensional", tiffGroup3, faxEncode(want, 4), map[uint16]uint32{tagT4Options: 1}},
		{"deflate", tiffDeflate, deflated.Bytes(), nil},
		{"LZW", tiffLZW, lzwEncode(packed), nil},
		{"PackBits", tiffPackBits, packBitsEncode(packed), nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for _, order := range []byteOrder{binary.LittleEndian, binary.BigEndian} {
				f := tiffFile{order: order, compression: tt.compression, extra: tt.extra}
				b := f.write(want.Width, want.Height, tt.strip, tt.strip)
				same(t, read(t, b, 1), want)
				same(t, read(t, b, 2), want)
			}
		})
	}
}

func TestTIFFInGreyColourAndJPEG(t *testing.T) {
	t.Parallel()
	grey := &Page{Pix: make([]byte, 64*48), Width: 64, Height: 48}
	var rgb []byte
	for i := range grey.Pix {
		grey.Pix[i] = uint8(i)
		rgb = append(rgb, uint8(i), uint8(i), uint8(i))
	}
	f := tiffFile{binary.LittleEndian, tiffRaw, map[uint16]uint32{tagBits: 8, tagPhotometric: 1}}
	same(t, read(t, f.write(64, 48, grey.Pix), 1), grey)
	f.extra = map[uint16]uint32{tagBits: 8, tagPhotometric: 2, tagSamples: 3}
	same(t, read(t, f.write(64, 48, rgb), 1), grey)
	var b bytes.Buffer
	if err := jpeg.Encode(&b, grey.image(), &jpeg.Options{Quality: 100}); err != nil {
		t.Fatal(err)
	}
	f = tiffFile{binary.LittleEndian, tiffJPEG, map[uint16]uint32{tagBits: 8, tagPhotometric: 1}}
	same(t, read(t, f.write(64, 48, b.Bytes()), 1), read(t, b.Bytes(), 1))
}

// fillOrder2 is b with the bits of each byte lowest first.
func fillOrder2(b []byte) []byte {
	out := bytes.Clone(b)
	for i, v := range out {
		out[i] = bits.Reverse8(v)
	}
	return out
}

func TestTIFFWithBitsLowestFirst(t *testing.T) {
	t.Parallel()
	want := testPage(7, 120, 60)
	for compression, strip := range map[int][]byte{tiffRaw: want.packed(), tiffGroup4: faxEncode(want, -1), tiffPackBits: packBitsEncode(want.packed())} {
		f := tiffFile{binary.LittleEndian, compression, map[uint16]uint32{tagFillOrder: 2}}
		same(t, read(t, f.write(120, 60, fillOrder2(strip)), 1), want)
	}
}

// Of 16 bits the higher byte counts, wherever it stands.
func TestTIFFOf16Bits(t *testing.T) {
	t.Parallel()
	want := &Page{Pix: make([]byte, 256), Width: 16, Height: 16}
	for i := range want.Pix {
		want.Pix[i] = uint8(i)
	}
	for _, order := range []byteOrder{binary.LittleEndian, binary.BigEndian} {
		var strip []byte
		for i, v := range want.Pix {
			strip = order.AppendUint16(strip, uint16(v)<<8|uint16(i*7&255))
		}
		f := tiffFile{order, tiffRaw, map[uint16]uint32{tagBits: 16, tagPhotometric: 1}}
		same(t, read(t, f.write(16, 16, strip), 1), want)
	}
}

// tile cuts a tile out of a page, white beyond its edges.
func tile(p *Page, left, top, width, height int) *Page {
	q := &Page{Pix: bytes.Repeat([]byte{255}, width*height), Width: width, Height: height}
	for y := range min(height, p.Height-top) {
		copy(q.Pix[y*width:][:width], p.Pix[(top+y)*p.Width+left:(top+y+1)*p.Width])
	}
	return q
}

// tiledTIFF writes one page in tiles of 32 × 16.
func tiledTIFF(p *Page, compression int, code func(*Page) []byte, extra map[uint16]uint32) []byte {
	const width, height = 32, 16
	order := binary.LittleEndian
	b := []byte("II*\x00\x00\x00\x00\x00")
	var offsets, sizes []byte
	n := uint32(0)
	for top := 0; top < p.Height; top += height {
		for left := 0; left < p.Width; left += width {
			part := code(tile(p, left, top, width, height))
			offsets, sizes = order.AppendUint32(offsets, uint32(len(b))), order.AppendUint32(sizes, uint32(len(part)))
			b = append(b, part...)
			n++
		}
	}
	lists := map[uint16]uint32{tagTileOffsets: uint32(len(b)), tagTileBytes: uint32(len(b) + len(offsets))}
	b = append(append(b, offsets...), sizes...)
	order.PutUint32(b[4:], uint32(len(b)))
	fields := map[uint16]uint32{
		tagWidth: uint32(p.Width), tagHeight: uint32(p.Height), tagBits: 1, tagCompression: uint32(compression), tagPhotometric: 0,
		tagSamples: 1, tagTileWidth: width, tagTileHeight: height,
	}
	maps.Copy(fields, lists)
	maps.Copy(fields, extra)
	b = order.AppendUint16(b, uint16(len(fields)))
	for tag := range uint16(400) {
		v, ok := fields[tag]
		if !ok {
			continue
		}
		count := uint32(1)
		if _, list := lists[tag]; list {
			count = n
		}
		b = order.AppendUint32(order.AppendUint32(order.AppendUint16(order.AppendUint16(b, tag), 4), count), v)
	}
	return append(b, 0, 0, 0, 0)
}

func TestTIFFInTiles(t *testing.T) {
	t.Parallel()
	want := testPage(8, 251, 90) // neither side is a number of tiles
	same(t, read(t, tiledTIFF(want, tiffRaw, (*Page).packed, nil), 1), want)
	same(t, read(t, tiledTIFF(want, tiffGroup4, func(p *Page) []byte { return faxEncode(p, -1) }, nil), 1), want)
	same(t, read(t, tiledTIFF(want, tiffLZW, func(p *Page) []byte { return lzwEncode(p.packed()) }, nil), 1), want)
	grey := map[uint16]uint32{tagBits: 8, tagPhotometric: 1}
	same(t, read(t, tiledTIFF(want, tiffRaw, func(p *Page) []byte { return p.Pix }, grey), 1), want)
	flat := &Page{Pix: bytes.Repeat([]byte{90}, 100*50), Width: 100, Height: 50}
	coded := func(p *Page) []byte {
		var b bytes.Buffer
		for i := range p.Pix { // padding of the same grey, so that no ripple reaches the page
			p.Pix[i] = 90
		}
		if err := jpeg.Encode(&b, p.image(), &jpeg.Options{Quality: 100}); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	same(t, read(t, tiledTIFF(flat, tiffJPEG, coded, grey), 1), flat)
}
