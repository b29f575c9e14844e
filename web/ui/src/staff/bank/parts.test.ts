import { describe, expect, it } from "vitest";

import { moved, newTrack, partsOfItems, withoutTrack } from "./parts";
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

describe("tracks", () => {
  it("get an id of their own", () => {
    expect(newTrack([]).id).toBe("t1");
    expect(newTrack([{ id: "t2", title: "" }]).id).toBe("t3");
    expect(
      newTrack([
        { id: "t3", title: "" },
        { id: "t1", title: "" },
      ]).id,
    ).toBe("t4");
  });

  it("leave their questions to everybody", () => {
    const pin = {
      item_id: "a",
      version_id: "v",
      field: "",
      kind: "cluster" as const,
      stem: "",
      levels: [],
      shared: false,
      fixed: true,
    };
    const part = {
      title: "",
      intro: "",
      tracks: [
        { id: "t1", title: "A" },
        { id: "t2", title: "B" },
      ],
      pins: [
        { ...pin, track: "t1" },
        { ...pin, track: "t2" },
      ],
    };
    const left = withoutTrack(part, "t1");
    expect(left.tracks.map((t) => t.id)).toEqual(["t2"]);
    expect(left.pins.map((p) => p.track)).toEqual(["", "t2"]);
  });
});
