import { faint, formatted, main, upright, axis } from "./style";
import type { Figure, Words } from "./types";

export interface Beside {
  label: string;
  mine: number | null;
  theirs: number | null;
}

interface Names {
  title: string;
  /** What the labels are. */
  of: string;
  share: string;
  mine: string;
  theirs: string;
  /** Bars lie where labels are long. */
  lying: boolean;
}

/** Two shares beside each other for each label; the second is the one to compare with. */
export function comparison(rows: readonly Beside[], names: Names, words: Words): Figure {
  const labels = {
    type: "category" as const,
    data: rows.map((r) => r.label),
    axisTick: { show: false },
    axisLabel: names.lying ? { width: 150, overflow: "break" as const, lineHeight: 15 } : {},
    ...(names.lying
      ? { inverse: true }
      : { name: names.of, nameLocation: "middle" as const, nameGap: 28 }),
  };
  const shares = names.lying ? axis(names.share, words, 2) : upright(names.share, words, 2);
  return {
    description: words.t(
      `${names.title}: ${names.mine} so với ${names.theirs}`,
      `${names.title}: ${names.mine} beside ${names.theirs}`,
    ),
    sheet: {
      name: names.title,
      head: [names.of, names.mine, names.theirs],
      rows: rows.map((r) => [r.label, r.mine, r.theirs]),
    },
    option: {
      tooltip: { axisPointer: { type: "shadow" }, valueFormatter: formatted(words, 2) },
      ...(names.lying
        ? { xAxis: { ...shares, min: 0, max: 1 }, yAxis: labels }
        : { xAxis: labels, yAxis: { ...shares, min: 0 } }),
      series: [
        { type: "bar", name: names.mine, color: main, data: rows.map((r) => r.mine) },
        {
          type: "bar",
          name: names.theirs,
          color: faint,
          itemStyle: { borderColor: "#41526a", borderWidth: 1 },
          data: rows.map((r) => r.theirs),
        },
      ],
    },
  };
}
