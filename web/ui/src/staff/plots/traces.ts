import { axis, formatted, lineLook, mainLook, upright } from "./style";
import type { Figure, Words } from "./types";

export interface Trace {
  /** A, B, … or what stands for no answer. */
  option: string;
  key: boolean;
  /** The share that chose it in each group of ability, lowest first. */
  shares: readonly (number | null)[];
}

/** Who chose what, from the weakest group to the strongest. The key is the thick line. */
export function traces(options: readonly Trace[], title: string, words: Words): Figure {
  const { t } = words;
  const groups = options.reduce((n, o) => Math.max(n, o.shares.length), 0);
  const named = (o: Trace) => (o.key ? `${o.option} (${t("đáp án", "key")})` : o.option);
  let others = 0;
  return {
    description: t(
      `Tỉ lệ chọn từng phương án trong ${groups} nhóm từ thấp đến cao`,
      `Share of each option in ${groups} groups from low to high`,
    ),
    sheet: {
      name: title,
      head: [t("Nhóm (1: thấp nhất)", "Group (1: lowest)"), ...options.map(named)],
      rows: Array.from({ length: groups }, (_, g) => [
        g + 1,
        ...options.map((o) => o.shares[g] ?? null),
      ]),
    },
    option: {
      tooltip: { valueFormatter: formatted(words, 2) },
      xAxis: {
        ...axis(t("Nhóm điểm, từ thấp đến cao", "Groups by score, low to high"), words, 0),
        min: 1,
        max: Math.max(2, groups),
        minInterval: 1,
      },
      yAxis: { ...upright(t("Tỉ lệ chọn", "Share that chose it"), words, 2), min: 0, max: 1 },
      series: options.map((o) => ({
        type: "line" as const,
        name: named(o),
        data: o.shares.map((share, g) => [g + 1, share]),
        ...(o.key ? mainLook : lineLook(others++)),
      })),
    },
  };
}
