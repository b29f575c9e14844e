package roster

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"khaothi/internal/board"
	"khaothi/internal/vi"
)

// name reads the full name or its parts.
func (rd *reader) name(l line) (family, given string) {
	f := fieldFullName
	if _, ok := rd.layout.at[f]; ok {
		family, given = vi.SplitName(rd.cell(l, f))
	} else {
		f = fieldGivenName
		family = vi.CleanName(rd.cell(l, fieldFamilyName) + " " + rd.cell(l, fieldMiddleName))
		given = vi.CleanName(rd.cell(l, f))
	}
	full := vi.CleanName(family + " " + given)
	bad := strings.IndexFunc(full, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.Is(unicode.M, r) && !strings.ContainsRune(" '’ʼ`-.", r)
	})
	switch code := legacy(full); {
	case given == "":
		rd.fail(l, f, "name.missing")
	case code != "":
		rd.countOld(code)
		rd.report.warn(rd.problem(l, f, "name.encoding", nil))
	case bad >= 0:
		r, _ := utf8.DecodeRuneInString(full[bad:])
		rd.fail(l, f, "name.invalid", "char", string(r))
	case utf8.RuneCountInString(full) > 150:
		rd.fail(l, f, "name.too_long")
	case family == "":
		rd.report.warn(rd.problem(l, f, "name.one_word", nil))
	}
	return family, given
}

func (rd *reader) countOld(code string) {
	if rd.old == nil {
		rd.old = map[string]int{}
	}
	rd.old[code]++
}

func (rd *reader) birthDate(l line) time.Time {
	if _, ok := rd.layout.at[fieldBirthDate]; !ok {
		return time.Time{} // the missing column was reported
	}
	d, bad := parseDate(rd.cell(l, fieldBirthDate))
	if bad == nil && !plausible(d, rd.options.Today) {
		bad = &Problem{Code: "birth_date.range", Args: args("date", d.Format("02/01/2006"))}
	}
	if bad != nil {
		rd.report.fail(rd.problem(l, fieldBirthDate, bad.Code, bad.Args))
		return time.Time{}
	}
	return d
}

// gender takes words only: 0 and 1 mean different things in different systems.
func (rd *reader) gender(l line) board.Gender {
	switch vi.Fold(rd.cell(l, fieldGender)) {
	case "":
		return board.GenderUnknown
	case "nam", "male", "m", "trai":
		return board.GenderMale
	case "nu", "female", "f", "gai":
		return board.GenderFemale
	}
	rd.fail(l, fieldGender, "gender.invalid")
	return board.GenderUnknown
}

var (
	plainCode  = regexp.MustCompile(`^[A-Za-z0-9._/-]{1,20}$`)
	scientific = regexp.MustCompile(`^\d+([.,]\d+)?[eE]\+\d+$`)
	twelve     = regexp.MustCompile(`^\d{12}$`)
	digitsOnly = regexp.MustCompile(`^\d+$`)
)

// code reads a code as text, with its leading zeros.
func (rd *reader) code(l line, f field, code string) string {
	s := untext(rd.cell(l, f))
	switch {
	case s == "":
	case scientific.MatchString(s):
		rd.fail(l, f, "code.rounded")
	case !plainCode.MatchString(s):
		rd.fail(l, f, code)
	}
	return s
}

func (rd *reader) citizenID(l line) string {
	s := strings.ReplaceAll(untext(rd.cell(l, fieldCitizenID)), " ", "")
	switch {
	case s == "" || twelve.MatchString(s):
	case scientific.MatchString(s):
		rd.fail(l, fieldCitizenID, "code.rounded")
	case digitsOnly.MatchString(s) && (len(s) == 10 || len(s) == 11):
		rd.fail(l, fieldCitizenID, "citizen_id.zero_lost", "digits", strconv.Itoa(len(s)))
	default:
		rd.fail(l, fieldCitizenID, "citizen_id.invalid")
	}
	return s
}

// untext takes off what marks a code as text in a spreadsheet: '0123, ="0123".
func untext(s string) string {
	if inner, ok := strings.CutPrefix(s, `="`); ok {
		if inner, ok = strings.CutSuffix(inner, `"`); ok {
			return strings.TrimSpace(inner)
		}
	}
	return strings.TrimSpace(strings.TrimPrefix(s, "'"))
}

func (rd *reader) text(l line, f field, most int, code string) string {
	s := vi.CleanName(rd.cell(l, f))
	if utf8.RuneCountInString(s) > most {
		rd.fail(l, f, code)
	}
	return s
}

// subjects reads the list of one cell and the columns of marks. Without either
// column a candidate sits everything: nil.
func (rd *reader) subjects(l line) []string {
	var out []string
	asked := false
	if text := rd.cell(l, fieldSubjects); text != "" {
		asked = true
		out = rd.subjectList(l, text)
	}
	for _, sub := range rd.options.Settings.Subjects {
		f := field(subjectField + sub.Code)
		if _, ok := rd.layout.at[f]; !ok {
			continue
		}
		asked = true
		switch vi.Fold(rd.cell(l, f)) {
		case "", "0", "-", "khong", "no":
		case "x", "1", "v", "co", "yes":
			out = append(out, sub.Code)
		default:
			rd.fail(l, f, "subject.mark")
			return nil
		}
	}
	if asked && len(out) == 0 {
		rd.fail(l, fieldSubjects, "subject.none")
	}
	return inSettingsOrder(out, rd.options.Settings)
}

// subjectList reads names between , ; / + or new lines.
func (rd *reader) subjectList(l line, text string) []string {
	var out []string
	for part := range strings.FieldsFuncSeq(text, func(r rune) bool { return strings.ContainsRune(",;/+|\n", r) }) {
		if strings.TrimSpace(part) == "" {
			continue
		}
		sub, ok := rd.options.Settings.FindSubject(part)
		if !ok {
			p := rd.problem(l, fieldSubjects, "subject.unknown", args("subjects", subjectNames(rd.options.Settings)))
			p.Value = strings.TrimSpace(part)
			rd.report.fail(p)
			out = append(out, part) // so that the row is not also said to have none
			continue
		}
		out = append(out, sub.Code)
	}
	return out
}

func subjectNames(s board.Settings) string {
	var names []string
	for _, sub := range s.Subjects {
		names = append(names, sub.Name)
	}
	return strings.Join(names, ", ")
}

// inSettingsOrder drops repeats and orders as the exam does.
func inSettingsOrder(codes []string, s board.Settings) []string {
	var out []string
	for _, sub := range s.Subjects {
		if slices.Contains(codes, sub.Code) {
			out = append(out, sub.Code)
		}
	}
	return out
}
