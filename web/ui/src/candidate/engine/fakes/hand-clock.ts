import type { Clock } from "../clock";

interface Timer {
  at: number;
  order: number;
  f: () => void;
}

/** Lets promises that are due run. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 30; i++) await Promise.resolve();
}

/** A clock that tests move by hand. */
export class HandClock implements Clock {
  private time = 1_000;
  private order = 0;
  private timers: Timer[] = [];
  private seed: number;

  constructor(seed = 1) {
    this.seed = seed;
  }

  now(): number {
    return this.time;
  }

  after(ms: number, f: () => void): () => void {
    const timer = { at: this.time + Math.max(0, ms), order: this.order++, f };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((t) => t !== timer);
    };
  }

  /** A repeatable row of numbers (mulberry32). */
  random(): number {
    this.seed = (this.seed + 0x6d2b79f5) | 0;
    let t = Math.imul(this.seed ^ (this.seed >>> 15), 1 | this.seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  /** Lets ms pass: timers run in order, promises after each. */
  async pass(ms: number): Promise<void> {
    const end = this.time + ms;
    await settle();
    for (;;) {
      const next = this.timers
        .filter((t) => t.at <= end)
        .sort((a, b) => a.at - b.at || a.order - b.order)[0];
      if (!next) break;
      this.timers = this.timers.filter((t) => t !== next);
      this.time = next.at;
      next.f();
      await settle();
    }
    this.time = end;
  }
}
