package omr

import (
	"errors"
	"io"
	"iter"
	"maps"
	"slices"
	"strings"

	"khaothi/internal/fault"
	"khaothi/omr/layout"
	"khaothi/omr/roster"
)

// The codes of doubts that a roster gives.
const (
	CodeSolved    = "solved"    // digits in doubt were filled in: one candidate of the room fits
	CodeUnknown   = "unknown"   // no candidate has this number
	CodeDuplicate = "duplicate" // another page has this number
)

// Roster is who may have written a sheet, by room.
type Roster struct {
	rooms map[string][]string // room → numbers
	all   map[string]bool
}

const maxRoster = 2_000_000

// ReadRoster reads CSV with a column sbd (or number) and, where there are
// several rooms, room; other columns are passed over.
func ReadRoster(r io.Reader) (*Roster, error) {
	in := roster.Open(r)
	in.FieldsPerRecord = -1
	in.ReuseRecord = true
	head, err := in.Read()
	if err != nil {
		return nil, fault.New(fault.Invalid, "omr.roster.header").Wrap(err)
	}
	number, room := column(head, layout.FillNumber), column(head, layout.FillRoom)
	if number < 0 {
		return nil, fault.New(fault.Invalid, "omr.roster.no_number").With("columns", "sbd, number")
	}
	list := &Roster{rooms: map[string][]string{}, all: map[string]bool{}}
	for line := 2; ; line++ {
		row, err := in.Read()
		if errors.Is(err, io.EOF) {
			return list, nil
		}
		if err != nil || line > maxRoster {
			return nil, fault.New(fault.Invalid, "omr.roster.row").With("line", line).Wrap(err)
		}
		if number >= len(row) || strings.TrimSpace(row[number]) == "" {
			continue
		}
		n, where := strings.TrimSpace(row[number]), ""
		if room >= 0 && room < len(row) {
			where = strings.TrimSpace(row[room])
		}
		if !list.all[n] {
			list.all[n] = true
			list.rooms[where] = append(list.rooms[where], n)
		}
	}
}

func column(head []string, want layout.Fill) int {
	return slices.IndexFunc(head, func(h string) bool { return roster.Column(h) == want })
}

// maxUnknown is how many digits of a number may be in doubt and still be
// solved.
const maxUnknown = 2

// Check compares the candidate number of a reading with the roster. A number
// with digits in doubt becomes the one that fits, if exactly one does: of the
// room, where room is one of the roster's, else of all. Either way the field
// has a doubt that says so.
func (r *Roster) Check(reading *Reading, room string) {
	number, ok := reading.Cells[layout.CandidateNumber]
	if !ok || number == "" {
		return
	}
	switch digits := unknown(number); {
	case digits == 0 && r.all[number]:
		return
	case digits == 0:
		reading.doubt(layout.CandidateNumber, CodeUnknown)
	default:
		if solved := Solve(number, r.among(room)); solved != "" {
			reading.Cells[layout.CandidateNumber] = solved
			reading.doubt(layout.CandidateNumber, CodeSolved)
		}
	}
}

// among are the numbers of a room, or all where the roster has no such room.
func (r *Roster) among(room string) iter.Seq[string] {
	if numbers, known := r.rooms[room]; known {
		return slices.Values(numbers)
	}
	return maps.Keys(r.all)
}

// Solve returns the one number among many that fits a number with digits in
// doubt; "" where none or several fit, or too many digits are in doubt.
func Solve(number string, among iter.Seq[string]) string {
	if unknown(number) > maxUnknown {
		return ""
	}
	solved := ""
	for n := range among {
		if !fitsPattern(n, number) {
			continue
		}
		if solved != "" {
			return ""
		}
		solved = n
	}
	return solved
}

// unknown is how many digits of a number are in doubt.
func unknown(number string) int { return strings.Count(number, "?") + strings.Count(number, "_") }

func fitsPattern(number, pattern string) bool {
	if len(number) != len(pattern) {
		return false
	}
	for i := range len(number) {
		if pattern[i] != '?' && pattern[i] != '_' && pattern[i] != number[i] {
			return false
		}
	}
	return true
}

func (r *Reading) doubt(field, code string) {
	r.Doubts = append(r.Doubts, Doubt{Field: field, Code: code})
	if r.Status == StatusOK {
		r.Status = StatusReview
	}
}
