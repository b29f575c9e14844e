import { describe, expect, it } from "vitest";

import { points, share, widen } from "./points";

describe("points", () => {
  it("shows two decimals in the language's way", () => {
    expect(points(825, "vi")).toBe("8,25");
    expect(points(1000, "en")).toBe("10.00");
    expect(points(5, "vi")).toBe("0,05");
    expect(points(-50, "vi")).toBe("-0,50");
    expect(points(null, "vi")).toBe("–");
  });
});

describe("share", () => {
  it("rounds to one decimal", () => {
    expect(share(5, 8, "vi")).toBe("62,5 %");
    expect(share(2, 3, "en")).toBe("66.7 %");
    expect(share(0, 0, "vi")).toBe("–");
  });
});

describe("widen", () => {
  it("adds bins up and leaves the full mark alone", () => {
    const bins = [0, 25, 50, 75, 100].map((from, i) => ({ from, count: i + 1 }));
    expect(widen(bins, 50)).toEqual([
      { from: 0, count: 3 },
      { from: 50, count: 7 },
      { from: 100, count: 5 },
    ]);
  });

  it("loses nobody", () => {
    const bins = Array.from({ length: 41 }, (_, i) => ({ from: i * 25, count: i }));
    const sum = (list: { count: number }[]) => list.reduce((n, b) => n + b.count, 0);
    for (const width of [25, 50, 100]) expect(sum(widen(bins, width))).toBe(sum(bins));
  });
});
