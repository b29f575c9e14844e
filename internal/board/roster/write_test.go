package roster

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"khaothi/internal/board"
	"khaothi/internal/sheet"
)

const sample = `Họ và tên,Ngày sinh,Giới tính,Mã học sinh,Số định danh,Mã trường,Trường,Lớp,Môn đăng ký,Thời gian thêm,Cỡ chữ,Tương phản cao,Ghi chú hỗ trợ
Nguyễn Văn An,05/09/2008,Nam,0001,001208000001,01000701,THPT Số 1,12A1,Toán; Vật lí,25%,,x,Ngồi gần cửa
"H'Hen Niê",1-2-2007,Nữ,,,,"=Trường ""Chuyên""",12A2,,15 phút,150%,không,
`

// sameAgain writes what was read and reads it again.
func sameAgain(t *testing.T, r *Report) {
	t.Helper()
	o := options(t)
	data, err := Write(o.Settings, r.Candidates)
	if err != nil {
		t.Fatal(err)
	}
	again := Read("again.xlsx", data, o)
	if d := cmp.Diff(r.Candidates, again.Candidates); d != "" || !again.OK() {
		t.Errorf("read, written and read again: %s\n%s", d, show(again))
	}
}

func TestWriteThenReadGivesTheSame(t *testing.T) {
	t.Parallel()
	r := Read("a.csv", []byte(sample), options(t))
	if !r.OK() || len(r.Candidates) != 2 {
		t.Fatal(show(r))
	}
	sameAgain(t, r)
}

func TestTemplateIsReadableAndEmpty(t *testing.T) {
	t.Parallel()
	o := options(t)
	data, err := Template(o.Settings)
	if err != nil {
		t.Fatal(err)
	}
	r := Read("template.xlsx", data, o)
	if got := codes(r); got != "file.no_rows" || len(r.Columns) != 14 || len(r.Warnings) != 0 {
		t.Errorf("errors %q, columns %q, warnings %v", got, r.Columns, r.Warnings)
	}
}

func TestWriteListKeepsCodesAsText(t *testing.T) {
	t.Parallel()
	o := options(t)
	read := Read("a.csv", []byte(sample), o)
	if !read.OK() {
		t.Fatal(show(read))
	}
	c := read.Candidates
	c[0].Number = "01000001"
	data, err := WriteList(o.Settings, c[:1])
	if err != nil {
		t.Fatal(err)
	}
	book, err := sheet.Open(data, sheet.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"1", "01000001", "Nguyễn Văn", "An", "05/09/2008", "Nam", "0001", "001208000001", "01000701", "THPT Số 1", "12A1", "Toán; Vật lí",
	}
	if d := cmp.Diff(want, book.Sheets[0].Rows[1].Cells); d != "" {
		t.Error(d)
	}
	if GenderName(board.GenderUnknown) != "" {
		t.Error("an unknown gender has a name")
	}
}

// What was read without an error can be written and read again, whatever the
// bytes were.
func FuzzRead(f *testing.F) {
	f.Add([]byte(sample))
	f.Add([]byte("Họ đệm;Tên;Ngày sinh\nLê;An;39448\n"))
	f.Add([]byte("Full name\tDOB\tMaths\nAn An\t2008-01-01\tx\n"))
	f.Add([]byte("sep=;\nHọ tên;Ngày sinh\n\"Lê\nAn\";1/2/2008\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		r := Read("fuzz", data, options(t))
		if r.OK() != (len(r.Candidates) > 0) {
			t.Fatalf("ok %v with %d candidates", r.OK(), len(r.Candidates))
		}
		if r.OK() && r.Format == "csv" {
			sameAgain(t, r)
		}
	})
}
