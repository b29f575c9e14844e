package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
)

// omrJournal is the file beside the output that holds what was read so far, a
// JSON object a line. A run that was broken off is found again by it; a line
// that was only half written counts as not written. In memory is only where
// each page's line is.
type omrJournal struct {
	mu      sync.Mutex
	file    *os.File
	path    string
	size    int64
	places  map[omrStamp]*omrPlaces
	resumed int
}

// omrStamp is a file as it was when it was read: a file that has changed since
// is read again.
type omrStamp struct {
	Name string `json:"name"`
	Size int64  `json:"size"`
	Time int64  `json:"time"` // of its last change, ns
}

func stampOf(name string) omrStamp {
	info, err := os.Stat(name)
	if err != nil {
		return omrStamp{Name: name}
	}
	return omrStamp{Name: name, Size: info.Size(), Time: info.ModTime().UnixNano()}
}

// omrPlaces is where the lines of a file's pages are.
type omrPlaces struct {
	of    int
	lines map[int]int64
}

// omrEntry is one line: a page and its row of the CSV.
type omrEntry struct {
	Stamp omrStamp `json:"file"`
	Page  int      `json:"page"` // 0: the file as a whole
	Of    int      `json:"of"`
	Row   []string `json:"row"`
}

type omrHead struct {
	Key string `json:"key"`
}

// openOMRJournal opens the journal of an output. One that belongs to another
// layout or roster is started anew.
func openOMRJournal(out, key string) (*omrJournal, error) {
	path := filepath.Join(filepath.Dir(out), "."+filepath.Base(out)+".progress")
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, fmt.Errorf("write beside %s: %w", out, err)
	}
	if err := lockFile(f); err != nil {
		_ = f.Close() // nothing was written
		return nil, fmt.Errorf("another run is writing %s: wait for it, or name another output", out)
	}
	j := &omrJournal{file: f, path: path, places: map[omrStamp]*omrPlaces{}}
	if err := j.load(key); err != nil {
		_ = f.Close() // nothing was written
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return j, nil
}

// load reads the lines that are whole and cuts off what follows them.
func (j *omrJournal) load(key string) error {
	in := bufio.NewReaderSize(j.file, 1<<16)
	head, err := in.ReadBytes('\n')
	var h omrHead
	if err != nil || json.Unmarshal(head, &h) != nil || h.Key != key {
		return j.start(key)
	}
	j.size = int64(len(head))
	for {
		line, err := in.ReadBytes('\n')
		var e omrEntry
		if err != nil || json.Unmarshal(line, &e) != nil {
			break
		}
		j.note(e)
		j.size += int64(len(line))
		j.resumed++
	}
	return errors.Join(j.file.Truncate(j.size), j.seek())
}

func (j *omrJournal) start(key string) error {
	head, err := json.Marshal(omrHead{Key: key})
	if err != nil {
		return err
	}
	if err := errors.Join(j.file.Truncate(0), j.seek()); err != nil {
		return err
	}
	_, err = j.file.Write(append(head, '\n'))
	j.size = int64(len(head)) + 1
	return err
}

func (j *omrJournal) seek() error {
	_, err := j.file.Seek(j.size, io.SeekStart)
	return err
}

func (j *omrJournal) note(e omrEntry) {
	p := j.places[e.Stamp]
	if p == nil {
		p = &omrPlaces{of: e.Of, lines: map[int]int64{}}
		j.places[e.Stamp] = p
	}
	p.lines[e.Page] = j.size
}

// add writes one line. After a fault nothing of it counts.
func (j *omrJournal) add(e omrEntry) error {
	line, err := json.Marshal(e)
	if err != nil {
		return fmt.Errorf("encode a reading: %w", err)
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	if _, err := j.file.Write(append(line, '\n')); err != nil {
		_ = errors.Join(j.file.Truncate(j.size), j.seek()) // the next run cuts the half line off too
		return fmt.Errorf("write %s: %w", j.path, err)
	}
	j.note(e)
	j.size += int64(len(line)) + 1
	return nil
}

func (j *omrJournal) has(s omrStamp, page int) bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	p := j.places[s]
	if p == nil {
		return false
	}
	_, ok := p.lines[page]
	return ok
}

// whole tells whether all pages of a file are there.
func (j *omrJournal) whole(s omrStamp) bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	p := j.places[s]
	return p != nil && len(p.lines) >= p.of
}

// each reads the rows of files in their order.
func (j *omrJournal) each(files []string, f func(row []string) error) error {
	for _, name := range files {
		p := j.places[stampOf(name)]
		if p == nil {
			return fmt.Errorf("%s has changed while it was read: run again", name)
		}
		for n := 0; n <= p.of; n++ {
			at, ok := p.lines[n]
			if !ok {
				continue
			}
			row, err := j.row(at)
			if err == nil {
				err = f(row)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func (j *omrJournal) row(at int64) ([]string, error) {
	var e omrEntry
	in := json.NewDecoder(io.NewSectionReader(j.file, at, j.size-at))
	if err := in.Decode(&e); err != nil {
		return nil, fmt.Errorf("read %s: %w", j.path, err)
	}
	return e.Row, nil
}

// twice lists the values of a column that more than one row has.
func (j *omrJournal) twice(files []string, column int) (map[string]bool, error) {
	count, twice := map[string]int{}, map[string]bool{}
	err := j.each(files, func(row []string) error {
		if v := row[column]; v != "" {
			if count[v]++; count[v] > 1 {
				twice[v] = true
			}
		}
		return nil
	})
	return twice, err
}

func (j *omrJournal) close() { _ = j.file.Close() } // each line was written by itself

func (j *omrJournal) remove() error {
	if err := os.Remove(j.path); err != nil {
		return fmt.Errorf("remove %s: %w", j.path, err)
	}
	return nil
}
