package exam

// The ids. Each is made by NewID and is a type of its own, so that one cannot
// be handed over for another.
type (
	UnitID      string // a Sở, Phòng, school or class
	AccountID   string // a member of staff
	ItemID      string // a question, through all its versions
	VersionID   string // one immutable version of an item
	FormID      string // a form: pinned item versions in order
	ExamID      string // a kỳ thi
	SittingID   string // a ca thi: one timed run of one subject
	RoomID      string // a phòng thi
	CandidateID string // a thí sinh of one exam
	AttemptID   string // one candidate's work in one sitting
)

// Actor is the person who does something, as the audit trail names them. A
// Actor with an empty ID is the system itself.
type Actor struct {
	ID   AccountID
	Name string
	IP   string
}

// System is the actor of what the program does by itself.
func System() Actor { return Actor{Name: "system"} }

// Response is what a candidate last chose in one field of the form. Field is
// the place in the base order of the form (p1_3, p2_1c); Value is an option id,
// sorted option ids joined by commas, D or S, or the typed text. An empty
// Value is an answer taken back.
type Response struct {
	Field string `json:"field"`
	Value string `json:"value"`
}

// Responses are the last values of one attempt by field.
type Responses map[string]string

// Role is what a person may do, within one unit and the units under it.
type Role string

// The roles.
const (
	RoleAdmin       Role = "admin"
	RoleTeacher     Role = "teacher"
	RoleReviewer    Role = "reviewer"
	RoleBoard       Role = "board"
	RoleInvigilator Role = "invigilator"
	RoleAnalyst     Role = "analyst"
	RoleAuditor     Role = "auditor"
)

// SittingState is where a sitting stands.
type SittingState string

// The states of a sitting, in the order in which it passes them.
const (
	SittingPlanned SittingState = "planned" // on paper only
	SittingOpen    SittingState = "open"    // papers compiled, attempts made, candidates may wait
	SittingRunning SittingState = "running" // keys released, answers taken
	SittingClosed  SittingState = "closed"  // every attempt sealed or absent
)
