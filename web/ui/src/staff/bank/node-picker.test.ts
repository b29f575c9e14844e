import { describe, expect, it } from "vitest";

import { gradesText, tagsOf, treeOf, type Node } from "./node-picker";

const nodes: Node[] = [
  { code: "toan", kind: "subject", name: "Toán", en: "Mathematics", grades: [10, 11, 12] },
  { code: "toan.12.D", parent: "toan", kind: "strand", name: "Giải tích", grades: [12] },
  { code: "toan.10.D", parent: "toan", kind: "strand", name: "Đại số", grades: [10] },
  { code: "t", parent: "toan.12.D", kind: "topic", name: "Nguyên hàm", grades: [12] },
  { code: "c", parent: "t", kind: "content", name: "Tích phân", grades: [12] },
  { code: "o", parent: "c", kind: "outcome", name: "Tính được tích phân.", grades: [12] },
];

describe("nodes of the curriculum", () => {
  it("tag with their name and those above", () => {
    expect(tagsOf("o", nodes)).toEqual({
      subject: "toan",
      grade: 12,
      topic: "Nguyên hàm",
      content: "Tích phân",
      outcome: "Tính được tích phân.",
    });
    expect(tagsOf("toan", nodes)).toEqual({ subject: "toan" });
    expect(tagsOf("none", nodes)).toBeUndefined();
  });

  it("make a tree of one grade", () => {
    const tree = treeOf(nodes, "vi", { grade: 12 });
    expect(tree).toHaveLength(1);
    expect(tree[0]?.children.map((n) => n.title)).toEqual(["Giải tích (lớp 12)"]);
    expect(treeOf(nodes, "en")[0]?.title).toBe("Mathematics");
    expect(treeOf(nodes, "vi", { subject: "vatli" })).toEqual([]);
  });

  it("do not loop", () => {
    const bad: Node[] = [{ code: "a", parent: "a", kind: "topic", name: "x", grades: [] }];
    expect(tagsOf("a", bad)?.topic).toBe("x");
    expect(treeOf(bad, "vi")).toEqual([]);
  });

  it("say their grades", () => {
    expect(gradesText([6, 7, 8, 9], "vi")).toBe("lớp 6–9");
    expect(gradesText([10, 12], "en")).toBe("grade 10, 12");
    expect(gradesText([], "vi")).toBe("");
  });
});
