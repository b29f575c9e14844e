import { describe, expect, it } from "vitest";
import { World } from "./fakes/world";

async function running(): Promise<World> {
  const w = new World();
  await w.begin();
  return w;
}

describe("an essay", () => {
  it("is saved every five seconds while the typing goes on", async () => {
    const w = await running();
    let text = "";
    for (let i = 0; i < 120; i++) {
      text += "a";
      w.attempt.typeEssay("p4_1", text);
      await w.clock.pass(100);
    }
    const sent = w.sent();
    expect(sent).toHaveLength(2);
    expect(w.attempt.snapshot.fields.get("p4_1")).toEqual({ value: text, state: "typed" });
    w.attempt.flush();
    await w.clock.pass(50);
    expect(w.record().at(-1)).toBe(`p4_1=${text}`);
  });

  it("goes less often when it is long", async () => {
    const w = await running();
    for (let i = 0; i < 120; i++) {
      w.attempt.typeEssay("p4_1", "a".repeat(5000 + i));
      await w.clock.pass(100);
    }
    expect(w.sent()).toHaveLength(1);
  });

  it("counts up to the last letter at the deadline", async () => {
    const w = await running();
    w.attempt.typeEssay("p4_1", "những chữ cuối");
    await w.clock.pass(w.attempt.remaining() + 100);
    expect(w.attempt.snapshot.inputOpen).toBe(false);
    expect(w.record()).toEqual(["p4_1=những chữ cuối"]);
  });

  it("is recorded before a hand-in", async () => {
    const w = await running();
    w.attempt.typeEssay("p4_1", "xong");
    w.attempt.submit();
    await w.clock.pass(300);
    expect(w.record()).toEqual(["p4_1=xong"]);
  });
});

describe("a file that was on its way at the deadline", () => {
  it("is named within the grace, and not after the seal", async () => {
    const w = await running();
    await w.clock.pass(w.attempt.remaining() + 100);
    w.attempt.answer("p4_2", "too late");
    w.attempt.settle("p4_2", "file");
    await w.clock.pass(100);
    expect(w.record()).toEqual(["p4_2=file"]);
  });
});

describe("the ticket", () => {
  it("travels with a file as base64 of UTF-8", async () => {
    const w = await running();
    const [name, text] = w.attempt.authorization.split(" ");
    expect(name).toBe("Basic");
    expect(atob(text ?? "")).toMatch(/^.+:.+$/);
  });
});
