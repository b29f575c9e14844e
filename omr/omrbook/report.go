package omrbook

import (
	"cmp"
	"fmt"
	"time"

	"khaothi/internal/sheet"
	"khaothi/internal/vi"
	"khaothi/omr"
	"khaothi/omr/layout"
)

const title = "Biên bản đối chiếu phiếu trả lời với bản quét gốc"

// Report is a check as a workbook: what it was and came to, and a row for each
// difference. sitting is what people call the sitting.
func Report(c *omr.Check, sitting string) ([]byte, error) {
	w := sheet.NewWriter()
	facts := w.Sheet("Biên bản", sheet.Column{Title: "Mục", Width: 30}, sheet.Column{Title: "Nội dung", Width: 60, Kind: sheet.Wrap})
	facts.Print(title, false)
	for _, row := range [][2]string{
		{"Ca thi", sitting},
		{"Người yêu cầu", c.By.Name},
		{"Bắt đầu", when(c.At)},
		{"Kết thúc", when(c.EndedAt)},
		{"Trạng thái", states[c.State]},
		{"Tệp quét đã đọc lại", fmt.Sprint(c.Scans)},
		{"Phiếu đã so", fmt.Sprint(c.Sheets)},
		{"Số khác biệt", fmt.Sprint(len(c.Wrong))},
		{"Người lập biên bản (ký, ghi rõ họ tên)", ""},
	} {
		facts.Row(row[0], row[1])
	}
	list := w.Sheet("Khác biệt",
		sheet.Column{Title: "Tệp", Width: 28, Kind: sheet.Wrap}, sheet.Column{Title: "Trang", Width: 8, Kind: sheet.Number},
		sheet.Column{Title: "Số báo danh", Width: 14}, sheet.Column{Title: "Ô, bước", Width: 20},
		sheet.Column{Title: "Khác ở", Width: 32, Kind: sheet.Wrap}, sheet.Column{Title: "Đã lưu", Width: 18, Kind: sheet.Wrap},
		sheet.Column{Title: "Đọc lại", Width: 18, Kind: sheet.Wrap}, sheet.Column{Title: "Mã", Width: 18},
	)
	list.Print(title, true)
	for i := range c.Wrong {
		d := &c.Wrong[i]
		var page any
		if d.Page > 0 {
			page = d.Page
		}
		list.Row(d.File, page, d.Candidate, fieldName(d.Field), codes[d.Code], d.Kept, d.Now, d.Code)
	}
	return w.Bytes()
}

// when is a time as people in Vietnam write it; "" for none.
func when(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.In(vi.Zone).Format("02/01/2006 15:04:05")
}

var states = map[omr.CheckState]string{
	omr.CheckWaiting: "Đang chờ", omr.CheckRunning: "Đang chạy", omr.CheckDone: "Đã xong",
	omr.CheckCancelled: "Đã dừng giữa chừng, chưa kết luận gì", omr.CheckFailed: "Không chạy được, chưa kết luận gì",
}

// codes are what differs, in words.
var codes = map[string]string{
	"original_changed": "Bản quét gốc đã bị thay", "pages": "Số trang đọc được", "reading": "Kết quả đọc",
	"answers": "Câu trả lời đã chấm", "no_result": "Không có kết quả", "omr.signature": "Chữ ký không đúng",
	"omr.chain": "Niêm phong không nối tiếp bước trước", "omr.output_changed": "Dữ liệu của bước đã đổi sau niêm phong",
}

var fields = map[string]string{
	layout.CandidateNumber: "Số báo danh", layout.FormCode: "Mã đề",
	string(omr.StageScan): "Bước quét phiếu", string(omr.StageRead): "Bước đọc ảnh", string(omr.StageFix): "Bước xử lý nghi vấn", string(omr.StageScore): "Bước chấm điểm",
}

func fieldName(field string) string { return cmp.Or(fields[field], field) }
