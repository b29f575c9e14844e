import { describe, expect, it } from "vitest";

import { differ } from "./differ";

describe("differ", () => {
  it("marks the words that the other text lacks", () => {
    expect(differ("biên độ 5 cm và chu kì", "biên độ 6 cm và chu kì")).toEqual([
      { text: "biên độ", same: true },
      { text: "5", same: false },
      { text: "cm và chu kì", same: true },
    ]);
  });

  it("finds nothing different in equal texts and nothing equal in others", () => {
    expect(differ("a b c", "a b c")).toEqual([{ text: "a b c", same: true }]);
    expect(differ("a b", "c d")).toEqual([{ text: "a b", same: false }]);
    expect(differ("", "a")).toEqual([]);
  });

  it("keeps every word of a long text", () => {
    const long = Array.from({ length: 900 }, (_, i) => String(i)).join(" ");
    expect(
      differ(long, long)
        .map((p) => p.text)
        .join(" "),
    ).toBe(long);
  });
});
