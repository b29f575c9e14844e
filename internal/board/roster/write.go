package roster

import (
	"strconv"
	"strings"

	"khaothi/internal/board"
	"khaothi/internal/sheet"
)

// Template returns an empty roster workbook with the columns that Read
// understands and a second sheet that explains them.
func Template(s board.Settings) ([]byte, error) { return Write(s, nil) }

// Write returns a roster workbook of the candidates, which Read reads back.
func Write(s board.Settings, candidates []board.Candidate) ([]byte, error) {
	w := sheet.NewWriter()
	list := w.Sheet("Danh sách",
		sheet.Column{Title: string(fieldOrder), Width: 8, Kind: sheet.Number},
		sheet.Column{Title: string(fieldFullName), Width: 30},
		sheet.Column{Title: string(fieldBirthDate), Width: 13},
		sheet.Column{Title: string(fieldGender), Width: 10},
		sheet.Column{Title: string(fieldPupilCode), Width: 16},
		sheet.Column{Title: string(fieldCitizenID), Width: 16},
		sheet.Column{Title: string(fieldSchoolCode), Width: 14},
		sheet.Column{Title: string(fieldSchoolName), Width: 30},
		sheet.Column{Title: string(fieldClassCode), Width: 10},
		sheet.Column{Title: string(fieldSubjects), Width: 40},
		sheet.Column{Title: string(fieldExtra), Width: 15},
		sheet.Column{Title: string(fieldScale), Width: 9},
		sheet.Column{Title: string(fieldContrast), Width: 15},
		sheet.Column{Title: string(fieldNeedsNote), Width: 30},
	)
	list.List(3, max(1000, len(candidates)+1), "Nam", "Nữ")
	for i, c := range candidates {
		list.Row(i+1, c.FullName(), c.BirthDate.Format("02/01/2006"), GenderName(c.Gender), c.PupilCode, c.CitizenID,
			c.SchoolCode, c.SchoolName, c.ClassCode, subjectCell(c, s), extraCell(c.Needs), scaleCell(c.Needs), contrastCell(c.Needs), c.Needs.Note)
	}
	guide(w, s)
	return w.Bytes()
}

// WriteList returns the candidate list of an exam with its numbers, for
// people.
func WriteList(s board.Settings, candidates []board.Candidate) ([]byte, error) {
	w := sheet.NewWriter()
	list := w.Sheet("Thí sinh",
		sheet.Column{Title: "STT", Width: 8, Kind: sheet.Number},
		sheet.Column{Title: "Số báo danh", Width: 13},
		sheet.Column{Title: "Họ đệm", Width: 24},
		sheet.Column{Title: "Tên", Width: 12},
		sheet.Column{Title: "Ngày sinh", Width: 13},
		sheet.Column{Title: "Giới tính", Width: 10},
		sheet.Column{Title: "Mã học sinh", Width: 16},
		sheet.Column{Title: "Số định danh", Width: 16},
		sheet.Column{Title: "Mã trường", Width: 14},
		sheet.Column{Title: "Trường", Width: 30},
		sheet.Column{Title: "Lớp", Width: 10},
		sheet.Column{Title: "Môn đăng ký", Width: 40},
	)
	for i, c := range candidates {
		list.Row(i+1, c.Number, c.FamilyName, c.GivenName, c.BirthDate.Format("02/01/2006"), GenderName(c.Gender),
			c.PupilCode, c.CitizenID, c.SchoolCode, c.SchoolName, c.ClassCode, subjectCell(c, s))
	}
	return w.Bytes()
}

// GenderName is the gender in Vietnamese, empty when unknown.
func GenderName(g board.Gender) string {
	switch g {
	case board.GenderMale:
		return "Nam"
	case board.GenderFemale:
		return "Nữ"
	}
	return ""
}

// subjectCell lists the subjects by name; empty means all.
func subjectCell(c board.Candidate, s board.Settings) string {
	var names []string
	for _, code := range c.Subjects {
		if sub, ok := s.SubjectByCode(code); ok {
			names = append(names, sub.Name)
		}
	}
	return strings.Join(names, "; ")
}

func extraCell(a board.Accommodation) string {
	switch {
	case a.ExtraPercent > 0:
		return strconv.Itoa(a.ExtraPercent) + "%"
	case a.ExtraMinutes > 0:
		return strconv.Itoa(a.ExtraMinutes)
	}
	return ""
}

func scaleCell(a board.Accommodation) string {
	if a.Complete().Scale == 100 {
		return ""
	}
	return strconv.Itoa(a.Scale)
}

func contrastCell(a board.Accommodation) string {
	if a.Contrast == board.ContrastHigh {
		return "x"
	}
	return ""
}

// guide explains the columns to who fills the file.
func guide(w *sheet.Writer, s board.Settings) {
	g := w.Sheet("Hướng dẫn", sheet.Column{Title: "Cột", Width: 18}, sheet.Column{Title: "Cách ghi", Width: 90, Kind: sheet.Wrap})
	for _, row := range [][2]string{
		{string(fieldFullName), "Bắt buộc. Có thể thay bằng hai cột “Họ đệm” và “Tên”."},
		{string(fieldBirthDate), "Bắt buộc. Ngày/tháng/năm đủ bốn chữ số năm, ví dụ 05/09/2008; hoặc ô kiểu ngày của Excel; hoặc 2008-09-05."},
		{string(fieldGender), "Nam hoặc Nữ, có thể để trống."},
		{string(fieldPupilCode), "Tối đa 20 ký tự, định dạng Text để giữ số 0 ở đầu. Không trùng nhau."},
		{string(fieldCitizenID), "12 chữ số, định dạng Text. Không trùng nhau."},
		{string(fieldSchoolCode) + ", " + string(fieldSchoolName), "Mã tối đa 20 ký tự; tên tối đa 150 ký tự."},
		{string(fieldClassCode), "Ví dụ 12A1."},
		{string(fieldSubjects), "Các môn cách nhau bằng dấu chấm phẩy; để trống nghĩa là thi tất cả các môn. Cũng có thể dùng mỗi môn một cột, đánh dấu x. Các môn: " + subjectNames(s) + "."},
		{string(fieldExtra), "Chỉ khi thí sinh được cộng giờ: số phút (15) hoặc phần trăm thời gian làm bài (25%)."},
		{string(fieldScale) + ", " + string(fieldContrast), "Chỉ khi cần: cỡ chữ từ 100 đến 300 (phần trăm); tương phản cao đánh dấu x."},
		{string(fieldNeedsNote), "Điều giám thị cần làm, tối đa 500 ký tự. Không ghi lý do sức khoẻ."},
		{"Tệp", "Tối đa " + strconv.Itoa(maxRows) + " dòng. Tệp .csv phải là UTF-8. Có một lỗi thì không dòng nào được nhập."},
	} {
		g.Row(row[0], row[1])
	}
}
