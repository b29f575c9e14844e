package roster

import (
	"regexp"
	"strings"

	"khaothi/internal/board"
	"khaothi/internal/vi"
)

// field is what a column means.
type field string

const (
	fieldIgnored    field = ""
	fieldAmbiguous  field = "?"
	fieldOrder      field = "Số thứ tự"
	fieldFullName   field = "Họ và tên"
	fieldFamilyName field = "Họ đệm"
	fieldMiddleName field = "Tên đệm"
	fieldGivenName  field = "Tên"
	fieldBirthDate  field = "Ngày sinh"
	fieldGender     field = "Giới tính"
	fieldPupilCode  field = "Mã học sinh"
	fieldCitizenID  field = "Số định danh"
	fieldSchoolCode field = "Mã trường"
	fieldSchoolName field = "Trường"
	fieldClassCode  field = "Lớp"
	fieldSubjects   field = "Môn đăng ký"
	fieldExtra      field = "Thời gian thêm"
	fieldScale      field = "Cỡ chữ"
	fieldContrast   field = "Tương phản cao"
	fieldNeedsNote  field = "Ghi chú hỗ trợ"
	// A field "subject:toan" is a column of marks for one subject.
	subjectField = "subject:"
)

// aliases are the headers that are understood, folded and without anything but
// letters and digits: so "HỌ & TÊN *" is "hoten".
var aliases = map[field]string{
	fieldOrder:      "stt tt so sothutu thutu no order index",
	fieldFullName:   "hovaten hoten hotenthisinh hovatenthisinh hotenhocsinh hovatenhocsinh tenhocsinh tenthisinh hodemvaten hovatendemten hovatendemvaten fullname name studentname pupilname candidatename",
	fieldFamilyName: "ho hodem hovadem hovatendem hotendem holot hovachulot hochulot hovatenlot familyname lastname surname",
	fieldMiddleName: "tendem dem chulot tenlot middlename",
	fieldGivenName:  "ten givenname firstname tengoi",
	fieldBirthDate:  "ngaysinh ngaythangnamsinh sinhngay ngaythangsinh dateofbirth birthdate birthday dob born",
	fieldGender:     "gioitinh gioi phai gender sex",
	fieldPupilCode:  "mahocsinh mahs mahocvien mathisinh madinhdanhhocsinh madinhdanhbogddt madinhdanhbogdvadt pupilcode pupilid studentcode studentid",
	fieldCitizenID:  "sodinhdanh sodinhdanhcanhan madinhdanhcanhan soddcn ddcn cccd socccd cancuoc socancuoc cancuoccongdan socancuoccongdan cmndcccd cccdcmnd citizenid nationalid personalid",
	fieldSchoolCode: "matruong madonvi schoolcode schoolid",
	fieldSchoolName: "truong tentruong truongthpt truongthcs hocsinhtruong donvi school schoolname",
	fieldClassCode:  "lop tenlop malop lophoc class classcode classname",
	fieldSubjects:   "mondangky mondangki mondangkyduthi mondangkythi mondangkithi monduthi monthi cacmonthi cacmondangky mon subjects subject",
	fieldExtra:      "thoigianthem thoigiancongthem themthoigian themgio congthemgio gioithem sophutthem phutthem extratime extraminutes",
	fieldScale:      "cochu cochuphongto phongtochu tylechu typescale fontsize textsize zoom",
	fieldContrast:   "tuongphancao tuongphan dotuongphan dotuongphancao highcontrast contrast",
	fieldNeedsNote:  "ghichuhotro hotro hotrokhac hotrothisinh accommodation accommodationnote needs",
	fieldAmbiguous:  "madinhdanh dinhdanh ma maso id code",
}

var inBrackets = regexp.MustCompile(`\([^)]*\)|\[[^\]]*\]`)

// headerKey reduces a header to what aliases are written in.
func headerKey(header string) string {
	return strings.ReplaceAll(vi.Fold(inBrackets.ReplaceAllString(header, " ")), " ", "")
}

// meaning returns what a column with this header holds.
func meaning(header string, s board.Settings) field {
	key := headerKey(header)
	if key == "" {
		return fieldIgnored
	}
	for f, names := range aliases {
		for name := range strings.FieldsSeq(names) {
			if name == key {
				return f
			}
		}
	}
	if sub, ok := s.FindSubject(inBrackets.ReplaceAllString(header, " ")); ok {
		return field(subjectField + sub.Code)
	}
	return fieldIgnored
}

// layout says where the columns of a file are.
type layout struct {
	headerRow int // as the file counts
	titles    []string
	fields    []field
	at        map[field]int // place from 0
}

// hasName reports whether the columns give a full name.
func (l layout) hasName() bool {
	_, full := l.at[fieldFullName]
	_, given := l.at[fieldGivenName]
	_, family := l.at[fieldFamilyName]
	return full || given && family
}

// readHeader reads one row as a header.
func readHeader(r line, s board.Settings) layout {
	l := layout{headerRow: r.n, titles: r.cells, at: map[field]int{}}
	for i, title := range r.cells {
		f := meaning(title, s)
		l.fields = append(l.fields, f)
		if _, twice := l.at[f]; f != fieldIgnored && !twice {
			l.at[f] = i
		}
	}
	return l
}

// headerRows is how far down a header may stand: below the letterhead of the
// office that made the list.
const headerRows = 30

// findHeader returns the first row that names the candidates and one more
// thing about them, and its place among the lines.
func findHeader(lines []line, s board.Settings) (layout, int, bool) {
	for i, r := range lines {
		if i >= headerRows {
			break
		}
		l := readHeader(r, s)
		if l.hasName() && len(l.at) >= 2 {
			return l, i, true
		}
	}
	return layout{}, 0, false
}

// check reports columns that are missing, doubled, ambiguous or unknown.
func (l layout) check(r *Report) {
	if _, ok := l.at[fieldBirthDate]; !ok {
		r.fail(Problem{Row: l.headerRow, Code: "header.required", Args: args("name", string(fieldBirthDate))})
	}
	for i, f := range l.fields {
		p := Problem{Row: l.headerRow, Column: columnLetter(i), Header: l.titles[i], Value: l.titles[i]}
		switch {
		case f == fieldAmbiguous:
			p.Code = "header.ambiguous"
			r.fail(p)
		case f == fieldIgnored && headerKey(l.titles[i]) != "":
			p.Code = "header.ignored"
			r.warn(p)
		case f != fieldIgnored && l.at[f] != i:
			p.Code, p.Args = "header.duplicate", args("name", l.titles[l.at[f]], "other", columnLetter(l.at[f]))
			r.fail(p)
		case f != fieldIgnored:
			r.Columns = append(r.Columns, l.titles[i])
		}
	}
	l.checkNames(r)
}

// checkNames refuses a full name beside its parts: they could differ.
func (l layout) checkNames(r *Report) {
	full, ok := l.at[fieldFullName]
	if !ok {
		return
	}
	for _, f := range []field{fieldFamilyName, fieldMiddleName, fieldGivenName} {
		if i, both := l.at[f]; both {
			r.fail(Problem{
				Row: l.headerRow, Column: columnLetter(i), Header: l.titles[i], Value: l.titles[i],
				Code: "header.duplicate", Args: args("name", l.titles[full], "other", columnLetter(full)),
			})
		}
	}
}
