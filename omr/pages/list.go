package pages

import (
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Quiet is how long a file in a folder must have been left alone before it
// counts as written: scanners and copies write in bursts well under a second
// apart.
const Quiet = 2 * time.Second

// Listing is what List found.
type Listing struct {
	Files  []string // to be read, in order
	Busy   []string // in a folder and changed less than Quiet ago: may be written still
	Passed int      // files of folders that are no scans
}

// List names the files to be read: each file that is given, and the scans in
// each folder that is given, in the order of their names, folders within
// folders too. Hidden and temporary files are passed over.
func List(paths []string, now time.Time) (Listing, error) {
	var l Listing
	seen := map[string]bool{}
	for _, path := range paths {
		err := filepath.WalkDir(path, func(name string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return failf(CodeUnreadable, "%v", err)
			case name != path && strings.HasPrefix(d.Name(), "."):
				if d.IsDir() {
					return filepath.SkipDir
				}
				return nil
			case d.IsDir() || seen[name]:
				return nil
			}
			seen[name] = true
			return l.add(name, d, name == path, now)
		})
		if err != nil {
			return Listing{}, err
		}
	}
	return l, nil
}

// scanEndings are those of what is read, and of pictures that are not: a sheet
// in one of these is refused with a reason, never passed over.
var scanEndings = []string{
	".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".tif", ".tiff", ".pdf",
	".bmp", ".gif", ".webp", ".heic", ".heif", ".jp2", ".j2k", ".jpx", ".jb2", ".djvu",
}

func (l *Listing) add(name string, d fs.DirEntry, given bool, now time.Time) error {
	if given {
		l.Files = append(l.Files, name)
		return nil
	}
	if !slices.Contains(scanEndings, strings.ToLower(filepath.Ext(name))) {
		l.Passed++
		return nil
	}
	info, err := d.Info()
	switch {
	case err != nil: // removed since the folder was read
		return nil //nolint:nilerr // what is gone is not there to be read
	case !info.Mode().IsRegular() && info.Mode()&fs.ModeSymlink == 0:
		l.Passed++
	case now.Sub(info.ModTime()) < Quiet:
		l.Busy = append(l.Busy, name)
	default:
		l.Files = append(l.Files, name)
	}
	return nil
}
