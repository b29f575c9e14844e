package workflow

import (
	"context"

	"khaothi/delivery"
	"khaothi/internal/board"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/scoring"
)

// WorkbookFunc writes the results of an exam as a spreadsheet.
type WorkbookFunc func(scoring.Book) ([]byte, error)

// Workbook returns the results of an exam as a spreadsheet.
func (f *Flow) Workbook(ctx context.Context, id exam.ExamID) ([]byte, error) {
	if f.workbook == nil {
		return nil, fault.New(fault.Unavailable, "workbook.not_configured")
	}
	book, err := f.Book(ctx, id)
	if err != nil {
		return nil, err
	}
	return f.workbook(book)
}

// Book is everybody who has a seat in an exam with what they earned.
func (f *Flow) Book(ctx context.Context, id exam.ExamID) (scoring.Book, error) {
	read := f.db.Read()
	e, err := read.Board.GetExam(ctx, id)
	if err != nil {
		return scoring.Book{}, err
	}
	sittings, err := read.Board.ListSittings(ctx, id)
	if err != nil {
		return scoring.Book{}, err
	}
	book := scoring.Book{Exam: id, Unit: e.UnitID, Name: e.Name, SchoolYear: e.SchoolYear, At: f.now()}
	for _, s := range counting(sittings) {
		roll, err := f.roll(ctx, read, e, s.Sitting)
		if err != nil {
			return scoring.Book{}, err
		}
		book.Sittings = append(book.Sittings, roll)
	}
	return book, nil
}

// Roll is everybody who has a seat in a sitting with what they earned.
func (f *Flow) Roll(ctx context.Context, id exam.SittingID) (scoring.Roll, error) {
	read := f.db.Read()
	s, err := read.Board.GetSitting(ctx, id)
	if err != nil {
		return scoring.Roll{}, err
	}
	if err := notPractice(s); err != nil {
		return scoring.Roll{}, err
	}
	e, err := read.Board.GetExam(ctx, s.ExamID)
	if err != nil {
		return scoring.Roll{}, err
	}
	return f.roll(ctx, read, e, s)
}

func (f *Flow) roll(ctx context.Context, read Stores, e board.Exam, s board.Sitting) (scoring.Roll, error) {
	subject, _ := e.Settings.SubjectByCode(s.Subject)
	roll := scoring.Roll{
		Sitting: s.ID, Exam: e.ID, Unit: e.UnitID, ExamName: e.Name, Name: s.Name, Subject: subject.Name,
		Rule: s.Rule, Form: s.FormID, StartsAt: s.StartsAt,
	}
	states, err := f.organizer(read).States(ctx, []exam.SittingID{s.ID})
	if err != nil {
		return roll, err
	}
	roll.State = states[s.ID]
	seats, err := read.Board.ListSeats(ctx, s.ID, "")
	if err != nil {
		return roll, err
	}
	attempts, err := read.Ledger.Attempts(ctx, s.ID, "")
	if err != nil {
		return roll, err
	}
	results, err := read.Scores.Latest(ctx, []exam.SittingID{s.ID})
	if err != nil {
		return roll, err
	}
	released, err := read.Scores.Released(ctx, []exam.SittingID{s.ID})
	if err != nil {
		return roll, err
	}
	roll.Rows = rowsOf(seats, attempts, results, released)
	return roll, nil
}

// rowsOf joins what each part knows of a candidate.
func rowsOf(seats []board.Seated, attempts []delivery.Attempt, results, released []scoring.Stored) []scoring.Row {
	states := make(map[exam.CandidateID]delivery.Attempt, len(attempts))
	for _, a := range attempts {
		states[a.Candidate] = a
	}
	latest, public := byCandidate(results), byCandidate(released)
	rows := make([]scoring.Row, len(seats))
	for i, seat := range seats {
		c, a := seat.Candidate, states[seat.CandidateID]
		rows[i] = scoring.Row{
			Candidate: c.ID, Number: c.Number, Name: c.FullName(), BirthDate: c.BirthDate, School: c.SchoolName, Class: c.ClassCode,
			Room: seat.RoomName, Seat: seat.SeatNo, FormCode: a.FormCode, Note: noteOf(&a),
		}
		if r, ok := latest[c.ID]; ok {
			fillRow(&rows[i], r)
		}
		if r, ok := public[c.ID]; ok && r.State == scoring.Published && r.Version != rows[i].Version {
			points := r.Result.Points
			rows[i].Released = &points
		}
	}
	return rows
}

func byCandidate(list []scoring.Stored) map[exam.CandidateID]scoring.Stored {
	out := make(map[exam.CandidateID]scoring.Stored, len(list))
	for _, r := range list {
		out[r.Candidate] = r
	}
	return out
}

func fillRow(row *scoring.Row, r scoring.Stored) {
	points := r.Result.Points
	row.Points, row.Max, row.Parts, row.Pending = &points, r.Result.Max, r.Parts, r.Result.Pending
	row.Version, row.KeyVersion, row.State, row.Reason = r.Version, r.Result.KeyVersion, r.State, r.StateReason
}

func noteOf(a *delivery.Attempt) scoring.Note {
	switch {
	case !a.VoidedAt.IsZero():
		return scoring.NoteVoid
	case a.SealedBy == delivery.SealedByPaper:
		return scoring.NotePaper
	case a.State == delivery.AttemptAbsent:
		return scoring.NoteAbsent
	case a.State == delivery.AttemptIncomplete:
		return scoring.NoteIncomplete
	}
	return scoring.NoteNone
}
