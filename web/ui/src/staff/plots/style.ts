import type { LineSeriesOption } from "echarts/charts";

import { fontFamily, palette } from "../theme";
import { decimal } from "../text/format";
import type { Option, Words } from "./types";

/** The first colour of a plot: what it is about. */
export const main = palette.blue;

/** What stands behind: persons, the range of chance. */
export const faint = "#9fb3c8";

/** What a reader should look at; different from `main` for the colour-blind and in grey. */
export const alarm = "#c4500f";

/**
 * Lines that can be told apart without colour: each has a marker and a dash of
 * its own. The colours are Okabe & Ito's (2008), darkened for thin lines.
 */
const lines = [
  { colour: alarm, symbol: "triangle", dash: [7, 4] },
  { colour: "#00785a", symbol: "diamond", dash: [2, 3] },
  { colour: "#8f3f77", symbol: "rect", dash: [10, 3, 2, 3] },
  { colour: "#8a6d00", symbol: "emptyCircle", dash: [4, 2] },
  { colour: "#3b4754", symbol: "emptyTriangle", dash: [1, 2] },
  { colour: "#2c8fbf", symbol: "emptyDiamond", dash: [12, 4] },
] as const;

/** The look of the n-th line that is not the main one. */
export function lineLook(n: number): Partial<LineSeriesOption> {
  const look = lines[n % lines.length] ?? lines[0];
  return {
    color: look.colour,
    symbol: look.symbol,
    symbolSize: 8,
    lineStyle: { color: look.colour, width: 2, type: [...look.dash] },
  };
}

/** The look of the line that the plot is about. */
export const mainLook: Partial<LineSeriesOption> = {
  color: main,
  symbol: "circle",
  symbolSize: 9,
  lineStyle: { color: main, width: 3.5 },
};

/** Labels and names of axes stand inside the grid's bounds. */
export const bounds = { outerBoundsMode: "same", outerBoundsContain: "all" } as const;

/** What all plots have in common, for chart.tsx. */
export function frame(description: string): Option {
  return {
    animation: false,
    aria: { enabled: true, label: { description } },
    textStyle: { fontFamily },
    grid: { ...bounds, left: 8, right: 22, top: 46, bottom: 6 },
    legend: { top: 4, left: 8, itemWidth: 28, itemGap: 16, type: "scroll" },
    // Drawn on the canvas: HTML with inline styles is against the content policy.
    tooltip: { trigger: "axis", renderMode: "richText" },
  };
}

/** An axis of numbers with its name in the middle. */
export function axis(name: string, words: Words, digits: number) {
  return {
    type: "value" as const,
    name,
    nameLocation: "middle" as const,
    nameGap: 26,
    nameTextStyle: { color: "#41526a" },
    axisLine: { onZero: false },
    axisLabel: { hideOverlap: true, formatter: (n: number) => trimmed(n, digits, words) },
  };
}

/** An upright axis, whose name needs more room beside its labels. */
export function upright(name: string, words: Words, digits: number) {
  return { ...axis(name, words, digits), nameGap: 44, nameRotate: 90 };
}

/** Numbers in tooltips of one plot. */
export function formatted(words: Words, digits: number) {
  return (value: unknown) =>
    decimal(typeof value === "number" ? value : null, digits, words.language);
}

/** A number on an axis: no more digits than it needs. */
function trimmed(n: number, digits: number, { language }: Words): string {
  return n.toLocaleString(language === "vi" ? "vi-VN" : "en-GB", { maximumFractionDigits: digits });
}
