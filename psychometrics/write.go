package psychometrics

import (
	"bufio"
	"encoding/csv"
	"io"
	"strconv"
)

// Write writes the responses as CSV: columns id, group and weight where r has
// them, then one an item. CSV{ID: "id", Group: "group", Weight: "weight"} reads
// it back.
func (r *Responses) Write(out io.Writer) error {
	b := bufio.NewWriter(out)
	w := csv.NewWriter(b)
	var head []string
	if r.IDs != nil {
		head = append(head, "id")
	}
	if r.Group != nil {
		head = append(head, "group")
	}
	if r.Weights != nil {
		head = append(head, "weight")
	}
	if err := w.Write(append(head, r.Items...)); err != nil {
		return err
	}
	words := map[int8]string{NotPresented: "NA", Omitted: "OM", NotReached: "NR"}
	for i := range r.N() {
		row := head[:0]
		if r.IDs != nil {
			row = append(row, r.IDs[i])
		}
		if r.Group != nil {
			row = append(row, r.Groups[r.Group[i]])
		}
		if r.Weights != nil {
			row = append(row, strconv.FormatFloat(r.Weights[i], 'g', -1, 64))
		}
		for _, x := range r.Row(i) {
			if x < 0 {
				row = append(row, words[x])
				continue
			}
			row = append(row, strconv.Itoa(int(x)))
		}
		if err := w.Write(row); err != nil {
			return err
		}
	}
	w.Flush()
	if err := w.Error(); err != nil {
		return err
	}
	return b.Flush()
}
