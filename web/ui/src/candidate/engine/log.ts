import type { Welcome } from "./messages";

/** One change of one field, as it is kept in the browser and sent. */
export interface AnswerEvent {
  /** Place in this browser's own order: never changes, names the event in the store. */
  ord: number;
  /** The epoch in which it was made. */
  epoch: number;
  /** The number under which it is (to be) sent. */
  seq: number;
  field: string;
  value: string;
  /** What the field held before, to see later whether another machine changed it. */
  prev: string;
  /** Wall clock of this machine in milliseconds: evidence only, never used to decide. */
  at: number;
}

/** An event and what is known of it. */
export interface Entry extends AnswerEvent {
  /** Written to the browser's store. */
  stored: boolean;
  /** Acknowledged as durable. */
  acked: boolean;
  /** Another event with this number is stored on the server. */
  conflicted: boolean;
  /** Another machine may have taken this number: only a comparison of its own settles it. */
  doubt: boolean;
  /** Came after deadline and grace: evidence, not part of the paper. */
  late: boolean;
}

/** Where one answer stands. */
export type FieldState = "typed" | "saved" | "archived";

export interface FieldValue {
  value: string;
  state: FieldState;
}

/** A field that two machines answered differently. `theirs` stands until the candidate decides. */
export interface Dispute {
  field: string;
  mine: string;
  theirs: string;
}

interface Held {
  value: string;
  seq: number;
}

/** What a log changed in itself, for the store to follow. */
export interface LogChange {
  write: Entry[];
  drop: Entry[];
}

/**
 * EventLog holds the events of one attempt that are not yet archived, the two
 * watermarks and the value of each field. Numbers are contiguous: what is
 * above `saved` is numbered saved+1, saved+2, …
 */
export class EventLog {
  saved = 0;
  archived = 0;
  disputes: Dispute[] = [];
  private held: Entry[] = [];
  private values = new Map<string, Held>();
  private nextOrd = 1;

  get entries(): readonly Entry[] {
    return this.held;
  }

  /** The highest number in use. */
  get last(): number {
    return Math.max(this.saved, this.held[this.held.length - 1]?.seq ?? 0);
  }

  /** How many events the server has not acknowledged. */
  get unsaved(): number {
    return this.held.filter((e) => !e.acked && !e.late).length;
  }

  value(field: string): string {
    return this.values.get(field)?.value ?? "";
  }

  /** Every field that ever had a value, with its state. */
  fields(): Map<string, FieldValue> {
    const out = new Map<string, FieldValue>();
    for (const [field, v] of this.values) {
      out.set(field, { value: v.value, state: this.stateOf(v.seq) });
    }
    return out;
  }

  /** Takes up events found in the store, before the welcome that decides about them. */
  load(events: AnswerEvent[], saved: number): void {
    const key = (e: AnswerEvent) => `${e.epoch}/${e.ord}`;
    const known = new Set(this.held.map(key));
    for (const e of events) {
      if (known.has(key(e))) continue;
      const acked = e.seq <= saved;
      this.held.push({ ...e, stored: true, acked, conflicted: false, doubt: false, late: false });
    }
    this.held.sort((a, b) => a.epoch - b.epoch || a.ord - b.ord);
    this.markTwins();
    this.nextOrd = Math.max(this.nextOrd, ...this.held.map((e) => e.ord + 1));
    this.saved = Math.max(this.saved, saved);
  }

  /** Records a change under the next number. */
  add(field: string, value: string, epoch: number, at: number): Entry {
    const entry: Entry = {
      ord: this.nextOrd++,
      // A Redis that lost its data may count epochs again: a reload must not find this before the others.
      epoch: Math.max(epoch, ...this.held.map((e) => e.epoch)),
      seq: this.last + 1,
      field,
      value,
      prev: this.value(field),
      at,
      stored: false,
      acked: false,
      conflicted: false,
      doubt: false,
      late: false,
    };
    this.held.push(entry);
    this.values.set(field, { value, seq: entry.seq });
    this.disputes = this.disputes.filter((d) => d.field !== field);
    return entry;
  }

