package main

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// watched is a folder of a scanner whose server keeps what comes in.
type watched struct {
	*scanFolder
	came  []string // room/name
	bytes map[string]bool
	away  bool
}

func newWatched(t *testing.T, dir string) *watched {
	t.Helper()
	w := &watched{bytes: map[string]bool{}}
	w.scanFolder = &scanFolder{
		dir: dir, rooms: map[string]string{"p01": "r1", "phong 2": "r2"}, refused: map[string]omrStamp{}, say: t.Logf,
		hand: func(_ context.Context, room, name string, data []byte) error {
			switch {
			case w.away:
				return errors.New("no route to the server")
			case w.bytes[string(data)]:
				return errTwice
			}
			w.bytes[string(data)] = true
			w.came = append(w.came, room+"/"+name)
			return nil
		},
	}
	return w
}

func (w *watched) see(t *testing.T) {
	t.Helper()
	if err := w.look(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func (w *watched) put(t *testing.T, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(w.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func picture(t *testing.T, side int) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, image.NewGray(image.Rect(0, 0, side, side))); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func there(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func TestAFileIsHandedInWhenItIsWhole(t *testing.T) {
	t.Parallel()
	w := newWatched(t, t.TempDir())
	whole := picture(t, 200)
	path := w.put(t, "P01/001.png", whole[:50])
	w.put(t, "P01/002.png.part", whole)
	w.put(t, "P01/~003.png", whole)
	w.put(t, "P01/.004.png", whole)
	w.put(t, "P01/005.png", nil)
	w.see(t)
	w.put(t, "P01/001.png", whole) // the scanner goes on writing
	w.see(t)
	if len(w.came) != 0 || w.Waiting != 2 {
		t.Fatalf("came in %v, %d wait", w.came, w.Waiting)
	}
	w.see(t)
	if !slices.Equal(w.came, []string{"r1/001.png"}) || there(path) || !there(filepath.Join(w.dir, "P01", doneFolder, "001.png")) {
		t.Errorf("came in %v", w.came)
	}
	w.see(t)
	if w.Handed != 1 || len(w.came) != 1 {
		t.Errorf("%+v", w.watchReport)
	}
}

func TestAFileThatIsNotTakenStaysWithTheReason(t *testing.T) {
	t.Parallel()
	w := newWatched(t, t.TempDir())
	broken := w.put(t, "Phòng 2/001.png", []byte("\x89PNG nothing"))
	lost := w.put(t, "P99/001.png", picture(t, 10))
	for range 3 {
		w.see(t)
	}
	if w.Refused != 2 || !there(broken) || !there(broken+problemName) || !there(lost+problemName) {
		t.Errorf("%+v", w.watchReport)
	}
	w.put(t, "Phòng 2/001.png", picture(t, 300)) // scanned again
	w.see(t)
	w.see(t)
	if !slices.Equal(w.came, []string{"r2/001.png"}) || there(broken+problemName) {
		t.Errorf("came in %v", w.came)
	}
}

func TestWhoStartsAgainHandsNothingInTwice(t *testing.T) {
	t.Parallel()
	w := newWatched(t, t.TempDir())
	first := picture(t, 100)
	path := w.put(t, "P01/001.png", first)
	w.see(t)
	w.away = true
	if err := w.look(t.Context()); err == nil || !there(path) {
		t.Errorf("a server that is away: %v", err)
	}
	w.away = false
	w.see(t)
	w.see(t)
	// Killed after the server had it and before it was moved.
	w.put(t, "P01/001.png", first)
	again := newWatched(t, w.dir)
	again.bytes = w.bytes
	again.see(t)
	again.see(t)
	if len(w.came) != 1 || len(again.came) != 0 || again.Again != 1 || there(path) {
		t.Errorf("came in %v, then %v", w.came, again.came)
	}
	// Another scan under a name that was used: both are kept.
	w.put(t, "P01/001.png", picture(t, 120))
	again.see(t)
	again.see(t)
	done, err := os.ReadDir(filepath.Join(w.dir, "P01", doneFolder))
	if err != nil || len(done) != 3 || len(again.came) != 1 {
		t.Errorf("%d files kept, %v", len(done), err)
	}
}
