import { axis, faint, formatted, main, upright } from "./style";
import type { Cell, Figure, Words } from "./types";

export interface Persons {
  /** The middle of a bin on the scale of ability. */
  theta: number;
  n: number;
}

export interface Located {
  item: string;
  /** Where it stands on the scale: its difficulty, or one of its steps. */
  theta: number;
}

/** A grid of exactly this size. */
const bounds = { outerBoundsMode: "none" } as const;

/** Persons (left) and items (right) on one scale: is the test where its candidates are? */
export function wright(
  persons: readonly Persons[],
  items: readonly Located[],
  title: string,
  words: Words,
): Figure {
  const { t } = words;
  const count = t("Số thí sinh", "Candidates");
  const located = t("Câu hỏi", "Items");
  const scale = extent([...persons.map((p) => p.theta), ...items.map((i) => i.theta)]);
  const theta = { ...upright(t("Năng lực và độ khó (θ)", "Ability and difficulty (θ)"), words, 1) };
  const placed = beside(items, (scale.max - scale.min) / 40);
  return {
    description: t(
      `Bản đồ Wright: ${items.length} mốc câu hỏi cạnh phân bố năng lực`,
      `Wright map: ${items.length} item locations beside the abilities`,
    ),
    sheet: {
      name: title,
      head: [t("Loại", "What"), t("Tên", "Name"), "θ", count],
      rows: [
        ...persons.map((p): Cell[] => [t("Thí sinh", "Persons"), null, p.theta, p.n]),
        ...items.map((i): Cell[] => [t("Câu hỏi", "Item"), i.item, i.theta, null]),
      ],
    },
    option: {
      tooltip: { trigger: "item", valueFormatter: formatted(words, 2) },
      // Both sides must be equally high, so nothing is fitted by itself.
      grid: [
        { ...bounds, left: 62, right: "60%", top: 46, bottom: 52 },
        { ...bounds, left: "42%", right: 60, top: 46, bottom: 52 },
      ],
      xAxis: [
        { ...axis(count, words, 0), inverse: true, minInterval: 1 },
        { type: "value", gridIndex: 1, show: false, min: 0, max: Math.max(1, placed.width) },
      ],
      yAxis: [
        { ...theta, ...scale, interval: 1 },
        { type: "value", gridIndex: 1, ...scale, interval: 1, axisLabel: { show: false } },
      ],
      series: [
        {
          // Steps of a line, as bars need categories and persons stand on a scale.
          type: "line",
          name: count,
          color: main,
          symbol: "none",
          lineStyle: { color: main, width: 1.5 },
          areaStyle: { color: faint, opacity: 0.6, origin: 0 },
          data: outline(persons),
        },
        {
          type: "scatter",
          name: located,
          xAxisIndex: 1,
          yAxisIndex: 1,
          symbol: "diamond",
          symbolSize: 8,
          color: main,
          label: { show: true, position: "right", formatter: "{b}", fontSize: 11, distance: 3 },
          data: placed.items.map(({ item, theta, column }) => ({
            name: item,
            value: [column, theta],
          })),
        },
      ],
    },
  };
}

/** The bars of a histogram lying on its side, as one line of [count, theta]. */
function outline(persons: readonly Persons[]): number[][] {
  const [first, second] = persons;
  const half = first && second ? (second.theta - first.theta) / 2 : 0.1;
  const steps = persons.flatMap((p) => [
    [p.n, p.theta - half],
    [p.n, p.theta + half],
  ]);
  const last = persons.at(-1);
  if (!first || !last) return [];
  return [[0, first.theta - half], ...steps, [0, last.theta + half]];
}

/** Puts items that stand close together side by side. */
function beside(items: readonly Located[], close: number) {
  const sorted = [...items].sort((a, b) => a.theta - b.theta);
  const ends: number[] = []; // where each column ends so far
  const placed = sorted.map((item) => {
    let column = ends.findIndex((end) => item.theta - end >= close);
    if (column < 0) column = ends.length;
    ends[column] = item.theta;
    return { ...item, column: column + 0.3 };
  });
  return { items: placed, width: ends.length + 0.7 };
}

/** Whole numbers that hold all values, at least from −3 to 3. */
function extent(values: readonly number[]): { min: number; max: number } {
  return {
    min: Math.floor(Math.min(-3, ...values)),
    max: Math.ceil(Math.max(3, ...values)),
  };
}
