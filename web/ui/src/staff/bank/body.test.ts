import { describe, expect, it } from "vitest";

import { emptyBody, finished, withKind } from "./body";
import { kinds, type Body } from "./words";

const option = (id: string, html: string) => ({ id, html });

/** One stored question of each kind, as the server gives it. */
const stored: Body[] = [
  {
    label: "C1",
    question: {
      kind: "multiple",
      stem: "Chọn",
      options: [option("k3fz", "1"), { ...option("a9bc", "2"), fixed: true }],
    },
    key: { options: ["a9bc"], credit: { a9bc: 10_000_000, k3fz: -3_333_333 } },
    tags: { subject: "toan", grade: 12, topic: "T", level: "hieu", free: ["thi thử"] },
    solution: "Vì vậy",
  },
  {
    question: {
      kind: "cluster",
      stem: "Cho",
      statements: ["1", "2", "3", "4"].map((html) => ({ html, level: "biet" })),
    },
    key: { statements: ["D", "S", "D", "S"] },
    tags: { subject: "vatli" },
  },
  {
    question: { kind: "short", stem: "Tính", grid: { max: 4, charset: "0123456789-," } },
    key: { accepted: ["0,5", "0,50"], credit: { "0,50": 5_000_000 } },
    tags: {},
  },
  { question: { kind: "numeric", stem: "g" }, key: { accepted: ["9,8..9,82"] }, tags: {} },
  {
    question: {
      kind: "cloze",
      stem: 'Thủ đô <span data-gap="a"></span> <span data-gap="b"></span>',
      options: [option("pool", "Huế"), option("pool2", "Hà Nội")],
      gaps: [{ grid: { max: 20 }, weight: 2 }, {}],
    },
    key: { gaps: [["Hà Nội"], ["pool2"]], fold: true, credit: { "a:Hà Nội": 10_000_000 } },
    tags: {},
  },
  {
    question: {
      kind: "match",
      stem: "Ghép",
      options: [option("aaaa", "2"), option("bbbb", "3")],
      statements: [{ html: "1+1" }, { html: "1+2" }],
    },
    key: { statements: ["aaaa", "bbbb"] },
    tags: {},
  },
  {
    question: { kind: "order", stem: "Xếp", options: [option("aaaa", "2"), option("bbbb", "1")] },
    key: { options: ["bbbb", "aaaa"] },
    tags: {},
  },
  {
    question: {
      kind: "hotspot",
      stem: "Chỉ",
      image: { media: "0".repeat(64), width: 10, height: 8 },
      points: 2,
    },
    key: { areas: [{ shape: "circle", coords: [1, 2, 3] }] },
    tags: {},
  },
  {
    question: { kind: "essay", stem: "Viết", writing: { words: 200 } },
    key: { rubric: [{ html: "Ý", points: 50, steps: [{ html: "một phần", points: 25 }] }] },
    tags: {},
    todo: [{ code: "picture" }],
  },
  {
    question: { kind: "upload", stem: "Nộp", files: { types: ["py"], max_bytes: 1024 } },
    key: {},
    tags: {},
  },
];

describe("finished", () => {
  it.each(stored.map((b) => [b.question.kind, b] as const))(
    "keeps a stored %s as it is",
    (_, body) => {
      expect(finished(body)).toEqual(body);
    },
  );

  it("drops empty options at the end only, and never one that the key names", () => {
    const b = emptyBody("single");
    const [first, second, third, fourth] = b.question.options ?? [];
    if (!first || !second || !third || !fourth) throw new Error("four options expected");
    first.html = "đúng";
    third.html = "<p>sai</p>";
    b.key.options = [first.id];
    expect(finished(b).question.options?.map((o) => o.id)).toEqual([first.id, second.id, third.id]);
    b.key.options = [fourth.id];
    expect(finished(b).question.options).toHaveLength(4);
  });

  it("never makes a key", () => {
    for (const kind of kinds) {
      const { key } = finished(emptyBody(kind));
      expect(JSON.stringify(key).replace(/"\w+":|[[\]{},""]/g, ""), kind).toBe("");
    }
  });

  it("gives everything back after a look at another kind", () => {
    for (const body of stored) {
      for (const kind of kinds) {
        const back = withKind(withKind(body, kind), body.question.kind as never);
        expect(finished(back), `${body.question.kind} as ${kind}`).toEqual(
          finished(withKind(body, body.question.kind as never)),
        );
      }
    }
  });

  it("does not take a truth for an option, nor the other way", () => {
    const match = stored[5];
    if (!match) throw new Error("match expected");
    expect(finished(withKind(match, "cluster")).key.statements).toEqual(["", "", "", ""]);
  });
});
