package deliverypdf

import (
	"fmt"
	"strconv"
	"time"

	"khaothi/delivery"
	"khaothi/internal/pdf"
)

// Transcript is what a candidate has answered so far, for the record of a move
// to paper.
type Transcript struct {
	Heading
	Candidate delivery.Attempt
	Outline   *delivery.Outline
	Answers   []delivery.LastAnswer
	Moved     *delivery.Action // the move to paper; nil: a copy for another purpose
	SealedBy  delivery.SealedBy
	Made      time.Time
}

// PrintTranscript prints every question as it is numbered on the candidate's
// paper with the answer that is stored.
func PrintTranscript(t *Transcript) ([]byte, error) {
	a := &t.Candidate
	foot := fmt.Sprintf("%s · %s · in lúc %s", a.Number, t.SittingName, dayAndClock(t.Made))
	s, err := newSheet("Bản ghi bài làm trên máy", foot, t.Made)
	if err != nil {
		return nil, err
	}
	s.letterhead(t.Heading)
	title, under := "BẢN GHI BÀI LÀM TRÊN MÁY", "Trả lời đã lưu của thí sinh"
	if t.Moved != nil {
		under = "Kèm biên bản chuyển thí sinh sang làm bài trên giấy"
	}
	s.title(title, under)
	t.identity(s)
	t.answers(s)
	s.closing("Thí sinh đã xem lại các trả lời trên đây và xác nhận đúng với bài đã làm trên máy.",
		"Thí sinh", "Giám thị 1", "Giám thị 2")
	return s.d.Bytes()
}

func (t *Transcript) identity(s *sheet) {
	a := &t.Candidate
	s.part("Thí sinh")
	s.pair("Họ và tên:", a.Name)
	s.pair("Số báo danh:", a.Number)
	if born, err := time.Parse(time.DateOnly, a.BirthDate); err == nil {
		s.pair("Ngày sinh:", born.Format("02/01/2006"))
	}
	s.pair("Phòng thi, chỗ ngồi:", a.Room+", chỗ "+a.Seat)
	s.pair("Ca thi, môn thi:", joined(t.SittingName, t.Subject))
	s.pair("Mã đề:", a.FormCode)
	s.pair("Bắt đầu làm bài:", dayAndClock(a.Started))
	switch {
	case !a.Sealed():
		s.pair("Tình trạng:", "bài đang mở; đây là bản tạm, thí sinh vẫn có thể sửa trên máy")
	case a.Receipt != "":
		s.pair("Kết thúc trên máy:", dayAndClock(a.SealedAt)+" ("+sealedWords[t.SealedBy]+")")
		s.pair("Mã biên nhận:", a.Receipt)
	default:
		s.pair("Kết thúc trên máy:", dayAndClock(a.SealedAt))
	}
	s.pair("Số thao tác đã lưu:", strconv.FormatInt(a.LastSeq, 10))
	if t.Moved != nil {
		s.pair("Chuyển sang giấy:", dayAndClock(t.Moved.Created)+", "+t.Moved.Who.Name)
		s.pair("Lý do:", t.Moved.Reason)
	}
}

func (t *Transcript) answers(s *sheet) {
	s.part("Trả lời đã lưu, theo số câu trên đề của thí sinh")
	last := make(map[string]delivery.LastAnswer, len(t.Answers))
	for _, l := range t.Answers {
		last[l.Field] = l
	}
	chosen := t.tracks(s, last)
	rows := make([][]string, 0, len(t.Outline.Questions))
	for i := range t.Outline.Questions {
		if track := t.Outline.Questions[i].Track; track != "" && len(chosen) > 0 && !chosen[track] {
			continue
		}
		for _, field := range t.Outline.Questions[i].Fields {
			l := last[field]
			place, shown, _ := t.Outline.Show(field, l.Value)
			at := ""
			if l.Seq > 0 {
				at = clock(l.At)
			}
			if shown == "" {
				shown = "(để trống)"
			}
			rows = append(rows, []string{PlaceText(place), shown, at})
		}
	}
	s.twoColumns(rows)
}

// tracks tells which tracks the candidate chose, and returns their ids. Without
// a choice all questions are printed.
func (t *Transcript) tracks(s *sheet, last map[string]delivery.LastAnswer) map[string]bool {
	chosen := map[string]bool{}
	for _, track := range t.Outline.Tracks {
		if last[track.Field].Value == track.ID {
			chosen[track.ID] = true
			s.pair("Phần tự chọn:", track.Title)
		}
	}
	return chosen
}

// twoColumns sets rows of place, answer and time side by side, so that a whole
// paper of 34 questions fits two pages.
func (s *sheet) twoColumns(rows [][]string) {
	half := (len(rows) + 1) / 2
	both := make([][]string, half)
	for i := range both {
		both[i] = append(both[i], rows[i]...)
		both[i] = append(both[i], "")
		if half+i < len(rows) {
			both[i] = append(both[i], rows[half+i]...)
		}
	}
	cell := []column{
		{title: "Câu", width: 36},
		{title: "Trả lời", width: 30, align: pdf.Center, bold: true},
		{title: "Lưu lúc", width: 19.5, align: pdf.Center},
	}
	columns := append(append([]column{}, cell...), column{width: 4})
	s.table(append(columns, cell...), both)
}
