package boardpdf

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"khaothi/internal/board"
	"khaothi/internal/exam"
)

var keep = flag.String("keep", "", "write the printed files into this folder")

var (
	made = time.Date(2026, 6, 20, 1, 2, 3, 0, time.UTC)
	head = Heading{
		UnitName: "SỞ GIÁO DỤC VÀ ĐÀO TẠO TỈNH X", ExamName: "Kỳ thi thử tốt nghiệp THPT lần 1 năm học 2025-2026",
		SittingName: "Ca 1 sáng 26/6", Subject: "Vật lí", StartsAt: time.Date(2026, 6, 26, 0, 30, 0, 0, time.UTC), Duration: 50 * time.Minute,
	}
	names = []string{
		"Nguyễn Thị Ngọc Ước", "Đặng Quỳnh Như", "Hoàng Phủ Ngọc Tường Vy", "Tôn Nữ Công Huyền Quý Phương Nguyễn Hoàng Thuỵ Vân Anh",
		"H’Hen Niê Ênuôl", "Lê Ỷ", "Phạm Nguyễn Ẩn Ẫn Ặng Ệ Ữ Ỡ Ộ", "Võ Thị Mỹ Hạnh", "Trần Bảo", "Bùi Xuân Huấn", "Ngô Bảo Đạt",
	}
)

func seats(rooms, each int) []board.Seated {
	var out []board.Seated
	for r := range rooms {
		for i := range each {
			n := r*each + i
			family, given, _ := strings.Cut(names[n%len(names)], " ")
			out = append(out, board.Seated{
				Seat:     board.Seat{RoomID: exam.RoomID(fmt.Sprint(r)), SeatNo: i + 1},
				RoomName: fmt.Sprintf("Phòng %02d", r+1),
				Candidate: board.Candidate{
					Number: fmt.Sprintf("01%06d", n+1), FamilyName: family, GivenName: given, ClassCode: "12A10", Gender: board.GenderFemale,
					BirthDate: time.Date(2008, 9, 5, 0, 0, 0, 0, time.UTC),
				},
			})
		}
	}
	return out
}

func slips(n int) []board.Slip {
	var out []board.Slip
	for i, s := range seats(1, n) {
		out = append(out, board.Slip{
			ExamName: head.ExamName, SittingName: head.SittingName, Subject: head.Subject, StartsAt: head.StartsAt,
			Duration: head.Duration, Number: s.Candidate.Number, FullName: s.Candidate.FullName(),
			BirthDate: s.Candidate.BirthDate, RoomName: s.RoomName, SeatNo: i + 1, Code: "K7WMQ2XN9RTE",
		})
	}
	return out
}

// text returns the words of a PDF as a reader of another make sees them.
func text(t *testing.T, name string, pdf []byte) string {
	t.Helper()
	dir := t.TempDir()
	if *keep != "" {
		dir = *keep
	}
	file := filepath.Join(dir, name+".pdf")
	if err := os.WriteFile(file, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), "pdftotext", "-layout", file, "-").Output()
	if err != nil {
		t.Fatalf("pdftotext (package poppler-utils): %v", err)
	}
	return string(out)
}

func TestSlipsSayEverything(t *testing.T) {
	t.Parallel()
	b, err := Slips(slips(21), made)
	if err != nil {
		t.Fatal(err)
	}
	got := text(t, "slips", b)
	if pages := strings.Count(got, "\f"); pages != 3 {
		t.Errorf("%d pages for 21 slips, want 3", pages)
	}
	for _, want := range []string{
		"Nguyễn Thị Ngọc Ước", "Phạm Nguyễn Ẩn Ẫn Ặng Ệ Ữ Ỡ Ộ", "01000021", "K7WM-Q2XN-9RTE", "07:30, 26/06/2026", "50 phút",
		"Ca 1 sáng 26/6 · Vật lí", "05/09/2008", "Phòng 01",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the slips do not say %q", want)
		}
	}
	if n := strings.Count(got, "K7WM-Q2XN-9RTE"); n != 21 {
		t.Errorf("%d codes, want 21", n)
	}
}

