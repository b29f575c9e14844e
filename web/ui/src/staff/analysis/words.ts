import type { Both, Language } from "../text/language";
import { schoolKindNames } from "../text/words";
import type { Method } from "./calls";
import type { Spec } from "./types";
import { fieldName } from "../results/words";

type Coloured = Both & { colour: string };

export const runStates: Record<string, Coloured> = {
  running: { vi: "Đang chạy", en: "Running", colour: "processing" },
  done: { vi: "Xong", en: "Done", colour: "success" },
  failed: { vi: "Không xong", en: "Failed", colour: "error" },
  cancelled: { vi: "Đã huỷ", en: "Cancelled", colour: "default" },
};

/** What a run is doing. */
export const stages: Record<string, Both> = {
  gather: { vi: "Gom bài làm và điểm", en: "Gathering answers and marks" },
  classical: { vi: "Phân tích cổ điển", en: "Classical analysis" },
  calibrate: { vi: "Ước lượng tham số câu hỏi", en: "Estimating item parameters" },
  fit: { vi: "Kiểm tra độ khớp mô hình", en: "Checking the fit" },
  dif: { vi: "So sánh các nhóm (DIF)", en: "Comparing groups (DIF)" },
  schools: { vi: "Tính cho từng trường", en: "Computing each school" },
  keep: { vi: "Lưu kết quả", en: "Keeping the results" },
};

/** Why a run came to no end. */
export const problems: Record<string, Both> = {
  "analysis.lost": {
    vi: "Máy chủ chạy phân tích này đã dừng giữa chừng. Hãy chạy lại.",
    en: "The server that ran this analysis is gone. Start it again.",
  },
  "analysis.failed": {
    vi: "Phân tích gặp lỗi. Lỗi đã được ghi lại cho người quản trị.",
    en: "The analysis failed. The error was recorded for the administrator.",
  },
  "analysis.stopped": {
    vi: "Máy chủ được tắt khi phân tích đang chạy. Hãy chạy lại.",
    en: "The server was stopped while it ran. Start it again.",
  },
  "analysis.changed": {
    vi: "Điểm thay đổi trong lúc phân tích (chấm lại, sửa đáp án). Hãy chạy lại.",
    en: "Scores changed while it ran (regrade, key). Start it again.",
  },
  "analysis.time": {
    vi: "Phân tích chạy quá lâu nên bị dừng.",
    en: "The analysis took too long and was stopped.",
  },
};

interface Choice<V extends string = string> extends Both {
  value: V;
  help: Both;
}

/** The models that one may ask for. */
export const models: Choice<NonNullable<Spec["model"]>>[] = [
  {
    value: "auto",
    vi: "Tự chọn theo cỡ mẫu",
    en: "By the sample",
    help: {
      vi: "2PL nếu đủ thí sinh, nếu không thì Rasch, ít nữa thì chỉ phân tích cổ điển.",
      en: "2PL where the sample carries it, else Rasch, else classical only.",
    },
  },
  {
    value: "rasch",
    vi: "Rasch",
    en: "Rasch",
    help: {
      vi: "Mọi câu phân biệt như nhau; dùng được từ khoảng 30 thí sinh.",
      en: "All items discriminate alike; from about 30 candidates.",
    },
  },
  {
    value: "2pl",
    vi: "2PL",
    en: "2PL",
    help: {
      vi: "Mỗi câu có độ khó và độ phân biệt riêng.",
      en: "Each item has its difficulty and discrimination.",
    },
  },
  {
    value: "3pl",
    vi: "3PL",
    en: "3PL",
    help: {
      vi: "Thêm tham số đoán mò; cần nhiều thí sinh, mẫu nhỏ sẽ bị từ chối kèm lý do.",
      en: "With guessing; small samples are refused with the reason.",
    },
  },
  {
    value: "none",
    vi: "Chỉ phân tích cổ điển",
    en: "Classical only",
    help: { vi: "Không ước lượng tham số câu hỏi.", en: "No item parameters." },
  },
];

export const methods: Choice<Method>[] = [
  {
    value: "sl",
    vi: "Stocking–Lord",
    en: "Stocking–Lord",
    help: {
      vi: "Làm cho đường cong của cả nhóm câu neo trùng nhau nhất.",
      en: "Makes the test curves of the anchors agree best.",
    },
  },
  {
    value: "haebara",
    vi: "Haebara",
    en: "Haebara",
    help: {
      vi: "Làm cho đường cong của từng câu neo trùng nhau nhất.",
      en: "Makes the curves of each anchor agree best.",
    },
  },
  {
    value: "ms",
    vi: "Trung bình – độ lệch",
    en: "Mean–sigma",
    help: {
      vi: "So trung bình và độ lệch chuẩn của độ khó b.",
      en: "By mean and deviation of the difficulties.",
    },
  },
  {
    value: "mm",
    vi: "Trung bình – trung bình",
    en: "Mean–mean",
    help: { vi: "So trung bình của a và b.", en: "By the means of a and b." },
  },
];

export const parameterStates: Record<string, Coloured> = {
  proposed: { vi: "Đề xuất", en: "Proposed", colour: "processing" },
  applied: { vi: "Đang dùng", en: "Applied", colour: "success" },
  replaced: { vi: "Đã thay", en: "Replaced", colour: "default" },
};

export const groupings: Choice<NonNullable<Spec["groupings"]>[number]>[] = [
  {
    value: "gender",
    vi: "Giới tính",
    en: "Gender",
    help: { vi: "Nữ và nam", en: "Girls and boys" },
  },
  {
    value: "region",
    vi: "Khu vực",
    en: "Region",
    help: {
      vi: "Đơn vị cấp trên của trường (phòng GDĐT)",
      en: "The office above the school",
    },
  },
  {
    value: "school_kind",
    vi: "Loại trường",
    en: "Kind of school",
    help: {
      vi: "Ghi ở trang Đơn vị; mỗi loại với các loại còn lại",
      en: "As the units say it; each kind against all others",
    },
  },
  {
    value: "mode",
    vi: "Hình thức thi",
    en: "Mode",
    help: { vi: "Trên giấy và trên máy", en: "Paper and screen" },
  },
  {
    value: "school",
    vi: "Trường",
    en: "School",
    help: { vi: "Mỗi trường với mọi trường còn lại", en: "Each school against all others" },
  },
];

export function groupingName(by: string, language: Language): string {
  return groupings.find((g) => g.value === by)?.[language] ?? by;
}

const groupNames: Record<string, Both> = {
  ...schoolKindNames,
  "*": { vi: "Còn lại", en: "Others" },
  female: { vi: "Nữ", en: "Female" },
  male: { vi: "Nam", en: "Male" },
  nu: { vi: "Nữ", en: "Female" },
  nam: { vi: "Nam", en: "Male" },
  paper: { vi: "Trên giấy", en: "Paper" },
  screen: { vi: "Trên máy", en: "Screen" },
};

export function groupName(code: string, name: string | undefined, language: Language): string {
  if (name) return name;
  if (code === "") return language === "vi" ? "Không ghi" : "Not recorded";
  return groupNames[code]?.[language] ?? code;
}

/** Câu I.3: the place of an item as papers print it. */
export function itemName(name: string, language: Language): string {
  return `${language === "vi" ? "Câu" : "Item"} ${fieldName(name)}`;
}

/** A, B, C of DIF by colour; the letter tells the same. */
export const classColours: Record<string, string> = { A: "green", B: "gold", C: "red" };
