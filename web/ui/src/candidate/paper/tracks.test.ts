import { describe, expect, it } from "vitest";
import type { FieldValue } from "../engine/log";
import { answeredCount } from "../ui/progress";
import { soundsIn } from "./content";
import { chosenTrack, countToDo, neighbour, trackState, undecidedParts } from "./tracks";
import { placeQuestions, type Paper } from "./types";

const paper: Paper = {
  v: 1,
  form_code: "0101",
  title: "Tin",
  subject: "Tin học",
  duration_s: 60,
  parts: [
    { part: 1, title: "I", questions: [{ no: 1, kind: "short", stem: "", field: "p1_1" }] },
    {
      part: 2,
      title: "II",
      tracks: [
        { id: "khmt", title: "Khoa học máy tính" },
        { id: "thud", title: "Tin học ứng dụng" },
      ],
      questions: ["", "", "khmt", "khmt", "thud", "thud"].map((track, i) => ({
        no: i + 1,
        kind: "cluster" as const,
        stem: "",
        statements: [{ field: `p2_${i + 1}a`, html: "" }],
        ...(track ? { track } : {}),
      })),
    },
  ],
};
const questions = placeQuestions(paper);

function fields(values: Record<string, string>): Map<string, FieldValue> {
  return new Map(Object.entries(values).map(([f, value]) => [f, { value, state: "saved" }]));
}

describe("tracks", () => {
  it("before a choice: all may be read, one track is counted", () => {
    const none = fields({ p2_3a: "D" });
    expect(questions.map((q) => trackState(q, none)).join(" ")).toBe(
      "open open open undecided undecided undecided undecided",
    );
    expect(undecidedParts(questions, none).map((p) => p.part)).toEqual([2]);
    expect(countToDo(questions, none)).toBe(5);
    expect(answeredCount(questions, none)).toBe(0);
    expect(neighbour(questions, none, 2, 1)).toBe(3);
  });

  it("after a choice: the other track is folded away, its answers count nowhere", () => {
    const all = fields({ "track:2": "thud", p2_1a: "D", p2_3a: "D", p2_5a: "S" });
    expect(questions.slice(1, 2).map((q) => chosenTrack(q.part, all)?.title)).toEqual([
      "Tin học ứng dụng",
    ]);
    expect(questions.map((q) => trackState(q, all)).join(" ")).toBe(
      "open open open folded folded open open",
    );
    expect([countToDo(questions, all), answeredCount(questions, all)]).toEqual([5, 2]);
    expect(undecidedParts(questions, all)).toEqual([]);
    expect(neighbour(questions, all, 2, 1)).toBe(5);
    expect(neighbour(questions, all, 5, -1)).toBe(2);
    expect(neighbour(questions, all, 6, 1)).toBe(-1);
  });

  it("a choice that the paper does not know is none", () => {
    expect(undecidedParts(questions, fields({ "track:2": "toan" }))).toHaveLength(1);
    expect(undecidedParts(questions, fields({ "track:2": "" }))).toHaveLength(1);
  });

  it("a part without tracks asks for nothing", () => {
    const plain = placeQuestions({ ...paper, parts: paper.parts.slice(0, 1) });
    expect(undecidedParts(plain, fields({}))).toEqual([]);
    expect(countToDo(plain, fields({}))).toBe(1);
  });
});

describe("sounds in a text", () => {
  it("are found once each, by the hash of the paper only", () => {
    const [a, b] = ["a".repeat(64), "b".repeat(64)];
    const html = `<p>Nghe <audio src="media:${a}" data-plays="2"></audio></p><audio src="media:${b}"></audio>`;
    expect(soundsIn(html + html)).toEqual([a, b]);
    expect(soundsIn(`<audio src="https://x/a.mp3" autoplay></audio>`)).toEqual([]);
    expect(soundsIn("không có")).toEqual([]);
  });
});
