package assemble

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"khaothi/internal/vi"
)

// Table holds numbers of items: information at an ability, difficulty, uses.
// Columns are named by canonical numbers ("0", "-1.5") or folded words.
type Table struct {
	columns []string
	at      map[string]int
	values  map[string][]float64 // by item; NaN: not given
}

// The columns that mean something by their name.
const (
	columnP    = "p"    // share of right answers
	columnUses = "uses" // earlier forms that held the item
)

// Bounds of an information file.
const (
	maxTableFile    = 64 << 20
	maxTableColumns = 200
	maxTableItems   = 1_000_000
)

// ErrTable is the error of ReadTable; its text says which line and what to do.
var ErrTable = errors.New("information table")

// NewTable returns an empty table.
func NewTable() *Table { return &Table{at: map[string]int{}, values: map[string][]float64{}} }

// Set gives an item a number in place of the one before.
func (t *Table) Set(item, column string, v float64) {
	k, row := t.column(column), t.values[item]
	for len(row) <= k {
		row = append(row, math.NaN())
	}
	row[k] = v
	t.values[item] = row
}

// ReadTable reads a table of numbers as CSV with a header, separated by comma,
// semicolon or tab: one line an item (item,-1,0,1 …) or one line a number
// (item,ability,value). With semicolon or tab a number may have a decimal
// comma. An empty cell is no number.
func ReadTable(data []byte) (*Table, error) {
	if len(data) > maxTableFile {
		return nil, fmt.Errorf("%w: over %d bytes", ErrTable, maxTableFile)
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	r := csv.NewReader(bytes.NewReader(data))
	r.Comma, r.FieldsPerRecord, r.ReuseRecord = separator(data), -1, true
	head, err := r.Read()
	if err != nil {
		return nil, fmt.Errorf("%w: line 1: a header is missing: item,ability,value or item,-1,0,1", ErrTable)
	}
	head = append([]string{}, head...)
	if len(head) < 2 || len(head) > maxTableColumns {
		return nil, fmt.Errorf("%w: line 1: %d columns, want 2 to %d", ErrTable, len(head), maxTableColumns)
	}
	t := NewTable()
	long := len(head) == 3 && isWord(head[1], "ability", "theta", "column", "nang luc", "cot") && isWord(head[2], "value", "information", "gia tri", "thong tin")
	if !long {
		for _, name := range head[1:] {
			if _, twice := t.at[canonical(name)]; twice || canonical(name) == "" {
				return nil, fmt.Errorf("%w: line 1: column %q stands twice or has no name", ErrTable, name)
			}
			t.column(name)
		}
	}
	return t, t.read(r, len(head), long)
}

func (t *Table) read(r *csv.Reader, width int, long bool) error {
	for {
		rec, err := r.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%w: %w", ErrTable, err)
		}
		line, _ := r.FieldPos(0)
		id := strings.TrimSpace(rec[0])
		if len(rec) != width || id == "" {
			return fmt.Errorf("%w: line %d: want %d cells, the first of them the item", ErrTable, line, width)
		}
		if len(t.values) >= maxTableItems {
			return fmt.Errorf("%w: over %d items", ErrTable, maxTableItems)
		}
		if long {
			err = t.set(id, rec[1], rec[2], r.Comma != ',')
		} else {
			if _, twice := t.values[id]; twice {
				return fmt.Errorf("%w: line %d: item %q stands twice", ErrTable, line, id)
			}
			t.values[id] = nil
			for i, cell := range rec[1:] {
				if err == nil {
					err = t.set(id, t.columns[i], cell, r.Comma != ',')
				}
			}
		}
		if err != nil {
			return fmt.Errorf("%w: line %d: %w", ErrTable, line, err)
		}
	}
}

func (t *Table) set(id, column, cell string, comma bool) error {
	cell = strings.TrimSpace(cell)
	if cell == "" {
		return nil
	}
	if comma {
		cell = strings.Replace(cell, ",", ".", 1)
	}
	v, err := strconv.ParseFloat(cell, 64)
	if err != nil || math.IsInf(v, 0) || math.IsNaN(v) {
		return fmt.Errorf("%q is not a number", cell)
	}
	if len(t.columns) >= maxTableColumns && t.at[canonical(column)] == 0 {
		return fmt.Errorf("over %d columns", maxTableColumns)
	}
	k := t.column(column)
	row := t.values[id]
	for len(row) <= k {
		row = append(row, math.NaN())
	}
	if !math.IsNaN(row[k]) {
		return fmt.Errorf("item %q has two values of %q", id, column)
	}
	row[k] = v
	t.values[id] = row
	return nil
}

// column is the place of a column, made if it is new.
func (t *Table) column(name string) int {
	key := canonical(name)
	k, ok := t.at[key]
	if !ok {
		k = len(t.columns)
		t.columns, t.at[key] = append(t.columns, key), k
	}
	return k
}

// canonical makes "0.0" and "0" one name, and words without accents and case.
func canonical(name string) string {
	if v, err := strconv.ParseFloat(strings.TrimSpace(name), 64); err == nil {
		return strconv.FormatFloat(v+0, 'g', -1, 64)
	}
	return vi.Fold(name)
}

func isWord(s string, words ...string) bool {
	for _, w := range words {
		if vi.Fold(s) == w {
			return true
		}
	}
	return false
}

func separator(data []byte) rune {
	line, _, _ := bytes.Cut(data, []byte("\n"))
	best, most := ',', 0
	for _, c := range []rune{',', ';', '\t'} {
		if n := strings.Count(string(line), string(c)); n > most {
			best, most = c, n
		}
	}
	return best
}

// Value is the number of an item in a column; ok is false where there is none.
// An item is found by its id, or else by its label.
func (t *Table) Value(it Item, column string) (v float64, ok bool) {
	if t == nil {
		return 0, false
	}
	k, known := t.at[canonical(column)]
	if !known {
		return 0, false
	}
	for _, name := range [...]string{it.ID, it.Label} { // the bank sets by id what a file may name by label
		if row := t.values[name]; k < len(row) && !math.IsNaN(row[k]) {
			return row[k], true
		}
	}
	return 0, false
}

// Has reports whether the table has a column.
func (t *Table) Has(column string) bool {
	if t == nil {
		return false
	}
	_, ok := t.at[canonical(column)]
	return ok
}

// Items is how many items the table names.
func (t *Table) Items() int { return len(t.values) }
