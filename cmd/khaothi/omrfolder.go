package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"khaothi/internal/vi"
	"khaothi/omr/pages"
)

// scanFolder is a folder that a scanner writes to, with a folder for each room.
// What was handed in is moved to the folder doneFolder beside it; what cannot be
// handed in gets a text beside it that says why. Nothing is kept elsewhere:
// whoever starts again goes on from what lies there, and the server takes the
// same bytes once.
type scanFolder struct {
	dir   string
	rooms map[string]string // folded name → what hand takes
	// hand hands a file in: errTwice, or a *handError, or another error where the
	// server is not to be reached.
	hand func(ctx context.Context, room, name string, data []byte) error
	say  func(format string, args ...any)

	seen    map[string]omrStamp // as files were at the last look
	refused map[string]omrStamp // files that do not change what is wrong with them
	watchReport
}

// watchReport is what omr watch --json prints when it ends.
type watchReport struct {
	Handed  int `json:"handed"`  // files that came in
	Again   int `json:"again"`   // that the server had already
	Refused int `json:"refused"` // with a text beside them
	Waiting int `json:"waiting"` // still being written at the last look
}

const (
	doneFolder  = "da-nop"
	problemName = ".loi.txt" // behind the name of a file that was refused
)

// errTwice is the answer of a server that has the file already, of this room.
var errTwice = errors.New("handed in before")

// handError is a file that the server does not take; Do is for the person at the
// scanner.
type handError struct{ Do string }

func (e *handError) Error() string { return e.Do }

// look hands in the files that have not changed since the look before.
func (f *scanFolder) look(ctx context.Context) error {
	f.Waiting = 0
	rooms, err := os.ReadDir(f.dir)
	if err != nil {
		return fmt.Errorf("folder of the scanner: %w", err)
	}
	seen := map[string]omrStamp{}
	for _, r := range rooms {
		if !r.IsDir() || passedOver(r.Name()) {
			continue
		}
		files, err := os.ReadDir(filepath.Join(f.dir, r.Name()))
		if err != nil {
			return fmt.Errorf("folder of room %s: %w", r.Name(), err)
		}
		for _, e := range files {
			if !e.Type().IsRegular() || passedOver(e.Name()) {
				continue
			}
			if err := f.file(ctx, r.Name(), filepath.Join(f.dir, r.Name(), e.Name()), seen); err != nil {
				return err
			}
		}
	}
	f.seen = seen
	return nil
}

// passedOver reports whether a name is that of nothing to hand in: hidden, of a
// file that is still copied, or one of ours.
func passedOver(name string) bool {
	low := strings.ToLower(name)
	return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~") || name == doneFolder || strings.HasSuffix(low, problemName) ||
		slices.Contains([]string{".part", ".partial", ".tmp", ".temp", ".crdownload", ".filepart", ".download"}, filepath.Ext(low))
}

// file looks at one file; seen gets it as it is now.
func (f *scanFolder) file(ctx context.Context, room, path string, seen map[string]omrStamp) error {
	stamp := stampOf(path)
	seen[path] = stamp
	switch {
	case f.refused[path] == stamp:
		return nil
	case stamp.Size == 0 || f.seen[path] != stamp:
		f.Waiting++
		return nil
	}
	id, known := f.rooms[vi.Fold(room)]
	if !known {
		return f.refuse(path, stamp, "Ca thi này không có phòng "+room+". Đổi tên thư mục đúng tên phòng. / The sitting has no such room: rename the folder.")
	}
	data, err := readBounded(path)
	if err != nil || stampOf(path) != stamp { // it changed, or went away, while it was read
		f.Waiting++
		return nil //nolint:nilerr // looked at again
	}
	if _, err := pages.Read(bytes.NewReader(data), int64(len(data))); err != nil {
		return f.refuse(path, stamp, "Không đọc được tệp ("+pages.CodeOf(err)+"). Quét lại các phiếu này. / The file cannot be read: scan these sheets again.")
	}
	return f.handIn(ctx, id, path, stamp, data)
}

func (f *scanFolder) handIn(ctx context.Context, room, path string, stamp omrStamp, data []byte) error {
	err := f.hand(ctx, room, filepath.Base(path), data)
	var refused *handError
	switch {
	case errors.As(err, &refused):
		return f.refuse(path, stamp, refused.Do)
	case errors.Is(err, errTwice):
		f.Again++
	case err != nil:
		return err
	default:
		f.Handed++
	}
	f.say("%s: handed in", path)
	return moveDone(path, data)
}

// refuse writes beside a file why it is not handed in.
func (f *scanFolder) refuse(path string, stamp omrStamp, why string) error {
	f.Refused++
	f.refused[path] = stamp
	f.say("%s: %s", path, why)
	if err := writeWhole(path+problemName, []byte(why+"\n")); err != nil {
		return fmt.Errorf("write beside %s why it is refused: %w", path, err)
	}
	return nil
}

// moveDone moves a file that came in, and takes away what was said of it. A file
// of the same name with other bytes is kept beside it.
func moveDone(path string, data []byte) error {
	dir := filepath.Join(filepath.Dir(path), doneFolder)
	if err := os.MkdirAll(dir, 0o755); err != nil { //nolint:gosec // beside the scans, for the same people
		return fmt.Errorf("folder of what was handed in: %w", err)
	}
	to := filepath.Join(dir, filepath.Base(path))
	if _, err := os.Lstat(to); err == nil {
		ext := filepath.Ext(to)
		to = fmt.Sprintf("%s-%x%s", strings.TrimSuffix(to, ext), sha256.Sum256(data), ext)
	}
	if err := os.Rename(path, to); err != nil {
		return fmt.Errorf("move what was handed in: %w", err)
	}
	if err := os.Remove(path + problemName); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("take away what was said of %s: %w", path, err)
	}
	return nil
}
