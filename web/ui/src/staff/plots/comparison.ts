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

/** Two shares of one beside each other, in per cent; the second is the one to compare with. */
export function comparison(shares: readonly Beside[], names: Names, words: Words): Figure {
  const rows = shares.map((s) => ({ ...s, mine: perCent(s.mine), theirs: perCent(s.theirs) }));
  const labels = {
    type: "category" as const,
    data: rows.map((r) => r.label),
    axisTick: { show: false },
    axisLabel: names.lying ? { width: 150, overflow: "break" as const, lineHeight: 15 } : {},
    ...(names.lying
      ? { inverse: true }
      : { name: names.of, nameLocation: "middle" as const, nameGap: 28 }),
  };
  const scale = `${names.share} (%)`;
  const values = names.lying ? axis(scale, words, 1) : upright(scale, words, 1);
  return {
    description: words.t(
      `${names.title}: ${names.mine} so với ${names.theirs}`,
      `${names.title}: ${names.mine} beside ${names.theirs}`,
    ),
    sheet: {
      name: names.title,
      head: [names.of, `${names.mine} (%)`, `${names.theirs} (%)`],
      rows: rows.map((r) => [r.label, r.mine, r.theirs]),
    },
    option: {
      tooltip: { axisPointer: { type: "shadow" }, valueFormatter: formatted(words, 1) },
      ...(names.lying
        ? { xAxis: { ...values, min: 0, max: 100 }, yAxis: labels }
        : { xAxis: labels, yAxis: { ...values, min: 0 } }),
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

/** A share of one in per cent, to a tenth. */
function perCent(share: number | null): number | null {
  return share === null ? null : Math.round(1000 * share) / 10;
}
