import { describe, expect, it } from "vitest";
import { World } from "./fakes/world";

async function running(remainingMS = 3_000_000): Promise<World> {
  const w = new World();
  w.server.remainingMS = remainingMS;
  await w.begin();
  return w;
}

describe("the course of a sitting", () => {
  it("waits for the start, which brings the key", async () => {
    const w = new World();
    w.server.state = "waiting";
    await w.begin();
    expect(w.attempt.snapshot.phase).toBe("waiting");
    expect(w.attempt.snapshot.paper?.key).toBe("");
    expect(w.attempt.remaining()).toBeLessThanOrEqual(60_000);
    w.attempt.answer("p1_1", "aaaa");
    expect(w.attempt.snapshot.last).toBe(0);
    w.server.state = "running";
    w.server.push({ t: "start", key: "a2V5", remaining_ms: 1_000_000 });
    await w.clock.pass(20);
    expect(w.attempt.snapshot.phase).toBe("running");
    expect(w.attempt.snapshot.paper?.key).toBe("a2V5");
  });

  it("learns at once, and again after a drop, which sounds may be heard once more", async () => {
    const w = await running();
    expect(w.attempt.snapshot.replays).toEqual({});
    w.server.replays = { abc: 1 };
    w.server.push({ t: "replays", more: w.server.replays });
    await w.clock.pass(20);
    expect(w.attempt.snapshot.replays).toEqual({ abc: 1 });
    expect(w.attempt.snapshot.notice).toMatchObject({ no: 1, what: "replay" });
    w.server.replays = { abc: 2 };
    w.server.wire?.cut();
    await w.clock.pass(5_000);
    expect(w.attempt.snapshot.replays).toEqual({ abc: 2 });
    expect(w.attempt.snapshot.notice).toMatchObject({ no: 2, what: "replay" });
  });

  it("does not tell of a play that was given before the page was opened", async () => {
    const w = new World();
    w.server.replays = { abc: 1 };
    await w.begin();
    expect(w.attempt.snapshot).toMatchObject({ replays: { abc: 1 }, notice: null });
    w.server.wire?.cut();
    await w.clock.pass(5_000);
    expect(w.attempt.snapshot.notice).toBeNull();
  });

  it("asks again when the planned start is long past", async () => {
    const w = new World();
    w.server.state = "waiting";
    w.server.startsInMS = 1_000;
    await w.begin();
    w.server.state = "running";
    await w.clock.pass(20_000);
    expect(w.attempt.snapshot.phase).toBe("running");
  });

  it("sends the last typed text when the deadline strikes, and closes the input", async () => {
    const w = await running(10_000);
    await w.clock.pass(9_800);
    w.attempt.type("p3_1", "12");
    await w.clock.pass(300);
    expect(w.record()).toEqual(["p3_1=12"]);
    expect(w.attempt.snapshot.phase).toBe("closing");
    w.attempt.type("p3_1", "123");
    w.attempt.answer("p1_1", "aaaa");
    await w.clock.pass(1_000);
    expect(w.record()).toEqual(["p3_1=12"]);
    expect(w.attempt.snapshot.fields.get("p3_1")?.value).toBe("12");
  });

  it("sends what was typed before the deadline within the grace, after a drop", async () => {
    const w = await running(10_000);
    w.server.down = true;
    w.server.wire?.cut();
    w.attempt.type("p3_1", "9");
    await w.clock.pass(10_100);
    expect(w.attempt.snapshot.phase).toBe("closing");
    expect(w.attempt.snapshot.unsaved).toBe(1);
    w.server.down = false;
    w.server.remainingMS = 0;
    await w.clock.pass(5_100);
    expect(w.record()).toEqual(["p3_1=9"]);
  });

  it("opens the input again when time is granted", async () => {
    const w = await running(1_000);
    await w.clock.pass(1_500);
    expect(w.attempt.snapshot.inputOpen).toBe(false);
    w.server.push({ t: "time", state: "running", remaining_ms: 60_000 });
    await w.clock.pass(20);
    expect(w.attempt.snapshot.inputOpen).toBe(true);
  });
});

