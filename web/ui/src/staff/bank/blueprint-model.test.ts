import { describe, expect, it } from "vitest";

import { step } from "./blueprint-history";
import {
  blank,
  brokenClusters,
  countAt,
  pasted,
  share,
  sizeOf,
  supplyOf,
  totals,
  withBlock,
  withCount,
} from "./blueprint-model";

const start = () => blank("Giữa kì", "toan", 12);

describe("counts", () => {
  it("are set, changed and taken away", () => {
    let b = withCount(start(), 0, 1, "biet", 3);
    b = withCount(b, 0, 1, "biet", 4);
    expect(countAt(b.rows?.[0] ?? { topic: "", cells: [] }, 1, "biet")).toBe(4);
    b = withCount(b, 0, 1, "biet", 0);
    expect(b.rows?.[0]?.cells).toEqual([]);
  });

  it("of clusters are statements", () => {
    let b = withCount(start(), 0, 2, "biet", 3);
    expect(brokenClusters(b, b.rows?.[0] ?? { topic: "", cells: [] })).toEqual([2]);
    b = withCount(b, 0, 2, "hieu", 1);
    expect(sizeOf(b, 2)).toBe(1);
    expect(brokenClusters(b, b.rows?.[0] ?? { topic: "", cells: [] })).toEqual([]);
    expect(totals(b).points).toBe(100);
    expect(totals(b).levelPoints).toEqual([75, 25, 0]);
  });

  it("keep cells of any level and the old fourth level", () => {
    const b = start();
    b.rows = [
      {
        topic: "A",
        cells: [
          { part: 1, count: 2 },
          { part: 1, level: "vandungcao", count: 1 },
        ],
      },
    ];
    expect(countAt(b.rows[0] ?? { topic: "", cells: [] }, 1, "vandung")).toBe(1);
    expect(totals(b).questions).toBe(3);
    expect(withCount(b, 0, 1, "biet", 1).rows?.[0]?.cells).toHaveLength(3);
  });
});

describe("a block of cells", () => {
  it("is read as spreadsheets copy it", () => {
    expect(pasted("1\t\t3\r\n-\t2\t0\r\n")).toEqual([
      [1, 0, 3],
      [0, 2, 0],
    ]);
    expect(pasted("1\tba")).toBeUndefined();
  });

  it("fills cells to the right and down, and nothing beyond the matrix", () => {
    const b = withBlock(start(), 0, 7, [
      [1, 2, 3],
      [4, 5, 6],
    ]);
    expect(b.rows?.[0]?.cells).toEqual([
      { part: 3, level: "hieu", count: 1 },
      { part: 3, level: "vandung", count: 2 },
    ]);
  });
});

describe("the supply of a cell", () => {
  const supply = [
    { topic: "Hàm số", content: "Đồ thị", kind: "single", level: "biet", count: 5 },
    { topic: "Hàm số", content: "Cực trị", kind: "single", level: "biet", count: 2 },
    { topic: "Hàm số", content: "Đồ thị", kind: "short", level: "biet", count: 9 },
  ];
  const part = { title: "", kinds: ["single" as const], points: 25 };
  it("is that of its content, without accents, or of the whole topic", () => {
    expect(supplyOf(supply, part, { topic: "ham so", content: "do thi", cells: [] }, "biet")).toBe(
      5,
    );
    expect(supplyOf(supply, part, { topic: "Hàm số", cells: [] }, "biet")).toBe(7);
    expect(supplyOf(supply, part, { topic: "Hàm số", cells: [] }, "hieu")).toBe(0);
  });
});

describe("undo", () => {
  it("goes back, forth, and forgets what was undone after a change", () => {
    let h = step({ past: [], now: 1, future: [] as number[] }, { do: "set", value: 2 });
    h = step(h, { do: "undo" });
    expect(h.now).toBe(1);
    h = step(h, { do: "redo" });
    expect(h.now).toBe(2);
    h = step(step(h, { do: "undo" }), { do: "set", value: 3 });
    expect(step(h, { do: "redo" }).now).toBe(3);
  });
});

it("shares are written as people read them", () => {
  expect(share(1, 3, "vi")).toBe("33,3 %");
  expect(share(1, 0, "vi")).toBe("");
});
