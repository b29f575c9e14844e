package roster

import (
	"khaothi/internal/board"
)

// duplicates reports codes and people that stand twice in the file, or in the
// file and in the exam.
func (rd *reader) duplicates() {
	rd.unique(fieldPupilCode, "pupil_code", func(c board.Candidate) string { return c.PupilCode })
	rd.unique(fieldCitizenID, "citizen_id", func(c board.Candidate) string { return c.CitizenID })
	rd.people()
}

// unique makes a repeated code an error.
func (rd *reader) unique(f field, noun string, code func(board.Candidate) string) {
	taken := map[string]string{}
	for _, c := range rd.options.Existing {
		if k := code(c); k != "" {
			taken[k] = c.FullName()
		}
	}
	first := map[string]int{}
	for _, c := range rd.found {
		k := code(c.Candidate)
		if k == "" {
			continue
		}
		p := Problem{Row: c.row, Value: k}
		if i, ok := rd.layout.at[f]; ok {
			p.Column, p.Header = columnLetter(i), rd.layout.titles[i]
		}
		if name, ok := taken[k]; ok {
			p.Code, p.Args = noun+".taken", args("name", name)
			rd.report.fail(p)
		}
		if row, ok := first[k]; ok {
			p.Code, p.Args = noun+".duplicate", rowArg(row)
			rd.report.fail(p)
			continue
		}
		first[k] = c.row
	}
}

// people warns about the same name and birth date, which two people may have.
func (rd *reader) people() {
	there := map[string]bool{}
	for _, c := range rd.options.Existing {
		there[person(c)] = true
	}
	first := map[string]int{}
	for _, c := range rd.found {
		if c.BirthDate.IsZero() || c.GivenName == "" {
			continue
		}
		k := person(c.Candidate)
		if there[k] {
			rd.report.warn(Problem{Row: c.row, Code: "person.there", Value: c.FullName()})
		}
		if row, ok := first[k]; ok {
			rd.report.warn(Problem{Row: c.row, Code: "person.twice", Value: c.FullName(), Args: rowArg(row)})
			continue
		}
		first[k] = c.row
	}
}

// person is equal for equal names, however their tones are placed, and equal
// birth dates.
func person(c board.Candidate) string { return string(board.SortKey(c)) }
