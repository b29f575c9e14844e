import type { Sentences } from ".";

/** Codes of rescue files. */
export const rescueErrors: Sentences = {
  "rescue.malformed": {
    vi: "Đây không phải tệp cứu hộ, hoặc tệp bị cắt mất một phần. Hãy lưu lại tệp từ máy của thí sinh.",
    en: "This is not a rescue file, or a part of it is missing. Save it again on the candidate's computer.",
  },
  "rescue.too_large": {
    vi: "Tệp quá lớn: tệp cứu hộ không quá 32 MB.",
    en: "The file is too large: a rescue file has at most 32 MB.",
  },
  "rescue.attempt_unknown": {
    vi: "Tệp này không thuộc ca thi này: hãy mở đúng ca thi của thí sinh rồi tải lên lại.",
    en: "This file does not belong to this sitting: open the candidate's own sitting and upload it there.",
  },
  "rescue.other_candidate": {
    vi: "Tệp ghi số báo danh khác với bài làm: tệp đã bị sửa. Hãy giữ tệp và báo hội đồng thi.",
    en: "The file names another candidate than the attempt: it was edited. Keep it and tell the board.",
  },
  "rescue.unreadable": {
    vi: "Không mở được tệp: tệp đã bị sửa, hoặc đến từ hệ thống thi khác. Hãy giữ tệp và máy của thí sinh.",
    en: "The file cannot be opened: it was changed, or it comes from another exam server. Keep the file and the computer.",
  },
};
