package deliverypdf

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"khaothi/delivery"
	"khaothi/internal/exam"
	"khaothi/internal/pdf"
)

// Minutes are what the minutes of one room say.
type Minutes struct {
	Heading
	Place    string    // where the room is; may be empty
	Planned  time.Time // zero: started by hand
	Started  time.Time // zero: not yet
	Ended    time.Time // zero: not yet
	Duration time.Duration
	Seats    []Seat
	Actions  []delivery.Action // of the room, its candidates and the whole sitting
	Sounds   map[string]string // by action: what was given to be heard again; of none all were
	Late     []Late
	Proof    *delivery.Proof // nil: the sitting is not sealed as a whole yet
	Made     time.Time
}

// Seat is one candidate of the room at the time of the minutes.
type Seat struct {
	Number   string
	Name     string
	Seat     string
	FormCode string
	State    delivery.AttemptState
	SealedBy delivery.SealedBy
	SealedAt time.Time
	Voided   bool
	Extra    time.Duration
	Answered int
	Total    int
	Receipt  string
}

// Late is late evidence in the words of the candidate's paper.
type Late struct {
	Number string
	Name   string
	At     time.Time
	Place  string // Phần I, câu 3
	Shown  string
	State  delivery.ActionKind // "", admit_ask, admit, admit_deny
}

// PrintMinutes prints the minutes of one or more rooms, each on pages of its
// own.
func PrintMinutes(rooms []Minutes) ([]byte, error) {
	if len(rooms) == 0 {
		return nil, fmt.Errorf("minutes of no room")
	}
	first := &rooms[0]
	foot := fmt.Sprintf("%s · %s · in lúc %s", first.SittingName, first.ExamName, dayAndClock(first.Made))
	s, err := newSheet("Biên bản phòng thi", foot, first.Made)
	if err != nil {
		return nil, err
	}
	for i := range rooms {
		if i > 0 {
			s.page()
		}
		s.section = 0
		rooms[i].print(s)
	}
	return s.d.Bytes()
}

func (m *Minutes) print(s *sheet) {
	s.letterhead(m.Heading)
	s.title("BIÊN BẢN PHÒNG THI", "Phòng "+m.Room+" · "+m.SittingName)
	m.course(s)
	m.counts(s)
	m.ledger(s)
	m.lates(s)
	m.roll(s)
	m.proof(s)
	s.closing(fmt.Sprintf("Biên bản lập xong lúc %s, %s, đã đọc lại cho những người có tên dưới đây cùng nghe và ký xác nhận.",
		clock(m.Made), day(m.Made)), "Giám thị 1", "Giám thị 2", "Trưởng điểm thi")
}

func (m *Minutes) course(s *sheet) {
	s.part("Ca thi")
	s.pair("Kỳ thi:", m.ExamName)
	s.pair("Ca thi, môn thi:", joined(m.SittingName, m.Subject))
	room := m.Room
	if m.Place != "" {
		room += " (" + m.Place + ")"
	}
	s.pair("Phòng thi:", room)
	s.pair("Thời gian làm bài:", span(m.Duration))
	if !m.Planned.IsZero() {
		s.pair("Giờ bắt đầu theo kế hoạch:", dayAndClock(m.Planned))
	}
	s.pair("Bắt đầu thực tế:", dayAndClock(m.Started))
	ended := dayAndClock(m.Ended)
	if m.Ended.IsZero() {
		ended = "chưa kết thúc khi lập biên bản"
	}
	s.pair("Kết thúc:", ended)
}

// tally counts the seats for the minutes.
type tally struct {
	registered, present, absent, open, incomplete, voided int
	by                                                    map[delivery.SealedBy]int
}

func (m *Minutes) tally() tally {
	t := tally{registered: len(m.Seats), by: map[delivery.SealedBy]int{}}
	for i := range m.Seats {
		seat := &m.Seats[i]
		switch seat.State {
		case delivery.AttemptAbsent:
			t.absent++
		case delivery.AttemptWaiting:
		case delivery.AttemptOpen:
			t.present++
			t.open++
		case delivery.AttemptSealed, delivery.AttemptIncomplete:
			t.present++
			t.by[seat.SealedBy]++
		}
		if seat.State == delivery.AttemptIncomplete {
			t.incomplete++
		}
		if seat.Voided {
			t.voided++
		}
	}
	return t
}

func (m *Minutes) counts(s *sheet) {
	t := m.tally()
	s.part("Thí sinh và bài thi")
	s.pair("Số thí sinh theo danh sách:", strconv.Itoa(t.registered))
	present := strconv.Itoa(t.present)
	if waiting := t.registered - t.present - t.absent; waiting > 0 {
		present += fmt.Sprintf(" (chưa bắt đầu: %d)", waiting)
	}
	s.pair("Có mặt, đã làm bài:", present)
	s.pair("Vắng:", strconv.Itoa(t.absent)+numbers(m.Seats, func(x *Seat) bool { return x.State == delivery.AttemptAbsent }))
	var how []string
	for _, by := range sealedOrder {
		if n := t.by[by]; n > 0 {
			how = append(how, fmt.Sprintf("%s: %d", sealedWords[by], n))
		}
	}
	if t.open > 0 {
		how = append(how, fmt.Sprintf("đang làm: %d", t.open))
	}
	if len(how) == 0 {
		how = []string{"–"}
	}
	s.pair("Kết thúc bài:", strings.Join(how, "; "))
	if t.voided > 0 {
		s.pair("Bài bị huỷ:", strconv.Itoa(t.voided)+numbers(m.Seats, func(x *Seat) bool { return x.Voided }))
	}
	if t.incomplete > 0 {
		s.pair("Bài thiếu dữ liệu:", strconv.Itoa(t.incomplete)+
			numbers(m.Seats, func(x *Seat) bool { return x.State == delivery.AttemptIncomplete }))
	}
}

