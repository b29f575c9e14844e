import { decimal, probability } from "../text/format";
import type { Both, Language } from "../text/language";
import type { DIFRow, Grouping } from "./types";

export type DIFMethod = "mh" | "logistic" | "lord" | "raju" | "ratio";

/** What one method says of one item; null: it says nothing of it. */
export interface Verdict {
  class: string;
  /** How large the difference is, in the unit of the method. */
  size: number | null;
  sizeError: number | null;
  chi2: number | null;
  p: number | null;
  /** The item was among those that the groups were matched by. */
  anchor: boolean;
  against: string;
}

interface MethodText extends Both {
  value: DIFMethod;
  /** The head of the column with the size. */
  size: Both;
  help: Both;
}

export const difMethods: MethodText[] = [
  {
    value: "mh",
    vi: "Mantel–Haenszel",
    en: "Mantel–Haenszel",
    size: { vi: "Δ", en: "Δ" },
    help: {
      vi: "So từng mức điểm một; dùng được cho mọi câu. Cờ DIF của câu hỏi đặt theo cách này.",
      en: "Compares level by level, for every item. Flags of items come from it.",
    },
  },
  {
    value: "logistic",
    vi: "Hồi quy logistic",
    en: "Logistic regression",
    size: { vi: "ΔR²", en: "ΔR²" },
    help: {
      vi: "Thấy cả câu mà chênh lệch đổi theo mức điểm. Loại theo ΔR²: từ 0,035 là B, từ 0,07 là C.",
      en: "Also sees differences that change with the score. Classes by ΔR²: B from 0.035, C from 0.07.",
    },
  },
  {
    value: "lord",
    vi: "Lord (χ²)",
    en: "Lord's χ²",
    size: { vi: "Δ", en: "Δ" },
    help: {
      vi: "Ước lượng tham số riêng cho mỗi nhóm rồi so; chỉ câu chấm đúng hoặc sai.",
      en: "Parameters of each group by itself, compared; items right or wrong only.",
    },
  },
  {
    value: "raju",
    vi: "Raju (diện tích)",
    en: "Raju's area",
    size: { vi: "Diện tích có dấu", en: "Signed area" },
    help: {
      vi: "Diện tích giữa hai đường đặc trưng của hai nhóm; số dương: khó hơn cho nhóm thứ nhất. p là của diện tích không dấu.",
      en: "The area between the curves of the two groups; above 0: harder for the first group. p is that of the unsigned area.",
    },
  },
  {
    value: "ratio",
    vi: "Tỉ số hợp lý (LR)",
    en: "Likelihood ratio",
    size: { vi: "Δ", en: "Δ" },
    help: {
      vi: "Ước lượng chung hai nhóm, thả riêng từng câu; chắc nhất nhưng lâu nhất.",
      en: "Both groups together, one item free at a time; the surest and the slowest.",
    },
  },
];

/** The methods that a comparison was made by. */
export function methodsOf(g: Grouping): DIFMethod[] {
  return difMethods.map((m) => m.value).filter((m) => g.rows.some((r) => verdict(r, m) !== null));
}

const side = (cls: string, delta: number | null): string => {
  if ((cls !== "B" && cls !== "C") || delta === null) return "";
  return delta < 0 ? "focal" : "reference";
};

export function verdict(row: DIFRow, by: DIFMethod): Verdict | null {
  const { logistic, lord, raju, ratio } = row;
  switch (by) {
    case "mh":
      return {
        class: row.class,
        size: row.delta,
        sizeError: row.delta_se,
        chi2: row.chi2,
        p: row.p,
        anchor: row.in_anchor,
        against: row.against,
      };
    case "logistic":
      if (!logistic || logistic.chi2 === null) return null;
      return {
        class: logistic.class,
        size: logistic.delta_r2,
        sizeError: null,
        chi2: logistic.chi2,
        p: logistic.p,
        anchor: logistic.in_anchor,
        against: logistic.class === "A" ? "" : row.against,
      };
    case "raju":
      if (!raju) return null;
      return {
        class: raju.class,
        size: raju.signed,
        sizeError: null,
        chi2: null,
        p: raju.p,
        anchor: lord?.in_anchor ?? true,
        against: side(raju.class, raju.signed === null ? null : -raju.signed),
      };
    default: {
      const of = by === "lord" ? lord : ratio;
      if (!of) return null;
      return {
        class: of.class,
        size: of.delta,
        sizeError: null,
        chi2: of.chi2,
        p: of.p,
        anchor: of.in_anchor,
        against: side(of.class, of.delta),
      };
    }
  }
}

/** χ² with its p, or p alone. */
export function testText(v: Pick<Verdict, "chi2" | "p">, language: Language): string {
  const p = probability(v.p, language);
  return v.chi2 === null ? p : `${decimal(v.chi2, 2, language)} (${p})`;
}
