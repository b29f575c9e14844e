import type { Both, Text } from "../text/language";
import type { Filter, Look } from "./seats";

export const lookNames: Record<Look, Both> = {
  waiting: { vi: "Đang chờ", en: "Waiting" },
  away: { vi: "Chưa vào", en: "Not here yet" },
  working: { vi: "Đang làm", en: "Working" },
  paused: { vi: "Tạm dừng", en: "Paused" },
  silent: { vi: "Mất kết nối", en: "Disconnected" },
  sealed: { vi: "Đã nộp bài", en: "Handed in" },
  paper: { vi: "Làm trên giấy", en: "On paper" },
  voided: { vi: "Bị huỷ bài", en: "Void" },
  incomplete: { vi: "Bài thiếu dữ liệu", en: "Incomplete" },
  absent: { vi: "Vắng", en: "Absent" },
};

export const filterNames: Record<Filter, Both> = {
  all: { vi: "Tất cả", en: "All" },
  attention: { vi: "Cần chú ý", en: "Attention" },
  working: { vi: "Đang làm", en: "Working" },
  paused: { vi: "Tạm dừng", en: "Paused" },
  away: { vi: "Chưa vào", en: "Not here" },
  sealed: { vi: "Đã nộp", en: "Handed in" },
};

/** Who ended the work. */
export const sealedNames: Record<string, Both> = {
  deadline: { vi: "Hết giờ", en: "Time was over" },
  submit: { vi: "Thí sinh nộp", en: "The candidate handed in" },
  invigilator: { vi: "Giám thị thu bài", en: "Collected by the invigilator" },
  paper: { vi: "Chuyển sang giấy", en: "Moved to paper" },
  void: { vi: "Huỷ bài", en: "By the void" },
};

/** What came of an action that could not be done. */
export const outcomeNames: Record<string, Both> = {
  "attempt.sealed": { vi: "bài đã nộp", en: "already sealed" },
  "attempt.not_sealed": { vi: "bài chưa nộp", en: "not sealed" },
  "attempt.not_started": { vi: "thí sinh chưa bắt đầu", en: "not started" },
  "attempt.voided": { vi: "bài đã bị huỷ", en: "void" },
  "attempt.not_voided": { vi: "bài không bị huỷ", en: "not void" },
  "reopen.no_time": { vi: "đã hết giờ làm bài", en: "no time left" },
  "late.nothing": { vi: "không còn thao tác nào để công nhận", en: "nothing left to admit" },
};

const parts = ["", "I", "II", "III", "IV", "V", "VI"];

/** Where something stands on a candidate's paper. */
export function placeText(at: { part: number; no: number; letter?: string }, t: Text): string {
  const part = parts[at.part] ?? String(at.part);
  const letter = at.letter ?? "";
  return t(
    `Phần ${part}, câu ${at.no}${letter === "" ? "" : ` ý ${letter}`}`,
    `Part ${part}, ${at.no}${letter}`,
  );
}