describe("the end", () => {
  it("forgets the attempt once it is sealed and archived", async () => {
    const w = await running();
    w.attempt.answer("p1_1", "aaaa");
    await w.clock.pass(50);
    w.server.seal();
    await w.clock.pass(50);
    expect(w.attempt.snapshot).toMatchObject({
      phase: "sealed",
      receipt: "4F7K-M2QD",
      sealedN: 1,
      done: false,
    });
    expect(await w.shelf.parcels("a1")).toHaveLength(1);
    w.server.archive();
    await w.clock.pass(50);
    expect(w.attempt.snapshot.done).toBe(true);
    expect(await w.shelf.notes()).toEqual([]);
  });

  it("takes close 4506 as the word that everything is archived", async () => {
    const w = await running();
    w.attempt.answer("p1_1", "aaaa");
    await w.clock.pass(50);
    w.server.seal();
    w.server.wire?.end(4506);
    await w.clock.pass(10_000);
    expect(w.attempt.snapshot).toMatchObject({ done: true, archived: 1, unsaved: 0 });
    expect(w.server.connections).toBe(1);
    expect(await w.shelf.parcels("a1")).toHaveLength(0);
  });

  it("shows the receipt to who comes back", async () => {
    const w = await running();
    w.attempt.answer("p1_1", "aaaa");
    await w.clock.pass(50);
    w.server.seal();
    w.server.archived = 1;
    await w.reload();
    expect(w.attempt.snapshot).toMatchObject({ phase: "sealed", receipt: "4F7K-M2QD", done: true });
  });

  it("keeps what came too late as evidence and for the rescue file", async () => {
    const w = await running(10_000);
    w.server.down = true;
    w.server.wire?.cut();
    w.attempt.answer("p1_1", "aaaa");
    await w.clock.pass(40_000);
    w.server.seal();
    w.server.down = false;
    await w.clock.pass(10_000);
    const { done, unsaved, late } = w.attempt.snapshot;
    expect(done ? late : unsaved).toBe(1);
    if (!done) expect(await w.shelf.parcels("a1")).toHaveLength(1);
  });

  it("counts late events as evidence while the line is open", async () => {
    const w = await running();
    w.attempt.answer("p1_1", "aaaa");
    await w.clock.pass(50);
    w.server.state = "sealed";
    w.attempt.answer("p1_2", "bbbb");
    await w.clock.pass(50);
    expect(w.server.late).toEqual([{ field: "p1_2", value: "bbbb" }]);
    w.server.push({ t: "sealed", n: 1, receipt: "4F7K-M2QD" });
    w.server.archive(1);
    await w.clock.pass(50);
    expect(w.attempt.snapshot).toMatchObject({ done: true, late: 1, sealedN: 1 });
  });
});

describe("handing in early", () => {
  it("waits until everything is saved, then seals", async () => {
    const w = await running();
    w.server.wire?.cut();
    w.attempt.type("p3_1", "5");
    w.attempt.submit();
    expect(w.attempt.snapshot.submit).toBe("pending");
    await w.clock.pass(3_000);
    expect(w.record()).toEqual(["p3_1=5"]);
    expect(w.server.heard.find((m) => m.t === "submit")?.n).toBe(1);
    expect(w.attempt.snapshot.phase).toBe("sealed");
  });

  it("goes on with the paper where the sitting does not allow it", async () => {
    const w = await running();
    w.server.submitAllowed = false;
    w.attempt.submit();
    await w.clock.pass(50);
    expect(w.attempt.snapshot).toMatchObject({ submit: "refused", inputOpen: true });
    w.attempt.answer("p1_1", "aaaa");
    expect(w.attempt.snapshot.submit).toBe("none");
  });

  it("can be taken back while it has not been sent", async () => {
    const w = await running();
    w.server.down = true;
    w.server.wire?.cut();
    w.attempt.answer("p1_1", "aaaa");
    w.attempt.submit();
    expect(w.attempt.snapshot.inputOpen).toBe(false);
    w.attempt.cancelSubmit();
    expect(w.attempt.snapshot.inputOpen).toBe(true);
    w.server.down = false;
    await w.clock.pass(10_000);
    expect(w.attempt.snapshot.phase).toBe("running");
  });
});

