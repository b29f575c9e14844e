import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { emptyBody } from "../body";
import {
  Autosave,
  longestMS,
  quietMS,
  retryMS,
  type Keeper,
  type Kept,
  type KeepState,
} from "./autosave";

const kept = (stem: string): Kept => {
  const body = emptyBody("essay");
  body.question.stem = stem;
  return { body, pool: "Kho", base: "" };
};

/** A server that a test switches off, and what it was sent. */
class World implements Keeper {
  readonly sent: { stem: string; rev: number }[] = [];
  readonly states: KeepState["is"][] = [];
  stored: Kept | null = null;
  fails: "" | "offline" | "other_tab" | "vault" | "refused" = "";

  send = (k: Kept, rev: number) => {
    if (this.fails !== "") return Promise.reject(new Error(this.fails));
    this.sent.push({ stem: k.body.question.stem, rev });
    return Promise.resolve({ rev: rev + 1, saved_at: "2026-11-22T03:00:00Z" });
  };
  verdict = () => (this.fails === "" ? "refused" : this.fails);
  local = (k: Kept | null) => {
    this.stored = k;
  };
  start(rev = 0): Autosave {
    return new Autosave(this, rev, (s) => this.states.push(s.is));
  }
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("Autosave", () => {
  it("sends the latest state once typing rests, with the count it knows", async () => {
    const w = new World();
    const a = w.start(4);
    for (const text of ["a", "ab", "abc"]) {
      a.changed(kept(text));
      await vi.advanceTimersByTimeAsync(quietMS / 2);
    }
    expect(w.sent).toEqual([]);
    await vi.advanceTimersByTimeAsync(quietMS);
    expect(w.sent).toEqual([{ stem: "abc", rev: 4 }]);
    a.changed(kept("abcd"));
    await vi.advanceTimersByTimeAsync(quietMS);
    expect(w.sent.at(-1)).toEqual({ stem: "abcd", rev: 5 });
    expect(w.states.at(-1)).toBe("kept");
    expect(a.open).toBe(false);
  });

  it("does not wait for ever while somebody types on", async () => {
    const w = new World();
    const a = w.start();
    for (let ms = 0; ms < longestMS + quietMS; ms += 500) {
      a.changed(kept(String(ms)));
      await vi.advanceTimersByTimeAsync(500);
    }
    expect(w.sent.length).toBeGreaterThan(0);
  });

  it("keeps in the browser while the server is away, and sends when it is back", async () => {
    const w = new World();
    const a = w.start();
    w.fails = "offline";
    a.changed(kept("x"));
    await vi.advanceTimersByTimeAsync(quietMS);
    expect(w.states.at(-1)).toBe("offline");
    expect(w.stored?.body.question.stem).toBe("x");
    a.changed(kept("xy"));
    await vi.advanceTimersByTimeAsync(quietMS);
    expect(w.stored?.body.question.stem).toBe("xy");
    w.fails = "";
    await vi.advanceTimersByTimeAsync(retryMS);
    expect(w.sent.map((s) => s.stem)).toEqual(["xy"]);
    expect(w.stored).toBeNull();
  });

  it("stops where another tab writes the same, and leaves its own state in the browser", async () => {
    const w = new World();
    const a = w.start();
    w.fails = "other_tab";
    a.changed(kept("mine"));
    await vi.advanceTimersByTimeAsync(quietMS);
    w.fails = "";
    a.changed(kept("more"));
    await vi.advanceTimersByTimeAsync(longestMS);
    expect(w.sent).toEqual([]);
    expect(w.states.at(-1)).toBe("other_tab");
    expect(w.stored?.body.question.stem).toBe("mine");
  });

  it("leaves nothing of a confidential pool in the browser", async () => {
    const w = new World();
    const a = w.start();
    w.stored = kept("before the pool was chosen");
    w.fails = "vault";
    a.changed(kept("secret"));
    await vi.advanceTimersByTimeAsync(quietMS);
    expect(w.states.at(-1)).toBe("vault");
    expect(w.stored).toBeNull();
    a.leave();
    expect(w.stored).toBeNull();
    expect(a.open).toBe(true); // the page asks before it is left
  });

  it("forgets everything after a save", async () => {
    const w = new World();
    const a = w.start();
    a.changed(kept("x"));
    await a.stop();
    await vi.advanceTimersByTimeAsync(longestMS);
    expect(w.sent).toEqual([]);
    expect(w.stored).toBeNull();
    a.resume();
    a.changed(kept("y"));
    a.leave();
    expect(w.stored?.body.question.stem).toBe("y");
    await vi.advanceTimersByTimeAsync(quietMS);
    expect(w.sent.map((s) => s.stem)).toEqual(["y"]);
  });
});
