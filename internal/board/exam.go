package board

import (
	"regexp"
	"strings"
	"time"
	"unicode"

	"khaothi/internal/exam"
	"khaothi/internal/fault"
)

// Exam is a kỳ thi: one roster of candidates who sit one or more subjects.
type Exam struct {
	ID         exam.ExamID
	Name       string
	UnitID     exam.UnitID // the Sở, Phòng or school that holds it
	Profile    string      // name of the Profile it was made from, such as thptqg-2025
	SchoolYear string      // 2025-2026
	Settings   Settings
	Rev        int // rises with each update; an update of an older one is a conflict
	CreatedAt  time.Time
}

// ExamSummary is an exam with the counts that a list shows.
type ExamSummary struct {
	Exam
	Candidates, Rooms, Sittings int
}

var schoolYear = regexp.MustCompile(`^(\d{4})-(\d{4})$`)

// Validate reports what is wrong with the exam, or nil.
func (e Exam) Validate() error {
	if !validName(e.Name, 300) {
		return invalid("exam.name")
	}
	if e.UnitID == "" {
		return invalid("exam.unit")
	}
	if !validSchoolYear(e.SchoolYear) {
		return invalid("exam.school_year").With("value", e.SchoolYear)
	}
	return e.Settings.Validate()
}

// validName wants one line of at most limit bytes: names stand in the lines of
// printed lists.
func validName(name string, limit int) bool {
	return strings.TrimSpace(name) != "" && len(name) <= limit && !strings.ContainsFunc(name, unicode.IsControl)
}

// validSchoolYear accepts two consecutive years.
func validSchoolYear(s string) bool {
	m := schoolYear.FindStringSubmatch(s)
	if m == nil {
		return false
	}
	first, err := time.Parse("2006", m[1])
	if err != nil {
		return false
	}
	return first.AddDate(1, 0, 0).Format("2006") == m[2]
}

func invalid(code string) *fault.Error { return fault.New(fault.Invalid, code) }