describe("final closes", () => {
  it("stop and say why", async () => {
    const w = new World();
    w.server.deny = { code: "ticket.wrong", close: 4500, retry_ms: 0 };
    await w.begin();
    await w.clock.pass(20_000);
    expect(w.attempt.snapshot).toMatchObject({ phase: "stopped", error: "ticket.wrong" });
    expect(w.server.connections).toBe(1);
  });

  it("by another machine end the input; the candidate may come back", async () => {
    const w = await running();
    w.attempt.answer("p1_1", "aaaa");
    await w.clock.pass(50);
    w.server.wire?.end(4503);
    await w.clock.pass(10_000);
    expect(w.attempt.snapshot).toMatchObject({ phase: "stopped", error: "holder.replaced" });
    w.attempt.answer("p1_2", "bbbb");
    expect(w.attempt.snapshot.last).toBe(1);
    w.attempt.start();
    await w.clock.pass(50);
    expect(w.attempt.snapshot.phase).toBe("running");
  });
});

describe("a word on the time that was long on its way", () => {
  const told = async (w: World, remaining_ms: number, ageMS: number) => {
    w.server.push({ t: "time", state: "running", remaining_ms, server_ms: w.clock.now() - ageMS });
    await w.clock.pass(50);
    return Math.round(w.attempt.remaining() / 1000);
  };

  it("gives no time away, and is no grant", async () => {
    const w = new World();
    await w.begin();
    await told(w, 60_000, 0);
    await w.clock.pass(30_000);
    expect(await told(w, 40_000, 10_000)).toBe(30);
    expect(w.attempt.snapshot.notice).toBeNull();
    expect(await told(w, 330_000, 10_000)).toBe(320);
    expect(w.attempt.snapshot.notice?.what).toBe("granted");
  });

  it("closes the input where the time ended meanwhile", async () => {
    const w = new World();
    await w.begin();
    await told(w, 60_000, 0);
    await w.clock.pass(61_000);
    await told(w, 5_000, 6_500);
    expect(w.attempt.remaining()).toBe(0);
  });

  it("is taken as it is from a server of a version that says no time", async () => {
    const w = new World();
    await w.begin();
    w.server.push({ t: "time", state: "running", remaining_ms: 60_000, server_ms: undefined });
    await w.clock.pass(1000);
    expect(w.attempt.remaining()).toBe(59_005); // it was 5 ms on its way, unseen
    expect(await told(w, 40_000, 0)).toBe(40);
  });

  it("believes a server whose clock was set back", async () => {
    const w = new World();
    await w.begin();
    expect(await told(w, 900_000, 300_000)).toBe(900);
    await w.clock.pass(10_000);
    expect(await told(w, 890_000, 300_000)).toBe(890);
  });
});

