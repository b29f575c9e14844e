import { axis, formatted, lineLook, mainLook, upright } from "./style";
import type { Cell, Figure, Words } from "./types";

/** How persons of one group did at one level of the matching score. */
export interface Level {
  score: number;
  n: number;
  share: number | null;
}

export interface Group {
  name: string;
  levels: readonly Level[];
}

/** Two groups that are equally good by the whole test: do they do equally well on this item? */
export function difference(groups: readonly [Group, Group], title: string, words: Words): Figure {
  const { t } = words;
  const looks = [mainLook, lineLook(0)];
  return {
    description: t(
      `Tỉ lệ điểm của câu hỏi theo tổng điểm: ${groups[0].name} và ${groups[1].name}`,
      `Share of the item's points by total score: ${groups[0].name} and ${groups[1].name}`,
    ),
    sheet: {
      name: title,
      head: [
        t("Nhóm", "Group"),
        t("Tổng điểm", "Total score"),
        t("Số TS", "n"),
        t("Tỉ lệ điểm", "Share"),
      ],
      rows: groups.flatMap((g) => g.levels.map((l): Cell[] => [g.name, l.score, l.n, l.share])),
    },
    option: {
      tooltip: { valueFormatter: formatted(words, 2) },
      xAxis: axis(t("Tổng điểm (thô)", "Total score"), words, 1),
      yAxis: {
        ...upright(t("Tỉ lệ điểm của câu", "Share of the points"), words, 2),
        min: 0,
        max: 1,
      },
      series: groups.map((g, i) => ({
        type: "line" as const,
        name: g.name,
        ...looks[i],
        data: g.levels.map((l) => [l.score, l.share]),
      })),
    },
  };
}
