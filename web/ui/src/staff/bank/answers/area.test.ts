import { describe, expect, it } from "vitest";

import { range } from "./accepted";
import { areaOf, movedArea, outline } from "./area";

describe("areas", () => {
  const size = { width: 100, height: 80 };
  it("are the same whichever corner one starts from", () => {
    const a = { x: 30, y: 40 };
    const b = { x: 10, y: 20 };
    expect(areaOf("rect", [a, b])).toEqual({ shape: "rect", coords: [10, 20, 30, 40] });
    expect(areaOf("ellipse", [a, b])).toEqual({ shape: "ellipse", coords: [20, 30, 10, 10] });
    expect(areaOf("rect", [a, { x: 31, y: 41 }])).toBeNull();
    expect(areaOf("poly", [a, b])).toBeNull();
  });

  it("stay on the picture when they are moved, and keep their size", () => {
    expect(movedArea({ shape: "rect", coords: [10, 20, 30, 40] }, -50, 5, size).coords).toEqual([
      0, 25, 20, 45,
    ]);
    expect(movedArea({ shape: "ellipse", coords: [20, 30, 10, 7] }, 5, 5, size).coords).toEqual([
      25, 35, 10, 7,
    ]);
    expect(movedArea({ shape: "poly", coords: [1, 2, 3, 4, 5, 6] }, 1, 1, size).coords).toEqual([
      2, 3, 4, 5, 6, 7,
    ]);
  });

  it("have outlines that end where they begin", () => {
    for (const shape of ["rect", "ellipse", "circle", "poly"]) {
      expect(outline({ shape, coords: [10, 20, 30, 40, 50, 60] }), shape).toMatch(
        /^M10 20|^M-20 20.*Z$/,
      );
    }
  });
});

describe("range", () => {
  it("adds and takes away exactly", () => {
    expect(range("9,81", "0,01")).toBe("9,8..9,82");
    expect(range("0.1", "0,2")).toBe("-0,1..0,3");
    expect(range("-5", "10")).toBe("-15..5");
    expect(range("12345678901,5", "0,05")).toBe("12345678901,45..12345678901,55");
    for (const bad of ["x", "", "1..2"]) expect(range(bad, "1")).toBeNull();
    expect(range("1", "-1")).toBeNull();
  });
});
