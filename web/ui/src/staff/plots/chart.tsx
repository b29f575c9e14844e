import { BarChart, LineChart, ScatterChart } from "echarts/charts";
import {
  AriaComponent,
  GridComponent,
  LegendComponent,
  TooltipComponent,
} from "echarts/components";
import { init, use as register, type ECharts } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { useEffect, useRef } from "react";

import { fontFamily, palette } from "../theme";
import { frame } from "./style";
import type { Figure } from "./types";

register([
  BarChart,
  LineChart,
  ScatterChart,
  AriaComponent,
  GridComponent,
  LegendComponent,
  TooltipComponent,
  CanvasRenderer,
]);

/** Draws a figure and follows the width of its place. */
export default function Chart({ of, tall }: { of: Figure; tall?: boolean }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (box.current === null) return;
    const chart = init(box.current);
    draw(chart, of);
    const watch = new ResizeObserver(() => chart.resize());
    watch.observe(box.current);
    return () => {
      watch.disconnect();
      chart.dispose();
    };
  }, [of]);
  return (
    <div
      ref={box}
      className={`kt-plot${tall ? " kt-plot-tall" : ""}`}
      role="img"
      aria-label={of.description}
    />
  );
}

/** The frame, and over it what the figure says of the same parts. */
function draw(chart: ECharts, of: Figure): void {
  chart.setOption(frame(of.description));
  chart.setOption(of.option);
}

/** The size of a saved picture in CSS pixels, near the proportions of A4 across, and its scale: printed there, its letters are of 10 points. */
const size = { width: 900, height: 560, title: 46, scale: 3.1 };

/** The figure under its title as a picture to save, the same on every screen. */
export function picture(of: Figure): HTMLCanvasElement {
  const { width, height, title, scale } = size;
  const chart = init(document.createElement("div"), null, { width, height });
  try {
    draw(chart, of);
    const drawn = chart.renderToCanvas({ pixelRatio: scale, backgroundColor: "#ffffff" });
    const canvas = document.createElement("canvas");
    canvas.width = width * scale;
    canvas.height = (title + height) * scale;
    const pen = canvas.getContext("2d");
    if (!pen) throw new Error("the browser draws no pictures");
    pen.fillStyle = "#ffffff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.fillStyle = palette.ink;
    pen.font = `600 ${18 * scale}px ${fontFamily}`;
    pen.fillText(of.sheet.name, 12 * scale, 32 * scale, (width - 24) * scale);
    pen.drawImage(drawn, 0, title * scale);
    return canvas;
  } finally {
    chart.dispose();
  }
}
