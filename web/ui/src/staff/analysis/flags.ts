import { decimal } from "../text/format";
import type { Both, Language } from "../text/language";
import type { Flag, Thresholds } from "./types";

interface FlagText {
  name: Both;
  /** What it means and what to do about it. */
  todo: Both;
  /** Red asks for a look at the key or the wording before results are used. */
  colour: "red" | "orange" | "gold";
}

/** In the order in which a reader should look. */
export const flagTexts: Record<string, FlagText> = {
  "r.negative": {
    name: { vi: "Phân biệt âm", en: "Negative discrimination" },
    todo: {
      vi: "Em giỏi làm sai nhiều hơn em yếu. Kiểm tra đáp án trước tiên, rồi đến cách diễn đạt.",
      en: "Better candidates do worse. Check the key first, then the wording.",
    },
    colour: "red",
  },
  distractor: {
    name: { vi: "Phương án nhiễu hút em giỏi", en: "Distractor draws the better" },
    todo: {
      vi: "Một phương án sai được em giỏi chọn nhiều. Xem phương án đó có đúng theo cách hiểu khác không.",
      en: "A wrong option is chosen by better candidates. Could it be right in another reading?",
    },
    colour: "red",
  },
  constant: {
    name: { vi: "Ai cũng như nhau", en: "All alike" },
    todo: {
      vi: "Mọi thí sinh có cùng điểm ở câu này nên câu không đo được gì.",
      en: "Everybody has the same score: the item measures nothing.",
    },
    colour: "orange",
  },
  "r.low": {
    name: { vi: "Phân biệt thấp", en: "Low discrimination" },
    todo: {
      vi: "Câu ít liên quan đến phần còn lại của bài. Xem lại lời dẫn, phương án và chủ đề.",
      en: "The item hardly goes with the rest. Look at wording, options and topic.",
    },
    colour: "orange",
  },
  "p.low": {
    name: { vi: "Quá khó", en: "Too hard" },
    todo: {
      vi: "Rất ít em làm được. Kiểm tra đáp án và xem nội dung có được dạy chưa.",
      en: "Very few could do it. Check the key, and whether it was taught.",
    },
    colour: "orange",
  },
  "p.high": {
    name: { vi: "Quá dễ", en: "Too easy" },
    todo: {
      vi: "Gần như em nào cũng làm được. Dùng làm câu mở đầu thì được, không giúp phân loại.",
      en: "Nearly everybody could do it. Good to begin with, not to tell people apart.",
    },
    colour: "gold",
  },
  dif: {
    name: { vi: "DIF loại C", en: "DIF class C" },
    todo: {
      vi: "Hai nhóm ngang trình độ làm câu này khác nhau nhiều. Đọc lại câu: ngữ cảnh có quen với nhóm này, lạ với nhóm kia không.",
      en: "Two equally able groups differ greatly. Is its setting familiar to one and strange to the other?",
    },
    colour: "red",
  },
  infit: {
    name: { vi: "Infit ngoài khoảng", en: "Infit out of range" },
    todo: {
      vi: "Trả lời không theo mô hình ở đúng tầm của câu. Xem đường cong đặc trưng.",
      en: "Answers near the item's level do not follow the model. Look at the curve.",
    },
    colour: "gold",
  },
  outfit: {
    name: { vi: "Outfit ngoài khoảng", en: "Outfit out of range" },
    todo: {
      vi: "Có câu trả lời bất ngờ của em quá giỏi hoặc quá yếu: đoán mò, sơ suất, hoặc lộ câu.",
      en: "Surprising answers far from its level: guessing, slips, or a leaked item.",
    },
    colour: "gold",
  },
  s_x2: {
    name: { vi: "Không khớp mô hình", en: "Misfit" },
    todo: {
      vi: "Thực tế khác mô hình. Xem đường cong đặc trưng trước khi dùng tham số của câu này.",
      en: "The answers differ from the model. Look at the curve before its parameters are used.",
    },
    colour: "orange",
  },
  q3: {
    name: { vi: "Phụ thuộc câu khác", en: "Depends on another" },
    todo: {
      vi: "Câu đi cùng một câu khác nhiều hơn năng lực giải thích được: trùng ý, hoặc câu này gợi câu kia.",
      en: "It goes with another item more than ability explains: same idea, or one gives the other away.",
    },
    colour: "gold",
  },
};

export function flagText(code: string): FlagText {
  return (
    flagTexts[code] ?? {
      name: { vi: code, en: code },
      todo: { vi: "", en: "" },
      colour: "gold",
    }
  );
}

/** What was measured against which limit: `−0,05 < 0,20`. */
export function measured(f: Flag, language: Language): string {
  if (f.value === null || f.limit === null || f.code === "dif") return "";
  const sign = f.value < f.limit ? "<" : ">";
  return `${decimal(f.value, 2, language)} ${sign} ${decimal(f.limit, 2, language)}`;
}

/** When an item gets each flag, in the thresholds that the run used. */
export function rules(of: Thresholds, language: Language): [code: string, rule: string][] {
  const n = (x: number) => decimal(x, 2, language);
  const vi = language === "vi";
  return [
    ["r.negative", vi ? "độ phân biệt < 0" : "discrimination < 0"],
    ["r.low", `${vi ? "độ phân biệt" : "discrimination"} < ${n(of.discrimination)}`],
    [
      "distractor",
      vi
        ? `phương án sai có r > ${n(of.distractor)}, từ ${of.distractor_n} em chọn`
        : `a wrong option with r > ${n(of.distractor)}, chosen by ${of.distractor_n} or more`,
    ],
    ["p.low", `p < ${n(of.p_low)}`],
    ["p.high", `p > ${n(of.p_high)}`],
    ["infit", `< ${n(of.mnsq_low)} / > ${n(of.mnsq_high)}`],
    ["outfit", `< ${n(of.mnsq_low)} / > ${n(of.mnsq_high)}`],
    ["s_x2", `p(S-X²) < ${n(of.s_x2_p)}`],
    ["q3", vi ? `Q3 > trung bình + ${n(of.q3_above_mean)}` : `Q3 > mean + ${n(of.q3_above_mean)}`],
    [
      "dif",
      vi
        ? `loại ${of.dif_class}, mỗi nhóm từ ${of.dif_persons} em`
        : `class ${of.dif_class}, groups of ${of.dif_persons} and more`,
    ],
  ];
}
