package assemble

import (
	"fmt"
	"strconv"
	"strings"
)

// decimal is a number as Vietnamese papers write it.
func decimal(v float64) string {
	return strings.Replace(strconv.FormatFloat(v, 'f', -1, 64), ".", ",", 1)
}

func targetWords(i int, t Target) string {
	kind := "tổng"
	if t.Mean {
		kind = "trung bình"
	}
	s := fmt.Sprintf("Mục tiêu %d: %s cột “%s”", i+1, kind, t.Column)
	if t.Min != nil {
		s += " ít nhất " + decimal(*t.Min)
	}
	if t.Max != nil {
		s += " nhiều nhất " + decimal(*t.Max)
	}
	return s
}
