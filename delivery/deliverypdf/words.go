package deliverypdf

import (
	"cmp"
	"fmt"
	"strconv"
	"time"

	"khaothi/delivery"
)

// sealedOrder is the order in which the minutes count the ways to end.
var sealedOrder = []delivery.SealedBy{
	delivery.SealedBySubmit, delivery.SealedByDeadline, delivery.SealedByInvigilator, delivery.SealedByPaper, delivery.SealedByVoid, "",
}

var sealedWords = map[delivery.SealedBy]string{
	delivery.SealedBySubmit:      "thí sinh nộp",
	delivery.SealedByDeadline:    "hết giờ",
	delivery.SealedByInvigilator: "giám thị thu bài",
	delivery.SealedByPaper:       "chuyển sang làm giấy",
	delivery.SealedByVoid:        "bị huỷ",
	"":                           "đã niêm phong",
}

// actionWords say what was done, for the minutes.
var actionWords = map[delivery.ActionKind]string{
	delivery.ActionPause:      "Tạm dừng, ngừng tính giờ",
	delivery.ActionResume:     "Tiếp tục tính giờ",
	delivery.ActionGrant:      "Cho thêm giờ",
	delivery.ActionRelease:    "Cho chuyển sang máy khác",
	delivery.ActionSubmit:     "Thu bài trước giờ",
	delivery.ActionReopen:     "Mở lại bài đã nộp",
	delivery.ActionToPaper:    "Chuyển sang làm bài trên giấy",
	delivery.ActionVoid:       "Huỷ bài",
	delivery.ActionUnvoid:     "Bỏ huỷ bài",
	delivery.ActionAdmitAsk:   "Đề nghị công nhận thao tác đến muộn",
	delivery.ActionAdmit:      "Đồng ý công nhận thao tác đến muộn",
	delivery.ActionAdmitDeny:  "Không công nhận thao tác đến muộn",
	delivery.ActionReplay:     "Cho nghe lại",
	delivery.ActionRoomOutage: "Hệ thống ghi nhận: mất kết nối hàng loạt",
}

// actionRow is the row of the i-th action.
func (m *Minutes) actionRow(i int) []string {
	a := &m.Actions[i]
	what, known := actionWords[a.Kind]
	if !known {
		what = string(a.Kind)
	}
	if a.Amount > 0 {
		what += " " + span(a.Amount)
	}
	if a.Kind == delivery.ActionReplay {
		what += " " + cmp.Or(m.Sounds[a.ID], "mọi bài nghe")
	}
	if !a.At.IsZero() && !a.Created.IsZero() && a.Created.Sub(a.At) > backdated {
		what += ", tính từ " + clock(a.At)
	}
	if len(a.Incidents) > 0 {
		what += fmt.Sprintf(" (%d thao tác)", len(a.Incidents))
	}
	if a.Proposal != "" {
		what += " theo mục " + proposalNo(a.Proposal, m.Actions)
	}
	if before, after := a.Receipts[0], a.Receipts[1]; after != "" && after != before {
		what += ", biên nhận mới " + after
		if before != "" {
			what += " (thay " + before + ")"
		}
	}
	switch a.Outcome {
	case delivery.OutcomeDone:
	case "":
		what += " – đang thực hiện"
	default:
		what += " – không thực hiện được"
	}
	at := a.Created
	if at.IsZero() {
		at = a.At
	}
	who := a.Who.Name
	if who == "" || who == "system" {
		who = "Hệ thống"
	}
	return []string{strconv.Itoa(i + 1), clock(at), about(a), what, a.Reason, who}
}

// backdated is how much earlier than it was written down an action must take
// effect for the minutes to say so.
const backdated = 2 * time.Second

func about(a *delivery.Action) string {
	switch {
	case a.Attempt != "":
		return a.Number + " " + a.Name
	case a.Room != "":
		return "Cả phòng " + a.RoomName
	}
	return "Toàn ca thi"
}

// proposalNo is the number that a proposal has in the same table.
func proposalNo(id string, all []delivery.Action) string {
	for i := range all {
		if all[i].ID == id {
			return strconv.Itoa(i + 1)
		}
	}
	return "trước"
}

func lateWords(k delivery.ActionKind) string {
	switch k {
	case "":
		return "Chưa xét, không tính"
	case delivery.ActionAdmitAsk:
		return "Đã đề nghị, chờ người thứ hai"
	case delivery.ActionAdmit:
		return "Công nhận, tính vào bài"
	case delivery.ActionAdmitDeny:
		return "Không công nhận"
	default:
		return string(k)
	}
}

// partNames are the parts as papers print them.
var partNames = []string{"", "I", "II", "III", "IV", "V", "VI"}

// PlaceText writes a place as people say it: Phần II, câu 3 ý b.
func PlaceText(p delivery.PaperPlace) string {
	part := strconv.Itoa(p.Part)
	if p.Part > 0 && p.Part < len(partNames) {
		part = partNames[p.Part]
	}
	text := fmt.Sprintf("Phần %s, câu %d", part, p.No)
	if p.Letter != "" {
		text += " ý " + p.Letter
	}
	return text
}
