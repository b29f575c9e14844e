package excel

import (
	"strings"

	"khaothi/bank"
	"khaothi/bank/bankimport/source"
	"khaothi/internal/sheet"
)

// Template is the empty form that authors fill in: a row of each kind as an
// example, lists of choices, and a sheet that explains the columns.
func Template() ([]byte, error) {
	w := sheet.NewWriter()
	questions := newQuestions(w, columnsFor(0))
	codes := newStimuli()
	for _, b := range Samples() {
		if err := questions.add(b, codes, nil); err != nil {
			return nil, err
		}
	}
	codes.write(w, nil)
	guide(w)
	return w.Bytes()
}

// Samples are the questions that stand in the template.
func Samples() []bank.Body {
	toan := func(topic string, l bank.Level) bank.Tags {
		return bank.Tags{Subject: "toan", Grade: 12, Topic: topic, Level: l}
	}
	single := bank.Body{
		Label: "VD01", Tags: toan("Hàm số", bank.Know),
		Question: bank.Question{Kind: bank.Single, Stem: `Đạo hàm của hàm số \(y = x^3\) là`, Options: []bank.Option{
			{ID: "a", HTML: `\(y' = 3x^2\)`}, {ID: "b", HTML: `\(y' = x^2\)`}, {ID: "c", HTML: `\(y' = 3x\)`}, {ID: "d", HTML: `\(y' = 2x^3\)`},
		}},
		Key: bank.Key{Options: []string{"a"}}, Solution: `Áp dụng \((x^n)' = nx^{n-1}\).`,
	}
	multiple := bank.Body{
		Label: "VD02", Tags: toan("Số học", bank.Understand),
		Question: bank.Question{Kind: bank.Multiple, Stem: "Những số nào sau đây là số nguyên tố?", Options: []bank.Option{
			{ID: "a", HTML: "2"}, {ID: "b", HTML: "9"}, {ID: "c", HTML: "17"}, {ID: "d", HTML: "Không có số nào", Fixed: true},
		}},
		Key: bank.Key{Options: []string{"a", "c"}},
	}
	cluster := bank.Body{
		Label: "VD03", Tags: toan("Hàm số", ""),
		Question: bank.Question{Kind: bank.Cluster, Stem: `Cho hàm số \(f(x) = x^2 - 2x\).`, Statements: []bank.Statement{
			{HTML: `\(f(0) = 0\).`, Level: bank.Know},
			{HTML: `\(f'(x) = 2x - 2\).`, Level: bank.Know},
			{HTML: `Hàm số đồng biến trên \((0; 2)\).`, Level: bank.Understand},
			{HTML: `Giá trị nhỏ nhất của hàm số là \(-1\).`, Level: bank.Apply},
		}},
		Key: bank.Key{Statements: []string{bank.True, bank.True, bank.False, bank.True}},
	}
	short := bank.Body{
		Label: "VD04", Tags: toan("Nguyên hàm, tích phân", bank.Apply),
		Question: bank.Question{Kind: bank.Short, Stem: `Tính \(\int_0^1 x\,dx\).`, Grid: &bank.Grid{Max: bank.GridMax, Charset: bank.GridCharset}},
		Key:      bank.Key{Accepted: []string{"0,5"}},
	}
	shared := bank.Body{
		Label: "VD05", Tags: toan("Thống kê", bank.Know),
		Question: bank.Question{
			Kind: bank.Short, Stem: "Cỡ mẫu bằng bao nhiêu?", Stimulus: "Điểm của năm bạn: 5; 6; 7; 7; 10.",
			Grid: &bank.Grid{Max: bank.GridMax, Charset: bank.GridCharset},
		},
		Key: bank.Key{Accepted: []string{"5"}},
	}
	return append([]bank.Body{single, multiple, cluster, short, shared}, moreSamples(toan)...)
}

// moreSamples are the kinds that a spreadsheet writes in several lines.
func moreSamples(toan func(string, bank.Level) bank.Tags) []bank.Body {
	numeric := bank.Body{
		Label: "VD06", Tags: toan("Số học", bank.Understand), Question: bank.Question{Kind: bank.Numeric, Stem: "Giá trị gần đúng của π là bao nhiêu?"},
		Key: bank.Key{Accepted: []string{"3,14..3,142", "3,1"}, Credit: map[string]bank.Credit{"3,1": bank.Full / 2}},
	}
	cloze := bank.Body{
		Label: "VD07", Tags: bank.Tags{Subject: "diali", Grade: 12, Level: bank.Know, Topic: "Việt Nam"}, Question: bank.Question{
			Kind: bank.Cloze, Stem: "Thủ đô là " + bank.GapMark(0) + ", cố đô là " + bank.GapMark(1) + ".",
			Gaps: []bank.Gap{{Grid: &bank.Grid{Max: source.WordsMax}}, {Options: []bank.Option{{ID: "g", HTML: "Huế"}, {ID: "h", HTML: "Vinh"}}}},
		}, Key: bank.Key{Gaps: [][]string{{"Hà Nội", "Ha Noi"}, {"g"}}, Fold: true},
	}
	match := bank.Body{
		Label: "VD08", Tags: bank.Tags{Subject: "diali", Grade: 12, Level: bank.Know}, Question: bank.Question{
			Kind: bank.Match, Stem: "Ghép nước với thủ đô.", Statements: []bank.Statement{{HTML: "Lào"}, {HTML: "Thái Lan"}},
			Options: []bank.Option{{ID: "a", HTML: "Băng Cốc"}, {ID: "b", HTML: "Viêng Chăn"}, {ID: "c", HTML: "Phnôm Pênh"}},
		}, Key: bank.Key{Statements: []string{"b", "a"}},
	}
	order := bank.Body{
		Label: "VD09", Tags: bank.Tags{Subject: "lichsu", Grade: 12, Level: bank.Understand}, Question: bank.Question{
			Kind: bank.Order, Stem: "Xếp theo thứ tự thời gian.", Options: []bank.Option{{ID: "a", HTML: "1954"}, {ID: "b", HTML: "1945"}, {ID: "c", HTML: "1975"}},
		}, Key: bank.Key{Options: []string{"b", "a", "c"}},
	}
	essay := bank.Body{
		Label: "VD10", Tags: bank.Tags{Subject: "nguvan", Grade: 12, Level: bank.Apply}, Question: bank.Question{
			Kind: bank.Essay, Stem: "Viết đoạn văn về lòng nhân ái.", Writing: &bank.Writing{Words: 200, Lines: 20},
		}, Key: bank.Key{Rubric: []bank.Criterion{{HTML: "Nêu được ba ý.", Points: 150, Steps: []bank.Grade{{HTML: "Nêu được hai ý.", Points: 100}}}, {HTML: "Diễn đạt.", Points: 50}}},
	}
	return []bank.Body{numeric, cloze, match, order, essay}
}