// numbers lists the candidate numbers that fit, in brackets.
func numbers(seats []Seat, fits func(*Seat) bool) string {
	var list []string
	for i := range seats {
		if fits(&seats[i]) {
			list = append(list, seats[i].Number)
		}
	}
	if len(list) == 0 {
		return ""
	}
	return " (" + strings.Join(list, ", ") + ")"
}

func (m *Minutes) ledger(s *sheet) {
	s.part("Diễn biến và xử lý trong phòng thi")
	if len(m.Actions) == 0 {
		s.para(pdf.Style{}, "Không có sự việc nào phải xử lý.")
		return
	}
	rows := make([][]string, 0, len(m.Actions))
	for i := range m.Actions {
		rows = append(rows, m.actionRow(i))
	}
	s.table([]column{
		{title: "TT", width: 9, align: pdf.Center},
		{title: "Lúc", width: 17, align: pdf.Center},
		{title: "Thí sinh / phạm vi", width: 42},
		{title: "Nội dung", width: 40},
		{title: "Lý do", width: 38},
		{title: "Người thực hiện", width: 29},
	}, rows)
}

func (m *Minutes) lates(s *sheet) {
	if len(m.Late) == 0 {
		return
	}
	s.part("Thao tác đến sau giờ làm bài (chứng cứ đến muộn)")
	rows := make([][]string, 0, len(m.Late))
	for _, l := range m.Late {
		shown := l.Shown
		if shown == "" {
			shown = "(xoá trả lời)"
		}
		rows = append(rows, []string{clock(l.At), l.Number + " " + l.Name, l.Place, shown, lateWords(l.State)})
	}
	s.table([]column{
		{title: "Lúc", width: 17, align: pdf.Center},
		{title: "Thí sinh", width: 56},
		{title: "Câu", width: 34},
		{title: "Trả lời", width: 28},
		{title: "Quyết định", width: 40},
	}, rows)
}

func (m *Minutes) roll(s *sheet) {
	s.part("Danh sách bài thi và mã biên nhận")
	rows := make([][]string, 0, len(m.Seats))
	for i := range m.Seats {
		x := &m.Seats[i]
		rows = append(rows, []string{
			x.Seat, x.Number, x.Name, x.FormCode, strconv.Itoa(x.Answered) + "/" + strconv.Itoa(x.Total), x.ending(), x.Receipt,
		})
	}
	s.table([]column{
		{title: "Chỗ", width: 11, align: pdf.Center},
		{title: "Số báo danh", width: 24, align: pdf.Center, bold: true},
		{title: "Họ và tên", width: 47},
		{title: "Mã đề", width: 13, align: pdf.Center},
		{title: "Trả lời", width: 15, align: pdf.Center},
		{title: "Kết thúc", width: 41},
		{title: "Biên nhận", width: 24, align: pdf.Center},
	}, rows)
}

func (x *Seat) ending() string {
	if x.Voided {
		return "bị huỷ"
	}
	switch x.State {
	case delivery.AttemptWaiting:
		return "chưa bắt đầu"
	case delivery.AttemptOpen:
		return "đang làm"
	case delivery.AttemptAbsent:
		return "vắng"
	case delivery.AttemptIncomplete:
		return "thiếu dữ liệu"
	case delivery.AttemptSealed:
	}
	words := sealedWords[x.SealedBy]
	if x.SealedAt.IsZero() {
		return words
	}
	return words + ", " + clock(x.SealedAt)
}

func (m *Minutes) proof(s *sheet) {
	s.part("Bằng chứng toàn vẹn")
	if m.Proof == nil {
		s.para(pdf.Style{}, "Ca thi chưa được niêm phong toàn bộ khi lập biên bản này; in lại sau khi ca thi kết thúc để có mã gốc và chữ ký số.")
		s.y += 2
		return
	}
	p := m.Proof
	s.pair("Mã gốc (Merkle root):", grouped(p.RootHex()))
	version := fmt.Sprintf("lần %d, %d bài, %s", p.Version, p.N, dayAndClock(p.At))
	if p.Version > 1 {
		version += " (thay lần trước: " + p.Reason + ")"
	}
	s.pair("Niêm phong:", version)
	s.pair("Dấu vân tay chữ ký số:", p.Fingerprint())
	s.pair("Khoá công khai:", grouped(p.KeyHex()))
	s.para(pdf.Style{Size: 9, Grey: true},
		"Mỗi mã biên nhận ở danh sách trên là dấu của bài thí sinh đã nộp; lệnh “khaothi delivery verify” đối chiếu lại biên nhận, chuỗi băm và mã gốc với hồ sơ.")
	s.y += 2
}

// joined puts a dash between a sitting's name and its subject unless the name
// says the subject already.
func joined(name, subject string) string {
	if subject == "" || strings.Contains(strings.ToLower(name), strings.ToLower(subject)) {
		return name
	}
	return name + " – " + subject
}

// OfRoom keeps what the minutes of one room say of a ledger: what is about the
// room, its candidates, or the whole sitting.
func OfRoom(list []delivery.Action, room exam.RoomID, seats func(exam.AttemptID) bool) []delivery.Action {
	return slices.DeleteFunc(slices.Clone(list), func(a delivery.Action) bool {
		if a.Attempt != "" {
			return !seats(a.Attempt)
		}
		return a.Room != "" && a.Room != room
	})
}

// grouped writes hex digits in groups of four, so that they can be compared by
// eye and break at the end of a line.
func grouped(hex string) string {
	var b strings.Builder
	for i, r := range hex {
		if i > 0 && i%4 == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return b.String()
}
