package roster

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/unicode/norm"

	"khaothi/internal/board"
	"khaothi/internal/sheet"
)

var update = flag.Bool("update", false, "write the golden files")

func options(t testing.TB) Options {
	t.Helper()
	p, err := board.ProfileByName("thptqg-2025")
	if err != nil {
		t.Fatal(err)
	}
	return Options{Settings: p.Settings, Today: time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)}
}

// show writes a report as the golden files hold it.
func show(r *Report) string {
	var b strings.Builder
	fmt.Fprintf(&b, "rows %d, errors %d, warnings %d, columns %s\n", r.Rows, len(r.Errors), len(r.Warnings), strings.Join(r.Columns, " | "))
	for _, p := range r.Errors {
		fmt.Fprintf(&b, "ERROR %d%s %s: %s\n", p.Row, p.Column, p.Code, p.Message("vi"))
	}
	for _, p := range r.Warnings {
		fmt.Fprintf(&b, "WARN %d%s %s: %s\n", p.Row, p.Column, p.Code, p.Message("vi"))
	}
	for _, c := range r.Candidates {
		fmt.Fprintf(&b, "%d. %s ~ %s, %s, %s, [%s] [%s], [%s] %s, %s, %v\n", c.RosterNo, c.FamilyName, c.GivenName,
			c.BirthDate.Format(time.DateOnly), c.Gender, c.PupilCode, c.CitizenID, c.SchoolCode, c.SchoolName, c.ClassCode, c.Subjects)
		if !c.Needs.None() {
			fmt.Fprintf(&b, "   needs %+v\n", c.Needs)
		}
	}
	return b.String()
}