  /**
   * Brings the log in line with a welcome. `undisturbed` says that nobody held
   * the attempt between our last connection and this one: then what the server
   * holds is ours. Otherwise our events at or below its `saved` are doubtful,
   * those too that were acknowledged and not yet said to be archived (Redis may
   * have lost them, and their numbers be another machine's by now): each is sent
   * once more and compared by itself. A Redis that lost its data may have lost
   * epochs too, and count another machine's as the next after ours: what we
   * take for ours unseen must at least end in the answers that the server gives.
   */
  adopt(w: Welcome, undisturbed: boolean): LogChange {
    this.archived = Math.max(this.archived, w.archived);
    this.saved = w.saved;
    const ours = undisturbed && this.agrees(w);
    for (const e of this.held) if (e.seq > w.saved || !ours) reopen(e, w.saved);
    const conflict = this.held.some((e) => e.conflicted);
    if (!conflict) for (const e of this.held) e.acked = e.seq <= w.saved && !e.doubt;
    const change: LogChange = conflict ? this.merge(w) : { write: [], drop: [] };
    change.write.push(...this.renumber());
    change.drop.push(...this.forgetArchived());
    this.restore(w.answers);
    return change;
  }

  /** Marks what is durable up to n. */
  markSaved(n: number): void {
    this.saved = Math.max(this.saved, n);
    for (const e of this.held) if (e.seq <= n && !e.conflicted && !e.doubt) e.acked = true;
  }

  /** The server holds exactly this event. Returns what may be forgotten. */
  confirm(entry: Entry): Entry[] {
    entry.doubt = false;
    entry.acked = true;
    return this.forgetArchived();
  }

  /** What is settled up to here needs no comparison after a reload. */
  get settled(): number {
    const open = this.held.filter((e) => e.doubt || e.conflicted).map((e) => e.seq - 1);
    return Math.min(this.saved, ...open);
  }

  /**
   * The attempt is closed and nothing is compared any more: a doubtful event
   * is settled where the last one of its field says what the paper holds.
   * Returns what may be forgotten.
   */
  settleBy(answers: Record<string, string>): Entry[] {
    const mine = new Map(this.held.map((e) => [e.field, e.value]));
    for (const e of this.held) {
      if (!e.doubt || mine.get(e.field) !== (answers[e.field] ?? "")) continue;
      e.doubt = false;
      e.acked = true;
    }
    return this.forgetArchived();
  }

  /** Marks what stands in the record up to n and returns what may be forgotten. */
  markArchived(n: number): Entry[] {
    this.archived = Math.max(this.archived, n);
    this.markSaved(n);
    return this.forgetArchived();
  }

  /**
   * The server lost what was above n: all of ours has to be sent again, from
   * n+1 on, also where another machine's events lay in between.
   */
  rewind(n: number): LogChange {
    this.saved = n;
    for (const e of this.held) if (e.seq > n) e.acked = e.doubt = false;
    return { write: this.renumber(), drop: [] };
  }

  /** The server stores another event under this number, and nothing that we sent behind it. */
  markConflict(seq: number): void {
    for (const e of this.held) {
      if (e.seq < seq) continue;
      e.acked = false;
      if (e.seq !== seq) continue;
      e.conflicted = true;
      e.doubt = false;
    }
  }

  markLate(seq: number): void {
    for (const e of this.held) if (e.seq === seq && !e.acked) e.late = true;
  }

  /** Removes an event that the server will never take, and closes the gap in the numbers. */
  remove(seq: number): LogChange {
    const gone = this.held.filter((e) => e.seq === seq && !e.acked);
    this.held = this.held.filter((e) => !gone.includes(e));
    for (const e of gone) this.values.set(e.field, { value: e.prev, seq: this.saved });
    for (const e of this.held)
      if (!e.acked) this.values.set(e.field, { value: e.value, seq: e.seq });
    return { write: this.renumber(), drop: gone };
  }

  /** Events that the server has to compare with what it holds, in order. */
  doubtful(): Entry[] {
    return this.held.filter((e) => e.doubt && !e.late);
  }

