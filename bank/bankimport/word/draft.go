package word

import "khaothi/bank"

// draft is one question as its lines stand in the document.
type draft struct {
	label    string // as printed: "Câu 12"
	no       string
	par      int
	part     *part
	stem     []line
	choices  []choice
	marks    []mark
	answers  map[int]string // "Đáp án 2: …": by number of the blank
	zones    map[int]string // "Vùng 1: …"
	noise    []string       // "Nhiễu: …"
	fields   []field
	notes    []line // the solution
	level    bank.Level
	outcome  string
	code     string
	topic    string
	kind     string // of its mark of type
	group    *group
	shared   *shared
	wrong    []bank.Problem
	todo     []bank.Todo
	verdicts map[string]string // of statements, as the solution says
	room     bool              // "Đáp án: ....": room for a candidate's answer
}

// choice is an option or a statement: what stands after a letter.
type choice struct {
	letter rune // in capitals
	lower  bool
	sign   rune // the mark after the letter
	label  []atom
	lines  []line
	star   bool
	truth  string
	level  bank.Level
}

// part is a part of the paper.
type part struct {
	name string // "PHẦN II", "" before the first heading
	kind string
	par  int
	nos  []int // the numbers of its questions in their order
	// Counts of the check at the end.
	found, good int
}

// group is a NHÓM of HC-MIX.
type group struct {
	child bool // its text belongs to its questions
	text  bool // no questions in it
	fixed bool // its questions keep their order
	lines []line
	par   int
}

// shared is a text for several questions.
type shared struct {
	lines    []line
	from, to int // numbers of questions; 0: all up to the next heading
	par      int
	uses     int
}

// mark is something that says what is right.
type mark struct {
	by  string // in words: "gạch chân chữ cái", "dòng “Đáp án: B”"
	par int
	// What it says, as it is written; or, for looks, which choices it is on.
	text  string
	on    []bool
	whole bool // on says so of every choice: the others are wrong
}

func (d *draft) add(code, field, message, fix string) {
	d.wrong = append(d.wrong, bank.Problem{Code: code, Field: field, Message: message, Fix: fix})
}

func (d *draft) warn(code, field, message, fix string) {
	d.wrong = append(d.wrong, bank.Problem{Code: code, Field: field, Message: message, Fix: fix, Warning: true})
}

// lack leaves something to a person: the question comes in as a draft. The same
// thing twice is told once.
func (d *draft) lack(code, note, source string) {
	for _, t := range d.todo {
		if t.Code == code && t.Note == note && t.Source == source {
			return
		}
	}
	d.todo = append(d.todo, bank.Todo{Code: code, Note: note, Source: source})
}
