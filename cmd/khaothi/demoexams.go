package main

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"khaothi/bank"
	"khaothi/bank/bankimport/excel"
	"khaothi/cmd/khaothi/demodata"
	"khaothi/internal/board"
	"khaothi/internal/board/roster"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/identity"
	"khaothi/scoring/edudbpg"
)

const (
	demoPool     = "Ngân hàng minh hoạ"
	demoFormName = "Đề minh hoạ Toán 12 – định dạng 2025"
	demoPupils   = 200
	demoChoices  = 12 // of Toán
)

// bank imports the question file and makes a form of it, and the other forms,
// once.
func (s *seeder) bank(ctx context.Context) error {
	forms, err := s.stores.Bank.Forms(ctx, []exam.UnitID{s.p.unit}, 100)
	if err != nil {
		return err
	}
	if err := s.otherForms(ctx, forms); err != nil {
		return err
	}
	for _, f := range forms {
		if f.Name == demoFormName && f.State == bank.FormLocked {
			s.subjects["toan"] = demoSubject{f.ID, "thptqg-2025-toan"}
			return nil
		}
	}
	return s.maths(ctx, demoChoices, "thptqg-2025-toan")
}

// maths imports the question file and makes a form of it that is scored by rule.
func (s *seeder) maths(ctx context.Context, choices int, rule string) error {
	file, err := demodata.QuestionWorkbook()
	if err != nil {
		return fmt.Errorf("question file: %w", err)
	}
	in := excel.Read("cau-hoi-minh-hoa.xlsx", file)
	if in.Report.Errors() > 0 {
		return fmt.Errorf("question file: %+v", in.Report.Of(bank.Error)[0])
	}
	batch, err := s.stores.Bank.Import(ctx, s.p.teacher, bank.Home{Unit: s.p.unit, Pool: demoPool}, in)
	if err != nil {
		return fmt.Errorf("import questions: %w", err)
	}
	form, err := s.makeForm(ctx, batch.ID, choices)
	s.subjects["toan"] = demoSubject{form, rule}
	return err
}

// makeForm takes the first choices, 4 clusters and 6 short questions of the batch
// and locks them with four variants.
func (s *seeder) makeForm(ctx context.Context, batch string, choices int) (exam.FormID, error) {
	titles := bank.DefaultTitles()
	form := bank.Form{Unit: s.p.unit, Name: demoFormName, Subject: "toan", DurationS: 5400}
	for i, want := range []struct {
		kind  bank.Kind
		count int
	}{{bank.Single, choices}, {bank.Cluster, 4}, {bank.Short, 6}} {
		page, err := s.stores.Bank.List(ctx, bank.Filter{Batch: batch, Kind: want.kind, Limit: 500})
		if err != nil {
			return "", err
		}
		if len(page.Items) < want.count {
			return "", fmt.Errorf("the question file has %d questions of kind %s, want %d", len(page.Items), want.kind, want.count)
		}
		part := bank.Part{Title: titles[i]}
		for _, item := range page.Items[:want.count] {
			part.Pins = append(part.Pins, bank.PinOf(item.Current))
		}
		form.Parts = append(form.Parts, part)
	}
	made, err := s.stores.Bank.CreateForm(ctx, s.p.teacher, form)
	if err != nil {
		return "", fmt.Errorf("make the form: %w", err)
	}
	if err := s.approve(ctx, made); err != nil {
		return "", err
	}
	if _, err := s.stores.Bank.LockForm(ctx, s.p.teacher, made.ID, 2025, bank.Codes(101, 4)); err != nil {
		return "", fmt.Errorf("lock the form: %w", err)
	}
	return made.ID, nil
}

// demoExam is an exam to make.
type demoExam struct {
	name, prefix string
	pupils       int
	sittings     []demoPlan
}

type demoPlan struct {
	name     string
	state    exam.SittingState // planned, open or running
	startsIn time.Duration
	duration time.Duration
	grace    time.Duration
	subject  string // toan if empty
	sim      bool   // the one that runs by itself: nobody else gets its tickets
}

