package main

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"time"

	"khaothi/omr"
	"khaothi/omr/pages"
)

// omrBatch reads many files with all cores. Every page that is read is in the
// journal at once; the CSV is made of the journal at the end, so it is whole or
// not there.
type omrBatch struct {
	o       omrReadOptions
	reader  *omr.Reader
	roster  *omr.Roster
	journal *omrJournal
	stderr  io.Writer

	mu   sync.Mutex
	done int
	err  error // the first that ends the run
}

func newOMRBatch(o omrReadOptions, stderr io.Writer) (*omrBatch, error) {
	l, err := layoutOf(o.layout)
	if err != nil {
		return nil, err
	}
	roster, err := openRoster(o.roster)
	if err != nil {
		return nil, err
	}
	if o.evidence != "" {
		if err := os.MkdirAll(o.evidence, 0o750); err != nil {
			return nil, fmt.Errorf("make the folder for evidence: %w", err)
		}
	}
	return &omrBatch{o: o, reader: omr.NewReader(l), roster: roster, stderr: stderr}, nil
}

// omrTask is one page to read.
type omrTask struct {
	file *omrFile
	page int
}

// omrFile is a file with pages still to be read; the last one closes it.
type omrFile struct {
	*pages.File
	stamp omrStamp
	left  sync.WaitGroup
}

func (b *omrBatch) run(ctx context.Context, paths []string) (omrReadReport, error) {
	list, err := pages.List(paths, time.Now())
	if err != nil {
		return omrReadReport{}, fmt.Errorf("list the scans: %w", err)
	}
	if list.Passed > 0 {
		b.say("%d files that are no scans were passed over\n", list.Passed)
	}
	if b.journal, err = openOMRJournal(b.o.out, b.key()); err != nil {
		return omrReadReport{}, err
	}
	defer b.journal.close()
	tasks := make(chan omrTask)
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for t := range tasks {
				b.read(t)
			}
		})
	}
	files, left := b.feed(ctx, list, tasks)
	close(tasks)
	workers.Wait()
	if err := errors.Join(b.failure(), ctx.Err()); err != nil {
		return omrReadReport{}, fmt.Errorf("%w (run the same command again: it goes on where it stopped)", err)
	}
	report, err := b.write(files)
	report.Left = append(report.Left, left...)
	return report, err
}

// key tells runs apart that must not share a journal.
func (b *omrBatch) key() string {
	h := sha256.New()
	if raw, err := json.Marshal(b.reader.Layout()); err == nil {
		h.Write(raw)
	}
	if raw, err := os.ReadFile(b.o.roster); err == nil {
		h.Write(raw)
	}
	return fmt.Sprintf("%x", h.Sum(nil)[:16])
}

// read reads one page.
func (b *omrBatch) read(t omrTask) {
	defer t.file.left.Done()
	var reading omr.Reading
	page, err := t.file.Page(t.page)
	if err != nil {
		reading = omr.Rejected(pages.CodeOf(err))
		b.say("%s, page %d: %v\n", t.file.Name, t.page, err)
	} else {
		reading = b.readPage(t, page)
		if b.roster != nil {
			b.roster.Check(&reading, filepath.Base(filepath.Dir(t.file.Name)))
		}
	}
	if b.o.evidence != "" {
		if err := b.evidence(t, page, &reading); err != nil {
			b.fail(err)
			return
		}
	}
	b.keep(omrEntry{Stamp: t.file.stamp, Page: t.page, Of: t.file.Pages}, &reading)
}

// readPage reads a page; a fault of the program rejects that page alone.
func (b *omrBatch) readPage(t omrTask, page *pages.Page) (reading omr.Reading) {
	defer func() {
		if r := recover(); r != nil {
			b.say("%s, page %d: fault of the program: %v\n", t.file.Name, t.page, r)
			reading = omr.Rejected("internal")
		}
	}()
	return b.reader.Read(page)
}

// say tells a person; several workers do.
func (b *omrBatch) say(format string, args ...any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	_, _ = fmt.Fprintf(b.stderr, format, args...)
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

func (b *omrBatch) fail(err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.err == nil {
		b.err = err
	}
}

func (b *omrBatch) failure() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.err
}
