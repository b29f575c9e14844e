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

/** Our p1_2 and p1_3 have arrived unacknowledged; then another machine took the next number. */
async function halfKnown(): Promise<World> {
  const w = await cutOff(["p1_2", "mine"], ["p1_3", "mine"], ["p1_4", "mine"]);
  w.server.events.push({ field: "p1_2", value: "mine" }, { field: "p1_3", value: "mine" });
  w.server.intrude({ field: "p1_9", value: "them" });
  return w;
}

async function until(w: World, so: () => boolean): Promise<void> {
  for (let ms = 0; !so() && ms < 10_000; ms++) await w.clock.pass(1);
  expect(so()).toBe(true);
}

/** What the record must hold in the end, whatever happened during the comparison. */
function nothingLost(w: World): void {
  expect(w.record()).toEqual(["p1_1=aaaa", "p1_2=mine", "p1_3=mine", "p1_9=them", "p1_4=mine"]);
  expect(w.attempt.snapshot.unsaved).toBe(0);
}

describe("while the server compares what it holds with what we hold", () => {
  it("an `archived` between `saved` and `conflict` does not drop the refused event", async () => {
    const w = await halfKnown();
    w.server.archivesAtRepeat = true;
    await back(w);
    nothingLost(w);
  });

  it("a cut in the middle leaves the rest to be compared by the next connection", async () => {
    const w = await halfKnown();
    w.server.cutsAtRepeat = 1;
    await back(w);
    nothingLost(w);
  });

  it("a reload in the middle does so too", async () => {
    const w = await halfKnown();
    w.server.archivesAtRepeat = true;
    w.server.deaf = true;
    w.server.down = false;
    await w.clock.pass(1_000);
    w.server.archive();
    await w.clock.pass(20);
    w.server.deaf = false;
    await w.reload();
    await w.clock.pass(15_000);
    nothingLost(w);
  });

  it("a `have` in the middle has nothing compared twice on one connection", async () => {
    const w = await halfKnown();
    w.server.down = false;
    await until(w, () => w.sent().at(-1) === "2 p1_2=mine");
    w.server.push({ t: "have", seq: w.server.events.length });
    w.server.archivesAtRepeat = true;
    await back(w);
    nothingLost(w);
  });

  it("a wipe behind the conflict has what was compared before it compared again", async () => {
    const w = await cutOff(["p1_2", "mine"]);
    w.server.intrude({ field: "p1_9", value: "them" });
    w.server.down = false;
    await until(w, () => w.server.evidence.length > 0);
    await w.clock.pass(50);
    w.server.wipe();
    w.server.intrude({ field: "p1_8", value: "them" });
    await back(w);
    expect(w.record()).toEqual(["p1_8=them", "p1_1=aaaa", "p1_2=mine"]);
    expect(w.attempt.snapshot).toMatchObject({ unsaved: 0, disputes: [] });
  });

  it("another machine's epoch that looks like ours does not hide what a wipe lost", async () => {
    const w = await cutOff();
    w.server.wipe(); // our epoch is lost with it: the other machine's has its number
    w.server.intrude({ field: "p1_9", value: "them" });
    await back(w);
    expect(w.record()).toEqual(["p1_9=them", "p1_1=aaaa"]);
  });

  it("another machine's seal is not taken for ours", async () => {
    const w = await cutOff(["p1_2", "mine"]);
    w.server.intrude({ field: "p1_9", value: "them" });
    w.server.seal();
    await back(w);
    expect(w.attempt.snapshot.done).toBe(false);
    expect(w.attempt.snapshot.unsaved + w.attempt.snapshot.late).toBe(1);
  });

  it("an acknowledged event that a wiped Redis lost to another machine comes back", async () => {
    const w = new World();
    await w.begin();
    w.attempt.answer("p1_1", "aaaa");
    w.attempt.answer("p1_2", "mine");
    await w.clock.pass(50);
    expect(w.attempt.snapshot.unsaved).toBe(0);
    w.server.down = true;
    w.server.wire?.cut();
    w.server.events.length = 1;
    w.server.intrude({ field: "p1_9", value: "them" });
    await back(w);
    expect(w.record()).toEqual(["p1_1=aaaa", "p1_9=them", "p1_2=mine"]);
  });

  it("a sealed attempt that takes no comparison any more leaves the doubtful to the rescue file", async () => {
    const w = await cutOff(["p1_2", "mine"], ["p1_3", "same"]);
    w.server.intrude({ field: "p1_9", value: "them" }, { field: "p1_3", value: "same" });
    w.server.state = "sealed";
    w.server.receipt = "4F7K-M2QD";
    w.server.archived = w.server.events.length;
    await back(w);
    expect(w.attempt.snapshot).toMatchObject({ phase: "sealed", done: false, unsaved: 1 });
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

/** The same with another machine that holds the attempt now and then and answers other questions. */
async function rivalry(seed: number): Promise<void> {
  const w = new World(seed);
  await w.begin();
  const last = new Map<string, string>();
  for (let i = 0; i < 60; i++) {
    const dice = w.clock.random();
    if (dice < 0.5) {
      const [field, value] = [`p1_${i % 7}`, `v${i}`];
      if (w.attempt.snapshot.inputOpen) last.set(field, value);
      w.attempt.answer(field, value);
    } else if (dice < 0.6) w.server.wire?.cut();
    else if (dice < 0.67) w.server.dumb = !w.server.dumb;
    else if (dice < 0.73) w.server.archive();
    else if (dice < 0.8) w.server.archivesAtRepeat = !w.server.archivesAtRepeat;
    else if (dice < 0.85) w.server.down = !w.server.down;
    else if (dice < 0.9) await w.reload();
    else if (dice < 0.93) w.server.cutsAtRepeat = 1;
    else if (dice < 0.95) w.server.wipe();
    else {
      w.server.wire?.cut();
      w.server.intrude({ field: `p9_${i}`, value: "them" });
    }
    await w.clock.pass(w.clock.random() * 400);
  }
  Object.assign(w.server, { dumb: false, down: false, cutsAtRepeat: 0 });
  await w.clock.pass(10_000);
  if (w.attempt.snapshot.phase === "stopped") w.attempt.start(); // the rival came in the same moment
  await w.clock.pass(60_000);
  expect(w.server.answers(), `seed ${seed}`).toMatchObject(Object.fromEntries(last));
  expect(w.attempt.snapshot.disputes, `seed ${seed}`).toEqual([]);
  expect(w.attempt.snapshot.unsaved, `seed ${seed}`).toBe(0);
}

describe("a storm of cuts, lost words, wipes and reloads", () => {
  it("with a rival machine leaves the last answer to every question standing", async () => {
    for (let seed = 1; seed <= 100; seed++) await rivalry(seed);
  }, 60_000);

  it("leaves every answer on record, once, in order", async () => {
    for (let seed = 1; seed <= 100; seed++) await storm(seed);
  }, 60_000);
});
