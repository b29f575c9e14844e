package deliverypdf

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"khaothi/delivery"
	"khaothi/internal/exam"
)

var keep = flag.String("keep", "", "write the printed files into this folder")

var start = time.Date(2026, 11, 22, 1, 0, 0, 0, time.UTC)

var heading = Heading{
	Authority: "Sở Giáo dục và Đào tạo tỉnh Đồng Xuân", UnitName: "Trường THPT Chuyên Nguyễn Bỉnh Khiêm",
	ExamName: "Kỳ thi thử tốt nghiệp THPT 2026-2027", SittingName: "Toán – ca 1", Subject: "Toán", Room: "P01",
}

// minutesOf are the minutes of a room of n candidates with one of everything
// that can happen.
func minutesOf(n int) Minutes {
	m := Minutes{
		Heading: heading, Place: "Nhà B, tầng 2", Planned: start, Started: start.Add(3 * time.Second), Ended: start.Add(95 * time.Minute),
		Duration: 90 * time.Minute, Made: start.Add(100 * time.Minute),
	}
	for i := range n {
		s := Seat{
			Number: fmt.Sprintf("0100%04d", i+1), Name: "Nguyễn Thị Phương Quỳnh", Seat: fmt.Sprint(i + 1), FormCode: "0101",
			State: delivery.AttemptSealed, SealedBy: delivery.SealedBySubmit, SealedAt: start.Add(80 * time.Minute), Answered: 30, Total: 34,
			Receipt: "4F7K-M2QD",
		}
		switch i {
		case 1:
			s.SealedBy = delivery.SealedByDeadline
		case 2:
			s.State, s.Receipt, s.SealedBy, s.Answered = delivery.AttemptAbsent, "", "", 0
		case 3:
			s.SealedBy, s.Voided = delivery.SealedByVoid, true
		case 4:
			s.SealedBy = delivery.SealedByPaper
		}
		m.Seats = append(m.Seats, s)
	}
	who := exam.Actor{ID: "a1", Name: "Trần Thị Bích Hằng"}
	other := exam.Actor{ID: "a2", Name: "Lê Quang Đạo"}
	at := func(minute int) time.Time { return start.Add(time.Duration(minute) * time.Minute) }
	m.Actions = []delivery.Action{
		{ID: "1", Kind: delivery.ActionRoomOutage, Room: "r1", RoomName: "P01", At: at(31).Add(12 * time.Second), Created: at(31).Add(40 * time.Second), Outcome: "done"},
		{ID: "2", Kind: delivery.ActionPause, Room: "r1", RoomName: "P01", At: at(31).Add(12 * time.Second), Created: at(33), Reason: "Mất điện toàn bộ dãy nhà B, máy phát chạy sau 4 phút", Who: who, Outcome: "done"},
		{ID: "3", Kind: delivery.ActionResume, Room: "r1", RoomName: "P01", At: at(37), Created: at(37), Who: who, Outcome: "done"},
		{ID: "4", Kind: delivery.ActionGrant, Attempt: "t2", Number: "01000002", Name: "Nguyễn Thị Phương Quỳnh", Amount: 5 * time.Minute, At: at(40), Created: at(40), Reason: "Máy hỏng bàn phím, phải đổi máy", Who: who, Outcome: "done"},
		{ID: "5", Kind: delivery.ActionToPaper, Attempt: "t5", Number: "01000005", Name: "Hoàng Văn Út", At: at(50), Created: at(50), Reason: "Không còn máy dự phòng", Who: who, Outcome: "done"},
		{ID: "6", Kind: delivery.ActionVoid, Attempt: "t4", Number: "01000004", Name: "Đặng Ngọc Ánh", At: at(60), Created: at(60), Reason: "Vi phạm quy chế thi: mang điện thoại vào phòng thi, hội đồng lập biên bản riêng số 03/BB-HĐT", Who: other, Outcome: "done"},
		{ID: "7", Kind: delivery.ActionAdmitAsk, Attempt: "t2", Number: "01000002", Name: "Nguyễn Thị Phương Quỳnh", Incidents: []int64{4}, At: at(97), Created: at(97), Reason: "Mất mạng đúng lúc hết giờ", Who: who, Outcome: "done"},
		{ID: "8", Kind: delivery.ActionAdmit, Attempt: "t2", Number: "01000002", Name: "Nguyễn Thị Phương Quỳnh", Proposal: "7", Receipts: [2]string{"4F7K-M2QD", "9QWE-22AB"}, At: at(98), Created: at(98), Reason: "Đồng ý", Who: other, Outcome: "done"},
	}
	m.Late = []Late{
		{Number: "01000002", Name: "Nguyễn Thị Phương Quỳnh", At: at(91), Place: "Phần III, câu 6", Shown: "-0,5", State: delivery.ActionAdmit},
		{Number: "01000007", Name: "Võ Thành Công", At: at(91), Place: "Phần II, câu 2 ý c", Shown: ""},
	}
	m.Proof = &delivery.Proof{Version: 1, N: n, At: at(96), PublicKey: bytes.Repeat([]byte{0xc5}, 32), Signature: []byte("signature")}
	return m
}

