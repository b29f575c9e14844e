import type { BarSeriesOption, LineSeriesOption, ScatterSeriesOption } from "echarts/charts";
import type {
  AriaComponentOption,
  GridComponentOption,
  LegendComponentOption,
  TooltipComponentOption,
} from "echarts/components";
import type { ComposeOption } from "echarts/core";

import type { Language, Text } from "../text/language";

/** What a chart may be made of: the parts of ECharts that chart.tsx loads. */
export type Option = ComposeOption<
  | BarSeriesOption
  | LineSeriesOption
  | ScatterSeriesOption
  | AriaComponentOption
  | GridComponentOption
  | LegendComponentOption
  | TooltipComponentOption
>;

/** A number that is not known is null and becomes an empty cell. */
export type Cell = string | number | null;

/** A table: what is shown under a plot and saved as a spreadsheet. */
export interface Sheet {
  name: string;
  head: string[];
  rows: Cell[][];
}

/**
 * A plot with the numbers that it is made of. Both come out of one function, so
 * that no plot is without its table.
 */
export interface Figure {
  option: Option;
  /** One sentence for who cannot see the plot. */
  description: string;
  sheet: Sheet;
}

/** The language that a plot speaks. */
export interface Words {
  t: Text;
  language: Language;
}

/** The points of a curve: as many x as y; an unknown y leaves a gap. */
export interface Curve {
  x: readonly number[];
  y: readonly (number | null)[];
}
