import { describe, expect, it } from "vitest";

import { difference } from "./difference";
import { distribution } from "./distribution";
import { history } from "./history";
import { characteristic } from "./icc";
import { itemInformation, testInformation } from "./information";
import { linking } from "./linking";
import { lineLook, mainLook } from "./style";
import { traces } from "./traces";
import type { Figure, Words } from "./types";
import { wright } from "./wright";

const words: Words = { t: (vi) => vi, language: "vi" };

interface Series {
  name: string;
  data: unknown[];
  lineStyle?: { type?: unknown; width?: number };
  symbol?: string;
  yAxisIndex?: number;
}

function seriesOf(f: Figure): Series[] {
  return f.option.series as unknown as Series[];
}

function named(f: Figure, name: string): Series {
  const found = seriesOf(f).find((s) => s.name === name);
  if (!found)
    throw new Error(
      `no ${name} in ${seriesOf(f)
        .map((s) => s.name)
        .join(", ")}`,
    );
  return found;
}

describe("distribution", () => {
  const names = { title: "Phổ điểm", of: "Điểm", description: "…" };
  it("has a bar for each bin, and shares of all", () => {
    const f = distribution(
      [
        { label: "0", count: 1, weak: true },
        { label: "5", count: 3 },
      ],
      names,
      words,
    );
    expect(named(f, "Số thí sinh").data).toMatchObject([{ value: 1 }, { value: 3 }]);
    expect(f.sheet.rows).toEqual([
      ["0", 1, 25],
      ["5", 3, 75],
    ]);
  });
  it("of nobody has no shares", () => {
    expect(distribution([{ label: "0", count: 0 }], names, words).sheet.rows).toEqual([
      ["0", 0, null],
    ]);
  });
});

describe("traces", () => {
  const f = traces(
    [
      { option: "A", key: false, shares: [0.5, 0.2] },
      { option: "B", key: true, shares: [0.3, 0.8] },
      { option: "C", key: false, shares: [0.2, null] },
    ],
    "Câu 1",
    words,
  );
  it("mark the key and keep what is not known empty", () => {
    expect(seriesOf(f).map((s) => s.name)).toEqual(["A", "B (đáp án)", "C"]);
    expect(named(f, "B (đáp án)").lineStyle?.width).toBe(mainLook.lineStyle?.width);
    expect(f.sheet.rows).toEqual([
      [1, 0.5, 0.3, 0.2],
      [2, 0.2, 0.8, null],
    ]);
    expect(named(f, "C").data).toEqual([
      [1, 0.2],
      [2, null],
    ]);
  });
  it("differ by marker and dash, not by colour alone", () => {
    const looks = [mainLook, ...[0, 1, 2, 3, 4, 5].map(lineLook)];
    const each = (of: (l: (typeof looks)[number]) => unknown) =>
      new Set(looks.map((l) => JSON.stringify(of(l) ?? null))).size;
    expect(each((l) => l.symbol)).toBe(looks.length);
    expect(each((l) => l.lineStyle?.type)).toBe(looks.length);
    expect(each((l) => l.color)).toBe(looks.length);
  });
  it("bear an item without options", () => {
    expect(traces([], "Câu 1", words).sheet.rows).toEqual([]);
  });
});

describe("characteristic", () => {
  const f = characteristic(
    { x: [-1, 0, 1], y: [0.2, 0.5, 0.8] },
    [
      { theta: -0.5, n: 10, share: 0.4, low: 0.2, high: 0.6 },
      { theta: 0.5, n: 0, share: null, low: null, high: null },
    ],
    "Câu 1",
    words,
  );
  it("draws an interval as a piece of a broken line, and nothing for an empty group", () => {
    expect(named(f, "Khoảng tin cậy 95 %").data).toEqual([
      [-0.5, 0.2],
      [-0.5, 0.6],
      [-0.5, null],
    ]);
    expect(named(f, "Thực tế").data).toEqual([[-0.5, 0.4]]);
  });
  it("tells curve and groups in one table", () => {
    expect(f.sheet.rows).toHaveLength(5);
    expect(f.sheet.rows.at(-1)).toEqual([0.5, null, null, 0, null, null]);
  });
});

