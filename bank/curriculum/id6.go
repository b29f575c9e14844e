package curriculum

import (
	"regexp"
	"strings"

	"khaothi/bank"
	"khaothi/internal/fault"
)

// ID6 is a code such as [2D1H3-1] of a LaTeX bank of mathematics: grade, part,
// chapter, level, lesson and, in the six-character form, the form of question.
type ID6 struct {
	Code    string     `json:"code"`           // 2D1H3-1
	Grade   int        `json:"grade"`          // 6–12
	Part    string     `json:"part"`           // D, H, C, or the letter of another bank
	Strand  string     `json:"strand"`         // name of the part; empty where banks differ
	Chapter string     `json:"chapter"`        // name of the chapter; empty where it is not known
	Lesson  string     `json:"lesson"`         // name of the lesson; empty where it is not known
	Form    string     `json:"form,omitempty"` // one character; empty in an ID5
	Level   bank.Level `json:"level"`
	Old     bool       `json:"old,omitempty"` // the level is written in the letters of before 2018 (Y B K G)
}

var id6Pattern = regexp.MustCompile(`^\[*([0126789])([A-Z])([0-9A-Z])([A-Z])([0-9A-Z])(?:-([0-9A-Z]))?\]*$`)

// levelLetters are those on which banks agree. T stands for thông hiểu in some
// and for the hardest questions in others, and M marks a note: they are
// reported, never guessed.
var levelLetters = map[string]struct {
	name string
	old  bool
}{
	"N": {"nhận biết", false}, "H": {"thông hiểu", false}, "V": {"vận dụng", false}, "C": {"vận dụng cao", false},
	"Y": {"nhận biết", true}, "B": {"thông hiểu", true}, "K": {"vận dụng", true}, "G": {"vận dụng cao", true},
}

var partNames = map[string]string{"H": "Hình học và đo lường", "C": "Chuyên đề học tập"}

// ParseID6 resolves a code, with or without its brackets. id6.malformed says
// that it is none; id6.level that its letter of level is unknown or means
// different things in different banks: then everything but Level is filled.
func ParseID6(s string) (ID6, error) {
	m := id6Pattern.FindStringSubmatch(strings.TrimSpace(s))
	if m == nil {
		return ID6{}, fault.New(fault.Invalid, "id6.malformed")
	}
	id := ID6{Code: m[1] + m[2] + m[3] + m[4] + m[5], Part: m[2], Form: m[6]}
	if m[6] != "" {
		id.Code += "-" + m[6]
	}
	id.Grade = int(m[1][0] - '0')
	if id.Grade < 3 {
		id.Grade += 10
	}
	id.name(m[3], m[5])
	l, ok := levelLetters[m[4]]
	if !ok {
		return id, fault.New(fault.Invalid, "id6.level").With("letter", m[4])
	}
	id.Level, _ = bank.ParseLevel(l.name)
	id.Old = l.old
	return id, nil
}

func (id *ID6) name(chapter, lesson string) {
	id.Strand = partNames[id.Part]
	if id.Part == "D" && id.Grade >= 10 {
		id.Strand = "Đại số và một số yếu tố giải tích"
	}
	if id.Part == "D" && id.Grade < 10 {
		id.Strand = "Số và đại số"
	}
	for _, c := range National().ID6 {
		if c.Grade == id.Grade && c.Part == id.Part && c.Chapter == chapter {
			id.Chapter, id.Lesson = c.Name, c.Lessons[lesson]
			return
		}
	}
}

// Tags are what the code says about a question of mathematics.
func (id ID6) Tags() bank.Tags {
	return bank.Tags{Subject: "toan", Grade: id.Grade, Topic: id.Chapter, Level: id.Level}
}
