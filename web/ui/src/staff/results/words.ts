import type { Schema } from "../api";
import type { Both } from "../text/language";

/** Why a question earned what it earned, in words. */
export function reasonText(code: string): Both {
  const counted = /^(cluster|parts|partial)\.(\d+)of(\d+)$/.exec(code);
  const credit = /^credit\.(\d+)$/.exec(code)?.[1];
  if (credit) return { vi: `Được ${credit}% theo đáp án`, en: `${credit}% by the key` };
  if (counted) {
    const [, kind, right, of] = counted;
    return kind !== "partial"
      ? { vi: `Đúng ${right}/${of} ý`, en: `${right} of ${of} right` }
      : { vi: `Đúng một phần: ${right}/${of}`, en: `Partly right: ${right} of ${of}` };
  }
  return reasons[code] ?? { vi: code, en: code };
}

const reasons: Record<string, Both> = {
  right: { vi: "Đúng", en: "Right" },
  wrong: { vi: "Sai", en: "Wrong" },
  blank: { vi: "Bỏ trống", en: "Blank" },
  double: { vi: "Chọn hai phương án", en: "Two marks" },
  doubt: { vi: "Không đọc rõ", en: "Unclear mark" },
  gap: { vi: "Ô trống ở giữa", en: "Empty cell inside" },
  marked: { vi: "Người chấm", en: "Marked by people" },
  pending: { vi: "Chờ người chấm", en: "Waits for markers" },
  cancelled: { vi: "Câu huỷ: mọi thí sinh được điểm", en: "Cancelled: everybody gets the points" },
  "track.not_counted": {
    vi: "Không tính: phần tự chọn kia được tính",
    en: "Not counted: the other track counts",
  },
  "track.not_chosen": { vi: "Phần tự chọn không làm", en: "Track not chosen" },
};

/** Whether a reason is good (green), bad (red) or in between. */
export function reasonColour(code: string): string {
  if (code === "right" || code === "cancelled") return "success";
  if (code === "wrong" || code === "double" || code === "doubt" || code === "gap") return "error";
  if (code === "pending") return "processing";
  const counted = /^(?:cluster|parts|partial)\.(\d+)of(\d+)$/.exec(code);
  if (counted) return counted[1] === counted[2] ? "success" : "warning";
  return "default";
}

type Coloured = Both & { colour: string };

/** p2_1c reads II.1c: short enough for a grid. */
export function fieldName(field: string): string {
  const found = /^p(\d+)_(\d+)([a-z]?)$/.exec(field);
  if (!found) return field;
  const [, part, no, letter] = found;
  return `${roman(Number(part))}.${no}${letter}`;
}

/** I, II, III: how papers name their parts. */
export function roman(n: number): string {
  return ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"][n - 1] ?? String(n);
}

export const resultStates: Record<Schema["RollRowView"]["state"], Coloured> = {
  "": { vi: "Chưa có điểm", en: "No result", colour: "default" },
  scored: { vi: "Chưa công bố", en: "Not published", colour: "processing" },
  published: { vi: "Đã công bố", en: "Published", colour: "success" },
  withdrawn: { vi: "Đã thu hồi", en: "Withdrawn", colour: "error" },
};

export const notes: Record<Schema["RollRowView"]["note"], Both> = {
  "": { vi: "Chưa có điểm", en: "No result" },
  absent: { vi: "Vắng", en: "Absent" },
  incomplete: { vi: "Bài làm chưa đủ dữ liệu", en: "Record incomplete" },
  void: { vi: "Bài bị huỷ", en: "Void" },
  paper: { vi: "Làm tiếp trên giấy", en: "Moved to paper" },
};

export const sittingStates: Record<Schema["RollView"]["state"], Coloured> = {
  planned: { vi: "Chưa mở", en: "Planned", colour: "default" },
  open: { vi: "Đang chờ", en: "Open", colour: "processing" },
  running: { vi: "Đang thi", en: "Running", colour: "warning" },
  closed: { vi: "Đã kết thúc", en: "Closed", colour: "success" },
};

/** Why a result did not go to the education database. */
export const refusals: Record<string, Both> = {
  "pupil.no_code": {
    vi: "Thí sinh không có mã học sinh và số định danh",
    en: "The candidate has no pupil code and no person id",
  },
  "pupil.unknown": {
    vi: "Không có học sinh này trong cơ sở dữ liệu giáo dục",
    en: "No such pupil in the education database",
  },
  "pupil.citizen_mismatch": {
    vi: "Số định danh khác với học sinh có mã này",
    en: "The person id differs from that of the pupil with this code",
  },
  "pupil.twice": {
    vi: "Hai thí sinh trùng một học sinh",
    en: "Two candidates are the same pupil",
  },
  "subject.no_code": { vi: "Môn thi chưa có mã", en: "The subject has no code" },
  "points.range": { vi: "Điểm ngoài khoảng 0 đến 99,99", en: "Points not within 0 to 99.99" },
};
