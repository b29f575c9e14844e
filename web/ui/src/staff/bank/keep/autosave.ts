import type { Body } from "../words";

/** What is kept of a question that is not saved yet. */
export interface Kept {
  body: Body;
  pool: string;
  /** Hash of the version that it started from; empty for a new question. */
  base: string;
}

/** How it stands with keeping: nothing to keep, to be sent, kept, or not to be had now. */
export type KeepState =
  | { is: "clean" }
  | { is: "waiting" }
  | { is: "kept"; at: string }
  | { is: "offline" }
  | { is: "other_tab" }
  | { is: "vault" }
  | { is: "refused"; error: unknown };

/** The server's answer. */
export interface KeptAnswer {
  rev: number;
  saved_at: string;
}

/** Where things are kept: on the server, and in this browser while the server is away. */
export interface Keeper {
  send: (kept: Kept, rev: number) => Promise<KeptAnswer>;
  /** What a failed sending means. */
  verdict: (error: unknown) => "offline" | "other_tab" | "vault" | "refused";
  /** Remembers in this browser what the server does not have; null forgets. */
  local: (kept: Kept | null) => void;
}

/** Typing rests this long before it is sent. */
export const quietMS = 1200;
/** Nobody types for longer than this without being kept. */
export const longestMS = 8000;
/** The time between two tries while the server is away. */
export const retryMS = 5000;

/**
 * Keeps what a person writes, by itself: a little after the last key, at least
 * every few seconds, again and again while there is no connection. One sending
 * is under way at a time, and the latest state is what is sent.
 */
export class Autosave {
  private readonly keeper: Keeper;
  private readonly tell: (state: KeepState) => void;
  private rev: number;
  private next: Kept | null = null;
  private since = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private sending: Promise<void> | null = null;
  private stopped = false;
  /** Of a confidential pool nothing is kept in the clear, here or there. */
  private secret = false;

  constructor(keeper: Keeper, rev: number, tell: (state: KeepState) => void) {
    this.keeper = keeper;
    this.rev = rev;
    this.tell = tell;
  }

  /** Takes the latest state. */
  changed(kept: Kept): void {
    if (this.stopped) return;
    if (this.next === null) this.since = Date.now();
    this.next = kept;
    this.tell({ is: "waiting" });
    this.plan(Math.min(quietMS, Math.max(0, this.since + longestMS - Date.now())));
  }

  /** Sends at once what is not sent yet, and resolves when that is done. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    await this.sending;
    if (this.next === null || this.stopped) return;
    this.sending = this.send();
    await this.sending;
  }

  private get waiting(): boolean {
    return this.next !== null;
  }

  /** Whether something is not on the server yet. */
  get open(): boolean {
    return this.next !== null || this.sending !== null;
  }

  /** Leaves what is not sent in this browser: the page is going away. */
  leave(): void {
    if (this.next !== null && !this.stopped && !this.secret) this.keeper.local(this.next);
  }

  /** Ends keeping, after a save or because the person threw it away. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    this.next = null;
    await this.sending;
    this.keeper.local(null);
  }

  /** Goes on after a save that did not come about. */
  resume(): void {
    this.stopped = false;
  }

  private plan(ms: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.flush(), ms);
  }

  private async send(): Promise<void> {
    const kept = this.next;
    if (kept === null) return;
    this.next = null;
    try {
      const answer = await this.keeper.send(kept, this.rev);
      this.rev = answer.rev;
      // While this was on its way more may have been typed.
      if (!this.waiting && !this.stopped) {
        this.keeper.local(null);
        this.tell({ is: "kept", at: answer.saved_at });
      }
    } catch (error) {
      this.failed(kept, error);
    } finally {
      this.sending = null;
    }
  }

  private failed(kept: Kept, error: unknown): void {
    if (this.stopped) return;
    this.next ??= kept;
    this.since = Date.now();
    const verdict = this.keeper.verdict(error);
    if (verdict === "vault") this.secret = true;
    this.keeper.local(this.secret ? null : this.next);
    if (verdict === "refused") this.tell({ is: "refused", error });
    else this.tell({ is: verdict });
    if (verdict === "offline") this.plan(retryMS);
    if (verdict === "other_tab") this.stopped = true;
  }
}
