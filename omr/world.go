package omr

import (
	"cmp"
	"slices"

	"khaothi/internal/exam"
	"khaothi/internal/seal"
	"khaothi/omr/layout"
)

// The fields that say whose sheet it is.
const (
	FieldNumber = layout.CandidateNumber
	FieldCode   = layout.FormCode
)

// World is what a sitting's sheets are checked against.
type World struct {
	Candidates map[string]Expected // by candidate number
	Codes      map[string]bool     // form codes of the sitting; empty: it has one form without a code
	Others     map[string]string   // form codes of other sittings of the exam → their subject
	Bags       []Bag
}

// Expected is a candidate who has a seat in the sitting.
type Expected struct {
	ID     exam.CandidateID
	Name   string
	Room   exam.RoomID
	Absent bool // by the attendance list of the room
	Screen bool // has work on the screen that counts
}

// Bag is what the invigilators of a room handed in.
type Bag struct {
	Room   exam.RoomID
	Name   string
	Sheets int      // as counted by hand; -1: not counted yet
	Absent []string // candidate numbers
}

// Leaf is the bag as the seal of StageScan covers it.
func (b *Bag) Leaf() []byte {
	parts := [][]byte{[]byte("bag"), []byte(b.Room), number(int64(b.Sheets))}
	for _, n := range b.Absent {
		parts = append(parts, []byte(n))
	}
	return seal.Fields(parts...)
}

// Gap is a room whose sheets are not those of its bag.
type Gap struct {
	Room    exam.RoomID `json:"room"`
	Name    string      `json:"name"`
	Counted int         `json:"counted"` // by hand; -1: nobody has
	Scanned int         `json:"scanned"` // sheets that count
	Missing []string    `json:"missing"` // numbers of those present who have no sheet
}

// Check compares the sheets with the world. Found lists, by sheet, what is wrong
// with it beside what the reading doubts; gaps the rooms that do not come out
// even.
func (w *World) Check(sheets []Sheet) (found map[string][]Doubt, gaps []Gap) {
	found = map[string][]Doubt{}
	holders := map[string][]int{}
	scanned := map[exam.RoomID]int{}
	for i := range sheets {
		s := &sheets[i]
		if !s.Counts() {
			continue
		}
		scanned[s.Room]++
		found[s.ID] = append(w.number(s), w.code(s)...)
		if number := s.Value(FieldNumber); number != "" {
			holders[number] = append(holders[number], i)
		}
	}
	for _, list := range holders {
		if len(list) > 1 {
			for _, i := range list {
				found[sheets[i].ID] = append(found[sheets[i].ID], Doubt{FieldNumber, "duplicate"})
			}
		}
	}
	for _, b := range w.Bags {
		g := Gap{Room: b.Room, Name: b.Name, Counted: b.Sheets, Scanned: scanned[b.Room], Missing: w.missing(b.Room, holders)}
		if g.Counted != g.Scanned || len(g.Missing) > 0 {
			gaps = append(gaps, g)
		}
	}
	return found, gaps
}

// Solved is the number that a sheet with digits in doubt must have, as Roster
// solves it: exactly one candidate of its room fits. "": it cannot be solved, or
// is not in doubt. It counts when a person has confirmed it.
func (w *World) Solved(s *Sheet) string {
	number := s.Value(FieldNumber)
	if unknown(number) == 0 {
		return ""
	}
	return Solve(number, func(yield func(string) bool) {
		for n, c := range w.Candidates {
			if c.Room == s.Room && !yield(n) {
				return
			}
		}
	})
}

func (w *World) number(s *Sheet) []Doubt {
	number := s.Value(FieldNumber)
	c, known := w.Candidates[number]
	switch {
	case !s.decided(FieldNumber) && !s.Clear(FieldNumber):
		if w.Solved(s) != "" {
			return []Doubt{{FieldNumber, CodeSolved}}
		}
		return nil // the reading doubts it already
	case !known:
		return []Doubt{{FieldNumber, "unknown"}}
	case c.Room != s.Room:
		return []Doubt{{FieldNumber, "other_room"}}
	case c.Absent:
		return []Doubt{{FieldNumber, "absent"}}
	case c.Screen:
		return []Doubt{{FieldNumber, "on_screen"}}
	}
	return nil
}

func (w *World) code(s *Sheet) []Doubt {
	code := s.Value(FieldCode)
	if len(w.Codes) == 0 || w.Codes[code] || !s.decided(FieldCode) && !s.Clear(FieldCode) {
		return nil
	}
	if _, other := w.Others[code]; other {
		return []Doubt{{FieldCode, "other_subject"}}
	}
	return []Doubt{{FieldCode, "unknown"}}
}

// missing are the numbers of a room's candidates who were there and have no
// sheet.
func (w *World) missing(room exam.RoomID, holders map[string][]int) []string {
	var out []string
	for number, c := range w.Candidates {
		if c.Room == room && !c.Absent && !c.Screen && len(holders[number]) == 0 {
			out = append(out, number)
		}
	}
	slices.SortFunc(out, func(a, b string) int { return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b)) })
	return out
}
