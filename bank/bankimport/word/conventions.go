package word

// Convention is one way of writing that is understood. Each has a fixture of
// its name in testdata and a line in docs/word-import.md.
type Convention struct {
	Name    string
	Means   string // in Vietnamese
	Example string
}

// Conventions lists them in the order of the document for teachers.
func Conventions() []Convention {
	return []Convention{
		{"question.worded", "mở đầu câu", "Câu 1. · Câu 1: · CÂU 02) · Bài 1: · Question 1"},
		{"question.bare", "mở đầu câu chỉ bằng số, khi tệp không có chữ Câu", "1. · 002) · 5:"},
		{"question.auto", "số câu và chữ cái do Word tự đánh", "Numbering"},
		{"question.split", "nhãn bị Word cắt thành nhiều đoạn chữ", "Câ|u 1|2."},
		{"question.alike", "chữ giống chữ Latinh, chữ tổ hợp, dấu cả chiều rộng", "А. · Ａ． · Câu 1："},
		{"part.official", "tên phần của đề 2025", "PHẦN I. · PHẦN II. · PHẦN III."},
		{"part.roman", "tên phần bằng số La Mã", "I. TRẮC NGHIỆM"},
		{"option.lines", "mỗi phương án một dòng", "A. … / B. …"},
		{"option.tabs", "nhiều phương án một dòng", "A. … ⇥ B. … hoặc từ hai dấu cách"},
		{"option.table", "phương án trong bảng", "bảng 2 × 2, 1 × 4, theo dòng hoặc theo cột"},
		{"option.small", "phương án bằng chữ thường", "a. … b. …"},
		{"option.many", "hai đến hai mươi sáu phương án", "A … F"},
		{"option.fixed", "phương án không đảo", "chữ cái in nghiêng; “Cả A, B, C đều đúng”"},
		{"statement.rows", "bốn ý đúng/sai", "a) b) c) d)"},
		{"statement.table", "bảng có cột Đúng, Sai", "Mệnh đề | Đúng | Sai"},
		{"key.underline", "gạch chân chữ cái", ""},
		{"key.line", "gạch chân cả dòng", ""},
		{"key.red", "chữ đỏ", ""},
		{"key.highlight", "tô nền", ""},
		{"key.bold", "in đậm một phương án", ""},
		{"key.italic", "in nghiêng, khi cả tệp chỉ dùng cách ấy", ""},
		{"key.style", "đánh dấu bằng kiểu (Style)", ""},
		{"key.star", "dấu * trước chữ cái hoặc trước nội dung", "*A. · A. *…"},
		{"key.words", "dòng Đáp án", "Đáp án: C · a-Đ, b-S, c-Đ, d-S · Đúng · 27"},
		{"key.tags", "thẻ của HC-MIX", "<Key=42> · [<Ans=C, A>]"},
		{"key.table", "bảng đáp án cuối đề", "1-A 2-B · bảng số câu và chữ cái"},
		{"key.table.parts", "bảng đáp án theo phần", "PHẦN II: 1. ĐSĐS"},
		{"key.chosen", "Chọn … trong lời giải", "Lời giải: Chọn B."},
		{"key.box", "ô đáp án của câu trả lời ngắn", "Đáp án: | 2 | , | 5 | |"},
		{"group", "nhóm của HC-MIX", "NHÓM 1. (nghiêng: nhóm con; gạch chân: chỉ có chữ)"},
		{"shared.range", "đoạn dùng chung", "Đọc đoạn văn sau và trả lời câu 3 đến câu 5"},
		{"shared.order", "lời dẫn chung trong đề tiếng Anh", "Mark the letter A, B, C or D …"},
		{"level.heading", "mức độ, chủ đề ghi thành dòng", "// Nhận biết · Thông hiểu:"},
		{"level.mark", "mức độ, yêu cầu cần đạt cạnh số câu", "Câu 1. [NB] · [TH] Câu 2: · [NB-TN] · [SI10.02.12.D08]"},
		{"type.mark", "dạng câu cạnh số câu", "[TNN] · [DS] · [TLN] · [TL]"},
		{"blanks", "điền khuyết, kéo thả", "___ và Đáp án 1: Hà Nội | Hanoi · Vùng 1: … · Nhiễu: …"},
		{"pairs", "ghép đôi", "1. Việt Nam → Hà Nội · [<Ans=1-A,2-C>]"},
		{"blanks.chosen", "chỗ trống chọn trong danh sách", "Đáp án 1: {*Huế | Vinh} · Đáp án 2: (B)"},
		{"sort", "phân loại", "[PL] · 1. Cá heo · A. Thú · [<Ans=1-A,2-A>]"},
		{"numeric", "điền số có khoảng", "[SO] · Đáp án: 9,81 · 9,5..10,5 · 9,8 ± 0,1"},
		{"spots", "chọn trên hình", "[CH] · Hình: … · Vùng A: chữ nhật 10,20,30,40: Ga · Đáp án: A"},
		{"upload", "nộp tệp", "[NT] · Tệp nộp: docx, pdf; 5 MB"},
		{"writing", "độ dài, hướng dẫn chấm của câu tự luận", "[TL] · Độ dài: 200 từ · Tiêu chí (1,5): … · Mức (1): …"},
		{"credit", "điểm từng phần", "Điểm từng phần: 50% B; -25% C"},
		{"tags", "nhãn của từng câu", "[Mã câu: …] · [Chủ đề: …] · [Nhãn: …; …]"},
		{"order", "sắp xếp", "[<Ans=C-A-B>]"},
		{"solution", "lời giải dưới câu", "Lời giải · Hướng dẫn giải · Giải thích:"},
		{"solution.after", "lời giải sau bảng đáp án", "1. Chọn B. Vì …"},
		{"end", "hết đề", "---HẾT---"},
		{"maths", "công thức", "Equation của Word · $…$ · \\(…\\)"},
		{"maths.mathtype", "công thức MathType", "hình xem trước, hoặc việc còn lại"},
		{"layout.table", "mỗi câu một bảng", "Câu | Nội dung"},
		{"layout.pipes", "mỗi câu một đoạn ngăn bằng |", "Câu 1|…|A|B|C|D|B"},
		{"header", "dòng chung đầu tệp", "MÔN: Toán · LỚP: 12 · CHỦ ĐỀ: …"},
		{"content", "định dạng, bảng, danh sách, hình, chỉ số", "H₂O · bảng số liệu"},
	}
}
