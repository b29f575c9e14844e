package roster

import (
	"strings"
)

// Message says in a sentence what is wrong and what to do, in "vi" or "en".
func (p Problem) Message(lang string) string {
	s, ok := sentences[p.Code]
	if !ok {
		return p.Code
	}
	text := s.vi
	if lang == "en" {
		text = s.en
	}
	text = strings.ReplaceAll(text, "{value}", p.Value)
	for k, v := range p.Args {
		text = strings.ReplaceAll(text, "{"+k+"}", v)
	}
	return text
}

type sentence struct{ vi, en string }

// sentences has every code that Read gives; a test walks it.
var sentences = map[string]sentence{
	"file.empty":      {"Tệp rỗng. Hãy chọn tệp danh sách có dữ liệu.", "The file is empty. Choose a roster with rows."},
	"file.too_large":  {"Tệp quá lớn (giới hạn {limit}). Hãy chia thành nhiều tệp.", "The file is too large (limit {limit}). Split it."},
	"file.format":     {"Không phải tệp .xlsx hay .csv. Hãy lưu lại thành Excel (.xlsx).", "Neither .xlsx nor .csv. Save it as an Excel workbook (.xlsx)."},
	"file.old_format": {"Tệp Excel kiểu cũ (.xls) hoặc có mật khẩu. Hãy lưu lại thành .xlsx không mật khẩu.", "An old (.xls) or password-protected workbook. Save it as .xlsx without a password."},
	"file.unsafe":     {"Tệp chứa nội dung không an toàn nên bị từ chối. Hãy chép dữ liệu sang một tệp Excel mới.", "The file holds unsafe content and is refused. Copy the data into a new workbook."},
	"file.quote":      {"Dấu ngoặc kép ở dòng này mở mà không đóng, phần sau không đọc được. Hãy sửa dấu ngoặc kép hoặc lưu thành .xlsx.", "A quotation mark on this line is not closed; the rest cannot be read. Mend it or save as .xlsx."},

	"encoding.utf16":       {"Tệp CSV dùng bảng mã UTF-16. Trong Excel hãy chọn “CSV UTF-8” hoặc lưu thành .xlsx.", "The CSV is UTF-16. In Excel choose “CSV UTF-8”, or save as .xlsx."},
	"encoding.windows1252": {"Tệp CSV không phải UTF-8 (có vẻ Windows-1252/1258), dấu tiếng Việt sẽ hỏng. Hãy lưu thành “CSV UTF-8” hoặc .xlsx.", "The CSV is not UTF-8 (probably Windows-1252/1258). Save it as “CSV UTF-8” or .xlsx."},
	"encoding.tcvn3":       {"Chữ trong tệp là TCVN3 (phông .VnTime), không phải Unicode. Hãy chuyển mã sang Unicode rồi nhập lại.", "The text is TCVN3 (.VnTime fonts), not Unicode. Convert it to Unicode first."},
	"encoding.vni":         {"Chữ trong tệp là VNI (phông VNI-Times), không phải Unicode. Hãy chuyển mã sang Unicode rồi nhập lại.", "The text is VNI (VNI-Times fonts), not Unicode. Convert it to Unicode first."},
	"encoding.mojibake":    {"Dấu tiếng Việt đã hỏng từ trước (chữ như “Nguyá»…n”). Hãy lấy lại tệp gốc và lưu thành UTF-8.", "Vietnamese letters were broken before (such as “Nguyá»…n”). Get the original file and save it as UTF-8."},

	"header.missing":   {"Không tìm thấy dòng tiêu đề có cột “Họ và tên” (hoặc “Họ đệm” và “Tên”) trong 30 dòng đầu. Hãy dùng tệp mẫu.", "No header row with “Họ và tên” (or “Họ đệm” and “Tên”) in the first 30 rows. Use the template."},
	"header.required":  {"Thiếu cột bắt buộc “{name}”. Hãy thêm cột này.", "The required column “{name}” is missing. Add it."},
	"header.duplicate": {"Hai cột cùng nghĩa “{name}” (cột kia: {other}). Hãy bỏ một cột.", "Two columns mean “{name}” (the other: {other}). Remove one."},
	"header.ambiguous": {"Cột “{value}” có thể là mã học sinh hoặc số định danh cá nhân. Hãy đổi tên thành “Mã học sinh” hoặc “Số định danh”.", "“{value}” may be the pupil code or the citizen id. Rename it “Mã học sinh” or “Số định danh”."},
	"header.ignored":   {"Không hiểu cột “{value}”, cột này được bỏ qua.", "Column “{value}” is not understood and is left out."},
	"sheet.ignored":    {"Trang tính “{name}” cũng có danh sách nhưng không được đọc; chỉ trang “{used}” được nhập.", "Sheet “{name}” also holds a list and is not read; only “{used}” is."},
	"file.no_rows":     {"Dưới dòng tiêu đề không có thí sinh nào.", "There is no candidate below the header."},

	"row.too_long": {"Dòng có nhiều ô hơn tiêu đề (ô thừa: “{value}”), dữ liệu có thể bị lệch cột. Hãy kiểm tra dòng này.", "The row has more cells than the header (extra: “{value}”); it may be shifted. Check it."},

	"name.missing":  {"Thiếu họ và tên. Hãy điền, hoặc xoá dòng nếu không phải thí sinh.", "The name is missing. Fill it in, or delete the row if it is no candidate."},
	"name.one_word": {"Họ tên chỉ có một chữ “{value}”. Hãy kiểm tra lại.", "The name has one word, “{value}”. Check it."},
	"name.invalid":  {"Họ tên “{value}” có ký tự không hợp lệ “{char}”. Chỉ dùng chữ cái, khoảng trắng, dấu nháy, gạch nối, chấm.", "The name “{value}” holds “{char}”. Use letters, spaces, apostrophe, hyphen, dot only."},
	"name.too_long": {"Họ tên dài quá 150 ký tự.", "The name is longer than 150 characters."},
	"name.encoding": {"Họ tên “{value}” có vẻ là chữ TCVN3 hoặc VNI. Hãy kiểm tra lại.", "The name “{value}” looks like TCVN3 or VNI text. Check it."},

	"birth_date.missing":        {"Thiếu ngày sinh. Hãy điền dạng ngày/tháng/năm, ví dụ 05/09/2008.", "The birth date is missing. Write day/month/year, as 05/09/2008."},
	"birth_date.invalid":        {"Ngày sinh “{value}” không đọc được. Hãy viết dạng ngày/tháng/năm, ví dụ 05/09/2008.", "The birth date “{value}” cannot be read. Write day/month/year, as 05/09/2008."},
	"birth_date.two_digit_year": {"Ngày sinh “{value}” chỉ có hai chữ số năm. Hãy viết đủ bốn chữ số, ví dụ 05/09/2008.", "The birth date “{value}” has a two-digit year. Write all four, as 05/09/2008."},
	"birth_date.month_first":    {"Ngày sinh “{value}”: không có tháng {month}, có lẽ viết tháng trước ngày. Hãy viết ngày/tháng/năm.", "The birth date “{value}”: there is no month {month}; it was probably written month first. Write day/month/year."},
	"birth_date.year_only":      {"Ngày sinh “{value}” chỉ có năm. Hãy viết đủ ngày/tháng/năm.", "The birth date “{value}” is only a year. Write day/month/year."},
	"birth_date.range":          {"Ngày sinh {date} không hợp lý (phải từ 01/01/1920 đến hôm nay). Hãy kiểm tra lại.", "The birth date {date} cannot be right (from 01/01/1920 to today). Check it."},
	"gender.invalid":            {"Giới tính “{value}” không hiểu được. Hãy ghi Nam hoặc Nữ, hoặc để trống.", "The gender “{value}” is not understood. Write Nam or Nữ, or leave it empty."},

	"pupil_code.invalid":   {"Mã học sinh “{value}” không hợp lệ: tối đa 20 ký tự, chỉ gồm chữ không dấu, chữ số và . _ / -.", "The pupil code “{value}” is wrong: at most 20 of plain letters, digits and . _ / -."},
	"pupil_code.duplicate": {"Mã học sinh “{value}” đã có ở dòng {first}. Hãy sửa hoặc xoá dòng thừa.", "The pupil code “{value}” stands in row {first} already. Mend it or delete the extra row."},
	"pupil_code.taken":     {"Mã học sinh “{value}” đã có trong kỳ thi ({name}). Hãy bỏ dòng này, hoặc nhập theo cách thay thế toàn bộ.", "The pupil code “{value}” is in the exam already ({name}). Remove the row, or import as a replacement."},
	"citizen_id.invalid":   {"Số định danh “{value}” không đúng: phải gồm 12 chữ số.", "The citizen id “{value}” is wrong: it must have 12 digits."},
	"citizen_id.zero_lost": {"Số định danh “{value}” chỉ có {digits} chữ số, có lẽ Excel đã bỏ số 0 ở đầu. Hãy định dạng cột là Text và nhập lại đủ 12 chữ số.", "The citizen id “{value}” has only {digits} digits; the spreadsheet probably dropped leading zeros. Format the column as Text and write all 12."},
	"citizen_id.duplicate": {"Số định danh “{value}” đã có ở dòng {first}. Hãy sửa hoặc xoá dòng thừa.", "The citizen id “{value}” stands in row {first} already. Mend it or delete the extra row."},
	"citizen_id.taken":     {"Số định danh “{value}” đã có trong kỳ thi ({name}). Hãy bỏ dòng này, hoặc nhập theo cách thay thế toàn bộ.", "The citizen id “{value}” is in the exam already ({name}). Remove the row, or import as a replacement."},
	"code.rounded":         {"“{value}” là số đã bị Excel làm tròn (dạng 1,2E+11). Hãy định dạng cột là Text và nhập lại mã.", "“{value}” was rounded by a spreadsheet (1.2E+11). Format the column as Text and write the code again."},
	"school_code.invalid":  {"Mã trường “{value}” không hợp lệ: tối đa 20 ký tự, chỉ gồm chữ không dấu, chữ số và . _ / -.", "The school code “{value}” is wrong: at most 20 of plain letters, digits and . _ / -."},
	"school_name.too_long": {"Tên trường dài quá 150 ký tự.", "The school's name is longer than 150 characters."},
	"class_code.too_long":  {"Tên lớp “{value}” dài quá 20 ký tự.", "The class “{value}” is longer than 20 characters."},
	"subject.unknown":      {"Kỳ thi không có môn “{value}”. Các môn: {subjects}.", "The exam has no subject “{value}”. Subjects: {subjects}."},
	"subject.mark":         {"Ô “{value}” dưới cột môn không hiểu được. Hãy ghi x nếu đăng ký, để trống nếu không.", "“{value}” under a subject is not understood. Write x for registered, or leave it empty."},
	"subject.none":         {"Thí sinh không đăng ký môn nào. Hãy đánh dấu ít nhất một môn.", "The candidate registers for no subject. Mark at least one."},

	"extra_time.invalid": {"Thời gian thêm “{value}” không đọc được. Hãy ghi số phút (15) hoặc phần trăm thời gian làm bài (25%).", "The extra time “{value}” cannot be read. Write minutes (15) or a share of the duration (25%)."},
	"extra_time.range":   {"Thời gian thêm “{value}” quá lớn: tối đa 240 phút hoặc 200%.", "The extra time “{value}” is too much: at most 240 minutes or 200%."},
	"type_scale.invalid": {"Cỡ chữ “{value}” không đúng: ghi phần trăm từ 100 đến 300.", "The type size “{value}” is wrong: write per cent from 100 to 300."},
	"contrast.invalid":   {"Ô “{value}” dưới cột Tương phản cao không hiểu được. Hãy ghi x nếu cần, để trống nếu không.", "“{value}” under high contrast is not understood. Write x if needed, or leave it empty."},
	"needs_note.invalid": {"Ghi chú hỗ trợ dài quá 500 ký tự hoặc có ký tự không đọc được.", "The note on accommodation is longer than 500 characters or holds unreadable ones."},

	"person.twice":       {"Trùng họ tên và ngày sinh với dòng {first}. Hãy chắc chắn đây là hai người.", "Same name and birth date as row {first}. Make sure they are two people."},
	"person.there":       {"Trùng họ tên và ngày sinh với một thí sinh đã có trong kỳ thi. Hãy chắc chắn đây là hai người.", "Same name and birth date as a candidate already in the exam. Make sure they are two people."},
	"pupil_code.missing": {"{count} thí sinh không có mã học sinh: kết quả của họ không ghép được với cơ sở dữ liệu ngành.", "{count} candidates have no pupil code: their results cannot be matched in the education database."},
}
