import type { Both, Language } from "../text/language";

/** Where a sitting stands. */
export type SittingState = "planned" | "open" | "running" | "closed";

export const stateNames: Record<SittingState, Both> = {
  planned: { vi: "Dự kiến", en: "Planned" },
  open: { vi: "Đã mở, chờ bắt đầu", en: "Open, waiting" },
  running: { vi: "Đang thi", en: "Running" },
  closed: { vi: "Đã kết thúc", en: "Closed" },
};

export const stateColors: Record<SittingState, string> = {
  planned: "default",
  open: "blue",
  running: "green",
  closed: "purple",
};

/** 50 phút, 1 phút 30 giây, 45 giây. */
export function duration(seconds: number, language: Language): string {
  const vi = language === "vi";
  const m = Math.floor(seconds / 60);
  const s = seconds % 60;
  const parts = [];
  if (m > 0) parts.push(`${m} ${vi ? "phút" : "min"}`);
  if (s > 0 || m === 0) parts.push(`${s} ${vi ? "giây" : "s"}`);
  return parts.join(" ");
}
