import { axis, formatted, main, mainLook, upright } from "./style";
import type { Cell, Curve, Figure, Words } from "./types";

/** What a group of persons of nearly one ability did; shares of the full credit. */
export interface Observed {
  theta: number;
  n: number;
  share: number | null;
  low: number | null;
  high: number | null;
}

/**
 * The characteristic curve of an item: what the model expects at each ability,
 * with what groups of persons did, and bars of 95 %.
 */
export function characteristic(
  curve: Curve,
  points: readonly Observed[],
  title: string,
  words: Words,
): Figure {
  const { t } = words;
  const expected = t("Mô hình", "Model");
  const observed = t("Thực tế", "Observed");
  const interval = t("Khoảng tin cậy 95 %", "95 % interval");
  const known = points.filter((p) => p.share !== null);
  return {
    description: t(
      `Đường cong đặc trưng của câu hỏi và ${known.length} điểm thực tế`,
      `Characteristic curve of the item and ${known.length} observed points`,
    ),
    sheet: {
      name: title,
      head: [t("Năng lực θ", "Ability θ"), expected, observed, t("Số TS", "n"), "95 % –", "95 % +"],
      rows: [
        ...curve.x.map((x, i): Cell[] => [x, curve.y[i] ?? null, null, null, null, null]),
        ...points.map((p): Cell[] => [p.theta, null, p.share, p.n, p.low, p.high]),
      ],
    },
    option: {
      tooltip: { valueFormatter: formatted(words, 3) },
      xAxis: axis(t("Năng lực θ", "Ability θ"), words, 1),
      yAxis: { ...upright(t("Tỉ lệ điểm", "Share of the points"), words, 2), min: 0, max: 1 },
      series: [
        {
          type: "line",
          name: expected,
          ...mainLook,
          symbol: "none",
          data: curve.x.map((x, i) => [x, curve.y[i] ?? null]),
        },
        {
          // Each bar is a piece of one broken line; its ends are flat marks.
          type: "line",
          name: interval,
          color: "#5b6b80",
          lineStyle: { color: "#5b6b80", width: 1.5 },
          symbol: "rect",
          symbolSize: [9, 1.5],
          tooltip: { show: false },
          data: known.flatMap((p) => [
            [p.theta, p.low],
            [p.theta, p.high],
            [p.theta, null],
          ]),
        },
        {
          type: "scatter",
          name: observed,
          symbolSize: 10,
          itemStyle: { color: "#ffffff", borderColor: main, borderWidth: 2 },
          data: known.map((p) => [p.theta, p.share]),
        },
      ],
    },
  };
}
