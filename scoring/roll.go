package scoring

import (
	"time"

	"khaothi/internal/exam"
)

// Book is the results of an exam as people read them: what the workbook and
// the page of an exam are made of.
type Book struct {
	Exam       exam.ExamID
	Unit       exam.UnitID // that holds the exam
	Name       string
	SchoolYear string
	At         time.Time
	Sittings   []Roll
}

// Roll is everybody who has a seat in a sitting, with what they earned.
type Roll struct {
	Sitting  exam.SittingID
	Exam     exam.ExamID
	Unit     exam.UnitID
	ExamName string
	Name     string
	Subject  string // name of the subject
	Rule     string
	Form     exam.FormID
	State    exam.SittingState
	StartsAt time.Time
	Rows     []Row // by room and seat
}

// Row is one candidate. Points is nil for who has no result: absent, or not
// scored yet. Withdrawn results count in no statistics.
type Row struct {
	Candidate  exam.CandidateID
	Number     string
	Name       string
	BirthDate  time.Time
	School     string
	Class      string
	Room       string
	Seat       int
	FormCode   string
	Points     *Points
	Max        Points
	Pending    int // works that people have not marked yet: the points are not final
	Parts      []PartPoints
	Version    int
	KeyVersion int
	State      State   // empty: no result
	Released   *Points // what the public holds, where that is an older version
	Note       Note
	Reason     string // why it was withdrawn
}

// Note says why a row has no result.
type Note string

// The notes.
const (
	NoteNone       Note = ""
	NoteAbsent     Note = "absent"
	NoteIncomplete Note = "incomplete" // sealed, but the record lacks events: not scored
	NoteVoid       Note = "void"       // the work was made void: not scored
	NotePaper      Note = "paper"      // went on with a paper sheet: not scored from the screen
)

// Counted are the points that statistics are made of.
func (r *Roll) Counted() []Points {
	var out []Points
	for i := range r.Rows {
		if p := r.Rows[i].Points; p != nil && r.Rows[i].State != Withdrawn {
			out = append(out, *p)
		}
	}
	return out
}

// ByRoom are the counted points of each room, in the order of the rows.
func (r *Roll) ByRoom() (rooms []string, points map[string][]Points) {
	points = map[string][]Points{}
	for i := range r.Rows {
		row := &r.Rows[i]
		if _, seen := points[row.Room]; !seen {
			rooms = append(rooms, row.Room)
			points[row.Room] = nil
		}
		if row.Points != nil && row.State != Withdrawn {
			points[row.Room] = append(points[row.Room], *row.Points)
		}
	}
	return rooms, points
}
