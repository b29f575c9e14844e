package scoring

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"strings"

	"khaothi/internal/exam"
	"khaothi/internal/fault"
)

// maxIDRunes bounds the id of a candidate in a file.
const maxIDRunes = 64

// maxListed bounds the odd cells that a report lists one by one.
const maxListed = 100

// FileReport says what became of the rows of a responses file.
type FileReport struct {
	Rows    int          `json:"rows"`
	Scored  int          `json:"scored"`
	Refused []RefusedRow `json:"refused"`
	Odd     int          `json:"odd"`      // cells that cannot be a mark of their kind; scored as wrong
	OddList []OddCell    `json:"odd_list"` // the first 100 of them
	Mean    json.Number  `json:"mean"`     // of the scored rows, four decimals
	sum     Points
}

// RefusedRow is a row that was not scored. Row is its line in the file.
type RefusedRow struct {
	Row     int    `json:"row"`
	ID      string `json:"id"`
	Code    string `json:"code"`
	Message string `json:"message"`
}

// OddCell is a cell such as a number in a column of letters.
type OddCell struct {
	Row   int    `json:"row"`
	ID    string `json:"id"`
	Field string `json:"field"`
}

// FileScore is one pass over a responses file. Details is optional: it gets a
// JSON object {id, …Result} a line.
type FileScore struct {
	Scorer    *Scorer
	Responses io.Reader
	Out       io.Writer
	Details   io.Writer
	Progress  func(rows int) // optional, called every 10,000 rows
}

// Run reads responses (header id and the fields of the rule, in any order; where
// the rule has tracks, also the track chosen: track:2),
// and writes id,score and the points of each question, which add up to the
// score. A cluster has one column, p2_1: its statements earn nothing alone.
// Rows that cannot be scored are in the report; an error is for a file that
// cannot be, and then what was written is not to be used.
func (f *FileScore) Run() (FileReport, error) {
	rows, err := newCSV(f.Responses)
	if err != nil {
		return FileReport{}, badFile("responses", err)
	}
	columns, err := f.columns(rows.header)
	if err != nil {
		return FileReport{}, err
	}
	run := &fileRun{
		FileScore: f, rows: rows, columns: columns, out: bufio.NewWriterSize(f.Out, 256<<10), seen: map[string]int{},
		responses: exam.Responses{}, report: FileReport{Refused: []RefusedRow{}, OddList: []OddCell{}},
	}
	run.writeHeader()
	for {
		record, err := rows.read()
		if errors.Is(err, io.EOF) {
			return run.finish()
		}
		if err != nil {
			return FileReport{}, badFile("responses", err)
		}
		if err := run.row(record); err != nil {
			return FileReport{}, err
		}
	}
}

// column is what one column of the file holds: the id, or a field.
type column struct {
	field string
	kind  Kind
}

// chosenTrack is the kind of the column that holds the track chosen, givenMark
// that of a mark by people, in points of the rubric.
const (
	chosenTrack Kind = "track"
	givenMark   Kind = "mark"
)

// named is the id of the track of that id or title; what is neither stays.
func (c *Choice) named(cell string) string {
	for _, t := range c.Tracks {
		if strings.EqualFold(cell, t.ID) || t.Title != "" && strings.EqualFold(cell, t.Title) {
			return t.ID
		}
	}
	return cell
}

func (f *FileScore) columns(header []string) ([]column, error) {
	kinds := f.Scorer.rule.Kinds()
	seen := map[string]bool{}
	out := make([]column, len(header))
	for i, name := range header {
		if seen[name] {
			return nil, fault.New(fault.Invalid, "responses.header_twice").With("column", name)
		}
		seen[name] = true
		if name == "id" {
			continue
		}
		kind, ok := kinds[name]
		if c := f.Scorer.rule.Choice; c != nil && name == TrackField(c.Part) {
			kind, ok = chosenTrack, true
		}
		if marked, is := strings.CutPrefix(name, markPrefix); is && kinds[marked].Marked() {
			kind, ok = givenMark, true
		}
		if !ok {
			return nil, fault.New(fault.Invalid, "responses.header_unknown").With("column", name).With("rule", f.Scorer.rule.Name)
		}
		out[i] = column{field: name, kind: kind}
	}
	var missing []string
	for _, name := range append([]string{"id"}, f.Scorer.rule.Fields()...) {
		if !seen[name] {
			missing = append(missing, name)
		}
	}
	if len(missing) > 0 {
		return nil, fault.New(fault.Invalid, "responses.header_missing").With("columns", strings.Join(missing, " ")).With("rule", f.Scorer.rule.Name)
	}
	return out, nil
}
