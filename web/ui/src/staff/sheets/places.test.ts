import { describe, expect, it } from "vitest";

import { boxOf, placesOf, symbolsOf, upright } from "./places";

const bubble = (f: string, c: number, s: string, x: number, y: number) => ({
  f,
  c,
  s,
  x,
  y,
  r: 10,
  d: 0,
});
const places = {
  w: 1000,
  h: 1400,
  turn: 0,
  bubbles: [
    bubble("p1_1", 0, "A", 100, 200),
    bubble("p1_1", 0, "B", 140, 200),
    bubble("sbd", 0, "0", 20, 30),
    bubble("sbd", 1, "0", 60, 30),
  ],
};

describe("places", () => {
  it("shows a field with a margin, within the page", () => {
    expect(boxOf(places, "p1_1")).toEqual({ x: 40, y: 140, w: 160, h: 120 });
    expect(boxOf(places, "sbd")).toEqual({ x: 0, y: 0, w: 120, h: 90 });
  });
  it("shows the digits written above a number, where above is", () => {
    const long = [bubble("sbd", 0, "0", 500, 600), bubble("sbd", 1, "0", 540, 600)];
    const box = (turn: number) => boxOf({ ...places, turn, bubbles: long }, "sbd");
    expect(box(0)).toEqual({ x: 440, y: 490, w: 160, h: 170 });
    expect(box(1)).toEqual({ x: 440, y: 540, w: 210, h: 120 });
    expect(box(2)).toEqual({ x: 440, y: 540, w: 160, h: 170 });
    expect(box(3)).toEqual({ x: 390, y: 540, w: 210, h: 120 });
  });
  it("turns a page upright: what was at its top comes to the top", () => {
    // The middle of the sheet's top edge on the picture, by how it lies.
    const top = [
      [50, 0],
      [200, 50],
      [50, 200],
      [0, 50],
    ] as const;
    for (const [turn, [x, y]] of top.entries()) {
      const [w, h] = turn % 2 === 0 ? [100, 200] : [200, 100];
      const got = upright(turn, w, h);
      const [a, b, c, d, e, f] = got.matrix;
      expect([got.w, got.h, a * x + c * y + e, b * x + d * y + f]).toEqual([100, 200, 50, 0]);
    }
  });
  it("shows the whole page for what has no place", () => {
    expect(boxOf(places, "")).toEqual({ x: 0, y: 0, w: 1000, h: 1400 });
  });
  it("offers the symbols of a field of one cell, and none for a number", () => {
    expect(symbolsOf(places, "p1_1")).toEqual(["A", "B"]);
    expect(symbolsOf(places, "sbd")).toEqual([]);
  });
  it("takes a page that is no sheet", () => {
    expect(placesOf(null)).toEqual({ w: 0, h: 0, turn: 0, bubbles: [] });
  });
  it("reads what the reader keeps", () => {
    const bubbles = [{ cell: 1, symbol: "7", x: 30, y: 40, dark: 0.8 }];
    const got = placesOf({ dpi: 254, turn: 2, fields: [{ name: "sbd", bubbles }] });
    expect(got).toEqual({
      w: 0,
      h: 0,
      turn: 2,
      bubbles: [{ f: "sbd", c: 1, s: "7", x: 30, y: 40, r: 14, d: 0.8 }],
    });
  });
});
