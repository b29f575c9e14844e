import { describe, expect, it } from "vitest";
import { World } from "./fakes/world";

async function running(): Promise<World> {
  const w = new World();
  await w.begin();
  return w;
}

describe("answers", () => {
  it("are numbered from 1, stored before they are sent, saved and archived", async () => {
    const w = await running();
    w.attempt.answer("p1_1", "aaaa");
    w.attempt.answer("p1_2", "bbbb");
    expect(w.attempt.snapshot.fields.get("p1_1")).toEqual({ value: "aaaa", state: "typed" });
    expect(w.attempt.snapshot.unsaved).toBe(2);
    await w.clock.pass(20);
    expect(await w.shelf.parcels("a1")).toHaveLength(2);
    expect(w.sent()).toEqual(["1 p1_1=aaaa", "2 p1_2=bbbb"]);
    expect(w.attempt.snapshot.fields.get("p1_2")?.state).toBe("saved");
    w.server.archive();
    await w.clock.pass(20);
    expect(w.attempt.snapshot.fields.get("p1_2")?.state).toBe("archived");
    expect(await w.shelf.parcels("a1")).toHaveLength(0);
  });

  it("stay in the store until they are archived, not only saved", async () => {
    const w = await running();
    w.attempt.answer("p1_1", "aaaa");
    await w.clock.pass(100);
    expect(w.attempt.snapshot.saved).toBe(1);
    expect(await w.shelf.parcels("a1")).toHaveLength(1);
  });

  it("that change nothing are no events", async () => {
    const w = await running();
    w.attempt.answer("p1_1", "aaaa");
    w.attempt.answer("p1_1", "aaaa");
    await w.clock.pass(50);
    expect(w.record()).toEqual(["p1_1=aaaa"]);
  });

  it("wait for a slow store no longer than a second", async () => {
    const w = await running();
    w.shelf.put = () => new Promise(() => undefined);
    w.attempt.answer("p1_1", "aaaa");
    await w.clock.pass(900);
    expect(w.sent()).toEqual([]);
    await w.clock.pass(200);
    expect(w.sent()).toEqual(["1 p1_1=aaaa"]);
  });

  it("go on in memory, with a warning, when the store fails", async () => {
    const w = await running();
    w.shelf.put = () => Promise.reject(new Error("disk full"));
    Object.defineProperty(w.shelf, "kind", { value: "indexeddb" });
    w.attempt.answer("p1_1", "aaaa");
    await w.clock.pass(50);
    expect(w.attempt.snapshot.store).toBe("memory");
    expect(w.record()).toEqual(["p1_1=aaaa"]);
  });
});

describe("typing", () => {
  it("becomes one event after a pause of 300 ms", async () => {
    const w = await running();
    for (const text of ["-", "-1", "-1,", "-1,5"]) {
      w.attempt.type("p3_1", text);
      await w.clock.pass(100);
    }
    expect(w.sent()).toEqual([]);
    expect(w.attempt.snapshot.fields.get("p3_1")).toEqual({ value: "-1,5", state: "typed" });
    await w.clock.pass(250);
    expect(w.sent()).toEqual(["1 p3_1=-1,5"]);
  });

  it("is sent at once on flush, in the order of typing", async () => {
    const w = await running();
    w.attempt.type("p3_2", "7");
    w.attempt.type("p3_1", "5");
    w.attempt.flush();
    await w.clock.pass(20);
    expect(w.record()).toEqual(["p3_2=7", "p3_1=5"]);
  });

  it("is sent without waiting for the store when the page goes away", async () => {
    const w = await running();
    w.shelf.put = () => new Promise(() => undefined);
    w.attempt.type("p3_1", "5");
    w.attempt.flush(true);
    await w.clock.pass(10);
    expect(w.record()).toEqual(["p3_1=5"]);
  });

  it("gives way to an answer by button", async () => {
    const w = await running();
    w.attempt.type("p3_1", "5");
    w.attempt.answer("p3_1", "");
    await w.clock.pass(500);
    expect(w.record()).toEqual([]);
  });
});