// demoExams are an exam that runs by itself, one to sit now, one to wait for,
// and two small ones to try tracks and a sound.
func demoExams() []demoExam {
	return []demoExam{
		{"Thi thử tự động (minh hoạ)", "01", 50, []demoPlan{
			{name: "Toán – ca tự chạy", state: exam.SittingOpen, startsIn: 10 * time.Second, duration: 20 * time.Second, grace: 3 * time.Second, sim: true},
		}},
		{"Khảo sát chất lượng lớp 12 (minh hoạ)", "02", demoPupils, []demoPlan{
			{name: "Toán – ca đang thi", state: exam.SittingRunning, duration: 90 * time.Minute, grace: 10 * time.Second},
		}},
		{"Thi thử tốt nghiệp THPT (minh hoạ)", "03", 96, []demoPlan{
			{name: "Toán – ca đang chờ", state: exam.SittingOpen, startsIn: 30 * time.Minute, duration: 90 * time.Minute, grace: 10 * time.Second},
			{name: "Toán – ca ngày mai", state: exam.SittingPlanned, startsIn: 24 * time.Hour, duration: 90 * time.Minute, grace: 10 * time.Second},
		}},
		{"Thi thử Tin học (minh hoạ)", "04", 24, []demoPlan{
			{name: "Tin học – ca đang thi", subject: "tinhoc", state: exam.SittingRunning, duration: 50 * time.Minute, grace: 10 * time.Second},
		}},
		{"Kiểm tra nghe Tiếng Anh (minh hoạ)", "05", 24, []demoPlan{
			{name: "Tiếng Anh – ca có bài nghe", subject: "ngoaingu", state: exam.SittingRunning, duration: 60 * time.Minute, grace: 10 * time.Second},
		}},
	}
}

// exams makes the exams of this start.
func (s *seeder) exams(ctx context.Context) error {
	for _, e := range demoExams() {
		if err := s.exam(ctx, e); err != nil {
			return fmt.Errorf("%s: %w", e.name, err)
		}
	}
	return nil
}

// exam makes one exam from a roster file: candidates, numbers, rooms, sittings.
func (s *seeder) exam(ctx context.Context, d demoExam) error {
	profile, err := board.ProfileByName("thptqg-2025")
	if err != nil {
		return err
	}
	settings := profile.Settings
	settings.NumberPrefix = d.prefix
	e, err := s.stores.Board.CreateExam(ctx, s.p.board, board.Exam{
		Name: d.name, UnitID: s.p.unit, Profile: profile.Name, SchoolYear: schoolYear(s.now), Settings: settings,
	})
	if err != nil {
		return err
	}
	candidates, err := s.roster(ctx, e, d.pupils)
	if err != nil {
		return err
	}
	rooms, err := s.rooms(ctx, e, len(candidates))
	if err != nil {
		return err
	}
	for _, plan := range d.sittings {
		if err := s.sitting(ctx, e, plan, candidates, rooms); err != nil {
			return fmt.Errorf("%s: %w", plan.name, err)
		}
	}
	return nil
}

// roster imports the roster file, numbers the candidates, and puts the pupils
// into the education database, as the module that owns them would.
func (s *seeder) roster(ctx context.Context, e board.Exam, n int) ([]board.Candidate, error) {
	file, err := demodata.Roster{Seed: 2025, Pupils: n, Schools: demoSchools(), Settings: e.Settings}.Workbook()
	if err != nil {
		return nil, fmt.Errorf("roster file: %w", err)
	}
	r := roster.Read("danh-sach-minh-hoa.xlsx", file, roster.Options{Settings: e.Settings, Today: s.now})
	if !r.OK() {
		return nil, fmt.Errorf("roster file: %s", r.Errors[0].Message("en"))
	}
	sum := sha256.Sum256(file)
	err = s.stores.Board.ImportRoster(ctx, s.p.board, board.RosterImport{
		ExamID: e.ID, Mode: board.ImportAdd, FileName: r.File, SHA256: hex.EncodeToString(sum[:]), Candidates: r.Candidates,
	})
	if err != nil {
		return nil, err
	}
	page, err := s.stores.Board.ListCandidates(ctx, e.ID, board.CandidateFilter{})
	if err != nil {
		return nil, err
	}
	numbers, err := board.Number(page.Candidates, e.Settings)
	if err != nil {
		return nil, err
	}
	if err := s.stores.Board.NumberCandidates(ctx, s.p.board, e.ID, numbers); err != nil {
		return nil, err
	}
	if page, err = s.stores.Board.ListCandidates(ctx, e.ID, board.CandidateFilter{}); err != nil {
		return nil, err
	}
	return page.Candidates, s.educationDatabase(ctx, page.Candidates)
}

// demoSchools are the schools among the units.
func demoSchools() []demodata.School {
	var out []demodata.School
	for _, u := range demoUnits {
		if u.Kind == identity.UnitTruong {
			out = append(out, demodata.School{Code: u.Code, Name: u.Name})
		}
	}
	return out
}

