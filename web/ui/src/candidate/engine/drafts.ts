import type { Clock } from "./clock";

// Long enough to save "0,25" as one event, short enough that a crash costs nothing.
const typingPauseMS = 300;
// An essay goes as a whole each time: while it is being typed, not more often than this.
const essayPauseMS = 5000;
// Longer ones go less often: a page of text each ten seconds.
const longEssay = 4000;

interface Draft {
  value: string;
  cancel: () => void;
}

/** Drafts holds text that is still being typed until a pause, or until flush. */
export class Drafts {
  private readonly drafts = new Map<string, Draft>();
  private readonly clock: Clock;
  private readonly commit: (field: string, value: string) => void;

  constructor(clock: Clock, commit: (field: string, value: string) => void) {
    this.clock = clock;
    this.commit = commit;
  }

  get size(): number {
    return this.drafts.size;
  }

  entries(): [string, string][] {
    return [...this.drafts].map(([field, d]) => [field, d.value]);
  }

  /** Takes an essay that is still being typed: it is recorded while the typing goes on, too. */
  setEssay(field: string, value: string): void {
    const draft = this.drafts.get(field);
    if (draft) {
      draft.value = value;
      return;
    }
    const pause = value.length > longEssay ? 2 * essayPauseMS : essayPauseMS;
    const cancel = this.clock.after(pause, () => this.flushField(field));
    this.drafts.set(field, { value, cancel });
  }

  set(field: string, value: string): void {
    this.drafts.get(field)?.cancel();
    const cancel = this.clock.after(typingPauseMS, () => this.flushField(field));
    this.drafts.set(field, { value, cancel });
  }

  forget(field: string): void {
    this.drafts.get(field)?.cancel();
    this.drafts.delete(field);
  }

  flushField(field: string): void {
    const draft = this.drafts.get(field);
    if (!draft) return;
    this.forget(field);
    this.commit(field, draft.value);
  }

  /** Commits everything now, in the order in which fields were first typed. */
  flush(): void {
    for (const field of [...this.drafts.keys()]) this.flushField(field);
  }
}
