import { describe, expect, it } from "vitest";

import { emptyBody } from "./body";
import { GapShelf } from "./gaps";
import type { Body } from "./words";

const gap = (name: string) => `<span data-gap="${name}"></span>`;

function capital(): Body {
  const body = emptyBody("cloze");
  body.question.stem = `Thủ đô ${gap("a")}, sông ${gap("b")}`;
  body.question.gaps = [{ grid: { max: 20 } }, { options: [{ id: "x", html: "Hồng" }], weight: 2 }];
  body.key = { gaps: [["Hà Nội"], ["x"]], credit: { "a:Hà Nội": 5, "b:x": 7 } };
  return body;
}

describe("GapShelf", () => {
  it("gives a new gap its answer and every gap the letter of its place", () => {
    const body = capital();
    const shelf = new GapShelf(body.question.stem);
    const made = shelf.add("Việt Nam");
    const next = shelf.withStem(body, `Ở ${gap(made)} thủ đô ${gap("a")}, sông ${gap("b")}`);
    expect(next.question.stem).toBe(`Ở ${gap("a")} thủ đô ${gap("b")}, sông ${gap("c")}`);
    expect(next.key.gaps).toEqual([["Việt Nam"], ["Hà Nội"], ["x"]]);
    expect(next.question.gaps?.[2]?.weight).toBe(2);
    expect(next.key.credit).toEqual({ "b:Hà Nội": 5, "c:x": 7 });
    expect([shelf.letterOf(made), shelf.letterOf("a"), shelf.count]).toEqual(["a", "b", 3]);
  });

  it("brings answers back with undo, and keeps what was changed meanwhile", () => {
    const body = capital();
    const shelf = new GapShelf(body.question.stem);
    const without = shelf.withStem(body, `Thủ đô, sông ${gap("b")}`);
    expect(without.key.gaps).toEqual([["x"]]);
    without.question.gaps = [{ ...without.question.gaps?.[0], weight: 9 }];
    const back = shelf.withStem(without, body.question.stem);
    expect(back.key).toEqual(body.key);
    expect(back.question.gaps?.map((g) => g.weight)).toEqual([undefined, 9]);
  });

  it("swaps answers with gaps that change places", () => {
    const body = capital();
    const swapped = new GapShelf(body.question.stem).withStem(body, `${gap("b")}${gap("a")}`);
    expect(swapped.question.stem).toBe(`${gap("a")}${gap("b")}`);
    expect(swapped.key.gaps).toEqual([["x"], ["Hà Nội"]]);
  });

  it("takes a pasted copy of a gap for a gap of its own", () => {
    const body = capital();
    const shelf = new GapShelf(body.question.stem);
    const twice = shelf.withStem(body, `${gap("a")}${gap("a")}${gap("b")}`);
    expect(twice.key.gaps).toEqual([["Hà Nội"], ["Hà Nội"], ["x"]]);
    twice.key.gaps = [["Hà Nội"], ["Huế"], ["x"]];
    expect(shelf.withStem(twice, `${gap("a")}${gap("a")}${gap("b")}!`).key.gaps).toEqual(
      twice.key.gaps,
    );
  });
});
