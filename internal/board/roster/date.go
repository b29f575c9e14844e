package roster

import (
	"regexp"
	"strconv"
	"time"

	"khaothi/internal/sheet"
)

var (
	dayMonthYear = regexp.MustCompile(`^(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})$`)
	shortYear    = regexp.MustCompile(`^\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{1,2}$`)
	isoDate      = regexp.MustCompile(`^(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00:00(?:\.0+)?Z?)?$`)
	serialDate   = regexp.MustCompile(`^\d{5}(\.0+)?$`)
	yearOnly     = regexp.MustCompile(`^(19|20)\d{2}$`)
)

// parseDate reads a day: dd/mm/yyyy (also with - or .), ISO, or the serial
// number of a spreadsheet. A problem has a code and, where it helps, args.
func parseDate(s string) (time.Time, *Problem) {
	if s == "" {
		return time.Time{}, &Problem{Code: "birth_date.missing"}
	}
	if m := dayMonthYear.FindStringSubmatch(s); m != nil {
		return makeDate(m[3], m[2], m[1])
	}
	if m := isoDate.FindStringSubmatch(s); m != nil {
		return makeDate(m[1], m[2], m[3])
	}
	if shortYear.MatchString(s) {
		return time.Time{}, &Problem{Code: "birth_date.two_digit_year"}
	}
	if yearOnly.MatchString(s) {
		return time.Time{}, &Problem{Code: "birth_date.year_only"}
	}
	if serialDate.MatchString(s) {
		if d, ok := sheet.Date(s); ok {
			return d, nil
		}
	}
	return time.Time{}, &Problem{Code: "birth_date.invalid"}
}

// makeDate refuses days that no calendar has.
func makeDate(year, month, day string) (time.Time, *Problem) {
	y, m, d := number(year), number(month), number(day)
	if m > 12 && d <= 12 {
		return time.Time{}, &Problem{Code: "birth_date.month_first", Args: args("month", month)}
	}
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	if t.Day() != d || t.Month() != time.Month(m) {
		return time.Time{}, &Problem{Code: "birth_date.invalid"}
	}
	return t, nil
}

// number reads digits that a pattern has matched.
func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}

var earliestBirth = time.Date(1920, 1, 1, 0, 0, 0, 0, time.UTC)

// plausible reports whether somebody alive may be born on the day.
func plausible(d, today time.Time) bool { return !d.Before(earliestBirth) && !d.After(today) }
