import { numberOf, type Sentences } from ".";

/** Codes of the live room. */
export const liveErrors: Sentences = {
  "sitting.not_live": {
    vi: "Ca thi này chưa mở, hoặc không thuộc đơn vị của bạn.",
    en: "This sitting is not open, or it is not one of your units.",
  },
  "sitting.not_running": {
    vi: "Ca thi chưa bắt đầu.",
    en: "The sitting has not started.",
  },
  "sitting.closed": { vi: "Ca thi đã kết thúc.", en: "The sitting is over." },
  "server.stopping": {
    vi: "Máy chủ đang khởi động lại, xin chờ vài giây.",
    en: "The server is restarting, please wait some seconds.",
  },
  "server.unavailable": {
    vi: "Máy chủ chưa đọc được trạng thái phòng thi; bài của thí sinh không mất. Đang thử lại.",
    en: "The server cannot read the room now; no work is lost. Trying again.",
  },
  "room.not_in_sitting": {
    vi: "Phòng này không có trong ca thi.",
    en: "This room is not in the sitting.",
  },
  "room.not_found": { vi: "Không có phòng này.", en: "There is no such room." },
  "attempt.not_in_sitting": {
    vi: "Thí sinh này không có trong ca thi.",
    en: "This candidate is not in the sitting.",
  },
  "attempt.not_found": { vi: "Không có bài làm này.", en: "There is no such attempt." },
  "attempt.sealed": {
    vi: "Bài đã nộp, không làm việc này được nữa.",
    en: "The work is sealed; this cannot be done any more.",
  },
  "attempt.not_sealed": {
    vi: "Bài chưa nộp nên không cần mở lại.",
    en: "The work is not sealed.",
  },
  "attempt.not_started": {
    vi: "Thí sinh chưa bắt đầu làm bài.",
    en: "The candidate has not started.",
  },
  "attempt.voided": { vi: "Bài này đã bị huỷ.", en: "This work is void." },
  "attempt.not_voided": { vi: "Bài này không bị huỷ.", en: "This work is not void." },
  "action.nobody": { vi: "Chưa chọn thí sinh nào.", en: "No candidate was chosen." },
  "action.forbidden": {
    vi: "Việc này phải do hội đồng thi thực hiện.",
    en: "Only the exam board may do this.",
  },
  "action.system": {
    vi: "Việc này chỉ do hệ thống tự ghi nhận.",
    en: "Only the system notes this.",
  },
  "action.too_much": (d) => {
    const most = Math.floor(numberOf(d, "most_s") / 60);
    return {
      vi: `Mỗi lần giám thị cho thêm nhiều nhất ${most} phút; nhiều hơn phải do hội đồng thi.`,
      en: `An invigilator may give at most ${most} minutes at a time; the board may give more.`,
    };
  },
  "action.no_reason": {
    vi: "Cần ghi lý do để đưa vào biên bản.",
    en: "A reason is needed for the minutes.",
  },
  "action.invalid": {
    vi: "Thao tác không hợp lệ, xin tải lại trang rồi thử lại.",
    en: "This action is not valid; reload the page and try again.",
  },
  "action.not_found": { vi: "Không có đề nghị này.", en: "There is no such proposal." },
  "action.paused_already": { vi: "Đang tạm dừng rồi.", en: "It is paused already." },
  "action.no_sound": {
    vi: "Đề của thí sinh này không có bài nghe hạn chế số lượt.",
    en: "The paper has no sound whose plays are limited.",
  },
  "action.not_paused": { vi: "Không có gì đang tạm dừng.", en: "Nothing is paused." },
  "action.same_person": {
    vi: "Người đề nghị không tự quyết định được; cần người thứ hai.",
    en: "Who proposed it may not decide; a second person must.",
  },
  "proposal.decided": {
    vi: "Đề nghị này đã được quyết định.",
    en: "This proposal was decided already.",
  },
  "reopen.no_time": {
    vi: "Đã hết giờ làm bài. Cho thêm giờ trước rồi mới mở lại được.",
    en: "There is no time left. Give more time first.",
  },
  "late.nothing": {
    vi: "Không còn thao tác đến muộn nào để xét.",
    en: "There is no late event left.",
  },
};
