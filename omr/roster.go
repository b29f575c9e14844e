package omr

import (
	"errors"
	"io"
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
	unknown := strings.Count(number, "?") + strings.Count(number, "_")
	switch {
	case unknown == 0 && r.all[number]:
		return
	case unknown == 0:
		reading.doubt(layout.CandidateNumber, CodeUnknown)
	case unknown <= maxUnknown:
		if fits := r.fitting(number, room); len(fits) == 1 {
			reading.Cells[layout.CandidateNumber] = fits[0]
			reading.doubt(layout.CandidateNumber, CodeSolved)
		}
	}
}

func (r *Roster) fitting(pattern, room string) []string {
	var fits []string
	for where, numbers := range r.rooms {
		if _, known := r.rooms[room]; known && where != room {
			continue
		}
		for _, n := range numbers {
			if fitsPattern(n, pattern) {
				fits = append(fits, n)
			}
		}
	}
	return fits
}

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
