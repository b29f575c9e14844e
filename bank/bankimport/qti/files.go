package qti

import (
	"net/url"
	"path"
	"strings"

	"khaothi/bank/bankimport/source"
	"khaothi/internal/safezip"
)

// files are what an item can refer to: the package that it stands in. A nil
// archive is a file on its own.
type files struct {
	zip  *safezip.Archive
	left *int // bytes that may still be unpacked: items may name one file many times
}

// maxUnpacked bounds what one package is unpacked to in all.
const maxUnpacked = 1 << 30

// limits of a package. What schools exchange is below a tenth of it.
var limits = safezip.Limits{Entries: 20_000, Bytes: 512 << 20, File: 64 << 20}

// find returns the name in the package and the bytes of what an address means
// beside the file at from, or nil. Addresses on a network are never followed.
func (f files) find(from, address string) (string, []byte) {
	if data := source.DataURI(address); data != nil {
		return address[:min(len(address), 30)], data
	}
	if f.zip == nil {
		return "", nil
	}
	for _, name := range candidates(from, address) {
		if !f.zip.Has(name) {
			continue
		}
		data, err := f.zip.Read(name)
		if err != nil || *f.left < len(data) {
			return name, nil
		}
		*f.left -= len(data)
		return name, data
	}
	return "", nil
}

// candidates are the names that an address may mean: beside the file, from the
// root of the package, and as Common Cartridges write them.
func candidates(from, address string) []string {
	address, _, _ = strings.Cut(address, "#")
	address, _, _ = strings.Cut(address, "?")
	if plain, err := url.PathUnescape(address); err == nil {
		address = plain
	}
	if strings.Contains(address, "://") || address == "" {
		return nil
	}
	address = strings.ReplaceAll(address, `\`, "/")
	if rest, ok := strings.CutPrefix(address, "$IMS-CC-FILEBASE$"); ok {
		rest = strings.TrimPrefix(rest, "/")
		return []string{path.Join("web_resources", rest), path.Clean(rest), path.Join(path.Dir(from), rest)}
	}
	out := []string{path.Join(path.Dir(from), address), path.Clean(strings.TrimLeft(address, "/"))}
	for strings.HasPrefix(address, "../") {
		address = strings.TrimPrefix(address, "../")
	}
	return append(out, path.Clean(address))
}
