package main

import (
	"bytes"
	"crypto/sha256"
	"image"
	"image/png"
	"log/slog"
	"strconv"
	"sync"

	"khaothi/internal/fault"
	"khaothi/omr"
	"khaothi/omr/layout"
	"khaothi/omr/pages"
)

// scanner is workflow.Scanner: the reader of answer sheets. It keeps the
// readers of the layouts it has met.
type scanner struct {
	readers sync.Map // SHA-256 of a layout → *omr.Reader
	log     *slog.Logger
}

// Read implements workflow.Scanner.
func (s *scanner) Read(layoutJSON []byte, _ string, data []byte) ([]omr.Sheet, string) {
	reader, err := s.reader(layoutJSON)
	if err != nil {
		return nil, "layout"
	}
	file, err := pages.Read(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, pages.CodeOf(err)
	}
	out := make([]omr.Sheet, 0, file.Pages)
	for n := range file.Pages {
		var reading omr.Reading
		if page, err := file.Page(n + 1); err != nil {
			reading = omr.Rejected(pages.CodeOf(err))
		} else {
			reading = s.readPage(reader, page)
		}
		out = append(out, omr.Sheet{
			Page: n + 1, Status: reading.Status, Doubts: reading.Doubts, Cells: reading.Cells, Detail: reader.Detail(&reading),
		})
	}
	return out, ""
}

// readPage reads a page; a fault of the program rejects that page alone.
func (s *scanner) readPage(reader *omr.Reader, page *pages.Page) (reading omr.Reading) {
	defer func() {
		if r := recover(); r != nil {
			s.log.Error("fault of the program on a scanned page", "fault", r)
			reading = omr.Rejected("internal")
		}
	}()
	return reader.Read(page)
}

func (s *scanner) reader(layoutJSON []byte) (*omr.Reader, error) {
	key := sha256.Sum256(layoutJSON)
	if r, ok := s.readers.Load(key); ok {
		return r.(*omr.Reader), nil //nolint:forcetypeassert // only readers are stored
	}
	l, err := layout.Read(layoutJSON)
	if err != nil {
		return nil, err
	}
	r, _ := s.readers.LoadOrStore(key, omr.NewReader(l))
	return r.(*omr.Reader), nil //nolint:forcetypeassert // only readers are stored
}

// Picture implements workflow.Scanner.
func (s *scanner) Picture(data []byte, n int) ([]byte, error) {
	file, err := pages.Read(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, fault.New(fault.Invalid, "omr.unreadable").With("code", pages.CodeOf(err))
	}
	page, err := file.Page(n)
	if err != nil {
		return nil, fault.New(fault.Invalid, "omr.unreadable").With("code", pages.CodeOf(err)).With("page", strconv.Itoa(n))
	}
	var out bytes.Buffer
	// Somebody waits for it: time counts more than size.
	err = (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&out, &image.Gray{Pix: page.Pix, Stride: page.Width, Rect: image.Rect(0, 0, page.Width, page.Height)})
	return out.Bytes(), err
}
