// The sounds of a paper. A sound is heard only after the server has stored that
// it was started: the count is on the record before anybody hears anything, and
// neither a reload nor another machine gives one more.
import type { Clock } from "../engine/clock";
import type { Snapshot } from "../engine/snapshot";

/** What the desk needs of the engine. */
export interface PlayLog {
  readonly snapshot: Snapshot;
  subscribe(listener: () => void): () => void;
  answer(field: string, value: string): void;
}

/** The part of an HTMLAudioElement that is used. */
export interface Speaker {
  src: string;
  volume: number;
  currentTime: number;
  readonly duration: number;
  play(): Promise<void>;
  pause(): void;
  addEventListener(name: "ended" | "timeupdate" | "error", f: () => void): void;
}

export interface DeskDeps {
  log: PlayLog;
  clock: Clock;
  url(hash: string): string;
  plays(hash: string): number;
  speaker(): Speaker;
}

/** Where one sound stands. */
export type SoundStep =
  | "idle"
  | "asking" // its start is on the way to the server
  | "waiting" // … and has been for long
  | "playing"
  | "halted" // by the candidate, where there is no limit, or by a pause of the sitting
  | "failed"; // the browser does not play it: trying again costs nothing

export interface SoundState {
  step: SoundStep;
  /** Starts that are left; null is no limit. */
  left: number | null;
  at: number;
  length: number;
  /** Another sound plays, or the paper takes no input. */
  blocked: boolean;
}

const patienceMS = 3_000;

/** The field that counts the starts of a sound. */
export function playField(hash: string): string {
  return `play:${hash}`;
}

interface Active {
  hash: string;
  count: number;
  step: Exclude<SoundStep, "idle">;
  speaker: Speaker | null;
  /** The sitting paused it: it goes on by itself. */
  byPause: boolean;
  giveUpWaiting: () => void;
}

/** SoundDesk plays one sound at a time. */
export class SoundDesk {
  private active: Active | null = null;
  private loudness = 0.8;
  private readonly listeners = new Set<() => void>();
  private readonly deps: DeskDeps;
  private version = 0;

  constructor(deps: DeskDeps) {
    this.deps = deps;
  }

  /** Follows the engine until the returned function is called: then there is silence. */
  open(): () => void {
    const leave = this.deps.log.subscribe(() => this.follow());
    return () => {
      leave();
      this.end();
    };
  }

  /** Rises with every change: for useSyncExternalStore. */
  get revision(): number {
    return this.version;
  }

  get volume(): number {
    return this.loudness;
  }

  /** Sets how loud every sound is, from 0 to 1. */
  setVolume(value: number): void {
    this.loudness = Math.max(0, Math.min(1, value));
    if (this.active?.speaker) this.active.speaker.volume = this.loudness;
    this.emit();
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  state(hash: string): SoundState {
    const limit = this.deps.plays(hash);
    const more = this.deps.log.snapshot.replays[hash] ?? 0;
    const mine = this.active?.hash === hash ? this.active : null;
    const duration = mine?.speaker?.duration ?? 0;
    return {
      step: mine?.step ?? "idle",
      left: limit === 0 ? null : Math.max(0, limit + more - this.count(hash)),
      at: mine?.speaker?.currentTime ?? 0,
      length: Number.isFinite(duration) ? duration : 0,
      blocked: !this.deps.log.snapshot.inputOpen || (this.active !== null && !mine),
    };
  }

  /** Starts a sound: says so to the server and waits for its word. */
  start(hash: string): void {
    const { step, left, blocked } = this.state(hash);
    if (blocked) return;
    if (step === "failed") {
      this.sound();
      return;
    }
    if (step !== "idle" || left === 0) return;
    const count = this.count(hash) + 1;
    const giveUpWaiting = this.deps.clock.after(patienceMS, () => this.lose());
    this.active = { hash, count, step: "asking", speaker: null, byPause: false, giveUpWaiting };
    this.deps.log.answer(playField(hash), String(count));
    this.follow();
  }

  /** Halts and goes on, where starting again costs nothing anyway. */
  toggle(hash: string): void {
    const a = this.active;
    if (a?.hash !== hash || !a.speaker || this.deps.plays(hash) > 0) return;
    if (a.step === "playing") this.halt(false);
    else if (a.step === "halted") this.sound();
  }

  /** Goes to a place of a sound without a limit. */
  seek(hash: string, seconds: number): void {
    const a = this.active;
    if (a?.hash !== hash || !a.speaker || this.deps.plays(hash) > 0) return;
    a.speaker.currentTime = seconds;
    this.emit();
  }

  private count(hash: string): number {
    return Number(this.deps.log.snapshot.fields.get(playField(hash))?.value ?? 0) || 0;
  }

  /** What the engine says: stored, refused, paused, over. */
  private follow(): void {
    const a = this.active;
    const { snapshot } = this.deps.log;
    if (!a) {
      this.emit();
      return;
    }
    if (a.step === "asking" || a.step === "waiting") this.asked(a, snapshot);
    else if (snapshot.phase === "paused" && a.step === "playing") this.halt(true);
    else if (snapshot.phase === "running" && a.step === "halted" && a.byPause) this.sound();
    else if (["closing", "sealed", "stopped"].includes(snapshot.phase)) this.end();
    this.emit();
  }

  private asked(a: Active, snapshot: Snapshot): void {
    const field = snapshot.fields.get(playField(a.hash));
    const refused = snapshot.rejected.some((r) => r.field === playField(a.hash));
    if (refused || field?.value !== String(a.count)) this.end();
    else if (field.state !== "typed" && snapshot.phase === "running") this.sound();
    else if (snapshot.link !== "open") a.step = "waiting";
  }

  private lose(): void {
    if (this.active?.step !== "asking") return;
    this.active.step = "waiting";
    this.emit();
  }

  private sound(): void {
    const a = this.active;
    if (!a) return;
    a.giveUpWaiting();
    a.byPause = false;
    a.step = "playing";
    a.speaker ??= this.speakerOf(a);
    a.speaker.volume = this.loudness;
    a.speaker.play().catch(() => this.fail(a));
    this.emit();
  }

  private speakerOf(a: Active): Speaker {
    const speaker = this.deps.speaker();
    speaker.src = this.deps.url(a.hash);
    speaker.addEventListener("ended", () => {
      if (this.active === a) this.end();
    });
    speaker.addEventListener("timeupdate", () => this.emit());
    speaker.addEventListener("error", () => this.fail(a));
    return speaker;
  }

  private fail(a: Active): void {
    if (this.active !== a || a.step !== "playing") return;
    a.step = "failed";
    this.emit();
  }

  private halt(byPause: boolean): void {
    const a = this.active;
    if (!a?.speaker) return;
    a.speaker.pause();
    a.step = "halted";
    a.byPause = byPause;
    this.emit();
  }

  private end(): void {
    this.active?.giveUpWaiting();
    this.active?.speaker?.pause();
    this.active = null;
    this.emit();
  }

  private emit(): void {
    this.version++;
    for (const listener of this.listeners) listener();
  }
}
