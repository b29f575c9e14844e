import { describe, expect, it } from "vitest";

import { bodyOf, draftOf, editable, emptyDraft, typed } from "./draft";
import type { Body } from "./words";

describe("bodyOf", () => {
  it("keeps ids, key and order of a stored question", () => {
    const body: Body = {
      label: "C1",
      question: {
        kind: "multiple",
        stem: "Chọn",
        options: [
          { id: "k3fz", html: "1", fixed: false },
          { id: "a9bc", html: "2", fixed: true },
        ],
      },
      key: { options: ["a9bc"] },
      tags: { subject: "toan", grade: 12, topic: "T", level: "hieu", outcome: "" },
    };
    expect(bodyOf(draftOf(body))).toEqual(body);
  });

  it("gives new options ids of their own and drops empty ones", () => {
    const d = emptyDraft("single");
    d.options[1] = { id: "", html: "đúng", fixed: false, right: true };
    d.options[2] = { id: "", html: "sai", fixed: false, right: false };
    const body = bodyOf(d);
    expect(body.question.options).toHaveLength(2);
    expect(body.key.options).toEqual([body.question.options?.[0]?.id]);
    expect(body.key.options?.[0]).toMatch(/^[0-9a-z]{4}$/);
  });

  it("splits accepted answers at bars", () => {
    const d = { ...emptyDraft("short"), accepted: "0,5 | 1/2 |" };
    expect(bodyOf(d).key.accepted).toEqual(["0,5", "1/2"]);
  });
});

describe("typed", () => {
  it("escapes a less-than sign and leaves the tags of the subset", () => {
    expect(typed("x < 5, <b>y</b> <script>")).toBe("x &lt; 5, <b>y</b> &lt;script>");
  });
});

describe("editable", () => {
  it("is undone by typed", () => {
    for (const html of ["a &lt; b", "\\(a&lt;b\\) <b>x</b>", "&lt;b&gt; là thẻ", "x &lt;script"]) {
      expect(
        typed(editable(html))
          .replaceAll(">", "&gt;")
          .replaceAll(/<(\/?b)&gt;/g, "<$1>"),
      ).toBe(html);
    }
  });
});
