import { describe, expect, it } from "vitest";

import type { Body } from "../words";
import { differences, merged, pieces, type Side } from "./merge";

const base: Body = {
  label: "C1",
  question: {
    kind: "single",
    stem: "Hỏi",
    options: [
      { id: "a", html: "1" },
      { id: "b", html: "2" },
    ],
  },
  key: { options: ["a"] },
  tags: { subject: "toan", level: "biet", free: ["x"] },
};

const copy = (change: (b: Body) => void): Body => {
  const b = structuredClone(base);
  change(b);
  return b;
};

describe("merging two texts", () => {
  it("knows who alone changed what", () => {
    const mine = copy((b) => {
      b.question.stem = "Hỏi?";
      b.tags.level = "hieu";
    });
    const theirs = copy((b) => {
      b.key.options = ["b"];
      b.tags.level = "vandung";
    });
    expect(differences(mine, theirs, base)).toEqual([
      { piece: "stem", only: "mine" },
      { piece: "answer", only: "theirs" },
      { piece: "level", only: null },
    ]);
    expect(differences(mine, theirs, null).every((d) => d.only === null)).toBe(true);
  });

  it("never puts a key beside options of the other side", () => {
    const mine = copy((b) => {
      b.question.options = [
        { id: "c", html: "3" },
        { id: "d", html: "4" },
      ];
      b.key.options = ["d"];
    });
    const theirs = copy((b) => (b.key.options = ["b"]));
    for (const answer of ["mine", "theirs"] as Side[]) {
      const out = merged(mine, theirs, { stem: "mine", answer });
      expect(out.question.options?.map((o) => o.id)).toContain(out.key.options?.[0]);
    }
  });

  it("is one of the two when one side is chosen throughout", () => {
    const mine = copy((b) => {
      b.question.stimulus = "Bài đọc";
      b.solution = "Vì";
      b.tags = { subject: "vatli" };
    });
    const theirs = copy((b) => (b.question.stem = "Khác"));
    const all = (side: Side) => Object.fromEntries(pieces.map((p) => [p, side]));
    expect(merged(mine, theirs, all("mine"))).toEqual(mine);
    expect(merged(mine, theirs, all("theirs"))).toEqual(theirs);
    expect(merged(mine, theirs, {})).toEqual(theirs);
  });

  it("takes the text of a cloze with its gaps", () => {
    const cloze = copy((b) => {
      b.question = {
        kind: "cloze",
        stem: 'Là <span data-gap="a"></span>',
        gaps: [{ grid: { max: 9 } }],
      };
      b.key = { gaps: [["x"]] };
    });
    const out = merged(cloze, base, { answer: "mine", stem: "theirs" });
    expect(out.question).toEqual(cloze.question);
    expect(merged(cloze, base, { answer: "theirs", stem: "mine" }).question.stem).toBe("Hỏi");
  });
});
