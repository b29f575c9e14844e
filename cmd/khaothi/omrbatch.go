package main

import (
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"khaothi/omr"
	"khaothi/omr/layout"
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

// feed hands out the pages that the journal does not have. Files that may be
// written still come last, when they have been quiet; what goes on changing is
// left alone.
func (b *omrBatch) feed(ctx context.Context, list pages.Listing, tasks chan<- omrTask) (files, left []string) {
	busy := make([]look, len(list.Busy))
	for i, name := range list.Busy {
		busy[i] = lookAt(name)
	}
	for _, name := range list.Files {
		if b.failure() != nil || ctx.Err() != nil {
			return files, left
		}
		b.feedFile(name, tasks)
		files = append(files, name)
	}
	for i, name := range list.Busy {
		if !settled(ctx, busy[i]) {
			left = append(left, name)
			b.say("%s is still being written: it was left alone; run again later\n", name)
			continue
		}
		b.feedFile(name, tasks)
		files = append(files, name)
	}
	slices.Sort(files[len(list.Files):])
	return files, left
}

// look is a file as it was at some time.
type look struct {
	stamp omrStamp
	at    time.Time
}

func lookAt(name string) look { return look{stampOf(name), time.Now()} }

// settled waits until a file has stayed as it is between two looks, three times
// as long at most. Its own time says little: the clock of a scanner may be wrong.
func settled(ctx context.Context, before look) bool {
	for range 3 {
		select {
		case <-ctx.Done():
			return false
		case <-time.After(time.Until(before.at.Add(pages.Quiet))):
		}
		now := lookAt(before.stamp.Name)
		if now.stamp == before.stamp {
			return true
		}
		before = now
	}
	return false
}

// feedFile opens a file and hands out its pages. It waits until they are taken,
// so that only a few files are open at once.
func (b *omrBatch) feedFile(name string, tasks chan<- omrTask) {
	stamp := stampOf(name)
	if b.journal.whole(stamp) {
		return
	}
	f, err := pages.Open(name)
	if err != nil {
		reading := omr.Rejected(pages.CodeOf(err))
		b.keep(omrEntry{Stamp: stamp, Page: 0, Of: 1}, &reading)
		b.say("%s: %v\n", name, err)
		return
	}
	file := &omrFile{File: f, stamp: stamp}
	for n := 1; n <= f.Pages; n++ {
		if b.journal.has(stamp, n) {
			continue
		}
		file.left.Add(1)
		tasks <- omrTask{file: file, page: n}
		if b.failure() != nil {
			break
		}
	}
	go func() {
		file.left.Wait()
		_ = f.Close() // only read
	}()
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

// keep writes a reading to the journal.
func (b *omrBatch) keep(e omrEntry, reading *omr.Reading) {
	e.Row = b.reader.Row(safeName(e.Stamp.Name), strconv.Itoa(e.Page), reading)
	if err := b.journal.add(e); err != nil {
		b.fail(err)
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.done++; b.done%50 == 0 && isTerminal(b.stderr) {
		_, _ = fmt.Fprintf(b.stderr, "\r%d pages", b.done)
	}
}

// safeName keeps a spreadsheet from taking a file's name for a formula.
func safeName(name string) string {
	if strings.ContainsAny(name[:1], "=+-@\t") {
		return "./" + name
	}
	return name
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

// write makes the CSV of the journal, in the order of the files and pages, and
// removes the journal.
func (b *omrBatch) write(files []string) (omrReadReport, error) {
	report := omrReadReport{Resumed: b.journal.resumed, Left: []string{}}
	out, err := newOutput(b.o.out)
	if err != nil {
		return report, err
	}
	defer out.discard()
	table := csv.NewWriter(out)
	if err := table.Write(b.reader.Header()); err != nil {
		return report, fmt.Errorf("write %s: %w", b.o.out, err)
	}
	number, twice := slices.Index(b.reader.Header(), layout.CandidateNumber), map[string]bool{}
	if b.roster != nil && number >= 0 {
		if twice, err = b.journal.twice(files, number); err != nil {
			return report, err
		}
	}
	err = b.journal.each(files, func(row []string) error {
		if number >= 0 && twice[row[number]] {
			omr.MarkDuplicate(row)
		}
		report.count(omr.RowStatus(row))
		return table.Write(row)
	})
	if table.Flush(); err == nil {
		err = table.Error()
	}
	if err != nil {
		return report, fmt.Errorf("write %s: %w", b.o.out, err)
	}
	if err := out.keep(); err != nil {
		return report, err
	}
	return report, b.journal.remove()
}

func (r *omrReadReport) count(status string) {
	r.Pages++
	switch status {
	case omr.StatusOK:
		r.OK++
	case omr.StatusReview:
		r.Review++
	case omr.StatusRejected:
		r.Rejected++
	case omr.StatusBlank:
		r.Blank++
	}
}
