package psychometrics

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Missing tells whether a cell says that there is nothing, as programs write it:
// empty, a point, NA, N/A, #N/A, NaN, NULL.
func Missing(cell []byte) bool {
	switch len(cell) {
	case 0:
		return true
	case 1:
		return cell[0] == '.' // SAS and Stata
	case 2, 3, 4:
		for _, word := range []string{"NA", "N/A", "#N/A", "NaN", "NULL"} {
			if len(word) == len(cell) && strings.EqualFold(word, string(cell)) {
				return true
			}
		}
	}
	return false
}

// Score reads a cell: a whole number from 0 to MaxScore, also as programs write
// it that know no whole numbers (1.0 or 1,0); OM or NR.
func Score(cell []byte) (int8, error) {
	if len(cell) == 1 && cell[0] >= '0' && cell[0] <= '9' {
		return int8(cell[0] - '0'), nil
	}
	switch string(cell) {
	case "OM":
		return Omitted, nil
	case "NR":
		return NotReached, nil
	}
	whole := cell
	if at := bytes.IndexAny(cell, ".,"); at > 0 && len(bytes.Trim(cell[at+1:], "0")) == 0 {
		whole = cell[:at]
	}
	x, err := strconv.ParseUint(string(whole), 10, 8)
	if err != nil || x > MaxScore {
		return 0, fmt.Errorf("%q is no score: want a whole number from 0 to %d, empty or NA (not presented), OM (omitted) or NR (not reached); name columns that are no items, and other signs for not presented", clip(cell), MaxScore)
	}
	return int8(x), nil
}

// Number reads a finite number with a decimal point or a decimal comma.
func Number(text string) (float64, error) {
	text = strings.TrimSpace(text)
	if whole, part, comma := strings.Cut(text, ","); comma {
		text = whole + "." + part // a second separator makes it no number
	}
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
		return 0, errors.New("want a number")
	}
	return v, nil
}

// Count reads a number of persons, from 0. A comma before three digits, which
// may divide thousands, is refused.
func Count(text string) (float64, error) {
	if _, part, comma := strings.Cut(strings.TrimSpace(text), ","); comma && len(part) == 3 {
		return 0, errors.New("a comma before three digits may divide thousands: write a decimal point, or none")
	}
	v, err := Number(text)
	if err != nil || v < 0 {
		return 0, errors.New("want a number from 0")
	}
	return v, nil
}

func clip(cell []byte) []byte { return cell[:min(len(cell), 40)] }

// short is a list for a message.
func short(names []string) string {
	const most = 8
	if len(names) > most {
		return fmt.Sprintf("%v and %d more", names[:most], len(names)-most)
	}
	return fmt.Sprint(names)
}
