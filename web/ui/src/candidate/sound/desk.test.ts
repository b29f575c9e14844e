import { describe, expect, it } from "vitest";
import { HandClock, settle } from "../engine/fakes/hand-clock";
import type { FieldState } from "../engine/log";
import { emptySnapshot, type Snapshot } from "../engine/snapshot";
import { playField, SoundDesk, type Speaker } from "./desk";

/** An engine whose server answers by hand. */
class Log {
  snapshot: Snapshot = { ...emptySnapshot, phase: "running", link: "open", inputOpen: true };
  sent: [string, string][] = [];
  private listeners = new Set<() => void>();

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  answer(field: string, value: string): void {
    this.sent.push([field, value]);
    this.set(field, value, "typed");
  }

  set(field: string, value: string, state: FieldState): void {
    this.change({ fields: new Map(this.snapshot.fields).set(field, { value, state }) });
  }

  change(part: Partial<Snapshot>): void {
    this.snapshot = { ...this.snapshot, ...part };
    for (const listener of this.listeners) listener();
  }
}

class FakeSpeaker implements Speaker {
  src = "";
  volume = 1;
  currentTime = 0;
  duration = 30;
  playing = false;
  private heard = new Map<string, () => void>();
  private readonly broken: { next: boolean };

  constructor(broken: { next: boolean }) {
    this.broken = broken;
  }

  play(): Promise<void> {
    if (this.broken.next) {
      this.broken.next = false;
      return Promise.reject(new Error("NotAllowedError"));
    }
    this.playing = true;
    return Promise.resolve();
  }

  pause(): void {
    this.playing = false;
  }

  addEventListener(name: string, f: () => void): void {
    this.heard.set(name, f);
  }

  tell(name: "ended" | "error"): void {
    if (name === "ended") this.playing = false;
    this.heard.get(name)?.();
  }
}

const a = "a".repeat(64);
const free = "f".repeat(64);

function world() {
  const log = new Log();
  const clock = new HandClock();
  const speakers: FakeSpeaker[] = [];
  const broken = { next: false };
  const desk = new SoundDesk({
    log,
    clock,
    url: (hash) => `blob:${hash.slice(0, 1)}`,
    plays: (hash) => (hash === free ? 0 : 2),
    speaker: () => {
      const s = new FakeSpeaker(broken);
      speakers.push(s);
      return s;
    },
  });
  return { log, clock, desk, speakers, broken, leave: desk.open() };
}

describe("a limited sound", () => {
  it("is heard only once the server holds its start, and as often as allowed", () => {
    const { log, desk, speakers } = world();
    for (const count of ["1", "2"]) {
      desk.start(a);
      expect(log.sent.at(-1)).toEqual([playField(a), count]);
      expect(desk.state(a)).toMatchObject({ step: "asking", left: 2 - Number(count) });
      const before = speakers.length;
      desk.start(a); // a second press asks for nothing more
      expect(speakers.length).toBe(before);
      log.set(playField(a), count, "saved");
      expect(desk.state(a).step).toBe("playing");
      expect(speakers.at(-1)).toMatchObject({ playing: true, src: "blob:a" });
      speakers.at(-1)?.tell("ended");
      expect(desk.state(a).step).toBe("idle");
    }
    desk.start(a);
    expect(log.sent).toHaveLength(2);
    expect(desk.state(a)).toMatchObject({ step: "idle", left: 0 });
  });

  it("may be heard once more where an invigilator gave a play back", () => {
    const { log, desk } = world();
    log.set(playField(a), "2", "saved");
    expect(desk.state(a).left).toBe(0);
    log.change({ replays: { [a]: 1 } });
    expect(desk.state(a).left).toBe(1);
    desk.start(a);
    expect(log.sent).toEqual([[playField(a), "3"]]);
    expect(desk.state(a).left).toBe(0);
  });

  it("goes on counting from what the welcome said", () => {
    const { log, desk } = world();
    log.set(playField(a), "1", "archived");
    expect(desk.state(a).left).toBe(1);
    desk.start(a);
    expect(log.sent).toEqual([[playField(a), "2"]]);
  });

  it("says that it waits, and is heard when the server is back", async () => {
    const { log, clock, desk, speakers } = world();
    desk.start(a);
    await clock.pass(2_900);
    expect(desk.state(a).step).toBe("asking");
    await clock.pass(200);
    expect(desk.state(a).step).toBe("waiting");
    expect(speakers).toHaveLength(0);
    log.set(playField(a), "1", "saved");
    expect(desk.state(a).step).toBe("playing");
  });

  it("waits at once where the line is down", () => {
    const { log, desk } = world();
    log.change({ link: "waiting" });
    desk.start(a);
    expect(desk.state(a).step).toBe("waiting");
  });

  it("stays silent when the server refuses, and may be asked for again", () => {
    const { log, desk, speakers } = world();
    desk.start(a);
    log.change({
      fields: new Map(),
      rejected: [{ field: playField(a), code: "play.limit" }],
    });
    expect(desk.state(a).step).toBe("idle");
    expect(speakers).toHaveLength(0);
  });

  it("can neither be halted nor moved", () => {
    const { log, desk, speakers } = world();
    desk.start(a);
    log.set(playField(a), "1", "saved");
    desk.toggle(a);
    desk.seek(a, 20);
    expect(speakers[0]).toMatchObject({ playing: true, currentTime: 0 });
  });

  it("halts with the sitting, goes on with it, and ends with it", () => {
    const { log, desk, speakers, leave } = world();
    desk.start(a);
    log.set(playField(a), "1", "saved");
    log.change({ phase: "paused", inputOpen: false });
    expect(speakers[0]?.playing).toBe(false);
    log.change({ phase: "running", inputOpen: true });
    expect(speakers[0]?.playing).toBe(true);
    log.change({ phase: "closing", inputOpen: false });
    expect(speakers[0]?.playing).toBe(false);
    expect(desk.state(a).step).toBe("idle");
    leave();
  });

  it("costs nothing more where the browser could not play it", async () => {
    const { log, desk, speakers, broken } = world();
    desk.start(a);
    broken.next = true; // the browser refuses once
    log.set(playField(a), "1", "saved");
    await settle();
    expect(desk.state(a)).toMatchObject({ step: "failed", left: 1 });
    desk.start(a);
    expect(desk.state(a).step).toBe("playing");
    expect(log.sent).toHaveLength(1);
    expect(speakers).toHaveLength(1);
  });

  it("keeps the others quiet while it plays", () => {
    const { log, desk } = world();
    desk.start(a);
    log.set(playField(a), "1", "saved");
    expect(desk.state(free).blocked).toBe(true);
    desk.start(free);
    expect(log.sent).toHaveLength(1);
  });
});

describe("a sound without a limit", () => {
  it("can be halted, moved and started again", () => {
    const { log, desk, speakers } = world();
    desk.start(free);
    log.set(playField(free), "1", "saved");
    expect(desk.state(free)).toMatchObject({ step: "playing", left: null, length: 30 });
    desk.toggle(free);
    expect(speakers[0]?.playing).toBe(false);
    log.change({ link: "open" }); // what the engine says does not start it
    expect(speakers[0]?.playing).toBe(false);
    desk.seek(free, 12);
    expect(desk.state(free).at).toBe(12);
    desk.toggle(free);
    expect(speakers[0]?.playing).toBe(true);
    desk.setVolume(0.3);
    expect(speakers[0]?.volume).toBe(0.3);
  });
});
