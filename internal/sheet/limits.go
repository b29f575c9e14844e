package sheet

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"khaothi/internal/fault"
)

// Limits bound what Open takes. A zero field means the default.
type Limits struct {
	Bytes    int64 // of the file
	Unzipped int64 // of all entries together
	Ratio    int64 // unzipped to zipped, for entries over 1 MiB
	Entries  int   // files inside the zip
	Sheets   int
	Rows     int // the highest row number that may hold something
	Columns  int // the rightmost column that may hold something
	Cell     int // bytes of one cell
}

// DefaultLimits take a bank file or a roster of a whole province.
func DefaultLimits() Limits {
	return Limits{
		Bytes: 32 << 20, Unzipped: 128 << 20, Ratio: 200, Entries: 4000,
		Sheets: 50, Rows: 120_000, Columns: 200, Cell: 64 << 10,
	}
}

func (l Limits) withDefaults() Limits {
	d := DefaultLimits()
	fill64 := func(v *int64, def int64) {
		if *v <= 0 {
			*v = def
		}
	}
	fill := func(v *int, def int) {
		if *v <= 0 {
			*v = def
		}
	}
	fill64(&l.Bytes, d.Bytes)
	fill64(&l.Unzipped, d.Unzipped)
	fill64(&l.Ratio, d.Ratio)
	fill(&l.Entries, d.Entries)
	fill(&l.Sheets, d.Sheets)
	fill(&l.Rows, d.Rows)
	fill(&l.Columns, d.Columns)
	fill(&l.Cell, d.Cell)
	return l
}

// The errors of Open, all of kind Invalid.
var (
	ErrNotXLSX   = fault.New(fault.Invalid, "sheet.not_xlsx")   // not a zip, or no workbook inside
	ErrOldFormat = fault.New(fault.Invalid, "sheet.old_format") // .xls, or locked with a password
	ErrTooLarge  = fault.New(fault.Invalid, "sheet.too_large")  // over a limit; detail "limit" names it
	ErrUnsafe    = fault.New(fault.Invalid, "sheet.unsafe")     // document type, entities, odd paths
)

var oleMagic = []byte{0xD0, 0xCF, 0x11, 0xE0}

// checkZip reads every entry once, counting what really comes out: the sizes
// that a zip states about itself are not believed.
func checkZip(data []byte, l Limits) (media bool, err error) {
	if int64(len(data)) > l.Bytes {
		return false, ErrTooLarge.With("limit", "bytes")
	}
	if bytes.HasPrefix(data, oleMagic) {
		return false, ErrOldFormat
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return false, ErrNotXLSX.Wrap(err)
	}
	if len(z.File) > l.Entries {
		return false, ErrTooLarge.With("limit", "entries")
	}
	left, book := l.Unzipped, false
	for _, f := range z.File {
		if strings.Contains(f.Name, "..") || strings.HasPrefix(f.Name, "/") {
			return false, ErrUnsafe.With("entry", f.Name)
		}
		n, err := checkEntry(f, left, l.Ratio)
		if err != nil {
			return false, err
		}
		left -= n
		book = book || strings.EqualFold(f.Name, "xl/workbook.xml")
		media = media || strings.HasPrefix(f.Name, "xl/media/")
	}
	if !book {
		return false, ErrNotXLSX
	}
	return media, nil
}

func checkEntry(f *zip.File, left, ratio int64) (int64, error) {
	r, err := f.Open()
	if err != nil {
		return 0, ErrNotXLSX.Wrap(fmt.Errorf("entry %s: %w", f.Name, err))
	}
	defer func() { _ = r.Close() }() // read only
	var seen entityFinder
	limit := min(left, max(1<<20, ratio*int64(max(f.CompressedSize64, 1))))
	n, err := io.Copy(&seen, io.LimitReader(r, limit+1))
	if errors.Is(err, errEntity) {
		return 0, ErrUnsafe.With("entry", f.Name)
	}
	if err != nil {
		return 0, ErrNotXLSX.Wrap(fmt.Errorf("entry %s: %w", f.Name, err))
	}
	if n > limit {
		return 0, ErrTooLarge.With("limit", "unzipped")
	}
	return n, nil
}

var errEntity = errors.New("document type declaration")

// entityFinder refuses a document type declaration, which no workbook needs,
// in the first 64 KiB of an entry, where alone it may stand.
type entityFinder struct{ head []byte }

func (e *entityFinder) Write(p []byte) (int, error) {
	if room := 64<<10 - len(e.head); room > 0 {
		e.head = append(e.head, p[:min(room, len(p))]...)
		if bytes.HasPrefix(bytes.TrimLeft(e.head, "\ufeff \r\n\t"), []byte("<")) && bytes.Contains(e.head, []byte("<!DOCTYPE")) {
			return 0, errEntity
		}
	}
	return len(p), nil
}