describe("what an invigilator does", () => {
  it("more time is told once, with how much", async () => {
    const w = new World();
    await w.begin();
    w.server.push({ t: "time", state: "running", remaining_ms: 3_000_000 });
    await w.clock.pass(50);
    expect(w.attempt.snapshot.notice).toBeNull();
    w.server.push({ t: "time", state: "running", remaining_ms: 3_300_000 });
    await w.clock.pass(50);
    expect(w.attempt.snapshot.notice).toMatchObject({ no: 1, what: "granted" });
    expect(Math.round((w.attempt.snapshot.notice?.ms ?? 0) / 60_000)).toBe(5);
    await w.clock.pass(30_000);
    w.server.push({ t: "time", state: "running", remaining_ms: 3_270_000 });
    await w.clock.pass(50);
    expect(w.attempt.snapshot.notice?.no).toBe(1);
  });

  it("more time that came while the line was down is told too", async () => {
    const w = new World();
    await w.begin();
    w.server.wire?.cut();
    w.server.remainingMS += 600_000;
    await w.clock.pass(5_000);
    expect(w.attempt.snapshot.notice?.what).toBe("granted");
  });

  it("a pause closes the input, keeps what is typed, and its end is told", async () => {
    const w = new World();
    await w.begin();
    w.attempt.type("p3_1", "12");
    w.server.push({ t: "time", state: "paused", remaining_ms: 2_000_000 });
    await w.clock.pass(600_000);
    expect(w.attempt.snapshot).toMatchObject({ phase: "paused", inputOpen: false });
    expect(w.attempt.remaining()).toBe(2_000_000);
    expect(w.attempt.snapshot.fields.get("p3_1")?.value).toBe("12");
    w.server.push({ t: "time", state: "running", remaining_ms: 2_000_000 });
    await w.clock.pass(50);
    expect(w.attempt.snapshot).toMatchObject({ phase: "running", inputOpen: true });
    expect(w.attempt.snapshot.notice).toMatchObject({ what: "resumed" });
  });

  it.each(["invigilator", "paper", "void"] as const)("a seal says by whom: %s", async (by) => {
    const w = new World();
    await w.begin();
    w.server.state = "sealed";
    w.server.push({ t: "sealed", n: 0, receipt: "4F7K-M2QD", by });
    await w.clock.pass(50);
    expect(w.attempt.snapshot).toMatchObject({ phase: "sealed", sealedBy: by });
  });

  it("a reopened attempt goes on behind what is saved", async () => {
    const w = new World();
    await w.begin();
    w.attempt.answer("p1_1", "aaaa");
    await w.clock.pass(50);
    w.server.seal();
    await w.clock.pass(50);
    expect(w.attempt.snapshot.phase).toBe("sealed");
    w.server.state = "running";
    w.server.push({ t: "time", state: "running", remaining_ms: 900_000 });
    await w.clock.pass(3_000);
    expect(w.attempt.snapshot).toMatchObject({ phase: "running", inputOpen: true, receipt: "" });
    w.attempt.answer("p1_2", "bbbb");
    await w.clock.pass(50);
    expect(w.record()).toEqual(["p1_1=aaaa", "p1_2=bbbb"]);
  });

  it("sign-in again finds a reopened attempt that this browser had finished", async () => {
    const w = new World();
    await w.begin();
    w.attempt.answer("p1_1", "aaaa");
    await w.clock.pass(50);
    w.server.seal();
    w.server.archive();
    await w.clock.pass(50);
    expect(w.attempt.snapshot.done).toBe(true);
    w.server.state = "running";
    await w.reload();
    w.attempt.answer("p1_2", "bbbb");
    await w.clock.pass(50);
    expect(w.record()).toEqual(["p1_1=aaaa", "p1_2=bbbb"]);
  });
});

describe("the queue at the door", () => {
  it("is waited in for as long as the server speaks", async () => {
    const w = new World();
    w.server.queue = 3;
    w.attempt.start();
    await w.clock.pass(50);
    expect(w.attempt.snapshot).toMatchObject({ phase: "connecting", place: 3 });
    await w.clock.pass(40_000);
    expect(w.server.connections).toBe(1);
    w.server.admit();
    await w.clock.pass(50);
    expect(w.attempt.snapshot).toMatchObject({ phase: "running", place: 0 });
  });

  it("is left for another connection when the server falls silent", async () => {
    const w = new World();
    w.server.queue = 3;
    w.attempt.start();
    await w.clock.pass(70_000);
    expect(w.server.connections).toBeGreaterThan(1);
  });
});

describe("what the candidate needs", () => {
  it("comes with the welcome, and anew with the next one", async () => {
    const w = new World();
    w.server.display = { scale: 200, contrast: "high" };
    await w.begin();
    expect(w.attempt.snapshot.display).toEqual({ scale: 200, contrast: "high" });
    w.server.display = { scale: 150, contrast: "normal" };
    w.server.wire?.cut();
    await w.clock.pass(5_000);
    expect(w.attempt.snapshot.display).toEqual({ scale: 150, contrast: "normal" });
  });

  it("the label of the machine goes with the hello", async () => {
    const w = new World();
    await w.begin();
    expect(w.server.heard[0]).toMatchObject({ t: "hello", machine: "Máy 07" });
  });
});