// guide writes the sheet that explains the columns.
func guide(w *sheet.Writer) {
	s := w.Sheet("Hướng dẫn", sheet.Column{Title: "Cột", Width: 18, Kind: sheet.Wrap}, sheet.Column{Title: "Cách ghi", Width: 100, Kind: sheet.Wrap})
	for _, line := range [][2]string{
		{"Mã câu", "Tuỳ ý; giúp tìm lại câu."},
		{"Dạng câu", strings.Join(kindList(), " · ") + ". Câu đúng/sai: bốn ý a, b, c, d ghi ở cột A–D."},
		{"Môn, Lớp, Chủ đề", "Môn chọn trong danh sách hoặc ghi tên khác; lớp từ 1 đến 12."},
		{"Mức độ", "Biết, Hiểu, Vận dụng. Câu đúng/sai: bốn mức cách nhau bằng dấu phẩy, hoặc một mức chung. “Vận dụng cao” được xếp vào Vận dụng."},
		{"Ngữ liệu", "Mã của một dòng ở trang “Ngữ liệu”, hoặc nội dung trực tiếp. Các câu chung ngữ liệu luôn đứng cạnh nhau."},
		{"Câu hỏi", "Chữ thường; xuống dòng bằng Alt+Enter. Công thức LaTeX đặt giữa \\( và \\), hoặc giữa hai dấu $. Dùng được <b> <i> <u> <sub> <sup>."},
		{"A–F", "Phương án (thêm cột G, H… nếu cần), bốn ý của câu đúng/sai, các mục cần sắp xếp, các vế phải của câu ghép đôi, kho từ của câu điền khuyết. Dạng khác để trống."},
		{"Đáp án", "Một đáp án: B. Nhiều đáp án: A,C. Đúng/Sai: Đ S Đ S. Trả lời ngắn: 0,5 (nhiều đáp số cách nhau bằng dấu |). Điền số: 9,81 hoặc khoảng 9,5..10,5. Sắp xếp: C-A-B. Ghép đôi, phân loại: 1-B, 2-A. Điền khuyết: mỗi chỗ trống một dòng. Để trống là lỗi: chương trình không tự đoán."},
		{"Điền khuyết", "Trong câu hỏi ghi [[1]], [[2]]…; ở cột Đáp án mỗi chỗ một dòng: “1: Huế | Thừa Thiên” (gõ), “2: {*đúng | sai | sai}” (chọn, dấu * là đúng), “3: (B)” (chọn trong A, B, C…). Trọng số: “1×2: …”."},
		{"Vế trái", "Câu ghép đôi, phân loại: mỗi vế một dòng “1. Lào” (Alt+Enter); có thể ghi mức độ “1. [Hiểu] Lào”."},
		{"Điểm từng phần", "Mỗi dòng một giá trị: “50% B”, “-25% C”, “50% 3,1”; câu điền khuyết, ghép đôi: “50% 1: Huế”."},
		{"Không phân biệt hoa thường", "Ghi x nếu chữ hoa, chữ thường trong câu trả lời gõ là như nhau."},
		{"Bài làm", "Tự luận: “200 từ, 20 dòng”. Nộp tệp: “docx, pdf; 20 MB”."},
		{"Hướng dẫn chấm", "Mỗi tiêu chí một dòng “1,5: Nêu được ba ý.”; mức điểm bên dưới: “- 1: Nêu được hai ý.”"},
		{"Đơn vị kiến thức, Năng lực, Nhãn", "Tuỳ ý; nhiều năng lực, nhiều nhãn cách nhau bằng dấu chấm phẩy."},
		{"Cố định", "Chữ cái của phương án không được đảo chỗ, ví dụ D khi D là “Cả A, B, C đều đúng”."},
		{"Số ký tự", "Số ký tự tối đa của câu trả lời ngắn; để trống là 4 như định dạng 2025. Câu điền khuyết: mỗi chỗ một số, cách nhau dấu phẩy."},
		{"Lời giải", "Không hiện cho thí sinh."},
		{"Hình", "Chèn hình (PNG, JPEG, GIF) vào ô của câu hỏi, phương án hoặc lời giải: hình đứng sau chữ của ô đó, hoặc ở chỗ ghi [[hình: lời mô tả]]."},
	} {
		s.Row(line[0], line[1])
	}
}