func TestListsHaveAPageForEachRoom(t *testing.T) {
	t.Parallel()
	for name, print := range map[string]func(Heading, []board.Seated, time.Time) ([]byte, error){
		"door": DoorList, "attendance": Attendance,
	} {
		b, err := print(head, seats(3, 24), made)
		if err != nil {
			t.Fatal(err)
		}
		got := text(t, name, b)
		if pages := strings.Count(got, "\f"); pages != 3 {
			t.Errorf("%s: %d pages for three rooms, want 3", name, pages)
		}
		for _, want := range []string{"Phòng 03 · 24 thí sinh", "01000072", "Kỳ thi thử tốt nghiệp THPT lần 1 năm học 2025-2026"} {
			if !strings.Contains(got, want) {
				t.Errorf("%s: does not say %q", name, want)
			}
		}
	}
}

func TestWhatCandidatesNeedIsOnTheInvigilatorsListOnly(t *testing.T) {
	t.Parallel()
	list := seats(1, 3)
	list[0].Candidate.Needs = board.Accommodation{ExtraPercent: 25, Scale: 200, Contrast: board.ContrastHigh, Note: "Ngồi gần cửa"}
	list[1].Candidate.Needs = board.Accommodation{ExtraMinutes: 15, Note: strings.Repeat("rất dài ", 60)}
	words := []string{"+13 phút", "200 %", "tương phản cao", "Ngồi gần cửa", "+15 phút"}
	for name, print := range map[string]func(Heading, []board.Seated, time.Time) ([]byte, error){
		"door": DoorList, "attendance": Attendance, "invigilator": InvigilatorList,
	} {
		b, err := print(head, list, made)
		if err != nil {
			t.Fatal(err)
		}
		got := text(t, name, b)
		for _, w := range words {
			if strings.Contains(got, w) != (name == "invigilator") {
				t.Errorf("%s list: %q is there: %v\n%s", name, w, strings.Contains(got, w), got)
			}
		}
	}
}

func TestSlipsOfPracticeSaySo(t *testing.T) {
	t.Parallel()
	for _, practice := range []bool{false, true} {
		list := slips(1)
		list[0].Practice = practice
		b, err := Slips(list, made)
		if err != nil {
			t.Fatal(err)
		}
		if got := text(t, "practice", b); strings.Contains(got, "THI THỬ") != practice {
			t.Errorf("practice %v:\n%s", practice, got)
		}
	}
}

func TestListOfALargeRoomGoesOn(t *testing.T) {
	t.Parallel()
	b, err := Attendance(head, seats(1, 60), made)
	if err != nil {
		t.Fatal(err)
	}
	got := text(t, "large", b)
	if !strings.Contains(got, "tờ 3") || !strings.Contains(got, "01000060") {
		t.Error("60 candidates do not go on over three pages")
	}
}

func TestEmptyListsAreDocuments(t *testing.T) {
	t.Parallel()
	b, err := DoorList(head, nil, made)
	if err != nil || !strings.Contains(text(t, "empty", b), "Chưa xếp phòng") {
		t.Errorf("empty door list: %v", err)
	}
	b, err = Slips(nil, made)
	if err != nil || !strings.Contains(text(t, "none", b), "Không có phiếu") {
		t.Errorf("no slips: %v", err)
	}
}

func TestSameInputSameBytes(t *testing.T) {
	t.Parallel()
	a, err := Slips(slips(3), made)
	if err != nil {
		t.Fatal(err)
	}
	b, err := Slips(slips(3), made)
	if err != nil || !bytes.Equal(a, b) {
		t.Errorf("two prints of the same slips differ, %v", err)
	}
}

func TestGroupCode(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{"ABCDEFGHJKLM": "ABCD-EFGH-JKLM", "ABCD-EFGH-JKLM": "ABCD-EFGH-JKLM", "ABCDE": "ABCD-E", "": ""} {
		if got := GroupCode(in); got != want {
			t.Errorf("GroupCode(%q) = %q, want %q", in, got, want)
		}
	}
}
