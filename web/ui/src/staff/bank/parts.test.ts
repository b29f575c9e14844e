import { describe, expect, it } from "vitest";

import { moved, partsOfItems } from "./parts";
import type { Item } from "./words";

function item(id: string, kind: string, label: string, stimulus?: string): Item {
  const question = stimulus ? { kind, stem: id, stimulus } : { kind, stem: id };
  return {
    id,
    pool: "",
    state: "draft",
    created_at: "",
    current: {
      id: `v-${id}`,
      item_id: id,
      no: 1,
      hash: "",
      created_at: "",
      body: { label, question, key: {}, tags: {} },
    },
  };
}

describe("partsOfItems", () => {
  it("sorts by kind and label and keeps a stimulus together", () => {
    const parts = partsOfItems([
      item("s", "short", "TLN01"),
      item("b", "single", "TN10", "đoạn"),
      item("c", "single", "TN3"),
      item("a", "multiple", "TN2", "khác"),
      item("d", "single", "TN1", "đoạn"),
    ]);
    expect(parts.map((p) => p.pins.map((q) => q.item_id))).toEqual([["d", "b", "a", "c"], ["s"]]);
    expect(parts[1]?.title).toContain("PHẦN III");
  });
});

describe("moved", () => {
  it("moves within the list only", () => {
    expect(moved([1, 2, 3], 0, 1)).toEqual([2, 1, 3]);
    expect(moved([1, 2, 3], 0, -1)).toEqual([1, 2, 3]);
    expect(moved([1, 2, 3], 2, -2)).toEqual([3, 1, 2]);
  });
});
