import { describe, expect, it } from "vitest";

import { boxOf, placesOf, symbolsOf } from "./places";

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
