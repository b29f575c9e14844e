package layout

import "strings"

// The signs of the CSV that no symbol may be.
const (
	Doubt = "?" // a person must look
	Empty = "_" // an empty cell between or before marks
)

// Value writes a field as the CSV does. cells has what stands in each cell: ""
// if blank, one symbol, several in the order of their bubbles if more are
// marked, or Doubt.
//
//   - choices, cluster: the cell itself: "A", "AC", "DS", "?" or "".
//   - digits: one character a cell; more than one mark is Doubt, a blank cell
//     Empty; "" if all are blank.
//   - numeric: the cells from left to right, Empty for a blank one before a
//     mark, more than one mark in brackets: "_[67],5".
func (f Field) Value(cells []string) string {
	if f.Kind == Choices || f.Kind == Cluster {
		return strings.Join(cells, "")
	}
	if strings.Join(cells, "") == "" {
		return ""
	}
	var b strings.Builder
	for _, c := range cells {
		switch {
		case c == "":
			b.WriteString(Empty)
		case len(c) == 1:
			b.WriteString(c)
		case f.Kind == Digits:
			b.WriteString(Doubt)
		default:
			b.WriteString("[" + c + "]")
		}
	}
	if f.Kind == Digits {
		return b.String()
	}
	return strings.TrimRight(b.String(), Empty)
}
