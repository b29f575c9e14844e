package excel

import (
	"khaothi/bank"
	"khaothi/internal/sheet"
)

// Template is the empty form that authors fill in: a row of each kind as an
// example, lists of choices, and a sheet that explains the columns.
func Template() ([]byte, error) {
	w := sheet.NewWriter()
	questions := newQuestions(w)
	codes := newStimuli()
	for _, b := range Samples() {
		cells, _, err := cellsOf(b, codes)
		if err != nil {
			return nil, err
		}
		questions.Row(cells...)
	}
	codes.write(w)
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
	return []bank.Body{single, multiple, cluster, short, shared}
}

// guide writes the sheet that explains the columns.
func guide(w *sheet.Writer) {
	s := w.Sheet("Hướng dẫn", sheet.Column{Title: "Cột", Width: 18, Kind: sheet.Wrap}, sheet.Column{Title: "Cách ghi", Width: 100, Kind: sheet.Wrap})
	for _, line := range [][2]string{
		{"Mã câu", "Tuỳ ý; giúp tìm lại câu."},
		{"Dạng câu", "Một đáp án · Nhiều đáp án · Đúng/Sai (bốn ý a, b, c, d ghi ở cột A–D) · Trả lời ngắn."},
		{"Môn, Lớp, Chủ đề", "Môn chọn trong danh sách hoặc ghi tên khác; lớp từ 1 đến 12."},
		{"Mức độ", "Biết, Hiểu, Vận dụng. Câu đúng/sai: bốn mức cách nhau bằng dấu phẩy, hoặc một mức chung. “Vận dụng cao” được xếp vào Vận dụng."},
		{"Ngữ liệu", "Mã của một dòng ở trang “Ngữ liệu”, hoặc nội dung trực tiếp. Các câu chung ngữ liệu luôn đứng cạnh nhau."},
		{"Câu hỏi", "Chữ thường; xuống dòng bằng Alt+Enter. Công thức LaTeX đặt giữa \\( và \\), hoặc giữa hai dấu $. Dùng được <b> <i> <u> <sub> <sup>."},
		{"A–F", "Phương án (từ 2 đến 8, có thể thêm cột G, H), hoặc bốn ý của câu đúng/sai. Câu trả lời ngắn để trống."},
		{"Đáp án", "Một đáp án: B. Nhiều đáp án: A,C. Đúng/Sai: Đ S Đ S. Trả lời ngắn: 0,5 (nhiều đáp số cách nhau bằng dấu |). Để trống là lỗi: chương trình không tự đoán."},
		{"Cố định", "Chữ cái của phương án không được đảo chỗ, ví dụ D khi D là “Cả A, B, C đều đúng”."},
		{"Số ký tự", "Số ký tự tối đa của câu trả lời ngắn; để trống là 4 như định dạng 2025."},
		{"Lời giải", "Không hiện cho thí sinh."},
		{"Hình", "Chèn hình (PNG, JPEG, GIF) vào ô của câu hỏi, phương án hoặc lời giải: hình đứng sau chữ của ô đó."},
	} {
		s.Row(line[0], line[1])
	}
}
