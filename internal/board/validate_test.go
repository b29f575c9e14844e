package board

import (
	"testing"
	"time"

	"khaothi/internal/fault"
)

func TestProfilesAreValid(t *testing.T) {
	t.Parallel()
	profiles, err := Profiles()
	if err != nil || len(profiles) < 2 {
		t.Fatalf("Profiles = %d, %v", len(profiles), err)
	}
	for _, p := range profiles {
		if err := p.Settings.Validate(); err != nil {
			t.Errorf("profile %s: %v", p.Name, err)
		}
		if p.Source == "" || p.Date == "" || p.Title == "" {
			t.Errorf("profile %s names no source, date or title", p.Name)
		}
	}
	if _, err := ProfileByName("thptqg-1999"); fault.KindOf(err) != fault.NotFound {
		t.Errorf("unknown profile: %v", err)
	}
}

func TestFindSubjectTakesCodesNamesAndAliases(t *testing.T) {
	t.Parallel()
	s := settings(t)
	for text, want := range map[string]string{
		"toan": "toan", "TOÁN": "toan", "Vật lý": "vatli", "vat li": "vatli", "Hóa học": "hoahoc", "Hoá": "hoahoc",
		"GDKT&PL": "gdktpl", "Tiếng Anh": "ngoaingu", "Địa lí": "diali", "Nhạc": "", "": "", " - ": "",
	} {
		got, _ := s.FindSubject(text)
		if got.Code != want {
			t.Errorf("FindSubject(%q) = %q, want %q", text, got.Code, want)
		}
	}
}

func TestExamValidate(t *testing.T) {
	t.Parallel()
	good := Exam{Name: "Kỳ thi", UnitID: "u", SchoolYear: "2025-2026", Settings: settings(t)}
	if err := good.Validate(); err != nil {
		t.Fatalf("a good exam: %v", err)
	}
	for code, spoil := range map[string]func(*Exam){
		"exam.name":          func(e *Exam) { e.Name = " " },
		"exam.unit":          func(e *Exam) { e.UnitID = "" },
		"exam.school_year":   func(e *Exam) { e.SchoolYear = "2025-2027" },
		"exam.number_prefix": func(e *Exam) { e.Settings.NumberPrefix = "A1" },
		"exam.number_digits": func(e *Exam) { e.Settings.NumberDigits = 11 },
		"exam.room_outage":   func(e *Exam) { e.Settings.RoomOutage = "sleep" },
		"exam.order":         func(e *Exam) { e.Settings.Order = "height" },
		"exam.room_capacity": func(e *Exam) { e.Settings.RoomCapacity = 0 },
		"exam.room_subjects": func(e *Exam) { e.Settings.RoomSubjects = 0 },
		"exam.subjects":      func(e *Exam) { e.Settings.Subjects = nil },
	} {
		e := good
		spoil(&e)
		if err := e.Validate(); fault.CodeOf(err) != code || fault.KindOf(err) != fault.Invalid {
			t.Errorf("error = %v, want %s", err, code)
		}
	}
}

func TestNamesAreOneLine(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{
		"Kỳ thi": true, " ": false, "hai\ndòng": false, "X\r\nY: 1": false, "tab\t": false, "Ca <1>": true, "0123456789": false,
	} {
		if got := validName(name, 9); got != want {
			t.Errorf("validName(%q) = %v, want %v", name, got, want)
		}
	}
}

func TestSittingValidate(t *testing.T) {
	t.Parallel()
	good := Sitting{
		Name: "Ca 1", Subject: "toan", Rule: "thptqg-2025-toan", StartsAt: morning,
		Duration: 90 * time.Minute, Grace: 10 * time.Second, LateLimit: 15 * time.Minute,
	}
	if err := good.Validate(settings(t)); err != nil {
		t.Fatalf("a good sitting: %v", err)
	}
	for code, spoil := range map[string]func(*Sitting){
		"sitting.name":         func(s *Sitting) { s.Name = "" },
		"sitting.subject":      func(s *Sitting) { s.Subject = "nhac" },
		"sitting.rule":         func(s *Sitting) { s.Rule = "" },
		"sitting.starts_at":    func(s *Sitting) { s.StartsAt = time.Time{} },
		"sitting.duration":     func(s *Sitting) { s.Duration = time.Second },
		"sitting.grace":        func(s *Sitting) { s.Grace = 3 * time.Minute },
		"sitting.late_limit":   func(s *Sitting) { s.LateLimit = 2 * time.Hour },
		"sitting.submit_after": func(s *Sitting) { s.SubmitAfter = -time.Second },
	} {
		s := good
		spoil(&s)
		if err := s.Validate(settings(t)); fault.CodeOf(err) != code {
			t.Errorf("error = %v, want %s", err, code)
		}
	}
}
