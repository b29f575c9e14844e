package safezip

import (
	"errors"
	"fmt"

	"khaothi/internal/fault"
)

// Explain returns the code of an error of this package, what is wrong and what
// to do, both in Vietnamese.
func Explain(err error) (code, message, fix string) {
	var e *fault.Error
	if !errors.As(err, &e) {
		return "zip.broken", "Không mở được gói .zip.", "Chọn lại tệp hoặc tạo lại gói."
	}
	s, ok := sentences[e.Code]
	if !ok {
		s = sentences["zip.broken"]
	}
	message = s.message
	if limit, ok := e.Detail["limit"]; ok {
		message = fmt.Sprintf(message+" (giới hạn %v)", limit)
	}
	if limit, ok := e.Detail["limit_mb"]; ok {
		message = fmt.Sprintf(message+" (giới hạn %v MB)", limit)
	}
	if name, ok := e.Detail["name"]; ok {
		message += fmt.Sprintf(": “%v”", name)
	}
	return e.Code, message + ".", s.fix
}

var sentences = map[string]struct{ message, fix string }{
	"zip.broken":    {"Tệp nén bị hỏng, không đọc được", "Mở tệp bằng phần mềm đã tạo ra nó rồi lưu lại."},
	"zip.entries":   {"Gói nén có quá nhiều tệp", "Chia gói thành nhiều gói nhỏ."},
	"zip.size":      {"Nội dung gói nén quá lớn khi bung ra", "Giảm dung lượng hình hoặc chia thành nhiều tệp."},
	"zip.ratio":     {"Gói nén bung ra lớn bất thường nên bị từ chối", "Tạo lại gói từ tệp gốc."},
	"zip.name":      {"Tên tệp trong gói nén không hợp lệ", "Tạo lại gói; tên tệp không được có “..” hay đường dẫn tuyệt đối."},
	"zip.duplicate": {"Gói nén có hai tệp cùng tên", "Tạo lại gói."},
	"zip.encrypted": {"Tệp đặt mật khẩu", "Bỏ mật khẩu rồi lưu lại."},
	"zip.method":    {"Gói nén dùng kiểu nén lạ", "Nén lại bằng kiểu .zip thường (deflate)."},
	"zip.overlap":   {"Gói nén có các tệp chồng lên nhau nên bị từ chối", "Tạo lại gói từ tệp gốc."},
	"zip.nested":    {"Gói nén chứa một gói nén khác", "Bung gói bên trong ra rồi nén lại một lần."},
	"zip.missing":   {"Gói nén thiếu tệp", "Tạo lại gói từ tệp gốc."},
}
