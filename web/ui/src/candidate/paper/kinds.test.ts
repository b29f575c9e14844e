import { describe, expect, it } from "vitest";
import { buildContent, isRich, plainText } from "./content";
import { byteLength, cleanEssay, countWords } from "./essay";
import { moved, shownOrder } from "./order";
import { addPoint, clampPoint, readPoints, writePoints } from "./places";
import { placeQuestions, type Paper } from "./types";

const paper: Paper = {
  v: 1,
  form_code: "101",
  title: "",
  subject: "",
  duration_s: 60,
  parts: [
    {
      part: 1,
      title: "",
      questions: [
        {
          no: 1,
          kind: "cloze",
          stem: '<span data-gap="a"></span>',
          gaps: [{ field: "p1_2a", max: 5 }, { field: "p1_2b" }],
          options: [{ id: "x1", html: "x" }],
        },
        {
          no: 2,
          kind: "match",
          stem: "",
          statements: [{ field: "p1_1b", html: "" }],
          options: [{ id: "x1", html: "x" }],
        },
        { no: 3, kind: "essay", stem: "", field: "p1_3", bytes: 2000 },
      ],
    },
  ],
};

describe("questions of every kind", () => {
  it("name their fields and themselves", () => {
    const all = placeQuestions(paper);
    expect(all.map((q) => q.fields)).toEqual([["p1_2a", "p1_2b"], ["p1_1b"], ["p1_3"]]);
    expect(all.map((q) => q.name)).toEqual(["p1_2", "p1_1", "p1_3"]);
  });
});

describe("gaps in a text", () => {
  it("are places by their letter, and nothing else passes as one", () => {
    const out = document.createElement("div");
    const html =
      'a <span data-gap="b">x</span> <span data-gap="bb">y</span><b data-gap="c">z</b> c';
    out.appendChild(buildContent(html, () => "", ""));
    expect(out.innerHTML).toBe(
      'a <span class="gap-slot" data-gap="b"></span> <span>y</span><b>z</b> c',
    );
  });

  it("options are told apart by their words, or shown where words do not do", () => {
    expect(plainText("<p>mèo <b>con</b></p>")).toBe("mèo con");
    expect(plainText('<img src="media:0" alt="hình">')).toBe("hình");
    expect(isRich("mèo")).toBe(false);
    expect(isRich("\\(x^2\\)")).toBe(true);
    expect(isRich("H<sub>2</sub>O")).toBe(true);
  });
});

describe("an order", () => {
  it("begins as the paper has it, and follows the candidate", () => {
    expect(shownOrder(["a", "b", "c"], "")).toEqual(["a", "b", "c"]);
    expect(shownOrder(["a", "b", "c"], "c,a,b")).toEqual(["c", "a", "b"]);
    expect(shownOrder(["a", "b", "c"], "c,zz,c")).toEqual(["c", "a", "b"]);
  });

  it("keeps every item whatever moves where", () => {
    expect(moved(["a", "b", "c"], "a", 1)).toEqual(["b", "a", "c"]);
    expect(moved(["a", "b", "c"], "c", -5)).toEqual(["c", "a", "b"]);
    expect(moved(["a", "b", "c"], "a", 99)).toEqual(["b", "c", "a"]);
  });
});

describe("points on a picture", () => {
  it("are read as they are written", () => {
    const points = [
      { x: 0, y: 7 },
      { x: 640, y: 480 },
    ];
    expect(readPoints(writePoints(points))).toEqual(points);
    expect(readPoints("1,2;x,3;;4")).toEqual([{ x: 1, y: 2 }]);
  });

  it("stay within the picture and the limit", () => {
    expect(clampPoint({ x: -3.2, y: 500.4 }, 640, 480)).toEqual({ x: 0, y: 480 });
    const one = [{ x: 1, y: 1 }];
    expect(addPoint(one, { x: 2, y: 2 }, 1)).toEqual([{ x: 2, y: 2 }]);
    expect(addPoint(one, { x: 2, y: 2 }, 2)).toHaveLength(2);
    expect(addPoint(one, { x: 1, y: 1 }, 2)).toEqual(one);
    expect(addPoint([...one, { x: 2, y: 2 }], { x: 3, y: 3 }, 2)).toHaveLength(2);
  });
});

describe("an essay", () => {
  it("keeps what people type and nothing that the server refuses", () => {
    expect(cleanEssay("một\r\nhai\tba\u0007\u001b", 100)).toBe("một\nhai\tba");
    expect(cleanEssay("e\u0302\u0301", 100)).toBe("\u1ebf");
    expect(cleanEssay("a\ud83db😀", 100)).toBe("ab😀");
  });

  it("is cut at its bytes, never inside a letter", () => {
    expect(cleanEssay("ếếế", 7)).toBe("ếế");
    expect(cleanEssay("😀😀", 7)).toBe("😀");
    const long = cleanEssay("ế".repeat(20_000), 32 * 1024);
    expect(byteLength(long)).toBeLessThanOrEqual(32 * 1024);
    expect(long.length).toBe(Math.floor((32 * 1024) / 3));
  });

  it("counts words as people do", () => {
    expect(countWords("  Thân em\nvừa trắng ")).toBe(4);
    expect(countWords("")).toBe(0);
  });
});