describe("information", () => {
  it("of an item is its curve", () => {
    const f = itemInformation({ x: [0, 1], y: [0.2, 0.1] }, "Câu 1", words);
    expect(f.sheet.rows).toEqual([
      [0, 0.2],
      [1, 0.1],
    ]);
  });
  it("of a test has the error on an axis of its own", () => {
    const f = testInformation({ x: [0, 1], y: [4, 1] }, [0.5, null], "Bài thi", words);
    expect(named(f, "Sai số chuẩn")).toMatchObject({
      yAxisIndex: 1,
      data: [
        [0, 0.5],
        [1, null],
      ],
    });
    expect(f.sheet.rows).toEqual([
      [0, 4, 0.5],
      [1, 1, null],
    ]);
  });
});

describe("wright", () => {
  it("puts items that stand close together side by side, others in one column", () => {
    const f = wright(
      [
        { theta: -0.5, n: 3 },
        { theta: 0.5, n: 5 },
      ],
      [
        { item: "I.1", theta: 0 },
        { item: "I.2", theta: 0.01 },
        { item: "I.3", theta: 2 },
      ],
      "Bản đồ Wright",
      words,
    );
    const at = (named(f, "Câu hỏi").data as { name: string; value: [number, number] }[]).map(
      (d) => [d.name, d.value[0]],
    );
    expect(at).toEqual([
      ["I.1", 0.3],
      ["I.2", 1.3],
      ["I.3", 0.3],
    ]);
    // A closed outline of the histogram: from the axis, around the bins, to the axis.
    expect(named(f, "Số thí sinh").data).toEqual([
      [0, -1],
      [3, -1],
      [3, 0],
      [5, 0],
      [5, 1],
      [0, 1],
    ]);
  });
  it("has room for what stands outside the usual range", () => {
    const f = wright([], [{ item: "I.1", theta: 4.2 }], "W", words);
    expect((f.option.yAxis as { max: number }[])[0]).toMatchObject({ min: -3, max: 5 });
  });
});

describe("difference", () => {
  it("has a curve for each group over the same score", () => {
    const f = difference(
      [
        { name: "Nữ", levels: [{ score: 5, n: 20, share: 0.4 }] },
        { name: "Nam", levels: [{ score: 5, n: 22, share: null }] },
      ],
      "DIF",
      words,
    );
    expect(named(f, "Nữ").data).toEqual([[5, 0.4]]);
    expect(f.sheet.rows).toEqual([
      ["Nữ", 5, 20, 0.4],
      ["Nam", 5, 22, null],
    ]);
  });
});

describe("linking", () => {
  const f = linking(
    [
      { item: "I.1", from: -1, to: -0.8, z: 0.2, watch: false },
      { item: "I.2", from: 1, to: 2.5, z: 3.1, watch: true },
    ],
    { a: 1.1, b: 0.3 },
    { title: "Kết nối", from: "2025", to: "2026" },
    words,
  );
  it("has the line and the anchors on the watch list apart", () => {
    expect(named(f, "Câu neo cần xem").data).toEqual([{ name: "I.2", value: [1, 2.5] }]);
    const [line] = seriesOf(f);
    expect(line?.name).toBe("θ' = 1,100·θ + 0,300");
    for (const [x = 0, y = 0] of line?.data as number[][]) expect(y).toBeCloseTo(1.1 * x + 0.3, 12);
  });
  it("tells where the line puts each anchor", () => {
    expect(f.sheet.rows[0]).toEqual(["I.1", -1, -0.8, 1.1 * -1 + 0.3, 0.2, ""]);
  });
});

describe("history", () => {
  it("goes by the order that it is given", () => {
    const f = history(
      [{ label: "2025", n: 40, p: 0.6, discrimination: 0.3, b: null }],
      "Lịch sử",
      words,
    );
    expect(f.sheet.rows).toEqual([["2025", 40, 0.6, 0.3, null]]);
    expect(named(f, "Độ khó p").data).toEqual([0.6]);
  });
});
