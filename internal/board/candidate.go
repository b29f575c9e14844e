package board

import (
	"slices"
	"time"

	"khaothi/internal/exam"
	"khaothi/internal/vi"
)

// Gender as the roster states it.
type Gender string

// The genders of the national pupil record: 0 unknown, 1 and 2.
const (
	GenderUnknown Gender = ""
	GenderMale    Gender = "male"
	GenderFemale  Gender = "female"
)

// Candidate is a thí sinh of one exam. Codes are text: leading zeros count.
// Names are NFC.
type Candidate struct {
	ID         exam.CandidateID
	ExamID     exam.ExamID
	RosterNo   int       // place in the imported file, from 1
	Number     string    // số báo danh; empty until numbered
	FamilyName string    // family and middle names: Nguyễn Thị
	GivenName  string    // An
	BirthDate  time.Time // midnight UTC of the day
	Gender     Gender
	PupilCode  string // mã học sinh; unique in the exam unless empty
	CitizenID  string // số định danh cá nhân, 12 digits; unique in the exam unless empty
	SchoolCode string
	SchoolName string
	ClassCode  string
	Subjects   []string // codes; empty means every subject of the exam
	Needs      Accommodation
}

// FullName is the name as Vietnamese write it, given name last.
func (c Candidate) FullName() string {
	if c.FamilyName == "" {
		return c.GivenName
	}
	return c.FamilyName + " " + c.GivenName
}

// SortKey orders candidates as bytes: given name, family and middle name, birth
// date.
func SortKey(c Candidate) []byte {
	k := vi.AppendKey(nil, c.GivenName)
	k = vi.AppendKey(k, c.FamilyName)
	return c.BirthDate.AppendFormat(k, "20060102")
}

// Sits reports whether the candidate registered for the subject.
func (c Candidate) Sits(subject string) bool {
	return len(c.Subjects) == 0 || slices.Contains(c.Subjects, subject)
}

// CandidateFilter chooses candidates of an exam. Zero values choose all.
type CandidateFilter struct {
	Text    string // part of a name (accents do not matter), or the start of a number or code
	Subject string
	Limit   int // 0 = no limit
	Offset  int
}

// CandidatePage is one page of a list with the size of the whole.
type CandidatePage struct {
	Candidates []Candidate
	Total      int
	Numbered   int // how many of Total have a number
}