// educationDatabase makes the rows "of the other modules".
func (s *seeder) educationDatabase(ctx context.Context, candidates []board.Candidate) (err error) {
	edu, err := edudbpg.Open(ctx, s.m.Data.EduDatabaseURL)
	if err != nil {
		return err
	}
	defer edu.Close()
	seen := map[string]bool{}
	var schools []edudbpg.School
	pupils := make([]edudbpg.Pupil, len(candidates))
	for i, c := range candidates {
		if !seen[c.SchoolCode] {
			seen[c.SchoolCode] = true
			schools = append(schools, edudbpg.School{Code: c.SchoolCode, Name: c.SchoolName, Level: "04"})
		}
		gender := map[board.Gender]int{board.GenderMale: 1, board.GenderFemale: 2}[c.Gender]
		pupils[i] = edudbpg.Pupil{
			Code: c.PupilCode, CitizenID: c.CitizenID, Name: c.FullName(), Birth: c.BirthDate, Gender: gender,
			School: c.SchoolCode, Class: c.ClassCode, Grade: "12",
		}
	}
	return edu.Seed(ctx, schools, pupils)
}

// rooms makes as many rooms of 24 as the candidates need.
func (s *seeder) rooms(ctx context.Context, e board.Exam, candidates int) ([]board.Room, error) {
	var rooms []board.Room
	for n := 1; len(rooms)*e.Settings.RoomCapacity < candidates; n++ {
		rooms = append(rooms, board.Room{
			ExamID: e.ID, Name: fmt.Sprintf("P%02d", n), Place: fmt.Sprintf("Phòng máy %d, nhà A", n), Capacity: e.Settings.RoomCapacity,
		})
	}
	return s.stores.Board.CreateRooms(ctx, s.p.board, rooms)
}

// sitting makes one sitting, seats everybody, and brings it to its state.
func (s *seeder) sitting(ctx context.Context, e board.Exam, plan demoPlan, candidates []board.Candidate, rooms []board.Room) error {
	subject := cmp.Or(plan.subject, "toan")
	of := s.subjects[subject]
	made, err := s.stores.Board.CreateSitting(ctx, s.p.board, board.Sitting{
		ExamID: e.ID, Subject: subject, Name: plan.name, FormID: of.form, Rule: of.rule,
		StartsAt: time.Now().Add(plan.startsIn), Duration: plan.duration, Grace: plan.grace,
	})
	if err != nil {
		return err
	}
	seats, err := board.AssignSeats(board.SeatPlan{Sittings: []board.Sitting{made}, Candidates: candidates, Rooms: rooms, RoomSubjects: e.Settings.RoomSubjects})
	if err != nil {
		return err
	}
	if err := s.stores.Board.ReplaceSeats(ctx, s.p.board, []exam.SittingID{made.ID}, seats); err != nil {
		return err
	}
	out := demoSitting{ID: made.ID, Name: e.Name + ": " + plan.name, State: plan.state, Tickets: []demoTicket{}}
	if plan.state != exam.SittingPlanned {
		if out.Tickets, err = s.open(ctx, made.ID); err != nil {
			return err
		}
	}
	if plan.state == exam.SittingRunning {
		err = s.flow.StartSitting(ctx, s.p.board, made.ID)
		if fault.CodeOf(err) == "sitting.started" { // by its plan: seeding took long
			err = nil
		}
	}
	if plan.sim {
		s.p.exam, s.p.sim = e.ID, made.ID
	}
	s.p.sittings = append(s.p.sittings, out)
	return err
}

// open opens a sitting and issues its tickets.
func (s *seeder) open(ctx context.Context, id exam.SittingID) ([]demoTicket, error) {
	if err := s.flow.OpenSitting(ctx, s.p.board, id); err != nil {
		return nil, err
	}
	slips, err := s.flow.IssueTickets(ctx, s.p.board, id, "")
	if err != nil {
		return nil, err
	}
	if len(slips) == 0 {
		return nil, errors.New("no tickets were issued")
	}
	tickets := make([]demoTicket, len(slips))
	for i, slip := range slips {
		tickets[i] = demoTicket{Number: slip.Number, Code: slip.Code}
	}
	return tickets, nil
}

// schoolYear is the school year of a day: it begins in August.
func schoolYear(day time.Time) string {
	year := day.Year()
	if day.Month() < time.August {
		year--
	}
	return fmt.Sprintf("%d-%d", year, year+1)
}
