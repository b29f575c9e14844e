package board

import (
	"strings"

	"khaothi/internal/vi"
)

// Order says by what candidates are numbered.
type Order string

// The orders.
const (
	OrderName  Order = "name"  // given name, family and middle name, birth date
	OrderClass Order = "class" // school and class first, then as OrderName

)

// Settings are what a board may change in one exam. They start as a copy of the
// profile's.
type Settings struct {
	NumberPrefix string    `json:"number_prefix"` // the council's digits before the running number; may be empty
	NumberDigits int       `json:"number_digits"` // digits of the running number
	Order        Order     `json:"order"`
	RoomCapacity int       `json:"room_capacity"` // of a new room
	RoomSubjects int       `json:"room_subjects"` // most subjects in one room in one shift
	Subjects     []Subject `json:"subjects"`      // what candidates may register for
	// RoomOutage says what happens when nearly a whole room falls silent.
	RoomOutage Outage `json:"room_outage,omitempty" enum:"ask,pause" doc:"when nearly a whole room falls silent: tell the invigilator, or stop its clocks at once; ask without it"`
}

// Outage is what happens by itself when nearly a whole room falls silent.
type Outage string

// The policies. Empty is OutageAsk: exams from before the setting have none.
const (
	OutageAsk   Outage = "ask"   // the invigilator is told, and decides
	OutagePause Outage = "pause" // the room's clocks stand from its last sign of life
)

// maxNumberLength is what the answer sheets and the ticket page can show.
const maxNumberLength = 12

// Validate reports the first setting that cannot work, or nil.
func (s Settings) Validate() error {
	if strings.Trim(s.NumberPrefix, "0123456789") != "" {
		return invalid("exam.number_prefix").With("value", s.NumberPrefix)
	}
	if s.NumberDigits < 2 || len(s.NumberPrefix)+s.NumberDigits > maxNumberLength {
		return invalid("exam.number_digits").With("value", s.NumberDigits)
	}
	if s.Order != OrderName && s.Order != OrderClass {
		return invalid("exam.order").With("value", string(s.Order))
	}
	if s.RoomCapacity < 1 || s.RoomCapacity > maxRoomCapacity {
		return invalid("exam.room_capacity").With("value", s.RoomCapacity)
	}
	if s.RoomSubjects < 1 {
		return invalid("exam.room_subjects").With("value", s.RoomSubjects)
	}
	switch s.RoomOutage {
	case "", OutageAsk, OutagePause:
	default:
		return invalid("exam.room_outage").With("value", string(s.RoomOutage))
	}
	return validSubjects(s.Subjects)
}

// Subject is a subject of the exam with what a new sitting of it starts from.
type Subject struct {
	Code      string   `json:"code"` // toan
	Name      string   `json:"name"` // Toán
	Aliases   []string `json:"aliases,omitempty"`
	Rule      string   `json:"rule"`       // scoring rule, thptqg-2025-toan
	DurationS int      `json:"duration_s"` // length of its paper
}

// validSubjects wants at least one, with codes and names of their own.
func validSubjects(subjects []Subject) error {
	if len(subjects) == 0 {
		return invalid("exam.subjects")
	}
	seen := map[string]bool{}
	for _, s := range subjects {
		if s.Code == "" || s.Name == "" || seen[s.Code] {
			return invalid("exam.subjects").With("value", s.Code)
		}
		seen[s.Code] = true
	}
	return nil
}

// SubjectByCode returns the subject with the code.
func (s Settings) SubjectByCode(code string) (Subject, bool) {
	for _, sub := range s.Subjects {
		if sub.Code == code {
			return sub, true
		}
	}
	return Subject{}, false
}

// FindSubject returns the subject that text names: its code, its name or an
// alias, without regard to case, accents or spaces.
func (s Settings) FindSubject(text string) (Subject, bool) {
	want := tight(text)
	if want == "" {
		return Subject{}, false
	}
	for _, sub := range s.Subjects {
		if tight(sub.Code) == want || tight(sub.Name) == want {
			return sub, true
		}
		for _, a := range sub.Aliases {
			if tight(a) == want {
				return sub, true
			}
		}
	}
	return Subject{}, false
}

// tight is the folded text without its blanks.
func tight(text string) string { return strings.ReplaceAll(vi.Fold(text), " ", "") }
