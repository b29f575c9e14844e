package main

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"khaothi/psychometrics"
	"khaothi/psychometrics/link"
)

func flat(j link.Joint) []float64 {
	var out []float64
	for _, row := range j.Counts {
		out = append(out, row...)
	}
	return out
}

func unflat(j link.Joint, counts []float64) link.Joint {
	n := len(j.Counts[0])
	out := link.Joint{Lowest: j.Lowest, AnchorLowest: j.AnchorLowest}
	for len(counts) > 0 {
		out.Counts, counts = append(out.Counts, counts[:n]), counts[n:]
	}
	return out
}

// alignAnchors widens both tables to the anchor scores of either.
func alignAnchors(x, y *link.Joint) {
	low := min(x.AnchorLowest, y.AnchorLowest)
	high := max(x.AnchorLowest+len(x.Counts[0]), y.AnchorLowest+len(y.Counts[0]))
	for _, j := range []*link.Joint{x, y} {
		for i, row := range j.Counts {
			wide := make([]float64, high-low)
			copy(wide[j.AnchorLowest-low:], row)
			j.Counts[i] = wide
		}
		j.AnchorLowest = low
	}
}

// maxScores bounds the scale of a file of frequencies.
const maxScores = 10_000

// readDistribution reads score,count.
func readDistribution(path, flag string) (link.Distribution, error) {
	rows, err := readCounts(path, flag, []string{"score", "count"})
	if err != nil {
		return link.Distribution{}, err
	}
	low, high := int(rows[0][0]), int(rows[0][0])
	for _, r := range rows {
		low, high = min(low, int(r[0])), max(high, int(r[0]))
	}
	if high-low >= maxScores {
		return link.Distribution{}, fmt.Errorf("%s %s: scores from %d to %d are more than %d", flag, path, low, high, maxScores)
	}
	d := link.Distribution{Lowest: low, Counts: make([]float64, high-low+1)}
	for _, r := range rows {
		d.Counts[int(r[0])-low] += r[1]
	}
	return d, nil
}

// readJoint reads score,anchor,count.
func readJoint(path, flag string) (link.Joint, error) {
	rows, err := readCounts(path, flag, []string{"score", "anchor", "count"})
	if err != nil {
		return link.Joint{}, err
	}
	lo, hi := [2]int{int(rows[0][0]), int(rows[0][1])}, [2]int{int(rows[0][0]), int(rows[0][1])}
	for _, r := range rows {
		for k := range lo {
			lo[k], hi[k] = min(lo[k], int(r[k])), max(hi[k], int(r[k]))
		}
	}
	if (hi[0]-lo[0]+1)*(hi[1]-lo[1]+1) > 100*maxScores {
		return link.Joint{}, fmt.Errorf("%s %s: too many pairs of scores", flag, path)
	}
	j := link.Joint{Lowest: lo[0], AnchorLowest: lo[1], Counts: make([][]float64, hi[0]-lo[0]+1)}
	for i := range j.Counts {
		j.Counts[i] = make([]float64, hi[1]-lo[1]+1)
	}
	for _, r := range rows {
		j.Counts[int(r[0])-lo[0]][int(r[1])-lo[1]] += r[2]
	}
	return j, nil
}

// readCounts reads the named columns of a CSV: whole scores, and counts that are
// finite and not negative.
func readCounts(path, flag string, columns []string) ([][]float64, error) {
	if path == "" {
		return nil, fmt.Errorf("give the frequencies: %s FILE with the columns %s", flag, strings.Join(columns, ","))
	}
	records, err := psychometrics.ReadRecordFile(path)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", flag, err)
	}
	if len(records) < 2 {
		return nil, fmt.Errorf("%s %s: want a header %s and one line a score", flag, path, strings.Join(columns, ","))
	}
	head, rows := records[0].Cells, records[1:]
	at := make([]int, len(columns))
	for k, c := range columns {
		if at[k] = slices.Index(head, c); at[k] < 0 {
			return nil, fmt.Errorf("%s %s: no column %q; want %s", flag, path, c, strings.Join(columns, ","))
		}
	}
	out := make([][]float64, len(rows))
	for n, row := range rows {
		if len(row.Cells) != len(head) {
			return nil, fmt.Errorf("%s %s, line %d: %d cells, the header has %d", flag, path, row.Line, len(row.Cells), len(head))
		}
		for k, c := range columns {
			read, most := psychometrics.Number, 1e6
			if c == "count" {
				read, most = psychometrics.Count, 1e12
			}
			v, err := read(row.Cells[at[k]])
			if err != nil || math.Abs(v) >= most || c != "count" && v != math.Trunc(v) {
				return nil, fmt.Errorf("%s %s, line %d: %s is %q, want a whole score and a count from 0", flag, path, row.Line, c, row.Cells[at[k]])
			}
			out[n] = append(out[n], v)
		}
	}
	return out, nil
}
