import type { Both } from "../text/language";
import type { Look } from "./seats";

export const lookNames: Record<Look, Both> = {
  waiting: { vi: "Đang chờ", en: "Waiting" },
  away: { vi: "Chưa vào", en: "Not here yet" },
  working: { vi: "Đang làm", en: "Working" },
  silent: { vi: "Mất kết nối", en: "Disconnected" },
  sealed: { vi: "Đã nộp bài", en: "Handed in" },
  incomplete: { vi: "Bài thiếu dữ liệu", en: "Incomplete" },
  absent: { vi: "Vắng", en: "Absent" },
};
