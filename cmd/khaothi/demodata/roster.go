package demodata

import (
	"fmt"
	"math/rand/v2"
	"time"

	"khaothi/internal/board"
	"khaothi/internal/board/roster"
)

// Roster is a made-up list of pupils.
type Roster struct {
	Seed     uint64
	Pupils   int
	Schools  []School // where they come from; at least one
	Settings board.Settings
	// BirthYear of most pupils; 0 means 2008.
	BirthYear int
	// Subjects by code that everybody registers for; none means all.
	Subjects []string
}

// School is a school as a roster names it.
type School struct{ Code, Name string }

// Candidates makes the pupils: the same seed makes the same ones. Names are
// drawn from what is common; nobody real is meant.
func (r Roster) Candidates() []board.Candidate {
	rnd := rand.New(rand.NewPCG(r.Seed, 0x6b74)) //nolint:gosec // made-up people, the same each time
	year := r.BirthYear
	if year == 0 {
		year = 2008
	}
	out := make([]board.Candidate, r.Pupils)
	for i := range out {
		c := board.Candidate{RosterNo: i + 1, Gender: board.GenderFemale, Subjects: r.Subjects, Needs: board.Accommodation{}.Complete()}
		if rnd.IntN(2) == 0 {
			c.Gender = board.GenderMale
		}
		c.FamilyName, c.GivenName = name(rnd, c.Gender)
		c.BirthDate = birthDate(rnd, year)
		school := r.Schools[i*len(r.Schools)/r.Pupils]
		c.SchoolCode, c.SchoolName = school.Code, school.Name
		c.ClassCode = fmt.Sprintf("12A%d", 1+rnd.IntN(6))
		c.PupilCode = fmt.Sprintf("%02d%08d", year%100, 10_000_000+int(r.Seed%1000)*10_000+i) //nolint:gosec // below 1000
		c.CitizenID = fmt.Sprintf("0%02d%d%02d%06d", 1+rnd.IntN(90), genderDigit(c.Gender), c.BirthDate.Year()%100, i+1)
		out[i] = c
	}
	return out
}

// Workbook is the roster as a school would send it.
func (r Roster) Workbook() ([]byte, error) { return roster.Write(r.Settings, r.Candidates()) }

// genderDigit is the fourth digit of a citizen id for births since 2000.
func genderDigit(g board.Gender) int {
	if g == board.GenderMale {
		return 2
	}
	return 3
}

func birthDate(rnd *rand.Rand, year int) time.Time {
	if rnd.IntN(20) == 0 {
		year-- // a few are a year older
	}
	return time.Date(year, 1, 1+rnd.IntN(365), 0, 0, 0, 0, time.UTC)
}

// weighted is a word and how common it is.
type weighted struct {
	word string
	n    int
}

var families = []weighted{
	{"Nguyễn", 38},
	{"Trần", 12},
	{"Lê", 10},
	{"Phạm", 7},
	{"Hoàng", 5},
	{"Huỳnh", 3},
	{"Phan", 4},
	{"Vũ", 4},
	{"Võ", 3},
	{"Đặng", 3},
	{"Bùi", 3},
	{"Đỗ", 3},
	{"Hồ", 2},
	{"Ngô", 2},
	{"Dương", 2},
	{"Lý", 1},
	{"Đinh", 1},
	{"Đào", 1},
	{"Mai", 1},
	{"Trịnh", 1},
	{"Lương", 1},
	{"Tô", 1},
	{"Hà", 1},
	{"Nông", 1},
	{"Quách", 1},
}

var (
	maleMiddle   = []weighted{{"Văn", 8}, {"Đức", 4}, {"Minh", 5}, {"Quốc", 3}, {"Hữu", 3}, {"Gia", 3}, {"Anh", 2}, {"Công", 2}, {"Tuấn", 2}, {"Xuân", 1}}
	femaleMiddle = []weighted{{"Thị", 9}, {"Ngọc", 5}, {"Thu", 4}, {"Minh", 3}, {"Phương", 3}, {"Thị Thanh", 2}, {"Thị Ngọc", 2}, {"Khánh", 2}, {"Quỳnh", 2}, {"Hoài", 1}}
	maleGiven    = []weighted{
		{"Anh", 6},
		{"Huy", 5},
		{"Minh", 5},
		{"Khang", 4},
		{"Nam", 4},
		{"Đức", 4},
		{"Bảo", 4},
		{"Long", 3},
		{"Phúc", 3},
		{"Quân", 3},
		{"Dũng", 3},
		{"Đạt", 3},
		{"Khôi", 3},
		{"Kiên", 2},
		{"Thắng", 2},
		{"Tùng", 2},
		{"Việt", 2},
		{"Hiếu", 2},
		{"Sơn", 2},
		{"Ân", 1},
		{"Ước", 1},
	}
	femaleGiven = []weighted{
		{"Anh", 7},
		{"Linh", 6},
		{"Trang", 5},
		{"Ngọc", 4},
		{"Hà", 4},
		{"Thảo", 4},
		{"Hương", 3},
		{"Mai", 3},
		{"Nhi", 3},
		{"Vy", 3},
		{"Chi", 3},
		{"Hạnh", 2},
		{"Hoà", 2},
		{"Ánh", 2},
		{"Yến", 2},
		{"Oanh", 2},
		{"Thuỷ", 2},
		{"Ngân", 2},
		{"Quyên", 2},
		{"Ý", 1},
		{"Đào", 1},
	}
)

func name(rnd *rand.Rand, g board.Gender) (family, given string) {
	middle, last := femaleMiddle, femaleGiven
	if g == board.GenderMale {
		middle, last = maleMiddle, maleGiven
	}
	given = draw(rnd, last)
	m := draw(rnd, middle)
	for m == given { // Anh Anh is nobody's name
		m = draw(rnd, middle)
	}
	return draw(rnd, families) + " " + m, given
}

func draw(rnd *rand.Rand, words []weighted) string {
	sum := 0
	for _, w := range words {
		sum += w.n
	}
	at := rnd.IntN(sum)
	for _, w := range words {
		if at -= w.n; at < 0 {
			return w.word
		}
	}
	return words[0].word
}
