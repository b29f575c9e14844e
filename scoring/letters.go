package scoring

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// bom is what some spreadsheets put before UTF-8.
const bom = "\ufeff"

// fromLetters brings a cell of a file to the value that responses and keys
// have: letters in capitals, D or S for a statement (Đ, đ, T stand for D and F
// for S; so do Ð and ð, which some keyboards type for Đ), chosen options as
// A,C, minus signs as "-".
func fromLetters(kind Kind, cell string) string {
	cell = strings.TrimSpace(norm.NFC.String(cell))
	switch kind {
	case Single, Match, Categorise:
		return strings.ToUpper(cell)
	case Order:
		return orderFromLetters(strings.ToUpper(cell))
	case Multiple:
		return optionsFromLetters(strings.ToUpper(cell))
	case Cluster:
		return statementLetters.Replace(cell)
	case Short:
		return minusSigns.Replace(cell)
	case Hotspot:
		_, isPoints := parsePoints(cell)
		if _, isArea := parseArea(cell); !isArea && !isPoints {
			return optionsFromLetters(strings.ToUpper(cell))
		}
	case Cloze, Numeric, Essay, Upload:
	}
	return cell
}

// orderFromLetters takes "BAC", "B A C" and "B,A,C" for B, A, C in this order.
// What holds something else than letters and separators stays as it is.
func orderFromLetters(cell string) string {
	var out []string
	for _, r := range cell {
		switch {
		case r >= 'A' && r <= 'Z':
			out = append(out, string(r))
		case r == ',' || r == ';' || r == ' ' || r == '-' || r == '>':
		default:
			return cell
		}
	}
	return strings.Join(out, ",")
}

var (
	statementLetters = strings.NewReplacer("Đ", "D", "đ", "D", "Ð", "D", "ð", "D", "d", "D", "T", "D", "t", "D", "s", "S", "F", "S", "f", "S")
	minusSigns       = strings.NewReplacer("−", "-", "–", "-")
)

// optionsFromLetters takes "AC", "A,C", "C A" and "A;C" for A and C. What
// holds something else than letters and separators stays as it is.
func optionsFromLetters(cell string) string {
	var seen [26]bool
	for _, r := range cell {
		switch {
		case r >= 'A' && r <= 'Z':
			seen[r-'A'] = true
		case r == ',' || r == ';' || r == ' ':
		default:
			return cell
		}
	}
	var out []byte
	for i, is := range seen {
		if !is {
			continue
		}
		if len(out) > 0 {
			out = append(out, ',')
		}
		out = append(out, byte('A'+i))
	}
	return string(out)
}

// oddCell tells a mark that a reader of sheets may give from what cannot be a
// mark of this kind, such as a number in a column of letters: a sign of
// shifted columns. The cell is as fromLetters left it.
func oddCell(kind Kind, cell string) bool {
	if cell == "" || cell == "?" {
		return false
	}
	switch kind {
	case Single, Match, Categorise:
		return !allCapitals(cell)
	case Cluster:
		return strings.Trim(cell, "DS") != ""
	case Multiple, Order:
		return strings.Trim(cell, "ABCDEFGHIJKLMNOPQRSTUVWXYZ,") != ""
	case Hotspot:
		return strings.Trim(cell, "ABCDEFGHIJKLMNOPQRSTUVWXYZ,0123456789;") != ""
	case Numeric:
		_, ok := parseNumber(cell)
		return !ok
	case Short, Cloze, Essay, Upload:
		return false
	}
	return true
}