// save writes a document into the folder of -keep, to be looked at.
func save(t *testing.T, name string, b []byte) {
	t.Helper()
	if *keep != "" {
		if err := os.WriteFile(filepath.Join(*keep, name), b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func TestMinutesOfRooms(t *testing.T) {
	t.Parallel()
	quiet := minutesOf(3)
	quiet.Actions, quiet.Late, quiet.Proof, quiet.Ended = nil, nil, nil, time.Time{}
	b, err := PrintMinutes([]Minutes{minutesOf(24), quiet})
	if err != nil {
		t.Fatal(err)
	}
	save(t, "minutes.pdf", b)
	again, err := PrintMinutes([]Minutes{minutesOf(24), quiet})
	if err != nil || !bytes.Equal(b, again) {
		t.Errorf("the same minutes print to other bytes: %v", err)
	}
	if _, err := PrintMinutes(nil); err == nil {
		t.Error("minutes of no room were printed")
	}
}

// TestMinutesHaveWordsForEveryAction: none is printed by the name that programs use.
func TestMinutesHaveWordsForEveryAction(t *testing.T) {
	t.Parallel()
	for _, p := range delivery.Powers() {
		if actionWords[p.Kind] == "" {
			t.Errorf("no words for %s", p.Kind)
		}
	}
	m := Minutes{Sounds: map[string]string{"one": "Phần I, câu 3"}}
	for i, want := range []string{"Cho nghe lại Phần I, câu 3", "Cho nghe lại mọi bài nghe"} {
		id := []string{"one", "all"}[i]
		m.Actions = append(m.Actions, delivery.Action{ID: id, Kind: delivery.ActionReplay, Attempt: "t1", Outcome: delivery.OutcomeDone})
		if got := m.actionRow(i)[3]; got != want {
			t.Errorf("%s: %q, want %q", id, got, want)
		}
	}
}

func TestMinutesOfARoomWhereMuchHappened(t *testing.T) {
	t.Parallel()
	m := minutesOf(24)
	for i := range 400 {
		a := m.Actions[5]
		a.ID = fmt.Sprint("x", i)
		a.Reason = string(bytes.Repeat([]byte("a"), 500)) // one word, as long as the API takes
		m.Actions = append(m.Actions, a)
	}
	if b, err := PrintMinutes([]Minutes{m}); err != nil || len(b) == 0 {
		t.Fatal(err)
	}
}

func transcriptOf() *Transcript {
	paper := &delivery.Paper{FormCode: "0101"}
	part := delivery.PaperPart{Part: 1}
	for n := range 12 {
		part.Questions = append(part.Questions, delivery.Question{
			No: n + 1, Kind: delivery.KindSingle, Field: fmt.Sprintf("p1_%d", 12-n),
			Options: []delivery.Option{{ID: "aaaa"}, {ID: "bbbb"}, {ID: "cccc"}, {ID: "dddd"}},
		})
	}
	clusters := delivery.PaperPart{Part: 2}
	for n := range 4 {
		q := delivery.Question{No: n + 1, Kind: delivery.KindCluster}
		for _, l := range "cadb" {
			q.Statements = append(q.Statements, delivery.Statement{Field: fmt.Sprintf("p2_%d%c", n+1, l)})
		}
		clusters.Questions = append(clusters.Questions, q)
	}
	shorts := delivery.PaperPart{Part: 3}
	for n := range 6 {
		shorts.Questions = append(shorts.Questions, delivery.Question{No: n + 1, Kind: delivery.KindShort, Field: fmt.Sprintf("p3_%d", n+1)})
	}
	paper.Parts = []delivery.PaperPart{part, clusters, shorts}
	return &Transcript{
		Heading: heading, Outline: paper.Outline(), SealedBy: delivery.SealedByPaper, Made: start.Add(51 * time.Minute),
		Candidate: delivery.Attempt{
			Number: "01000005", Name: "Hoàng Văn Út", BirthDate: "2008-12-03", FormCode: "0101", Room: "P01", Seat: "5",
			State: delivery.AttemptSealed, Started: start, SealedAt: start.Add(50 * time.Minute), Receipt: "9QWE-22AB", LastSeq: 17,
		},
		Answers: []delivery.LastAnswer{
			{Field: "p1_12", Value: "cccc", Seq: 3, At: start.Add(time.Minute)},
			{Field: "p1_11", Value: "", Seq: 5, At: start.Add(2 * time.Minute)},
			{Field: "p2_1a", Value: "D", Seq: 6, At: start.Add(3 * time.Minute)},
			{Field: "p2_1c", Value: "S", Seq: 7, At: start.Add(4 * time.Minute)},
			{Field: "p3_1", Value: "-0,5", Seq: 8, At: start.Add(5 * time.Minute)},
			{Field: "flag:p3_1", Value: "1", Seq: 9, At: start.Add(5 * time.Minute)},
		},
		Moved: &delivery.Action{
			Kind: delivery.ActionToPaper, Created: start.Add(50 * time.Minute), Reason: "Không còn máy dự phòng",
			Who: exam.Actor{Name: "Trần Thị Bích Hằng"},
		},
	}
}

func TestTranscriptOfACandidate(t *testing.T) {
	t.Parallel()
	b, err := PrintTranscript(transcriptOf())
	if err != nil {
		t.Fatal(err)
	}
	save(t, "transcript.pdf", b)
	if !bytes.HasPrefix(b, []byte("%PDF-")) {
		t.Error("no PDF")
	}
}

func TestActionRowsSayWhatHappened(t *testing.T) {
	t.Parallel()
	m := minutesOf(8)
	for i, want := range []string{
		"Hệ thống ghi nhận: mất kết nối hàng loạt, tính từ 08:31:12",
		"Tạm dừng, ngừng tính giờ, tính từ 08:31:12", "Tiếp tục tính giờ", "Cho thêm giờ 5 phút",
		"Chuyển sang làm bài trên giấy", "Huỷ bài", "Đề nghị công nhận thao tác đến muộn (1 thao tác)",
		"Đồng ý công nhận thao tác đến muộn theo mục 7, biên nhận mới 9QWE-22AB (thay 4F7K-M2QD)",
	} {
		if got := m.actionRow(i)[3]; got != want {
			t.Errorf("action %d: %q, want %q", i+1, got, want)
		}
	}
	m.Actions[3].Outcome = "attempt.sealed"
	if got := m.actionRow(3)[3]; got != "Cho thêm giờ 5 phút – không thực hiện được" {
		t.Errorf("an action that failed: %q", got)
	}
}

func TestTallyCountsEachSeatOnce(t *testing.T) {
	t.Parallel()
	m := minutesOf(6)
	got := m.tally()
	if got.registered != 6 || got.present != 5 || got.absent != 1 || got.voided != 1 {
		t.Errorf("tally = %+v", got)
	}
	sum := 0
	for _, n := range got.by {
		sum += n
	}
	if sum != 5 || got.by[delivery.SealedByPaper] != 1 || got.by[delivery.SealedByDeadline] != 1 {
		t.Errorf("by = %v", got.by)
	}
}

func TestOfRoomKeepsWhatIsAboutTheRoom(t *testing.T) {
	t.Parallel()
	list := []delivery.Action{
		{ID: "sitting"},
		{ID: "mine", Room: "r1"},
		{ID: "other", Room: "r2"},
		{ID: "my candidate", Attempt: "t1"},
		{ID: "theirs", Attempt: "t2"},
	}
	got := OfRoom(list, "r1", func(id exam.AttemptID) bool { return id == "t1" })
	var ids []string
	for _, a := range got {
		ids = append(ids, a.ID)
	}
	if want := "[sitting mine my candidate]"; fmt.Sprint(ids) != want {
		t.Errorf("%v, want %s", ids, want)
	}
}

func TestAnswersStandAsTheCandidateSawThem(t *testing.T) {
	t.Parallel()
	o := transcriptOf().Outline
	for _, c := range []struct{ field, value, place, shown string }{
		{"p1_12", "cccc", "Phần I, câu 1", "C"},
		{"p1_1", "dddd", "Phần I, câu 12", "D"},
		{"p2_3c", "D", "Phần II, câu 3 ý a", "Đ"}, // stands first on this paper
		{"p2_3b", "S", "Phần II, câu 3 ý d", "S"},
		{"p3_6", "-1,5", "Phần III, câu 6", "-1,5"},
		{"p1_12", "", "Phần I, câu 1", ""},
		{"p1_12", "zzzz", "Phần I, câu 1", "?"},
	} {
		place, shown, ok := o.Show(c.field, c.value)
		if !ok || PlaceText(place) != c.place || shown != c.shown {
			t.Errorf("%s=%s: %q %q %v, want %q %q", c.field, c.value, PlaceText(place), shown, ok, c.place, c.shown)
		}
	}
	if _, _, ok := o.Show("p9_1", "x"); ok {
		t.Error("a field that the paper lacks has a place")
	}
}
