import { axis, formatted, lineLook, mainLook, upright } from "./style";
import type { Curve, Figure, Words } from "./types";

/** Where on the scale one item tells persons apart. */
export function itemInformation(curve: Curve, title: string, words: Words): Figure {
  const { t } = words;
  const name = t("Thông tin", "Information");
  return {
    description: t("Hàm thông tin của câu hỏi", "Information function of the item"),
    sheet: { name: title, head: [t("Năng lực θ", "Ability θ"), name], rows: rowsOf(curve) },
    option: {
      legend: { show: false },
      grid: { top: 20 },
      tooltip: { valueFormatter: formatted(words, 3) },
      xAxis: axis(t("Năng lực θ", "Ability θ"), words, 1),
      yAxis: { ...upright(name, words, 2), min: 0 },
      series: [{ type: "line", name, ...mainLook, symbol: "none", data: rowsOf(curve) }],
    },
  };
}

/** The information of the whole test, and what it means for one person: the error of measurement. */
export function testInformation(
  curve: Curve,
  errors: readonly (number | null)[],
  title: string,
  words: Words,
): Figure {
  const { t } = words;
  const name = t("Thông tin", "Information");
  const error = t("Sai số chuẩn", "Standard error");
  const right = upright(error, words, 2);
  return {
    description: t(
      "Hàm thông tin của bài thi và sai số chuẩn theo năng lực",
      "Information of the test and standard error by ability",
    ),
    sheet: {
      name: title,
      head: [t("Năng lực θ", "Ability θ"), name, error],
      rows: rowsOf(curve).map((row, i) => [...row, errors[i] ?? null]),
    },
    option: {
      tooltip: { valueFormatter: formatted(words, 3) },
      xAxis: axis(t("Năng lực θ", "Ability θ"), words, 1),
      yAxis: [
        { ...upright(name, words, 1), min: 0 },
        // Where nothing is measured the error has no bound: the curve leaves the picture.
        { ...right, min: 0, max: 2, splitLine: { show: false } },
      ],
      series: [
        { type: "line", name, ...mainLook, symbol: "none", data: rowsOf(curve) },
        {
          type: "line",
          name: error,
          ...lineLook(0),
          symbol: "none",
          yAxisIndex: 1,
          clip: true,
          data: curve.x.map((x, i) => [x, errors[i] ?? null]),
        },
      ],
    },
  };
}

function rowsOf({ x, y }: Curve): (number | null)[][] {
  return x.map((at, i) => [at, y[i] ?? null]);
}
