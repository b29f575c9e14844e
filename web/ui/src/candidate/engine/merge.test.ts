import { describe, expect, it } from "vitest";
import { World } from "./fakes/world";

/** A browser that lost its line after one saved event, with unsent events of its own. */
async function cutOff(...mine: [string, string][]): Promise<World> {
  const w = new World();
  await w.begin();
  w.attempt.answer("p1_1", "aaaa");
  await w.clock.pass(50);
  w.server.down = true;
  w.server.wire?.cut();
  for (const [field, value] of mine) w.attempt.answer(field, value);
  await w.clock.pass(100);
  return w;
}

async function back(w: World): Promise<void> {
  w.server.down = false;
  await w.clock.pass(15_000);
}

describe("after another machine held the attempt", () => {
  it("our events go behind theirs, renumbered", async () => {
    const w = await cutOff(["p1_2", "mine"], ["p1_3", "mine"]);
    w.server.intrude({ field: "p1_9", value: "them" });
    await back(w);
    expect(w.record()).toEqual(["p1_1=aaaa", "p1_9=them", "p1_2=mine", "p1_3=mine"]);
    expect(w.attempt.snapshot).toMatchObject({ unsaved: 0, disputes: [] });
  });

  it("the same answers need nothing", async () => {
    const w = await cutOff(["p1_2", "same"]);
    w.server.intrude({ field: "p1_9", value: "them" }, { field: "p1_2", value: "same" });
    await back(w);
    expect(w.record()).toEqual(["p1_1=aaaa", "p1_9=them", "p1_2=same"]);
    expect(w.attempt.snapshot.unsaved).toBe(0);
  });

  it("two answers to one question: both on record, theirs stands, the candidate decides", async () => {
    const w = await cutOff(["p1_2", "mine"]);
    w.server.intrude({ field: "p1_2", value: "them" });
    await back(w);
    expect(w.record()).toEqual(["p1_1=aaaa", "p1_2=them", "p1_2=mine", "p1_2=them"]);
    const { disputes, fields } = w.attempt.snapshot;
    expect(disputes).toEqual([{ field: "p1_2", mine: "mine", theirs: "them" }]);
    expect(fields.get("p1_2")?.value).toBe("them");
    w.attempt.answer("p1_2", "mine");
    await w.clock.pass(50);
    expect(w.attempt.snapshot.disputes).toEqual([]);
    expect(w.server.answers().p1_2).toBe("mine");
  });

  it("the candidate may keep theirs", async () => {
    const w = await cutOff(["p1_2", "mine"]);
    w.server.intrude({ field: "p1_2", value: "them" });
    await back(w);
    w.attempt.keepTheirs("p1_2");
    expect(w.attempt.snapshot.disputes).toEqual([]);
    expect(w.server.answers().p1_2).toBe("them");
  });

  it("events that did arrive are recognised, not doubled", async () => {
    const w = await cutOff(["p1_2", "mine"], ["p1_3", "mine"]);
    // p1_2 had arrived, its acknowledgement had not; then another machine came and wrote nothing.
    w.server.events.push({ field: "p1_2", value: "mine" });
    w.server.intrude();
    await back(w);
    expect(w.record()).toEqual(["p1_1=aaaa", "p1_2=mine", "p1_3=mine"]);
    expect(w.attempt.snapshot.unsaved).toBe(0);
  });

  it("nothing behind a conflict counts as saved, whatever a repeat was answered", async () => {
    const w = await cutOff(["p1_2", "mine"], ["p1_3", "mine"], ["p1_4", "mine"], ["p1_4", "last"]);
    // p1_2 had arrived; the other machine's events have the numbers of the next two.
    w.server.events.push({ field: "p1_2", value: "mine" });
    w.server.intrude({ field: "p1_8", value: "them" }, { field: "p1_9", value: "them" });
    await back(w);
    expect(w.record().slice(4)).toEqual(["p1_3=mine", "p1_4=mine", "p1_4=last"]);
    expect(w.server.answers().p1_4).toBe("last");
    expect(w.attempt.snapshot.unsaved).toBe(0);
  });
});

