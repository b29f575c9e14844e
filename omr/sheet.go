package omr

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/seal"
	"khaothi/omr/layout"
)

// Scan is a file as it came from the scanner. It is never changed.
type Scan struct {
	ID      string
	Sitting exam.SittingID
	Room    exam.RoomID // whose bag it came out of
	File    string
	Hash    seal.Hash // SHA-256 of its bytes
	Bytes   int
	By      exam.Actor
	At      time.Time
	Pages   int    // 0: not read yet
	Fault   string // code of why it could not be read; "": it could, or was not read yet
}

// Leaf is the scan as the seal of StageScan covers it.
func (s *Scan) Leaf() []byte {
	return seal.Fields([]byte(s.ID), []byte(s.Room), []byte(s.File), s.Hash[:], number(int64(s.Bytes)))
}

// Doubt is why a field, or the whole page (FieldPage), is not taken as it was
// read.
type Doubt struct {
	Field string `json:"field"`
	Code  string `json:"code"`
}

// Sheet is one page of a scan: what the program read and what people decided.
type Sheet struct {
	ID     string
	Scan   string
	Room   exam.RoomID
	File   string
	Page   int    // of the file, from 1
	Status string // as read: ok review rejected blank
	Doubts []Doubt
	Cells  map[string]string // as read, by field of the layout
	Detail json.RawMessage   // raw darkness, places, confidence: what rules can be changed on later
	Fixes  []Fix             // in their order
}

// Leaf is the sheet as the seal of StageRead covers it.
func (s *Sheet) Leaf() []byte {
	parts := [][]byte{[]byte(s.ID), []byte(s.Scan), number(int64(s.Page)), []byte(s.Status)}
	for _, d := range s.Doubts {
		parts = append(parts, []byte(d.Field+":"+d.Code))
	}
	for _, f := range slices.Sorted(maps.Keys(s.Cells)) {
		parts = append(parts, []byte(f), []byte(s.Cells[f]))
	}
	return seal.Fields(append(parts, s.Detail)...)
}

// Discard is the field of a fix that puts a whole sheet aside: a blank page, a
// back, a sheet that was scanned twice.
const Discard = "sheet"

// Discarded is the value of Discard for a sheet that does not count.
const Discarded = "discarded"

// Fix is one decision of a person about a field. It is never changed; who
// changes their mind adds another.
type Fix struct {
	ID     string
	Sheet  string
	Field  string
	Before string // what counted till then
	After  string
	Why    string
	Crop   []byte // PNG of the mark as it was seen; not read back with the sheet
	// CropHash is the SHA-256 of Crop as it is kept now.
	CropHash seal.Hash
	By       exam.Actor
	At       time.Time
	// A change of what was read clearly counts when a second person has
	// confirmed it.
	Second   bool // it needs one
	Agreed   exam.Actor
	AgreedAt time.Time
	Refused  bool // the second person said no
}

// Leaf is the fix as the seal of StageFix covers it.
func (f *Fix) Leaf() []byte {
	return seal.Fields([]byte(f.ID), []byte(f.Sheet), []byte(f.Field), []byte(f.Before), []byte(f.After), []byte(f.Why), f.CropHash[:],
		[]byte(f.By.ID), number(f.At.UnixMilli()), []byte(f.Agreed.ID), number(f.AgreedAt.UnixMilli()), fmt.Append(nil, f.Second, f.Refused))
}

// Counts reports whether the fix is in force.
func (f *Fix) Counts() bool { return !f.Refused && (!f.Second || f.Agreed.ID != "") }

// Waiting reports whether a second person is asked.
func (f *Fix) Waiting() bool { return f.Second && f.Agreed.ID == "" && !f.Refused }

// Value is what counts in a field: the last fix in force, or what was read.
func (s *Sheet) Value(field string) string {
	for _, f := range slices.Backward(s.Fixes) {
		if f.Field == field && f.Counts() {
			return f.After
		}
	}
	return s.Cells[field]
}

// Counts reports whether the sheet was not put aside.
func (s *Sheet) Counts() bool { return s.Value(Discard) != Discarded }

// Clear reports whether a field was read without a doubt.
func (s *Sheet) Clear(field string) bool {
	if s.Status == StatusRejected || s.Status == StatusBlank {
		return false
	}
	return !slices.ContainsFunc(s.Doubts, func(d Doubt) bool { return d.Field == field })
}

// Open lists the doubts that nobody has decided, in the order of the sheet.
func (s *Sheet) Open() []Doubt {
	if !s.Counts() {
		return nil
	}
	var out []Doubt
	for _, d := range s.Doubts {
		if !s.decided(d.Field) {
			out = append(out, d)
		}
	}
	return out
}

func (s *Sheet) decided(field string) bool {
	return slices.ContainsFunc(s.Fixes, func(f Fix) bool { return f.Field == field && f.Counts() })
}

// NewFix checks a decision and says whether a second person must agree: always
// where it changes what was read clearly, or what a person decided before.
// Whoever corrects their own decision while nobody has built on it needs none.
func (s *Sheet) NewFix(field, after, why string, crop []byte, who exam.Actor, at time.Time) (Fix, error) {
	before := s.Value(field)
	switch _, read := s.Cells[field]; {
	case field != Discard && !read && s.Status != StatusRejected:
		return Fix{}, fault.New(fault.Invalid, "omr.field").With("field", field)
	case strings.Contains(after, layout.Doubt):
		return Fix{}, fault.New(fault.Invalid, "omr.after").With("field", field) // a doubt is not decided by a doubt
	case s.decided(field) && before == after, !s.decided(field) && s.Clear(field) && before == after && field != Discard:
		return Fix{}, fault.New(fault.Conflict, "omr.nothing_changed").With("field", field)
	case slices.ContainsFunc(s.Fixes, func(f Fix) bool { return f.Field == field && f.Waiting() }):
		return Fix{}, fault.New(fault.Conflict, "omr.waits_for_second").With("field", field)
	}
	second := s.secondNeeded(field, who)
	if second && why == "" {
		return Fix{}, fault.New(fault.Invalid, "omr.why").With("field", field)
	}
	return Fix{
		ID: exam.NewID(), Sheet: s.ID, Field: field, Before: before, After: after, Why: why, Crop: crop, CropHash: sha256.Sum256(crop), By: who, At: at, Second: second,
	}, nil
}

func (s *Sheet) secondNeeded(field string, who exam.Actor) bool {
	if field == Discard && s.Status != StatusOK && s.Status != StatusReview && !s.decided(field) {
		return false // a blank page, or one that is no sheet
	}
	for _, f := range slices.Backward(s.Fixes) {
		if f.Field == field && f.Counts() {
			return f.Second || f.By.ID != who.ID
		}
	}
	return field == Discard || s.Clear(field)
}

// Agree is the word of the second person about a fix.
func (f *Fix) Agree(who exam.Actor, yes bool, at time.Time) error {
	switch {
	case !f.Waiting():
		return fault.New(fault.Conflict, "omr.not_waiting")
	case f.By.ID == who.ID:
		return fault.New(fault.Forbidden, "omr.second_person")
	}
	f.Agreed, f.AgreedAt, f.Refused = who, at, !yes
	return nil
}