// Each file of testdata is a roster above the line of dashes and its report
// below.
func TestReadGolden(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) < 8 {
		t.Fatalf("%d golden files, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			whole, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			in, want, ok := strings.Cut(string(whole), "-----\n")
			if !ok {
				t.Fatal("no line of dashes")
			}
			got := show(Read("roster.csv", []byte(in), options(t)))
			if *update {
				if err := os.WriteFile(file, []byte(in+"-----\n"+got), 0o600); err != nil {
					t.Fatal(err)
				}
				return
			}
			if d := cmp.Diff(want, got); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestReadTakesNFDAndByteOrderMark(t *testing.T) {
	t.Parallel()
	text := "Họ và tên;Ngày sinh;Giới tính\nNguyễn Thị Ước;05/09/2008;Nữ\n"
	r := Read("a.csv", []byte("\ufeff"+norm.NFD.String(text)), options(t))
	if !r.OK() || len(r.Candidates) != 1 {
		t.Fatal(show(r))
	}
	if c := r.Candidates[0]; c.FullName() != "Nguyễn Thị Ước" || c.Gender != board.GenderFemale {
		t.Errorf("candidate = %+v", c)
	}
}

func codes(r *Report) string {
	var list []string
	for _, p := range r.Errors {
		list = append(list, p.Code)
	}
	return strings.Join(list, " ")
}

func TestReadRefusesOtherEncodings(t *testing.T) {
	t.Parallel()
	utf16, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().Bytes([]byte("Họ tên,Ngày sinh\nLê An,1/2/2008\n"))
	if err != nil {
		t.Fatal(err)
	}
	latin := func(s string) []byte {
		b, err := charmap.Windows1252.NewEncoder().Bytes([]byte(s))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	rows := func(names ...string) string {
		return "Ho va ten,Ngay sinh\n" + strings.Join(names, ",1/2/2008\n") + ",1/2/2008\n"
	}
	tcvn3Names := rows("NguyÔn V¨n Hïng", "TrÇn ThÞ ¸nh", "§Æng Quèc Tó")
	vniNames := rows("Nguyeãn Vaên Huøng", "Traàn Thò Hoàng AÙnh", "Ñaëng Quoác Tuù")
	for _, tt := range []struct {
		name string
		data []byte
		want string
	}{
		{"UTF-16 with a mark", utf16, "encoding.utf16"},
		{"UTF-16 without a mark", utf16[2:], "encoding.utf16"},
		{"Windows-1252", latin(rows("Lê Thu Hà", "Lê Bính")), "encoding.windows1252"},
		{"TCVN3 as bytes", latin(tcvn3Names), "encoding.tcvn3"},
		{"TCVN3 in Unicode", []byte(tcvn3Names), "encoding.tcvn3"},
		{"VNI as bytes", latin(vniNames), "encoding.vni"},
		{"VNI in Unicode", []byte(vniNames), "encoding.vni"},
		{"broken before", []byte(rows("Nguyá»…n VÄƒn HÃ¹ng", "Tráº§n Thá»‹ Ãnh")), "encoding.mojibake"},
		{"empty", []byte(" \n"), "file.empty"},
		{"old workbook", []byte{0xD0, 0xCF, 0x11, 0xE0, 0, 0}, "file.old_format"},
		{"a zip that is no workbook", []byte("PK\x03\x04...."), "file.format"},
		{"binary", []byte("%PDF-1.4\n\x01\x02\x03"), "file.format"},
		{"too large", bytes.Repeat([]byte("a"), maxBytes+1), "file.too_large"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := Read("a.csv", tt.data, options(t))
			if got := codes(r); !strings.Contains(got, tt.want) {
				t.Errorf("errors = %q, want %s", got, tt.want)
			}
			if len(r.Candidates) != 0 {
				t.Errorf("%d candidates of a refused file", len(r.Candidates))
			}
		})
	}
}

// Real Vietnamese names must never be taken for an old encoding.
func TestLegacyLeavesUnicodeNamesAlone(t *testing.T) {
	t.Parallel()
	for _, name := range []string{
		"Nguyễn Hoà Thuận", "Huế", "Thuý Uyên", "Quý", "Xuân Oánh", "Đoàn Thị Điểm", "Lê Quốc Khuê", "Toàn", "Loan Uý",
		"Hoàng Oanh", "Khuất Duy Tiến", "Nguyễn Ái Quốc", "Bùi Ỷ Lan", "Đào Út", "Lương Thế Vinh", "Nguyễn Khuyến", "Khoẻ", "Thuỷ",
		"NGUYỄN THỊ HOÀI", "TRẦN QUÝ THUẤN", "ĐỖ UYỂN", "H'Hen Niê", "Y Moan Ênuôl", "K’Brơi", "Hứa Nguyên Thuỵ", "LÊ HUY HOÀNG", "Phạm Ngũ Lão",
	} {
		if code := legacy(name); code != "" {
			t.Errorf("legacy(%q) = %s", name, code)
		}
	}
}

func TestReadWorkbookBelowALetterhead(t *testing.T) {
	t.Parallel()
	w := sheet.NewWriter()
	w.Sheet("Bìa").Row("Sở Giáo dục và Đào tạo")
	s := w.Sheet("12A1")
	s.Row("SỞ GIÁO DỤC VÀ ĐÀO TẠO")
	s.Row("DANH SÁCH HỌC SINH")
	s.Row("TT", "HỌ ĐỆM", "TÊN", "Ngày sinh (dd/mm/yyyy)", "Mã HS", "CCCD", "Toán", "Vật lý", "Ghi chú")
	s.Row(1, "Trần Văn", "Bảo", 39448, "0012", "001208000001", "x", "", "miễn phí")
	s.Row(2, "", "", "", "", "", "", "", "")
	s.Row(3, "Lê", "Ân", "2008-02-29", "0013", "", "", "X", "")
	data, err := w.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	want := `rows 2, errors 0, warnings 1, columns TT | HỌ ĐỆM | TÊN | Ngày sinh (dd/mm/yyyy) | Mã HS | CCCD | Toán | Vật lý
WARN 3I header.ignored: Không hiểu cột “Ghi chú”, cột này được bỏ qua.
1. Trần Văn ~ Bảo, 2008-01-01, , [0012] [001208000001], [] , , [toan]
2. Lê ~ Ân, 2008-02-29, , [0013] [], [] , , [vatli]
`
	if d := cmp.Diff(want, show(Read("a.xlsx", data, options(t)))); d != "" {
		t.Error(d)
	}
}

func TestReadComparesWithTheExam(t *testing.T) {
	t.Parallel()
	o := options(t)
	o.Existing = []board.Candidate{{
		FamilyName: "Lê Thị", GivenName: "Hòa", PupilCode: "HS1", CitizenID: "001208000001",
		BirthDate: time.Date(2008, 5, 4, 0, 0, 0, 0, time.UTC),
	}}
	r := Read("a.csv", []byte("Họ tên,Ngày sinh,Mã học sinh,Số định danh\nLê Thị Hoà,4/5/2008,HS1,001208000001\n"), o)
	want := "pupil_code.taken citizen_id.taken"
	if got := codes(r); got != want || len(r.Warnings) != 1 || r.Warnings[0].Code != "person.there" {
		t.Errorf("errors %q, warnings %v; want %q and person.there", got, r.Warnings, want)
	}
}

func TestReadBoundsItsReport(t *testing.T) {
	t.Parallel()
	text := "Họ tên,Ngày sinh\n" + strings.Repeat("Lê An,1/2/08\n", maxProblems+5)
	r := Read("a.csv", []byte(text), options(t))
	if len(r.Errors) != maxProblems || r.More != 5 {
		t.Errorf("%d errors and %d more, want %d and 5", len(r.Errors), r.More, maxProblems)
	}
}

// Every code that the sources name has a sentence in both languages, and every
// sentence is used.
func TestEveryCodeHasASentence(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	code := regexp.MustCompile(`"((?:file|encoding|header|sheet|row|name|birth_date|gender|pupil_code|citizen_id|code|school_code|school_name|class_code|subject|person|extra_time|type_scale|contrast|needs_note)\.[a-z_0-9]+)"`)
	used := map[string]bool{}
	for _, file := range files {
		if file == "message.go" || strings.HasSuffix(file, "_test.go") {
			continue
		}
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range code.FindAllStringSubmatch(string(src), -1) {
			used[m[1]] = true
		}
	}
	for _, noun := range []string{"pupil_code", "citizen_id"} { // built in unique
		used[noun+".taken"], used[noun+".duplicate"] = true, true
	}
	for c := range used {
		if s := sentences[c]; s.vi == "" || s.en == "" {
			t.Errorf("code %s has no sentence", c)
		}
	}
	for c := range sentences {
		if !used[c] {
			t.Errorf("the sentence of %s is never said", c)
		}
	}
}