describe("a reload", () => {
  it("reads what was kept under the old epoch and sends it", async () => {
    const w = await cutOff(["p1_2", "mine"], ["p1_3", "mine"]);
    w.server.down = false;
    await w.reload();
    await w.clock.pass(100);
    expect(w.record()).toEqual(["p1_1=aaaa", "p1_2=mine", "p1_3=mine"]);
    expect(w.attempt.snapshot.fields.get("p1_3")).toEqual({ value: "mine", state: "saved" });
    w.attempt.answer("p1_4", "next");
    await w.clock.pass(50);
    expect(w.record()[3]).toBe("p1_4=next");
  });

  it("merges as well when another machine came between", async () => {
    const w = await cutOff(["p1_2", "mine"]);
    w.server.intrude({ field: "p1_9", value: "them" });
    w.server.down = false;
    await w.reload();
    await w.clock.pass(5_000);
    expect(w.record()).toEqual(["p1_1=aaaa", "p1_9=them", "p1_2=mine"]);
  });

  it("goes on behind what another browser has saved", async () => {
    const w = new World();
    w.server.events = [{ field: "p1_1", value: "aaaa" }];
    await w.begin();
    expect(w.attempt.snapshot.fields.get("p1_1")).toEqual({ value: "aaaa", state: "saved" });
    w.attempt.answer("p1_2", "bbbb");
    await w.clock.pass(50);
    expect(w.sent()).toEqual(["2 p1_2=bbbb"]);
  });

  it("tells of events that the key does not open, and keeps them", async () => {
    const w = new World();
    await w.shelf.put([
      { id: "a1/1/1", attempt: "a1", epoch: 1, ord: 1, box: btoa("x".repeat(60)) },
    ]);
    await w.begin();
    expect(w.attempt.snapshot.unreadable).toBe(1);
    w.server.seal();
    w.server.archive();
    await w.clock.pass(50);
    expect(w.attempt.snapshot.done).toBe(false);
    expect(await w.shelf.parcels("a1")).toHaveLength(1);
  });

  it("takes over from another tab, with the events of both", async () => {
    const w = await cutOff(["p1_2", "tab1"]);
    const first = w.attempt;
    const second = w.load();
    w.server.down = false;
    second.start();
    await w.clock.pass(50);
    second.answer("p1_3", "tab2");
    await w.clock.pass(15_000);
    expect(w.record()).toEqual(expect.arrayContaining(["p1_2=tab1", "p1_3=tab2"]));
    expect([first.snapshot.phase, second.snapshot.phase].sort()).toEqual(["running", "stopped"]);
  });
});

/** Answers, cuts, lost acknowledgements, wipes and reloads in a random order. */
async function storm(seed: number): Promise<void> {
  const w = new World(seed);
  await w.begin();
  const made: string[] = [];
  for (let i = 0; i < 60; i++) {
    const dice = w.clock.random();
    if (dice < 0.55) {
      const [field, value] = [`p1_${i % 7}`, `v${i}`];
      if (w.attempt.snapshot.inputOpen) made.push(`${field}=${value}`);
      w.attempt.answer(field, value);
    } else if (dice < 0.65) w.server.wire?.cut();
    else if (dice < 0.72) w.server.dumb = !w.server.dumb;
    else if (dice < 0.8) w.server.archive();
    else if (dice < 0.86) w.server.wipe();
    else if (dice < 0.92) w.server.down = !w.server.down;
    else if (dice < 0.95) await w.reload();
    await w.clock.pass(w.clock.random() * 400);
  }
  Object.assign(w.server, { dumb: false, down: false });
  await w.clock.pass(60_000);
  expect(w.record(), `seed ${seed}`).toEqual(made);
  expect(w.attempt.snapshot.unsaved, `seed ${seed}`).toBe(0);
  w.server.seal();
  w.server.archive();
  await w.clock.pass(1_000);
  expect(w.attempt.snapshot.done, `seed ${seed}`).toBe(true);
}

describe("a storm of cuts, lost words, wipes and reloads", () => {
  it("leaves every answer on record, once, in order", async () => {
    for (let seed = 1; seed <= 150; seed++) await storm(seed);
  });
});
