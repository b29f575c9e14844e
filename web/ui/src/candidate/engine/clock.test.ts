import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { browserClock } from "./clock";
import { World } from "./fakes/world";
import { Schedule } from "./schedule";

const threeHours = 3 * 3_600_000;

/** What a candidate and a server see of a sitting while the computer's date is off, and jumps. */
async function course(off: number, jump: number): Promise<unknown> {
  vi.setSystemTime(1_790_000_000_000 + off);
  const w = new World();
  const seen: unknown[] = [];
  const look = (): void => {
    const s = w.attempt.snapshot;
    seen.push([s.phase, s.inputOpen, s.saved, s.unsaved, w.attempt.remaining()]);
  };
  w.server.remainingMS = 60_000;
  await w.begin();
  look();
  w.attempt.answer("p1_1", "aaaa");
  await w.clock.pass(100);
  look();
  vi.setSystemTime(1_790_000_000_000 + jump);
  w.attempt.answer("p1_2", "bbbb");
  w.server.wire?.cut();
  await w.clock.pass(5_000);
  look();
  w.server.archive();
  w.attempt.type("p3_1", "12");
  vi.setSystemTime(1_790_000_000_000 + off - jump);
  await w.clock.pass(54_000);
  look();
  await w.clock.pass(2_000);
  look();
  w.server.seal();
  w.server.archive();
  await w.clock.pass(100);
  look();
  return { seen, heard: w.server.heard, record: w.record(), shelf: await w.shelf.parcels("a1") };
}

describe("a computer whose date is wrong", () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ["Date"] }));
  afterEach(() => vi.useRealTimers());

  it("counts down, sends, comes back and closes as one whose date is right", async () => {
    const right = await course(0, 0);
    for (const [off, jump] of [
      [threeHours, 0],
      [-threeHours, 0],
      [0, threeHours],
      [0, -threeHours],
      [threeHours, -threeHours],
    ] as const) {
      expect(await course(off, jump)).toEqual(right);
    }
    expect(right).toMatchObject({ record: ["p1_1=aaaa", "p1_2=bbbb", "p3_1=12"] });
  });
});

describe("the browser's clock", () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  for (const jump of [threeHours, -threeHours]) {
    it(`does not notice that the date is set by ${jump / 3_600_000} hours`, () => {
      const deadline = vi.fn();
      const schedule = new Schedule(browserClock, { deadline, startMissing: () => undefined });
      const began = browserClock.now();
      schedule.set("running", 60_000);
      vi.advanceTimersByTime(20_000);
      vi.setSystemTime(Date.now() + jump);
      expect(browserClock.now() - began).toBe(20_000);
      expect(schedule.remaining()).toBe(40_000);
      expect(schedule.inputOpen).toBe(true);
      vi.advanceTimersByTime(39_900);
      expect(deadline).not.toHaveBeenCalled();
      vi.advanceTimersByTime(200);
      expect(deadline).toHaveBeenCalledTimes(1);
      expect(schedule.inputOpen).toBe(false);
      schedule.stop();
    });
  }
});
