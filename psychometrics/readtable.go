package psychometrics

import (
	"bufio"
	"fmt"
	"slices"
)

// table is a file that is being read.
type table struct {
	CSV
	in    *bufio.Reader
	out   *Responses
	line  int
	bytes int64
	comma byte
	names []string // of all columns
	kinds []int    // of all columns: an item's index, or a columnX
	cells [][]byte
	ids   map[string]int
	group map[string]int32
}

func (t *table) wrong(column, format string, args ...any) error {
	return &ReadError{Line: t.line, Column: column, What: fmt.Sprintf(format, args...)}
}

// head reads the names of the columns.
func (t *table) head(line []byte) error {
	t.comma = separator(line)
	if err := t.split(line); err != nil {
		return err
	}
	if len(t.cells) > maxItems {
		return t.wrong("", "%d columns, at most %d", len(t.cells), maxItems)
	}
	seen := map[string]bool{}
	for k, cell := range t.cells {
		name := string(cell)
		switch {
		case name == "":
			return t.wrong("", "column %d has no name: every column needs one (row names of R: row.names=FALSE leaves them out)", k+1)
		case len(name) > maxName:
			return t.wrong("", "column %d has a name of over %d bytes", k+1, maxName)
		case seen[name]:
			return t.wrong(name, "stands twice: rename one")
		}
		seen[name] = true
		t.names = append(t.names, name)
		t.kinds = append(t.kinds, t.kind(name))
	}
	for _, name := range append([]string{t.ID, t.Group, t.Weight}, t.Ignore...) {
		if name != "" && !seen[name] {
			return t.wrong(name, "is not in the header, which has %s", short(t.names))
		}
	}
	if len(t.out.Items) == 0 {
		return t.wrong("", "no column is an item")
	}
	if t.Group != "" {
		t.group = map[string]int32{}
		t.out.Groups, t.out.Group = []string{}, []int32{}
	}
	if t.ID != "" {
		t.ids = map[string]int{}
	}
	return nil
}

func (t *table) kind(name string) int {
	switch {
	case name == t.ID:
		return columnID
	case name == t.Group:
		return columnGroup
	case name == t.Weight:
		return columnWeight
	case slices.Contains(t.Ignore, name):
		return columnIgnored
	}
	t.out.Items = append(t.out.Items, name)
	return len(t.out.Items) - 1
}

// person reads one line.
func (t *table) person(line []byte) error {
	r, k := t.out, len(t.out.Scores)
	if k+len(r.Items) > maxCells {
		return t.wrong("", "over %d cells: divide the file", maxCells)
	}
	if cap(r.Scores) < k+len(r.Items) {
		r.Scores = slices.Grow(r.Scores, max(k/2, 1<<16, len(r.Items)))
	}
	r.Scores = r.Scores[:k+len(r.Items)]
	row := r.Scores[k:]
	if t.plain(line, row) {
		return nil
	}
	if err := t.split(line); err != nil {
		return err
	}
	if len(t.cells) != len(t.names) {
		return t.wrong("", "%d cells, the header has %d: give every column a cell (empty: not presented)", len(t.cells), len(t.names))
	}
	for c, cell := range t.cells {
		var err error
		if j := t.kinds[c]; j >= 0 {
			row[j], err = t.score(j, cell)
		} else {
			err = t.other(j, cell)
		}
		if err != nil {
			return t.wrong(t.names[c], "%v", err)
		}
	}
	return nil
}

func (t *table) score(j int, cell []byte) (int8, error) {
	if (len(cell) != 1 || cell[0] == '.') && Missing(cell) || t.Missing != nil && slices.Contains(t.Missing, string(cell)) {
		return NotPresented, nil
	}
	if t.Cell != nil {
		return t.Cell(j, cell)
	}
	return Score(cell)
}

// other reads a cell that is no score.
func (t *table) other(kind int, cell []byte) error {
	r := t.out
	switch kind {
	case columnID:
		if len(cell) == 0 || len(cell) > maxName {
			return fmt.Errorf("want an id of 1 to %d bytes", maxName)
		}
		if first, twice := t.ids[string(cell)]; twice {
			return fmt.Errorf("%q stands on line %d already: one line a person", clip(cell), first)
		}
		r.IDs = append(r.IDs, string(cell))
		t.ids[r.IDs[len(r.IDs)-1]] = t.line
	case columnGroup:
		g, known := t.group[string(cell)]
		if !known {
			if len(cell) == 0 || len(cell) > maxName || len(r.Groups) == maxGroups {
				return fmt.Errorf("want a group of 1 to %d bytes, and at most %d groups", maxName, maxGroups)
			}
			g = int32(len(r.Groups)) //nolint:gosec // G115: at most maxGroups
			t.group[string(cell)], r.Groups = g, append(r.Groups, string(cell))
		}
		r.Group = append(r.Group, g)
	case columnWeight:
		w, err := Count(string(cell))
		if err == nil && w > maxWeight {
			err = fmt.Errorf("at most %g", float64(maxWeight))
		}
		if err != nil {
			return fmt.Errorf("%q is no weight: %w", clip(cell), err)
		}
		r.Weights = append(r.Weights, w)
	}
	return nil
}