describe("a lost line", () => {
  it("sends again what was not acknowledged, from saved+1", async () => {
    const w = await running();
    w.attempt.answer("p1_1", "aaaa");
    await w.clock.pass(50);
    w.server.wire?.cut();
    w.attempt.answer("p1_2", "bbbb");
    w.attempt.answer("p1_3", "cccc");
    expect(w.attempt.snapshot.unsaved).toBe(2);
    await w.clock.pass(3_000);
    expect(w.record()).toEqual(["p1_1=aaaa", "p1_2=bbbb", "p1_3=cccc"]);
    expect(w.attempt.snapshot.unsaved).toBe(0);
  });

  it("does not repeat what the server holds when nobody came between", async () => {
    const w = await running();
    w.server.dumb = true;
    w.attempt.answer("p1_1", "aaaa");
    await w.clock.pass(20);
    w.server.wire?.cut();
    w.server.dumb = false;
    await w.clock.pass(3_000);
    expect(w.sent()).toEqual(["1 p1_1=aaaa"]);
    expect(w.attempt.snapshot.unsaved).toBe(0);
  });

  it("is tried again after 0.5 to 2 s, doubling up to 5 s", async () => {
    const w = await running();
    w.server.down = true;
    w.server.wire?.cut();
    const waits: number[] = [];
    for (let i = 0; i < 6; i++) {
      const before = w.clock.now();
      const n = w.server.connections;
      while (w.server.connections === n) await w.clock.pass(10);
      waits.push(w.clock.now() - before);
      await w.clock.pass(10);
    }
    expect(waits[0]).toBeGreaterThanOrEqual(490);
    expect(waits[0]).toBeLessThanOrEqual(2_010);
    expect(waits[5]).toBeLessThanOrEqual(5_010);
    expect(Math.min(...waits.slice(4))).toBeGreaterThan(4_900);
  });

  it("waits as long as the server asks", async () => {
    const w = new World();
    w.server.deny = { code: "server.busy", close: 4004, retry_ms: 9_000 };
    await w.begin();
    expect(w.attempt.snapshot.error).toBe("server.busy");
    w.server.deny = null;
    await w.clock.pass(8_500);
    expect(w.attempt.snapshot.phase).toBe("connecting");
    await w.clock.pass(1_000);
    expect(w.attempt.snapshot.phase).toBe("running");
    expect(w.attempt.snapshot.error).toBe("");
  });

  it("is noticed by silence: sent again after 4 s, a new connection after 8 s", async () => {
    const w = await running();
    w.server.deaf = true;
    w.attempt.answer("p1_1", "aaaa");
    await w.clock.pass(4_500);
    expect(w.sent()).toEqual(["1 p1_1=aaaa", "1 p1_1=aaaa"]);
    expect(w.server.connections).toBe(1);
    await w.clock.pass(4_000);
    expect(w.server.connections).toBe(2);
    w.server.deaf = false;
    await w.clock.pass(5_000);
    expect(w.record()).toEqual(["p1_1=aaaa"]);
  });
});

describe("what the server asks for", () => {
  it("have: everything after n again, although it was acknowledged", async () => {
    const w = await running();
    w.attempt.answer("p1_1", "aaaa");
    await w.clock.pass(50);
    w.server.archive();
    w.attempt.answer("p1_2", "bbbb");
    w.attempt.answer("p1_3", "cccc");
    await w.clock.pass(50);
    w.server.wipe();
    expect(w.record()).toEqual(["p1_1=aaaa"]);
    await w.clock.pass(50);
    expect(w.record()).toEqual(["p1_1=aaaa", "p1_2=bbbb", "p1_3=cccc"]);
  });

  it("resend: from that number on", async () => {
    const w = await running();
    w.attempt.answer("p1_1", "aaaa");
    w.attempt.answer("p1_2", "bbbb");
    await w.clock.pass(50);
    w.server.events = [];
    w.server.push({ t: "resend", from: 1 });
    await w.clock.pass(50);
    expect(w.record()).toEqual(["p1_1=aaaa", "p1_2=bbbb"]);
  });

  it("refused field: the number is used again, the rest arrives, the candidate is told", async () => {
    const w = await running();
    w.server.unknown.add("p9_9");
    w.attempt.answer("p1_1", "aaaa");
    w.attempt.answer("p9_9", "x");
    w.attempt.answer("p1_2", "bbbb");
    await w.clock.pass(3_000);
    expect(w.record()).toEqual(["p1_1=aaaa", "p1_2=bbbb"]);
    expect(w.attempt.snapshot.rejected).toEqual([{ field: "p9_9", code: "field.unknown" }]);
    expect(w.attempt.snapshot.fields.get("p9_9")?.value ?? "").toBe("");
    expect(w.attempt.snapshot.unsaved).toBe(0);
  });

  it("refused by a pause: held back, and sent when the sitting runs", async () => {
    const w = await running();
    w.server.state = "paused";
    w.attempt.answer("p1_1", "aaaa");
    await w.clock.pass(100);
    expect(w.record()).toEqual([]);
    w.server.push({ t: "time", state: "paused", remaining_ms: 5_000 });
    await w.clock.pass(10_000);
    expect(w.attempt.snapshot.phase).toBe("paused");
    expect(w.attempt.remaining()).toBe(5_000);
    w.server.state = "running";
    w.server.push({ t: "time", state: "running", remaining_ms: 5_000 });
    await w.clock.pass(50);
    expect(w.record()).toEqual(["p1_1=aaaa"]);
  });
});