  /** Two tabs of one browser may have used a number twice: the older tab's goes behind. */
  private markTwins(): void {
    const newest = new Map<number, Entry>();
    for (const e of this.held) {
      const twin = newest.get(e.seq);
      if (twin) {
        twin.conflicted = true;
        twin.acked = false;
      }
      newest.set(e.seq, e);
    }
  }

  /**
   * Whether the server's answers are those of our events that it is taken to
   * hold. Behind a conflict they need not be: the other machine's come last.
   */
  private agrees(w: Welcome): boolean {
    if (this.held.some((e) => e.conflicted)) return true;
    const mine = this.held.filter((e) => e.seq <= w.saved && !e.late && !e.doubt);
    const last = new Map(mine.map((e) => [e.field, e.value]));
    return [...last].every(([field, value]) => value === (w.answers[field] ?? ""));
  }

  private stateOf(seq: number): FieldState {
    if (seq <= this.archived) return "archived";
    return seq <= this.saved ? "saved" : "typed";
  }

  /** Numbers what is above `saved` from saved+1 on, in its order. */
  private renumber(): Entry[] {
    const moved: Entry[] = [];
    let next = this.saved + 1;
    for (const e of this.held) {
      if (e.seq <= this.saved || e.late) continue;
      if (e.seq !== next) {
        e.seq = next;
        moved.push(e);
        const v = this.values.get(e.field);
        if (v?.value === e.value) v.seq = next;
      }
      next++;
    }
    return moved;
  }

  private forgetArchived(): Entry[] {
    const gone = this.held.filter((e) => e.acked && e.seq <= this.archived);
    if (gone.length > 0) this.held = this.held.filter((e) => !gone.includes(e));
    return gone;
  }

  /**
   * After a conflict: our unacknowledged events go behind the server's, field
   * by field. A field that the other machine left alone takes ours; one where
   * both say the same needs nothing; one that both changed gets our events and
   * then the server's value again, so that the record shows both, the later
   * machine stands, and the candidate is asked.
   */
  private merge(w: Welcome): LogChange {
    const open = this.held.filter((e) => !e.acked && !e.late);
    const byField = new Map<string, Entry[]>();
    for (const e of open) byField.set(e.field, [...(byField.get(e.field) ?? []), e]);

    const drop: Entry[] = [];
    const restoreTo: [string, string][] = [];
    for (const [field, events] of byField) {
      const base = events[0]?.prev ?? "";
      const mine = events[events.length - 1]?.value ?? "";
      const theirs = w.answers[field] ?? "";
      // A start that was not stored was not heard: the other machine's count stands.
      if (mine === theirs || field.startsWith("play:")) {
        drop.push(...events);
      } else if (theirs !== base) {
        restoreTo.push([field, theirs]);
        this.disputes = [
          ...this.disputes.filter((d) => d.field !== field),
          { field, mine, theirs },
        ];
      }
    }
    this.held = this.held.filter((e) => !drop.includes(e));
    const move = open.filter((e) => !drop.includes(e));
    for (const [i, e] of move.entries()) {
      e.conflicted = e.doubt = false;
      e.seq = w.saved + 1 + i;
    }
    this.held.sort((a, b) => a.seq - b.seq || a.ord - b.ord);
    const write = [...move];
    const at = Math.max(0, ...open.map((e) => e.at));
    for (const [field, theirs] of restoreTo)
      write.push(this.restoreEvent(field, theirs, w.epoch, at));
    return { write, drop };
  }

  private restoreEvent(field: string, theirs: string, epoch: number, at: number): Entry {
    const disputes = this.disputes;
    const entry = this.add(field, theirs, epoch, at);
    this.disputes = disputes;
    return entry;
  }

  /** The server's answers, with what we have changed since on top. */
  private restore(answers: Record<string, string>): void {
    this.values = new Map();
    for (const [field, value] of Object.entries(answers)) {
      this.values.set(field, { value, seq: this.saved });
    }
    for (const e of this.held) {
      if (e.seq > this.saved && !e.late) this.values.set(e.field, { value: e.value, seq: e.seq });
    }
  }
}

/** Forgets what was known of an event: it goes out again, or is compared where its number is taken. */
function reopen(e: Entry, saved: number): void {
  e.acked = e.conflicted = false;
  e.doubt = e.seq <= saved;
}
