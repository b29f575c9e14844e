package safezip

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"path"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"khaothi/internal/fault"
)

// Limits bound an archive. A zero field means the default beside it.
type Limits struct {
	Entries int                    // files, 10,000
	Bytes   uint64                 // of all files unpacked, 256 MB
	File    uint64                 // of one file unpacked, 64 MB
	Ratio   uint64                 // unpacked bytes for one packed byte, 100; counts above ratioFloor only
	Nested  func(name string) bool // files that may be zips themselves; nil: none may
}

// ratioFloor is what an archive may unpack to whatever its ratio: a white
// bitmap or an empty table packs a thousand to one and harms nobody.
const ratioFloor = 16 << 20

func (l Limits) withDefaults() Limits {
	if l.Entries == 0 {
		l.Entries = 10_000
	}
	if l.Bytes == 0 {
		l.Bytes = 256 << 20
	}
	if l.File == 0 {
		l.File = 64 << 20
	}
	if l.Ratio == 0 {
		l.Ratio = 100
	}
	return l
}

// Archive is a zip whose directory was found good.
type Archive struct {
	files map[string]*zip.File
	names []string
}

// Open looks at the whole directory of an archive. Every error is of kind
// Invalid with a code zip.…; Explain says it to a person.
func Open(data []byte, l Limits) (*Archive, error) {
	l = l.withDefaults()
	if bytes.Count(data, []byte("PK\x01\x02")) > l.Entries { // before a directory of them fills the memory
		return nil, bad("zip.entries", "").With("limit", l.Entries)
	}
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, bad("zip.broken", "").Wrap(err)
	}
	a := &Archive{files: map[string]*zip.File{}}
	var unpacked uint64
	for _, f := range r.File {
		if strings.HasSuffix(f.Name, "/") || strings.HasSuffix(f.Name, `\`) {
			continue // a folder
		}
		if err := a.add(f, l); err != nil {
			return nil, err
		}
		unpacked += f.UncompressedSize64 // each is below l.File, so no overflow
		if unpacked > l.Bytes {
			return nil, bad("zip.size", f.Name).With("limit_mb", l.Bytes>>20)
		}
	}
	if unpacked > ratioFloor && unpacked/l.Ratio > uint64(len(data)) {
		return nil, bad("zip.ratio", "").With("limit", l.Ratio)
	}
	if err := a.apart(r.File); err != nil {
		return nil, err
	}
	sort.Strings(a.names)
	return a, a.nested(l)
}

func bad(code, name string) *fault.Error {
	e := fault.New(fault.Invalid, code)
	if name != "" {
		e = e.With("name", strings.ToValidUTF8(name[:min(len(name), 120)], "?"))
	}
	return e
}

// add checks one entry of the directory and takes it in.
func (a *Archive) add(f *zip.File, l Limits) error {
	name, ok := clean(f.Name)
	switch {
	case !ok:
		return bad("zip.name", f.Name)
	case a.files[name] != nil:
		return bad("zip.duplicate", f.Name)
	case f.Flags&1 != 0:
		return bad("zip.encrypted", f.Name)
	case f.Method != zip.Store && f.Method != zip.Deflate:
		return bad("zip.method", f.Name)
	case f.UncompressedSize64 > l.File:
		return bad("zip.size", f.Name).With("limit_mb", l.File>>20)
	case len(a.names) == l.Entries:
		return bad("zip.entries", "").With("limit", l.Entries)
	}
	a.files[name] = f
	a.names = append(a.names, name)
	return nil
}

// clean returns a name with / between its parts; it reports false for one that
// leads out of the archive or is no name.
func clean(name string) (string, bool) {
	name = strings.ReplaceAll(name, `\`, "/")
	if name == "" || strings.HasPrefix(name, "/") || strings.ContainsAny(name, ":\x00") || !utf8.ValidString(name) {
		return "", false
	}
	if slices.Contains(strings.Split(name, "/"), "..") {
		return "", false
	}
	return path.Clean(name), true
}

// apart refuses entries that share bytes: a few kilobytes that stand for many
// files (Fifield, A better zip bomb, 2019).
func (a *Archive) apart(files []*zip.File) error {
	type span struct{ from, to int64 }
	spans := make([]span, 0, len(files))
	for _, f := range files {
		from, err := f.DataOffset()
		if err != nil {
			return bad("zip.broken", f.Name).Wrap(err)
		}
		spans = append(spans, span{from, from + int64(f.CompressedSize64)}) //nolint:gosec // an absurd size turns negative or overlaps: refused
	}
	sort.Slice(spans, func(i, j int) bool { return spans[i].from < spans[j].from })
	for i, s := range spans {
		if s.to < s.from || i > 0 && s.from < spans[i-1].to {
			return bad("zip.overlap", "")
		}
	}
	return nil
}

// nested refuses files that are zips themselves, by their first bytes.
func (a *Archive) nested(l Limits) error {
	for _, name := range a.names {
		if l.Nested != nil && l.Nested(name) {
			continue
		}
		f, err := a.files[name].Open()
		if err != nil {
			return bad("zip.broken", name).Wrap(err)
		}
		head := make([]byte, 4)
		n, _ := io.ReadFull(f, head) // a file that cannot be read is told when it is asked for
		_ = f.Close()                // as above
		if h := string(head[:n]); h == "PK\x03\x04" || h == "PK\x05\x06" {
			return bad("zip.nested", name)
		}
	}
	return nil
}

// Names lists the files in order. Folders, and what macOS and Windows leave
// behind, are not among them.
func (a *Archive) Names() []string {
	return slices.DeleteFunc(slices.Clone(a.names), junk)
}

func junk(name string) bool {
	base := path.Base(name)
	return strings.HasPrefix(name, "__MACOSX/") || base == ".DS_Store" || strings.EqualFold(base, "thumbs.db") || strings.HasPrefix(base, "._")
}

// Has reports whether there is a file of that name.
func (a *Archive) Has(name string) bool { return a.files[name] != nil }

// Read unpacks one file. A name that is not there is NotFound with code
// zip.missing; data that is longer than declared or does not fit its checksum
// is zip.broken.
func (a *Archive) Read(name string) ([]byte, error) {
	f := a.files[name]
	if f == nil {
		return nil, fault.New(fault.NotFound, "zip.missing").With("name", name)
	}
	r, err := f.Open()
	if err != nil {
		return nil, bad("zip.broken", name).Wrap(err)
	}
	defer r.Close() //nolint:errcheck // read to the end or refused
	var b bytes.Buffer
	b.Grow(int(min(f.UncompressedSize64, 1<<20)))                           //nolint:gosec // at most a megabyte
	n, err := io.Copy(&b, io.LimitReader(r, int64(f.UncompressedSize64)+1)) //nolint:gosec // bounded by Limits.File
	if err != nil {
		return nil, bad("zip.broken", name).Wrap(err)
	}
	if uint64(n) != f.UncompressedSize64 { //nolint:gosec // a count of bytes is not negative
		return nil, bad("zip.broken", name)
	}
	return b.Bytes(), nil
}
