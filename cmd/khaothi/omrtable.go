package main

import (
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"khaothi/omr"
	"khaothi/omr/layout"
)

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
