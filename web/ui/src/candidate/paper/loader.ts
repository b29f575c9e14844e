import type { Clock } from "../engine/clock";
import { isPaper, openPaper } from "./open";
import type { Paper } from "./types";

/** How far the paper has come. */
export type PaperState =
  | { step: "loading"; got: number; size: number }
  | { step: "ready" } // fetched and verified, waiting for the key
  | { step: "open"; paper: Paper }
  | { step: "failed" }; // the key does not open it: only a person can help

const retryMS = { least: 1000, most: 4000 };

/**
 * PaperLoader fetches the encrypted paper, verifies it and opens it when the
 * key comes. A failed fetch is repeated for ever; a wrong hash as well.
 */
export class PaperLoader {
  private current: PaperState;
  private bytes: Uint8Array | null = null;
  private key = "";
  private stopped = false;
  private readonly listeners = new Set<() => void>();
  private readonly hash: string;
  private readonly size: number;
  private readonly clock: Clock;

  constructor(hash: string, size: number, clock: Clock) {
    this.hash = hash;
    this.size = size;
    this.clock = clock;
    this.current = { step: "loading", got: 0, size };
  }

  get state(): PaperState {
    return this.current;
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  start(): void {
    this.stopped = false;
    void this.load();
  }

  stop(): void {
    this.stopped = true;
  }

  /** Hands over the key; the paper opens at once if it is here. */
  unlock(key: string): void {
    if (!key || this.key === key) return;
    this.key = key;
    this.open();
  }

  private async load(): Promise<void> {
    for (let tries = 0; !this.stopped && !this.bytes; tries++) {
      try {
        // A copy that arrived broken must not come from the cache again.
        const bytes = await this.fetch(tries === 0 ? "default" : "reload");
        if (isPaper(bytes, this.hash)) this.bytes = bytes;
      } catch {
        // No network: try again below.
      }
      if (!this.bytes) await this.pause();
    }
    if (this.stopped) return;
    this.set({ step: "ready" });
    this.open();
  }

  private async fetch(cache: RequestCache): Promise<Uint8Array> {
    const response = await fetch(`/papers/${this.hash}`, { cache });
    if (!response.ok || !response.body) throw new Error("paper.fetch");
    const reader = response.body.getReader();
    const chunks: Uint8Array[] = [];
    let got = 0;
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      chunks.push(value);
      got += value.length;
      this.set({ step: "loading", got, size: this.size });
    }
    return join(chunks, got);
  }

  private pause(): Promise<void> {
    const { least, most } = retryMS;
    const wait = least + this.clock.random() * (most - least);
    return new Promise((resolve) => this.clock.after(wait, resolve));
  }

  private open(): void {
    if (!this.bytes || !this.key || this.current.step === "open") return;
    try {
      this.set({ step: "open", paper: openPaper(this.bytes, this.key) });
    } catch {
      this.set({ step: "failed" });
    }
  }

  private set(state: PaperState): void {
    if (this.stopped) return;
    this.current = state;
    for (const listener of this.listeners) listener();
  }
}

function join(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const all = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}
