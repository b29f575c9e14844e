package pages

import (
	"errors"
	"fmt"
	"image"
	"io"
	"os"
	"sync"
)

// Page is one scanned page as 8-bit grey, 0 black.
type Page struct {
	Pix    []uint8 // row by row, Width bytes a row
	Width  int
	Height int
	DPI    float64 // 0 where the file does not say, or says what cannot be
}

// Bounds of what is read. A4 at 600 dpi has 35 million pixels, A3 at 400 dpi
// 31 million.
const (
	MaxPixels    = 50_000_000
	MaxSide      = 30_000
	MaxFilePages = 20_000
	maxSmall     = 64 << 20 // bytes of a file or stream that is read whole
)

// The codes of an Error.
const (
	CodeUnreadable  = "unreadable"  // the file system refuses
	CodeUnknown     = "unknown"     // not a format that is read here
	CodeDamaged     = "damaged"     // ends early, or is not what its format says
	CodeLoop        = "loop"        // a directory that leads back to itself
	CodeTooLarge    = "too_large"   // more pixels, pages or bytes than a scan has
	CodeEncrypted   = "encrypted"   // asks for a password
	CodeUnsupported = "unsupported" // a compression or a depth that is not read here
	CodeNoImage     = "no_image"    // a PDF page that is drawn, not scanned
	CodeInternal    = "internal"    // a fault of the program
)

// Error says why a file or a page cannot be read. Its text tells a person what
// is wrong and what to do.
type Error struct {
	Code string
	Text string
}

func (e *Error) Error() string { return e.Text }

func failf(code, format string, args ...any) error {
	return &Error{Code: code, Text: fmt.Sprintf(format, args...)}
}

// CodeOf returns the code of err: CodeDamaged for an error that is not of this
// package, "" for nil.
func CodeOf(err error) string {
	if err == nil {
		return ""
	}
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return CodeDamaged
}

// File is an open file of one or more pages. Its methods may be called from
// several goroutines at once.
type File struct {
	Name  string
	Pages int
	page  func(n int) (*Page, error)
	close func() error
}

// Open opens a file of any format that is read here, by its first bytes and
// not by its name.
func Open(name string) (*File, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, failf(CodeUnreadable, "%v", err)
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = failf(CodeUnreadable, "%s is not a file", name)
	}
	var file *File
	if err == nil {
		file, err = Read(f, info.Size())
	}
	if err != nil {
		_ = f.Close() // only read
		return nil, err
	}
	file.Name, file.close = name, f.Close
	return file, nil
}

// Read is Open for bytes that are at hand. Nothing of r is kept in memory but
// the list of its pages.
func Read(r io.ReaderAt, size int64) (_ *File, err error) {
	defer func() { err = caught(recover(), err) }()
	head := make([]byte, 1024)
	n, err := r.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, failf(CodeUnreadable, "%v", err)
	}
	src := io.NewSectionReader(r, 0, size)
	switch head = head[:n]; sniff(head) {
	case formatJPEG:
		return single(src, decodeJPEG), nil
	case formatPNG:
		return single(src, decodePNG), nil
	case formatTIFF:
		return openTIFF(src)
	case formatPDF:
		return openPDF(src)
	case formatNone:
	}
	if n == 0 {
		return nil, failf(CodeDamaged, "the file is empty: scan it again")
	}
	return nil, unread(head)
}

// Page reads page n, from 1. A fault of a decoder, ours or the standard
// library's, is an error of that page alone.
func (f *File) Page(n int) (_ *Page, err error) {
	if n < 1 || n > f.Pages {
		return nil, failf(CodeDamaged, "there is no page %d of %d", n, f.Pages)
	}
	defer func() { err = caught(recover(), err) }()
	return f.page(n)
}

// caught is the error of what recover returned, or err where it returned nothing.
func caught(r any, err error) error {
	if r == nil {
		return err
	}
	return failf(CodeInternal, "fault of the program in decoding: %v; please report it with the file", r)
}

// Close closes the file beneath.
func (f *File) Close() error {
	if f.close == nil {
		return nil
	}
	return f.close()
}

// single is a file that is one page.
func single(src *io.SectionReader, decode func([]byte) (*Page, error)) *File {
	return &File{Pages: 1, page: func(int) (*Page, error) {
		b, err := readAll(src)
		if err != nil {
			return nil, err
		}
		return decode(b)
	}}
}

func readAll(src *io.SectionReader) ([]byte, error) {
	return readRange(src, 0, src.Size())
}

// readRange reads length bytes at off, none of them beyond the end.
func readRange(src *io.SectionReader, off, length int64) ([]byte, error) {
	if off < 0 || length < 0 || off > src.Size() || length > src.Size()-off {
		return nil, failf(CodeDamaged, "the file ends early: scan it again, or copy it again")
	}
	if length > maxSmall {
		return nil, failf(CodeTooLarge, "one page of %d MB; at most %d MB are read", length>>20, maxSmall>>20)
	}
	b := make([]byte, length)
	if _, err := src.ReadAt(b, off); err != nil && !errors.Is(err, io.EOF) {
		return nil, failf(CodeUnreadable, "%v", err)
	}
	return b, nil
}

// large is held while a picture of more than largePixels is decoded, so that
// one of them at a time is in memory.
var large sync.Mutex

const largePixels = 16_000_000

// newPage returns a white page, or an error where there is no such page.
func newPage(width, height int) (*Page, error) {
	if err := checkSize(width, height); err != nil {
		return nil, err
	}
	p := &Page{Pix: make([]uint8, width*height), Width: width, Height: height}
	for i := range p.Pix {
		p.Pix[i] = 255
	}
	return p, nil
}

func checkSize(width, height int) error {
	if width <= 0 || height <= 0 {
		return failf(CodeDamaged, "a picture of %d × %d pixels", width, height)
	}
	if width > MaxSide || height > MaxSide || width*height > MaxPixels {
		return failf(CodeTooLarge, "a picture of %d × %d pixels is more than a scanned page (at most %d million): scan at 200 or 300 dpi", width, height, MaxPixels/1_000_000)
	}
	return nil
}

// checkDPI returns dpi, or 0 where no scanner has it.
func checkDPI(dpi float64) float64 {
	if dpi >= 50 && dpi <= 2400 {
		return dpi
	}
	return 0
}

// Crop copies what of box lies on the page.
func (p *Page) Crop(box image.Rectangle) *image.Gray {
	whole := image.Gray{Pix: p.Pix, Stride: p.Width, Rect: image.Rect(0, 0, p.Width, p.Height)}
	box = box.Intersect(whole.Rect)
	crop := image.NewGray(box)
	for y := box.Min.Y; y < box.Max.Y; y++ {
		copy(crop.Pix[crop.PixOffset(box.Min.X, y):], whole.Pix[whole.PixOffset(box.Min.X, y):whole.PixOffset(box.Max.X, y)])
	}
	return crop
}
