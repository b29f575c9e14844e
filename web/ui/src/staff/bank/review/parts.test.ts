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

  it("escapes what is no HTML", () => {
    const short: Body = {
      question: { kind: "short", stem: "x", grid: { max: 4 } },
      key: { accepted: ["<b>"] },
      tags: {},
    };
    expect(partsOf(short).find((p) => p.place === "key")?.html).toBe("&lt;b&gt;");
  });
});
