import { describe, expect, it } from "vitest";

import {
  age,
  count,
  countdown,
  date,
  dateTime,
  time,
  decimal,
  percent,
  probability,
} from "./format";

describe("times", () => {
  it("are those of Vietnam", () => {
    expect(dateTime("2026-11-21T23:05:09Z")).toBe("22/11/2026 06:05");
    expect(dateTime("2026-11-21T23:05:09Z", true)).toBe("22/11/2026 06:05:09");
    expect(date("2026-11-21T17:00:00Z")).toBe("22/11/2026");
    expect(time("2026-11-21T17:00:00Z")).toBe("00:00");
  });
  it("are empty for nothing", () => {
    expect(dateTime("")).toBe("");
  });
});

describe("countdown", () => {
  it("shows a second until it is over", () => {
    expect(countdown(3_909_000)).toBe("1:05:09");
    expect(countdown(59_001)).toBe("01:00");
    expect(countdown(1)).toBe("00:01");
    expect(countdown(-5)).toBe("00:00");
  });
});

describe("age", () => {
  it("takes the largest unit", () => {
    expect(age(8_200, "vi")).toBe("8 giây");
    expect(age(200_000, "vi")).toBe("3 phút");
    expect(age(7_300_000, "en")).toBe("2 h");
  });
});

describe("count", () => {
  it("groups digits as the language does", () => {
    expect(count(12345, "vi")).toBe("12.345");
    expect(count(12345, "en")).toBe("12,345");
  });
});

describe("decimal", () => {
  it("has the mark of the language, and a dash for what is not known", () => {
    expect(decimal(0.625, 2, "en")).toBe("0.63");
    expect(decimal(-1.5, 3, "vi")).toBe("-1,500");
    expect(decimal(null, 2, "vi")).toBe("–");
    expect(decimal(Number.NaN, 2, "vi")).toBe("–");
    expect(decimal(-0.004, 2, "vi")).toBe("0,00");
    expect(percent(0.546, "vi")).toBe("55%");
    expect(percent(null, "vi")).toBe("–");
  });
  it("never says that a probability is nought", () => {
    expect(probability(0.0004, "vi")).toBe("< 0,001");
    expect(probability(0.0005, "vi")).toBe("0,001");
    expect(probability(null, "vi")).toBe("–");
  });
});
