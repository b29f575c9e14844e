import { formatted, lineLook, mainLook, upright } from "./style";
import type { Figure, Words } from "./types";

/** One use of an item. */
export interface Use {
  /** The exam and its year. */
  label: string;
  n: number;
  p: number | null;
  discrimination: number | null;
  b: number | null;
}

/** How an item behaved each time it was used: a sudden easier item has been seen before. */
export function history(uses: readonly Use[], title: string, words: Words): Figure {
  const { t } = words;
  const p = t("Độ khó p", "Difficulty p");
  const disc = t("Độ phân biệt", "Discrimination");
  return {
    description: t(
      `Độ khó và độ phân biệt qua ${uses.length} lần dùng`,
      `Difficulty and discrimination over ${uses.length} uses`,
    ),
    sheet: {
      name: title,
      head: [t("Lần dùng", "Use"), t("Số TS", "n"), p, disc, "b"],
      rows: uses.map((u) => [u.label, u.n, u.p, u.discrimination, u.b]),
    },
    option: {
      tooltip: { valueFormatter: formatted(words, 2) },
      xAxis: { type: "category", data: uses.map((u) => u.label), boundaryGap: true },
      yAxis: { ...upright(`${p}; ${disc}`, words, 2), max: 1 },
      series: [
        { type: "line", name: p, ...mainLook, data: uses.map((u) => u.p) },
        { type: "line", name: disc, ...lineLook(0), data: uses.map((u) => u.discrimination) },
      ],
    },
  };
}
