import { describe, expect, it } from "vitest";

import { fold, matches } from "./search";

describe("fold", () => {
  it("drops accents and case, and đ is d", () => {
    expect(fold("Đỗ Thị Hường")).toBe("do thi huong");
    expect(fold("Đỗ Thị Hường".normalize("NFD"))).toBe("do thi huong");
  });
});

describe("matches", () => {
  it("wants every word, in any order", () => {
    expect(matches("Nguyễn Thị Lan lan.nt", "lan nguyen")).toBe(true);
    expect(matches("Nguyễn Thị Lan lan.nt", "lan tran")).toBe(false);
  });
  it("takes everything for an empty search", () => {
    expect(matches("x", "  ")).toBe(true);
  });
});
