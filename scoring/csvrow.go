package scoring

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"unicode/utf8"

	"khaothi/internal/exam"
)

type fileRun struct {
	*FileScore
	rows      *csvRows
	columns   []column
	out       *bufio.Writer
	seen      map[string]int // id → line
	responses exam.Responses
	report    FileReport
}

func (r *fileRun) writeHeader() {
	_, _ = r.out.WriteString("id,score") // a bufio.Writer keeps its error for Flush
	for _, q := range r.Scorer.questions {
		_, _ = r.out.WriteString("," + q.Name)
	}
	_ = r.out.WriteByte('\n')
}

func (r *fileRun) row(record []string) error {
	if allEmpty(record) {
		return nil // what a spreadsheet leaves below its last row
	}
	r.report.Rows++
	if r.Progress != nil && r.report.Rows%10_000 == 0 {
		r.Progress(r.report.Rows)
	}
	id, odd, refused := r.read(record)
	if refused != nil {
		refused.Row, refused.ID = r.rows.line, clip(id)
		r.report.Refused = append(r.report.Refused, *refused)
		return nil
	}
	for _, field := range odd {
		if r.report.Odd++; len(r.report.OddList) < maxListed {
			r.report.OddList = append(r.report.OddList, OddCell{Row: r.rows.line, ID: id, Field: field})
		}
	}
	r.seen[id] = r.rows.line
	res := r.Scorer.Score(r.responses)
	r.report.Scored++
	r.report.sum += res.Points
	r.writeRow(id, res)
	return r.writeDetails(id, res)
}

func allEmpty(record []string) bool {
	for _, cell := range record {
		if strings.TrimSpace(cell) != "" {
			return false
		}
	}
	return true
}

// read fills r.responses and says why the row cannot be scored, if so.
func (r *fileRun) read(record []string) (id string, odd []string, refused *RefusedRow) {
	clear(r.responses)
	if len(record) != len(r.columns) {
		if c := r.idColumn(); c < len(record) {
			id = record[c]
		}
		return id, nil, refuse("row.columns", "the row has %d columns, the header %d: a comma in an answer needs quotes", len(record), len(r.columns))
	}
	for i, c := range r.columns {
		if c.field == "" {
			id = strings.Clone(strings.TrimSpace(record[i]))
		}
	}
	if refused := r.refuseID(id); refused != nil {
		return id, nil, refused
	}
	for i, c := range r.columns {
		if c.field == "" {
			continue
		}
		if limit := maxBytes(c.kind); len(record[i]) > limit {
			return id, nil, refuse("value.long", "field %s has %d bytes, at most %d are allowed", c.field, len(record[i]), limit)
		}
		if !utf8.ValidString(record[i]) {
			return id, nil, refuse("value.utf8", "field %s is not UTF-8: save the file as CSV UTF-8", c.field)
		}
		value := fromLetters(c.kind, record[i])
		if c.kind == givenMark {
			var refused *RefusedRow
			if value, refused = markCell(c.field, value); refused != nil {
				return id, nil, refused
			}
		}
		if c.kind == chosenTrack {
			value = r.Scorer.rule.Choice.named(value)
		}
		if c.kind != givenMark && oddCell(c.kind, value) && (c.kind != chosenTrack || r.Scorer.rule.Choice.index(value) < 0) {
			odd = append(odd, c.field)
		}
		if value != "" {
			r.responses[c.field] = value
		}
	}
	return id, odd, nil
}

// maxBytes bounds a cell.
func maxBytes(kind Kind) int {
	if kind == Essay {
		return MaxEssayBytes
	}
	return MaxValueBytes
}

// markCell brings a mark in points to hundredths.
func markCell(field, cell string) (string, *RefusedRow) {
	if cell == "" {
		return "", nil
	}
	p, err := ParsePoints(cell)
	if err != nil || p < 0 {
		return "", refuse("mark.syntax", "column %s: %q is not points with at most two decimals", field, cell)
	}
	return strconv.FormatInt(int64(p), 10), nil
}

func (r *fileRun) idColumn() int {
	for i, c := range r.columns {
		if c.field == "" {
			return i
		}
	}
	return 0
}

func (r *fileRun) refuseID(id string) *RefusedRow {
	switch {
	case id == "":
		return refuse("id.empty", "the row has no id")
	case !utf8.ValidString(id):
		return refuse("id.utf8", "the id is not UTF-8: save the file as CSV UTF-8")
	case utf8.RuneCountInString(id) > maxIDRunes:
		return refuse("id.long", "the id has more than %d characters", maxIDRunes)
	case strings.ContainsAny(id[:1], "=+-@") || strings.ContainsAny(id, "\t\r\n\x00"):
		return refuse("id.formula", "the id would be a formula in a spreadsheet, or holds a control character")
	}
	if line, twice := r.seen[id]; twice {
		return refuse("id.duplicate", "the id stands in row %d already; that row was scored", line)
	}
	return nil
}

func refuse(code, format string, args ...any) *RefusedRow {
	return &RefusedRow{Code: code, Message: fmt.Sprintf(format, args...)}
}

// clip keeps a report readable whatever stood in the file.
func clip(id string) string {
	id = strings.ToValidUTF8(id, "\ufffd")
	if utf8.RuneCountInString(id) <= maxIDRunes {
		return id
	}
	return string([]rune(id)[:maxIDRunes]) + "…"
}

func (r *fileRun) writeRow(id string, res Result) {
	if strings.ContainsAny(id, `",`) {
		id = `"` + strings.ReplaceAll(id, `"`, `""`) + `"`
	}
	_, _ = r.out.WriteString(id + "," + res.Points.String())
	for i := range res.Questions {
		_ = r.out.WriteByte(',')
		_, _ = r.out.WriteString(res.Questions[i].Points.String())
	}
	_ = r.out.WriteByte('\n')
}

func (r *fileRun) writeDetails(id string, res Result) error {
	if r.Details == nil {
		return nil
	}
	b, err := json.Marshal(struct {
		ID string `json:"id"`
		Result
	}{id, res})
	if err != nil {
		return fmt.Errorf("encode the details of %s: %w", id, err)
	}
	if _, err := r.Details.Write(append(b, '\n')); err != nil {
		return fmt.Errorf("write details: %w", err)
	}
	return nil
}

func (r *fileRun) finish() (FileReport, error) {
	if err := r.out.Flush(); err != nil {
		return FileReport{}, fmt.Errorf("write scores: %w", err)
	}
	r.report.Mean = mean(int64(r.report.sum), r.report.Scored)
	return r.report, nil
}

// mean is sum hundredths over n as a decimal number of points with four decimals.
func mean(sum int64, n int) json.Number {
	if n == 0 {
		return "0"
	}
	return json.Number(big.NewRat(sum, int64(n)*100).FloatString(4))
}
