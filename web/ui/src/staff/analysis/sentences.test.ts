import { describe, expect, it } from "vitest";

import { methodsOf, verdict } from "./dif-methods";
import { sentence } from "./sentences";
import type { DIFRow, Grouping } from "./types";

describe("sentence", () => {
  it("puts what the sample has and needs into words, with what to take instead", () => {
    const args = { model: "2pl", have: 50, need: 100, without: "a", more: 0 };
    expect(sentence("sample.persons", args)?.vi).toBe(
      "Mới có 50 bài có từ hai câu trả lời, mô hình 2PL cần 100: hãy dùng Rasch.",
    );
  });
  it("says where to record what a comparison needs", () => {
    expect(sentence("dif.unknown", { by: "gender" })?.vi).toContain("không ghi giới tính");
    expect(sentence("dif.groups", { need: 100, known: 1300, groups: 1 })?.vi).toBe(
      "Cần hai nhóm, mỗi nhóm từ 100 bài; mới có 1.300 bài được ghi, trong 1 nhóm.",
    );
    expect(sentence("dif.groups", undefined)?.vi).toContain("Chưa đủ hai nhóm");
  });
  it("leaves the text of an older analysis alone, which has no arguments", () => {
    expect(sentence("sample.persons", undefined)).toBeUndefined();
    expect(sentence("no.such.code", {})).toBeUndefined();
  });
  it("names the groups of a comparison", () => {
    const args = { by: "school_kind", reference: "*", focal: "gifted", name: "", items: 40 };
    expect(sentence("compared", args)?.vi).toBe("Đã so sánh Loại trường: Chuyên – Còn lại, 40 câu");
  });
});

describe("verdict", () => {
  const row = {
    class: "A",
    delta: 0.2,
    delta_se: 0.1,
    chi2: 1,
    p: 0.3,
    in_anchor: true,
    against: "",
    lord: { class: "C", delta: -2, chi2: 40, df: 2, p: 0, in_anchor: false },
    raju: { class: "C", signed: 0.9, signed_p: 0, area: 0.9, p: 0 },
  } as unknown as DIFRow;
  it("says for whom an item is harder, each method in its own unit", () => {
    expect(verdict(row, "lord")).toMatchObject({ class: "C", size: -2, against: "focal" });
    expect(verdict(row, "raju")).toMatchObject({ size: 0.9, against: "focal", anchor: false });
    expect(verdict(row, "mh")).toMatchObject({ class: "A", against: "" });
  });
  it("is silent where a method was not used, which is then not offered", () => {
    expect(verdict(row, "ratio")).toBeNull();
    expect(methodsOf({ rows: [row] } as unknown as Grouping)).toEqual(["mh", "lord", "raju"]);
  });
});
