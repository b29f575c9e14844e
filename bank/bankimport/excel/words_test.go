package excel

import (
	"bytes"
	"image"
	"image/png"
	"strings"
	"testing"

	"khaothi/bank"
	"khaothi/internal/sheet"
)

func TestHeadersInOtherWords(t *testing.T) {
	t.Parallel()
	for _, head := range []string{
		"STT | CÂU HỎI | ĐÁP ÁN A | ĐÁP ÁN B | ĐÁP ÁN C | ĐÁP ÁN D | ĐÁP ÁN ĐÚNG | MỨC ĐỘ | GIẢI THÍCH",
		"stt | cau hoi | phuong an a | phuong an b | phuong an c | phuong an d | dap an | muc do | loi giai",
		"No | Question | Option A | Option B | Option C | Option D | Correct answer | Level | Explanation",
	} {
		in := Read("de.xlsx", book(t, "Đề kiểm tra", head, "1 | Hỏi? | một | hai | ba | bốn | c | NB | vì ba"))
		if len(in.Report.Rows) != 0 || len(in.Items) != 1 {
			t.Errorf("%s: %+v", head, in.Report.Rows)
			continue
		}
		b := in.Items[0].Body
		if b.KeyText() != "C" || b.Tags.Level != bank.Know || b.Solution != "vì ba" || in.Items[0].Where != "Đề!3" {
			t.Errorf("%s: %s %+v", head, in.Items[0].Where, b)
		}
	}
}

func TestStatementKeys(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"Đ S Đ S": "DSDS", "ĐSĐS": "DSDS", "đúng, sai, đúng, sai": "DSDS", "a-Đ, b-S, c-Đ, d-S": "DSDS", "A) Đúng; B) Sai; C) Đ; D) S": "DSDS",
		"D-S-D-S": "DSDS", "T F T F": "DSDS", "TRUE FALSE TRUE FALSE": "DSDS", "Đ S X": "", "b-S, a-Đ": "", "1 0 1 0": "",
	} {
		if got := strings.Join(statementKeys(in), ""); got != want {
			t.Errorf("statementKeys(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestOldLevelIsKept(t *testing.T) {
	t.Parallel()
	in := Read("de.xlsx", book(t, head, "Đúng/Sai | NB, TH, VD, VDC | Xét: | 1 | 2 | 3 | 4 | Đ S Đ S"))
	if rows := in.Report.Rows; len(rows) > 0 || in.Items[0].Body.Question.Statements[3].Level != bank.Advanced {
		t.Errorf("rows %+v", rows)
	}
}

func TestShortAnswersAsExcelStoresThem(t *testing.T) {
	t.Parallel()
	for cell, want := range map[string]string{"0.5": "0,5", "-2": "-2", "−3": "-3", "1,25": "1,25", "0,5 ; 0,50": "0,5 0,50"} {
		in := Read("de.xlsx", book(t, head, "Trả lời ngắn | Hiểu | Tính. | | | | | "+strings.ReplaceAll(cell, "|", " ")))
		if len(in.Items) != 1 || strings.Join(in.Items[0].Body.Key.Accepted, " ") != want {
			t.Errorf("%s: %+v", cell, in)
		}
	}
}

func TestPicturesStayWithTheirCell(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 4, 4))); err != nil {
		t.Fatal(err)
	}
	w := sheet.NewWriter()
	s := w.Sheet("Đề", sheet.Column{Title: "Câu hỏi"}, sheet.Column{Title: "A"}, sheet.Column{Title: "B"}, sheet.Column{Title: "Đáp án"})
	row := s.Row("Hình nào?", "", "chữ", "A")
	s.Picture(1, row, ".png", b.Bytes(), 1, 60)
	data, err := w.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	in := Read("de.xlsx", data)
	if in.Report.Errors() > 0 || len(in.Media) != 1 || !strings.Contains(in.Items[0].Body.Question.Options[0].HTML, "media:") {
		t.Errorf("%+v", in)
	}
	again, err := Write(in.Items, in.Media)
	if err != nil {
		t.Fatal(err)
	}
	back := Read("de.xlsx", again)
	if len(back.Items) != 1 || back.Items[0].Body.Fingerprint() != in.Items[0].Body.Fingerprint() {
		t.Errorf("written and read again: %+v", back.Report.Rows)
	}
}

func TestSheetsWithoutAHeaderAreTold(t *testing.T) {
	t.Parallel()
	w := sheet.NewWriter()
	w.Sheet("Ghi chú").Row("nhớ in đề")
	w.Sheet("Ngữ liệu", sheet.Column{Title: "Mã"}, sheet.Column{Title: "Nội dung"}).Row("NL1", "Đọc đoạn văn.")
	s := w.Sheet("Đề", sheet.Column{Title: "Câu hỏi"}, sheet.Column{Title: "A"}, sheet.Column{Title: "B"}, sheet.Column{Title: "Đáp án"}, sheet.Column{Title: "Ngữ liệu"}, sheet.Column{Title: "Màu"})
	s.Row("Hỏi?", "1", "2", "A", "nl1", "đỏ")
	data, err := w.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	in := Read("de.xlsx", data)
	codes := ""
	for _, r := range in.Report.Rows {
		codes += r.Code + " "
	}
	if codes != "sheet.skipped header.unknown level.missing " || in.Items[0].Body.Question.Stimulus != "Đọc đoạn văn." {
		t.Errorf("codes %q, %+v", codes, in.Items)
	}
}
