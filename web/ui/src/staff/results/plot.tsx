import { BarChart } from "echarts/charts";
import { AriaComponent, GridComponent, TooltipComponent } from "echarts/components";
import { init, use as register } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { useEffect, useRef } from "react";

import { fontFamily, palette } from "../theme";

register([BarChart, GridComponent, TooltipComponent, AriaComponent, CanvasRenderer]);

export interface Bar {
  label: string;
  count: number;
  /** Below the pass mark bars are grey. */
  passed: boolean;
}

interface Props {
  bars: Bar[];
  countName: string;
  pointsName: string;
  description: string;
}

/** The distribution as bars. The table beside says the same to who cannot see it. */
export default function Plot({ bars, countName, pointsName, description }: Props) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (box.current === null) return;
    const chart = init(box.current);
    chart.setOption({
      animation: false,
      aria: { enabled: true, label: { description } },
      textStyle: { fontFamily },
      grid: { left: 8, right: 12, top: 34, bottom: 34, containLabel: true },
      // Drawn on the canvas: HTML with inline styles is against the content policy.
      tooltip: { trigger: "axis", renderMode: "richText", axisPointer: { type: "shadow" } },
      xAxis: {
        type: "category",
        data: bars.map((b) => b.label),
        name: pointsName,
        nameLocation: "middle",
        nameGap: 28,
        axisTick: { show: false },
      },
      yAxis: { type: "value", name: countName, minInterval: 1, nameTextStyle: { align: "left" } },
      series: [
        {
          type: "bar",
          name: countName,
          barCategoryGap: "18%",
          data: bars.map((b) => ({
            value: b.count,
            itemStyle: {
              color: b.passed ? palette.blue : "#9fb3c8",
              borderRadius: [3, 3, 0, 0],
            },
          })),
        },
      ],
    });
    const watch = new ResizeObserver(() => chart.resize());
    watch.observe(box.current);
    return () => {
      watch.disconnect();
      chart.dispose();
    };
  }, [bars, countName, pointsName, description]);
  return <div ref={box} className="kt-plot" role="img" aria-label={description} />;
}
