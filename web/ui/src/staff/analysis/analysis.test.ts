import { describe, expect, it } from "vitest";

import { advice } from "./advice";
import { flagTexts, measured, rules } from "./flags";
import { columnsOf, parameter, sheetOf } from "./item-columns";
import { observed } from "./item-plots";
import type { Calibration, Item, Overview, Thresholds } from "./types";

function item(of: Partial<Item>): Item {
  return {
    ...({
      key: "k",
      name: "p1_3",
      part: 1,
      no: 3,
      kind: "single",
      topic: "Hàm số",
      flags: [],
      p: 0.6,
      r_rest: null,
      omitted: 0,
      presented: 40,
    } as unknown as Item),
    ...of,
  };
}

describe("observed", () => {
  it("finds the error in the residual: (observed − expected) / error", () => {
    const [point] = observed({ theta: 0.5, n: 25, observed: 0.7, expected: 0.5, residual: 2 }, 1);
    expect(point?.low).toBeCloseTo(0.7 - 1.96 * 0.1, 12);
    expect(point?.high).toBeCloseTo(0.7 + 1.96 * 0.1, 12);
  });
  it("is a share of the points, and stays between 0 and 1", () => {
    const [point] = observed({ theta: 0, n: 5, observed: 3.9, expected: 3, residual: 1 }, 4);
    expect(point?.share).toBeCloseTo(0.975, 12);
    expect(point?.high).toBe(1);
  });
  it("has no bar where nothing tells the error, and no point where nothing was seen", () => {
    expect(
      observed({ theta: 0, n: 5, observed: 0.5, expected: 0.5, residual: 0 }, 1),
    ).toMatchObject([{ low: null, high: null }]);
    expect(observed({ theta: 0, n: 0, observed: null, expected: 1, residual: null }, 1)).toEqual(
      [],
    );
  });
});

describe("parameter", () => {
  it("of steps is their mean", () => {
    const values = [
      { name: "a", value: 1, se: null },
      { name: "b1", value: -1, se: null },
      { name: "b2", value: 2, se: null },
    ];
    const x = item({ parameters: { model: "gpcm", values } });
    expect(parameter(x, "b")).toBe(0.5);
    expect(parameter(x, "a")).toBe(1);
    expect(parameter(x, "c")).toBeNull();
  });
});

describe("the table of items", () => {
  const items = [
    item({ flags: [{ code: "r.low", value: 0.1, limit: 0.2 }] }),
    item({ key: "l", p: null }),
  ];
  it("has only columns with numbers", () => {
    const terms = columnsOf(items).map((c) => c.term);
    expect(terms).toContain("p");
    expect(terms).not.toContain("r_rest");
    expect(terms).not.toContain("a");
  });
  it("is saved as it is shown, unknown numbers empty", () => {
    const sheet = sheetOf(items, columnsOf(items), "Câu hỏi", "vi");
    const at = sheet.head.indexOf("Độ khó (p)");
    expect(sheet.rows.map((r) => r[at])).toEqual([0.6, null]);
    expect(sheet.rows[0]?.at(0)).toBe("I.3");
    expect(sheet.rows[0]?.at(-1)).toBe("Phân biệt thấp");
  });
});

describe("flags", () => {
  it("say what was measured against which limit", () => {
    expect(measured({ code: "r.low", value: 0.126, limit: 0.2 }, "vi")).toBe("0,13 < 0,20");
    expect(measured({ code: "p.high", value: 0.97, limit: 0.95 }, "en")).toBe("0.97 > 0.95");
    expect(measured({ code: "dif", value: -2, limit: null }, "vi")).toBe("");
  });
  it("have a rule each, in the thresholds of the run", () => {
    const limits = { p_low: 0.15, dif_class: "B", dif_persons: 80 } as unknown as Thresholds;
    const all = rules(limits, "vi");
    expect(all.map(([code]) => code).sort()).toEqual(
      Object.keys(flagTexts)
        .filter((code) => code !== "constant")
        .sort(),
    );
    expect(Object.fromEntries(all)["p.low"]).toBe("p < 0,15");
    expect(Object.fromEntries(all)["dif"]).toContain("loại B, mỗi nhóm từ 80");
  });
});

describe("advice", () => {
  const overview = (of: Partial<Overview>): Overview => ({
    ...({ persons: 500, flags: [], booklets: [{ alpha: 0.9 }] } as unknown as Overview),
    ...of,
  });
  const done = { done: true } as Calibration;
  it("is nothing where nothing is wrong", () => {
    expect(advice(false, overview({}), done).map((a) => a.level)).toEqual(["success"]);
  });
  it("puts wrong keys before all else, and points at the items", () => {
    const all = advice(
      false,
      overview({
        flags: [
          { code: "dif", items: 2 },
          { code: "distractor", items: 1 },
        ],
      }),
      done,
    );
    expect(all[0]?.level).toBe("error");
    expect(all[0]?.to).toBe("cau?co=r.negative,distractor");
    expect(all[1]?.text.vi).toContain("2 câu có DIF");
    expect(all[2]?.to).toBe("tham-so");
    expect(all).toHaveLength(3);
  });
  it("warns of few persons, of a low alpha and of scores that have changed", () => {
    const all = advice(
      true,
      overview({
        persons: 40,
        booklets: [{ alpha: 0.5 }] as unknown as Overview["booklets"],
      }),
      { done: false } as Calibration,
    );
    expect(all.map((a) => a.level)).toEqual(["error", "warning", "info", "info"]);
  });
});
