import { describe, expect, it } from "vitest";

import type { Body } from "../words";
import { compare, partsOf } from "./parts";

const body = (stem: string, right: string): Body => ({
  question: {
    kind: "single",
    stem,
    options: [
      { id: "a", html: "một" },
      { id: "b", html: "hai" },
    ],
  },
  key: { options: [right] },
  tags: { subject: "toan" },
});

describe("compare", () => {
  it("marks the lines that differ, the key among them", () => {
    const lines = compare(body("Hỏi", "a"), body("Hỏi", "b"));
    expect(lines.filter((l) => l.changed).map((l) => l.place)).toEqual(["option A", "option B"]);
  });

  it("shows what is only on one side", () => {
    const more = body("Hỏi", "a");
    more.solution = "Vì thế.";
    expect(compare(body("Hỏi", "a"), more).find((l) => l.place === "solution")).toEqual({
      place: "solution",
      before: "",
      after: "Vì thế.",
      changed: true,
    });
  });

  it("shows a changed order, a moved area and a step of a rubric", () => {
    const order = body("Xếp", "a");
    order.question.kind = "order";
    order.key = { options: ["a", "b"] };
    const other = { ...order, key: { options: ["b", "a"] } };
    expect(compare(order, other).filter((l) => l.changed)).toEqual([
      { place: "key", before: "A → B", after: "B → A", changed: true },
    ]);
    const spot = (x: number): Body => ({
      question: { kind: "hotspot", stem: "Chỉ", points: 1 },
      key: { areas: [{ shape: "circle", coords: [x, 2, 3] }] },
      tags: {},
    });
    expect(
      compare(spot(1), spot(9))
        .filter((l) => l.changed)
        .map((l) => l.place),
    ).toEqual(["key"]);
    const essay = (points: number): Body => ({
      question: { kind: "essay", stem: "Viết" },
      key: { rubric: [{ html: "Ý", points: 100, steps: [{ html: "nửa", points }] }] },
      tags: {},
    });
    expect(compare(essay(25), essay(50)).find((l) => l.changed)?.after).toBe(
      "Ý (1)<br/>– nửa (0.5)",
    );
  });

  it("escapes what is no HTML", () => {
    const short: Body = {
      question: { kind: "short", stem: "x", grid: { max: 4 } },
      key: { accepted: ["<b>"] },
      tags: {},
    };
    expect(partsOf(short).find((p) => p.place === "key")?.html).toBe("&lt;b&gt;");
  });
});
