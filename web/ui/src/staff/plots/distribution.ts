import { faint, formatted, main, upright } from "./style";
import type { Figure, Words } from "./types";

export interface Bar {
  label: string;
  count: number;
  /** Bars below a mark are faint. */
  weak?: boolean;
}

interface Names {
  title: string;
  /** What the labels are. */
  of: string;
  description: string;
}

/** How many persons fell in each bin, as bars with their shares in the table. */
export function distribution(bars: readonly Bar[], names: Names, words: Words): Figure {
  const persons = words.t("Số thí sinh", "Candidates");
  const total = bars.reduce((n, b) => n + b.count, 0);
  return {
    description: names.description,
    sheet: {
      name: names.title,
      head: [names.of, persons, words.t("Tỉ lệ (%)", "Share (%)")],
      rows: bars.map((b) => [
        b.label,
        b.count,
        total === 0 ? null : Math.round((1000 * b.count) / total) / 10,
      ]),
    },
    option: {
      legend: { show: false },
      grid: { top: 20 },
      tooltip: { axisPointer: { type: "shadow" }, valueFormatter: formatted(words, 0) },
      xAxis: {
        type: "category",
        data: bars.map((b) => b.label),
        name: names.of,
        nameLocation: "middle",
        nameGap: 28,
        axisTick: { show: false },
      },
      yAxis: { ...upright(persons, words, 0), minInterval: 1 },
      series: [
        {
          type: "bar",
          name: persons,
          barCategoryGap: "18%",
          data: bars.map((b) => ({
            value: b.count,
            itemStyle: { color: b.weak ? faint : main, borderRadius: [3, 3, 0, 0] },
          })),
        },
      ],
    },
  };
}
