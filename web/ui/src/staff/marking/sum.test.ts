import { describe, expect, it } from "vitest";
import { roundPoints, sumOf } from "./sum";

describe("points of a rubric", () => {
  it("are whole hundredths however they are typed", () => {
    expect([0.29, 0.57, 1.005, 2.25].map(roundPoints)).toEqual([29, 57, 100, 225]);
    expect(sumOf({ a: 29, b: null, c: 57 })).toBe(86);
  });
});
