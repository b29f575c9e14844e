import { alarm, axis, main, upright } from "./style";
import { decimal } from "../text/format";
import type { Cell, Figure, Words } from "./types";

export interface Anchor {
  item: string;
  from: number;
  to: number;
  /** Robust z: how far it lies from the line of the others. */
  z: number | null;
  watch: boolean;
}

/** θ of the newer scale = a·θ of the older + b. */
export interface Line {
  a: number;
  b: number;
}

interface Names {
  title: string;
  from: string;
  to: string;
}

/** The difficulties of the common items in two calibrations, and the line that joins the scales. */
export function linking(
  anchors: readonly Anchor[],
  line: Line,
  names: Names,
  words: Words,
): Figure {
  const { t } = words;
  const kept = t("Câu neo", "Anchors");
  const watched = t("Câu neo cần xem", "On the watch list");
  const xs = anchors.map((x) => x.from);
  const [min, max] = xs.length === 0 ? [-3, 3] : [Math.min(...xs) - 0.4, Math.max(...xs) + 0.4];
  const scatter = (name: string, watch: boolean) => ({
    type: "scatter" as const,
    name,
    color: watch ? alarm : main,
    symbol: watch ? "triangle" : "circle",
    symbolSize: watch ? 13 : 8,
    label: { show: watch, position: "right" as const, formatter: "{b}", fontSize: 11 },
    data: anchors
      .filter((x) => x.watch === watch)
      .map((x) => ({ name: x.item, value: [x.from, x.to] })),
  });
  return {
    description: t(
      `Độ khó của ${anchors.length} câu neo trong hai lần phân tích, ${anchors.filter((x) => x.watch).length} câu cần xem`,
      `Difficulty of ${anchors.length} anchors in two analyses, ${anchors.filter((x) => x.watch).length} on the watch list`,
    ),
    sheet: {
      name: names.title,
      head: [
        t("Câu", "Item"),
        names.from,
        names.to,
        t("Theo đường kết nối", "By the line"),
        t("z bền vững", "Robust z"),
        t("Cần xem", "Watch"),
      ],
      rows: anchors.map((x): Cell[] => [
        x.item,
        x.from,
        x.to,
        line.a * x.from + line.b,
        x.z,
        x.watch ? "x" : "",
      ]),
    },
    option: {
      tooltip: { trigger: "item" },
      xAxis: { ...axis(`b: ${names.from}`, words, 1), scale: true },
      yAxis: { ...upright(`b: ${names.to}`, words, 1), scale: true },
      series: [
        {
          type: "line",
          name: `θ' = ${decimal(line.a, 3, words.language)}·θ ${line.b < 0 ? "−" : "+"} ${decimal(Math.abs(line.b), 3, words.language)}`,
          symbol: "none",
          color: "#41526a",
          lineStyle: { color: "#41526a", width: 2, type: "dashed" },
          data: [min, max].map((x) => [x, line.a * x + line.b]),
        },
        scatter(kept, false),
        scatter(watched, true),
      ],
    },
  };
}
