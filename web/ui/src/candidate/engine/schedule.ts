import type { Clock } from "./clock";
import type { ServerState } from "./messages";

// A start that is this late was lost on the way: ask again, not all at once.
const lateStartMS = 5_000;
const lateStartSpreadMS = 10_000;

// No line hangs for so long: the server's clock was set.
const longestWayMS = 40_000;

/** What the schedule reports. */
export interface ScheduleHandlers {
  /** The deadline has just passed on our clock. */
  deadline(): void;
  /** The planned start has long passed and no start came. */
  startMissing(): void;
}

/** Schedule follows the course of the sitting on the monotonic clock. */
export class Schedule {
  state: ServerState | null = null;
  /** Planned start and deadline on the clock; null where unknown. */
  startsAt: number | null = null;
  deadlineAt: number | null = null;
  /** What is left while paused. */
  leftMS = 0;
  graceMS = 0;

  /** The server's clock less ours, by the quickest message of this connection. */
  private ahead = -Infinity;
  private cancel: () => void = () => undefined;
  private readonly clock: Clock;
  private readonly on: ScheduleHandlers;

  constructor(clock: Clock, on: ScheduleHandlers) {
    this.clock = clock;
    this.on = on;
  }

  /** Answers may be given: the sitting runs and the deadline has not passed. */
  get inputOpen(): boolean {
    return this.state === "running" && this.deadlineAt !== null && this.remaining() > 0;
  }

  /** Milliseconds to the deadline, or to the planned start while waiting. */
  remaining(): number {
    if (this.state === "paused") return this.leftMS;
    const target = this.state === "waiting" ? this.startsAt : this.deadlineAt;
    return target === null ? 0 : Math.max(0, target - this.clock.now());
  }

  waiting(startsInMS: number): void {
    this.cancel();
    this.state = "waiting";
    this.deadlineAt = null;
    this.startsAt = startsInMS > 0 ? this.clock.now() + startsInMS : null;
    if (startsInMS <= 0) return;
    const wait = startsInMS + lateStartMS + this.clock.random() * lateStartSpreadMS;
    this.cancel = this.clock.after(wait, () => this.on.startMissing());
  }

  /** Another connection: the way may be another one, and the server. */
  connected(): void {
    this.ahead = -Infinity;
  }

  /** What is left by a word that was written at serverMS, and may have been on its way for long. */
  left(state: ServerState, remainingMS: number, serverMS: number): number {
    const ahead = serverMS - this.clock.now();
    if (ahead > this.ahead || this.ahead - ahead > longestWayMS) this.ahead = ahead;
    // A server of an older version does not say when it wrote.
    if (state !== "running" || Number.isNaN(ahead)) return remainingMS;
    // It ends once more, if it ended while the word was on its way.
    return Math.max(Math.min(remainingMS, 1), remainingMS - (this.ahead - ahead));
  }

  /** How much later the deadline would be by this word than by the one before; 0 without one. */
  gained(state: ServerState, remainingMS: number): number {
    const counted = this.state === "running" || this.state === "paused";
    if (!counted || (state !== "running" && state !== "paused")) return 0;
    const left = this.state === "paused" ? this.leftMS : (this.deadlineAt ?? 0) - this.clock.now();
    return remainingMS - left;
  }

  /** The server's word on state and time left. */
  set(state: ServerState, remainingMS: number): void {
    if (state === "waiting") {
      // A `time` in the waiting room carries no plan: keep what the welcome said.
      if (this.state !== "waiting") this.waiting(0);
      return;
    }
    this.cancel();
    this.state = state;
    this.startsAt = null;
    this.leftMS = remainingMS;
    this.deadlineAt = state === "running" ? this.clock.now() + remainingMS : null;
    if (state === "running" && remainingMS > 0) this.arm(remainingMS);
  }

  stop(): void {
    this.cancel();
  }

  private arm(ms: number): void {
    this.cancel = this.clock.after(ms, () => {
      // Timers may be a hair early; the flush must see the input as it was.
      const early = this.remaining();
      if (early > 0) this.arm(early);
      else this.on.deadline();
    });
  }
}
