import { describe, expect, it } from "vitest";

import { conditions, fromQuery, keyOf, replaced, toggled, toQuery, type Filter } from "./filter";

const full: Filter = {
  q: '"số phức" -z ',
  pool: "Kho: A&B",
  subject: "toan",
  grade: 12,
  free: ["ôn tập", "HK1"],
  has: ["picture"],
  lacks: ["key"],
  sort: "hard",
  use: { p_min: 300, p_max: 700, disc_min: -100, not_used_since: "2026-01-01T00:00:00Z" },
};

describe("the address of a filter", () => {
  it("comes back as it went", () => {
    expect(fromQuery(new URLSearchParams(toQuery(full).toString()))).toEqual(full);
    expect(fromQuery(toQuery({ use: { never_used: true } }))).toEqual({
      use: { never_used: true },
    });
    expect(toQuery({}).toString()).toBe("");
  });

  it("leaves out what it does not know", () => {
    const query = new URLSearchParams(
      "grade=99&p_min=x&ids=a&units=b&used_since=soon&free=&page=3",
    );
    expect(fromQuery(query)).toEqual({});
  });

  it("has one key for one meaning", () => {
    expect(keyOf({ grade: 12, subject: "toan" })).toBe(keyOf({ subject: "toan", grade: 12 }));
  });
});

describe("conditions", () => {
  it("are all but the text and the order, and can be taken away one by one", () => {
    const chips = conditions(full);
    expect(chips.map((c) => c.name)).not.toContain("q");
    expect(chips).toHaveLength(11);
    const hk1 = chips.find((c) => c.value === "HK1");
    expect(hk1?.without(full).free).toEqual(["ôn tập"]);
    expect(hk1?.without(full).q).toBe(full.q);
    expect(chips.find((c) => c.name === "p_min")?.without(full).use?.p_max).toBe(700);
  });

  it("are taken from the filter that holds by then", () => {
    const [chip] = conditions({ pool: "Toán 12" });
    expect(chip?.without({ pool: "Toán 12", q: "dao ham" })).toEqual({ q: "dao ham" });
  });

  it("are set and unset by a press on a value", () => {
    expect(toggled({ subject: "toan" }, "subject", "vatli")).toEqual({ subject: "vatli" });
    expect(toggled({ subject: "toan" }, "subject", "toan")).toEqual({});
    expect(toggled({ free: ["a"] }, "free", "b")).toEqual({ free: ["a", "b"] });
    expect(toggled({ grade: 12, free: ["a"] }, "free", "a")).toEqual({ grade: 12 });
    expect(toggled({}, "grade", "10")).toEqual({ grade: 10 });
  });

  it("are replaced", () => {
    expect(replaced({ use: { p_min: 1 } }, "p_min", "")).toEqual({});
    expect(replaced({}, "sort", "used")).toEqual({ sort: "used" });
  });
});
