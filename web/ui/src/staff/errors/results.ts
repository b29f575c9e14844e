import { numberOf, textOf, type Sentences } from ".";

/** Codes of keys, results and exports. */
export const resultErrors: Sentences = {
  "result.not_found": { vi: "Thí sinh này chưa có kết quả.", en: "There is no result yet." },
  "result.published": {
    vi: "Kết quả đã công bố. Hãy thu hồi kết quả trước khi thay đổi bài làm.",
    en: "The result is published. Withdraw it before the work is changed.",
  },
  "result.pending": {
    vi: "Còn bài tự luận chưa chấm xong nên chưa công bố được.",
    en: "Some works are not marked yet: nothing can be published.",
  },
  "marking.twice": { vi: "Bạn đã chấm bài này.", en: "You have marked this work." },
  "marking.gone": {
    vi: "Bài này không còn được tính (bài bị huỷ, hoặc câu đã bị huỷ). Hãy lấy bài khác.",
    en: "This work counts no more: its attempt is void, or the question cancelled. Take another.",
  },
  "marking.settled": { vi: "Bài này đã chấm xong.", en: "This work is settled." },
  "marking.begun": {
    vi: "Đã có bài được chấm nên không đổi cách chấm được nữa.",
    en: "Marking has begun: the plan cannot change.",
  },
  "mark.points": {
    vi: "Mỗi tiêu chí cần một điểm trong khoảng cho phép.",
    en: "Each criterion needs points within its range.",
  },
  "result.reason_missing": { vi: "Hãy ghi lý do thu hồi.", en: "Give the reason." },
  "result.candidates_missing": { vi: "Chưa chọn thí sinh.", en: "No candidate was chosen." },
  "key.not_closed": {
    vi: "Đáp án chỉ xem được sau khi ca thi kết thúc.",
    en: "The key can be read when the sitting is over.",
  },
  "key.not_found": {
    vi: "Đề của ca thi này chưa có đáp án.",
    en: "The form of this sitting has no key yet.",
  },
  "key.same": {
    vi: "Đáp án không khác phiên bản đang dùng.",
    en: "The key is the same as the one in use.",
  },
  "key.version": (d) => ({
    vi: `Có người vừa sửa đáp án (phiên bản ${numberOf(d, "newest")}). Hãy tải lại trang.`,
    en: `Somebody has just corrected the key (version ${numberOf(d, "newest")}). Reload the page.`,
  }),
  "key.reason_missing": { vi: "Hãy ghi lý do sửa đáp án.", en: "Give the reason." },
  "key.invalid": (d) => ({
    vi: `Đáp án của câu ${textOf(d, "field")} chưa hợp lệ.`,
    en: `The key of ${textOf(d, "field")} is not valid.`,
  }),
  "key.unknown_field": (d) => ({
    vi: `Đề không có câu ${textOf(d, "fields")}.`,
    en: `The form has no ${textOf(d, "fields")}.`,
  }),
  "key.missing": (d) => ({
    vi: `Quy tắc chấm cần đáp án của ${textOf(d, "fields")}.`,
    en: `The rule needs a key for ${textOf(d, "fields")}.`,
  }),
  "rule.not_found": (d) => ({
    vi: `Không có quy tắc chấm ${textOf(d, "name")}.`,
    en: `There is no scoring rule ${textOf(d, "name")}.`,
  }),
  "edu.not_configured": {
    vi: "Máy chủ chưa được nối với cơ sở dữ liệu giáo dục.",
    en: "The server is not connected to an education database.",
  },
  "edu.unavailable": {
    vi: "Cơ sở dữ liệu giáo dục không trả lời. Chưa ghi gì; hãy thử lại sau.",
    en: "The education database does not answer. Nothing was written; try again later.",
  },
  "edu.contract": (d) => ({
    vi: `Cơ sở dữ liệu giáo dục chưa có bảng hoặc quyền theo tài liệu: ${textOf(d, "why")}`,
    en: `The education database lacks tables or rights of the contract: ${textOf(d, "why")}`,
  }),
  "edu.version": {
    vi: "Có nơi khác vừa ghi cùng lúc. Chưa ghi gì; hãy thử lại.",
    en: "Somebody else wrote at the same moment. Nothing was written; try again.",
  },
  "edu.reconcile": {
    vi: "Đối chiếu hai bên không khớp nên không ghi gì. Hãy báo người quản trị.",
    en: "The two sides do not agree, so nothing was written. Tell the administrator.",
  },
  "workbook.not_configured": {
    vi: "Máy chủ chưa bật xuất bảng tính.",
    en: "The server does not write workbooks.",
  },
};
