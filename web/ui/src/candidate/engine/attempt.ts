import type { Clock } from "./clock";
import type { SealedBy } from "../protocol.gen";
import { Drafts } from "./drafts";
import { Keeper } from "./keeper";
import { Link, type Socket } from "./link";
import { EventLog, type FieldValue } from "./log";
import { closeReason, closeSealed } from "./messages";
import type { ServerMessage, ServerState, Welcome } from "./messages";
import { Schedule } from "./schedule";
import { Sender } from "./sender";
import { emptySnapshot, type Notice, type Phase, type Rejected, type Snapshot } from "./snapshot";
import type { SubmitState } from "./snapshot";
import type { OpenVault } from "./vault";

/** What a candidate signs in with. */
export interface Ticket {
  number: string;
  code: string;
  device: string;
  sitting?: string;
  /** Label of the machine, for who looks for it in the room. */
  machine?: string;
}

/** What the engine needs from outside. */
export interface AttemptDeps {
  clock: Clock;
  /** Wall clock in milliseconds: evidence in the store, decides nothing. */
  wall(): number;
  connect(): Socket;
  openVault: OpenVault;
}

const conflictPauseMS = 200;
// Less than this is the way of the message, not a grant.
const grantedLeastMS = 20_000;

/**
 * Attempt is one candidate's work: it signs in, keeps every change in the
 * browser until it is archived, sends, and follows the course of the sitting.
 * The page reads `snapshot` and calls `answer`, `type`, `submit`.
 */
export class Attempt {
  private readonly log = new EventLog();
  private readonly drafts: Drafts;
  private readonly schedule: Schedule;
  private readonly link: Link;
  private readonly sender: Sender;
  private readonly keeper: Keeper;
  private readonly listeners = new Set<() => void>();
  private readonly deps: AttemptDeps;
  private readonly ticket: Ticket;

  private welcome: Welcome | null = null;
  /** Messages that arrive while the store is being read. */
  private inbox: ServerMessage[] | null = null;
  private turn = 0;
  private lastEpoch = 0;
  private error = "";
  private stopped = false;
  private sealed: { n: number; receipt: string; by: SealedBy | null } | null = null;
  private place = 0;
  private notice: Notice | null = null;
  private allArchived = false;
  private done = false;
  private submitting: SubmitState = "none";
  private submitSent = false;
  private key = "";
  private replays: Readonly<Record<string, number>> | null = null;
  private rejected: Rejected[] = [];
  private current: Snapshot = emptySnapshot;

  constructor(ticket: Ticket, deps: AttemptDeps) {
    this.ticket = ticket;
    this.deps = deps;
    this.drafts = new Drafts(deps.clock, (field, value) => this.record(field, value));
    this.schedule = new Schedule(deps.clock, {
      deadline: () => this.deadline(),
      startMissing: () => this.link.restart(),
    });
    this.link = new Link(deps.clock, () => deps.connect(), {
      opened: () => this.hello(),
      message: (m) => this.receive(m),
      closed: (code, final) => this.closed(code, final),
      changed: () => this.emit(),
    });
    this.sender = new Sender(deps.clock, this.link, this.log);
    const released = () => this.sender.pump();
    this.keeper = new Keeper(deps.clock, this.log, (w) => deps.openVault(w), released);
  }

  /** The present picture; a new object after every change. */
  get snapshot(): Snapshot {
    return this.current;
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Signs in, or tries again after a final close. */
  start(): void {
    if (this.stopped) this.keeper.close();
    this.stopped = false;
    this.error = "";
    this.link.connect();
  }

  /** Leaves for good: nothing is sent after it. */
  stop(): void {
    this.drafts.flush();
    this.turn++;
    this.schedule.stop();
    this.sender.end();
    this.link.stop();
  }

  /** The network is said to be back: do not wait for the next attempt. */
  poke(): void {
    if (this.link.state === "waiting") this.link.connect();
  }

  /** Milliseconds to the deadline, or to the planned start. */
  remaining(): number {
    return this.schedule.remaining();
  }

  /** Records an answer at once. Nothing happens where the input is closed. */
  answer(field: string, value: string): void {
    if (!this.acceptsInput()) return;
    this.drafts.forget(field);
    this.record(field, value);
  }

  /** Takes text that is still being typed; it is recorded after a short pause or a flush. */
  type(field: string, value: string): void {
    if (!this.acceptsInput()) return;
    this.drafts.set(field, value);
    this.emit();
  }

  /** Takes an essay that is still being typed; it is recorded every few seconds, and by a flush. */
  typeEssay(field: string, value: string): void {
    if (!this.acceptsInput()) return;
    this.drafts.setEssay(field, value);
    this.emit();
  }

  /**
   * Records what was begun before the deadline and became known after it: a file that was on its
   * way. The server takes it within its grace.
   */
  settle(field: string, value: string): void {
    const closing = this.schedule.state === "running" && !this.sealed && !this.stopped;
    if (closing) this.record(field, value);
  }

  /** What HTTP requests of this candidate carry. */
  get authorization(): string {
    const text = new TextEncoder().encode(`${this.ticket.number}:${this.ticket.code}`);
    return `Basic ${btoa(String.fromCharCode(...text))}`;
  }

  /** Records what is typed. `leaving`: the page goes away, so do not wait for the store. */
  flush(leaving = false): void {
    this.drafts.flush();
    if (leaving) this.sender.pump(true);
  }

  /** Tells the server that the page lost or regained the focus. */
  focus(lost: boolean): void {
    if (this.schedule.inputOpen) this.link.send({ t: "focus", lost });
  }

  /** Hands in before the deadline: as soon as everything is saved. */
  submit(): void {
    if (!this.acceptsInput()) return;
    this.drafts.flush();
    this.submitting = "pending";
    this.submitSent = false;
    this.emit();
    this.trySubmit();
  }

  /** Takes a hand-in back that has not been sent yet. */
  cancelSubmit(): void {
    if (this.submitting === "pending" && this.submitSent) return;
    this.submitting = "none";
    this.emit();
  }

  /** The candidate keeps the other machine's answer. */
  keepTheirs(field: string): void {
    this.log.disputes = this.log.disputes.filter((d) => d.field !== field);
    this.emit();
  }

  private acceptsInput(): boolean {
    return this.schedule.inputOpen && !this.stopped && this.submitting !== "pending";
  }

  private hello(): void {
    this.sender.end();
    this.inbox = null;
    this.turn++;
    this.submitSent = false;
    this.link.send({ t: "hello", v: 1, ...this.ticket, last: this.log.last });
  }

  private closed(code: number, final: boolean): void {
    this.turn++;
    this.inbox = null;
    this.sender.end();
    this.submitSent = false;
    this.place = 0;
    if (code === closeSealed && this.sealed) {
      this.allArchived = true;
      this.error = "";
      this.keeper.follow({ write: [], drop: this.log.markArchived(this.sealed.n) });
      this.keeper.follow({ write: [], drop: this.log.settleBy(this.welcome?.answers ?? {}) });
      this.finish();
    } else if (final) {
      this.stopped = true;
      this.error = closeReason(code) || this.error;
      this.drafts.flush();
    }
    this.emit();
  }

  private receive(m: ServerMessage): void {
    if (this.inbox && m.t !== "error") {
      this.inbox.push(m);
      return;
    }
    this.handle(m);
    this.emit();
  }

  private handle(m: ServerMessage): void {
    switch (m.t) {
      case "welcome":
        void this.adopt(m);
        break;
      case "error":
        this.error = m.code;
        if (m.retry_ms > 0) this.link.askDelay(m.retry_ms);
        break;
      case "queue":
        this.place = Math.max(1, m.place);
        this.link.queued();
        break;
      case "start":
        this.key = m.key;
        this.schedule.set("running", this.schedule.left("running", m.remaining_ms, m.server_ms));
        this.sender.setOpen(true);
        break;
      case "time":
        this.timeTold(m.state, this.schedule.left(m.state, m.remaining_ms, m.server_ms));
        break;
      case "replays":
        this.heardMore(m.more);
        break;
      case "sealed":
        this.seal(m.n, m.receipt, m.by ?? null);
        break;
      default:
        this.watermark(m);
    }
  }

  private watermark(
    m: Exclude<
      ServerMessage,
      { t: "welcome" | "error" | "queue" | "start" | "time" | "replays" | "sealed" }
    >,
  ): void {
    switch (m.t) {
      case "saved":
        this.compared();
        this.log.markSaved(m.seq);
        this.progressed();
        break;
      case "archived":
        this.keeper.follow({ write: [], drop: this.log.markArchived(m.seq) });
        this.progressed();
        break;
      case "have":
        this.keeper.follow(this.log.rewind(m.seq));
        this.sender.rewind(m.seq);
        break;
      case "resend":
        if (m.from - 1 < this.log.saved) this.keeper.follow(this.log.rewind(m.from - 1));
        this.submitSent = false;
        this.sender.resend(m.from);
        break;
      case "late":
        this.sender.answered();
        this.log.markLate(m.seq);
        this.progressed();
        break;
      case "conflict":
        this.conflict(m.seq);
        break;
      case "refused":
        this.refused(m.seq, m.code);
        break;
    }
  }

  /** One event is being compared at a time: a `saved` meanwhile is the answer to it. */
  private compared(): void {
    const entry = this.sender.answered();
    if (entry?.doubt) this.keeper.follow({ write: [], drop: this.log.confirm(entry) });
  }

  private progressed(): void {
    this.sender.progressed();
    this.mark();
    this.trySubmit();
    this.finish();
  }

  private timeTold(state: ServerState, remainingMS: number): void {
    if (this.sealed && state === "running") this.link.restart(); // reopened: the welcome says the rest
    if (this.sealed || state === "sealed") return;
    if (state === "paused") this.drafts.flush();
    this.notify(state, remainingMS);
    this.schedule.set(state, remainingMS);
    this.sender.setOpen(state === "running");
  }

  private async adopt(w: Welcome): Promise<void> {
    const turn = this.turn;
    const inbox: ServerMessage[] = [];
    this.inbox = inbox;
    this.link.welcomed();
    this.place = 0;
    const epoch = await this.keeper.open(w);
    // The connection may be gone by now; the next welcome decides then.
    if (turn !== this.turn) return;
    this.inbox = null;
    this.welcome = w;
    this.lastEpoch = epoch ?? this.lastEpoch;
    this.error = "";
    this.stopped = false;
    this.keeper.follow(this.log.adopt(w, this.undisturbed(w)));
    this.sender.begin();
    this.lastEpoch = w.epoch;
    this.enter(w);
    this.mark();
    for (const m of inbox) this.handle(m);
    this.trySubmit();
    this.emit();
  }

  /** Whether nobody held the attempt since our last epoch; a sealed attempt takes no new one. */
  private undisturbed(w: Welcome): boolean {
    const mine = w.state === "sealed" ? this.lastEpoch : this.lastEpoch + 1;
    return this.lastEpoch > 0 && w.epoch === mine;
  }

  /** Puts the state of a welcome into effect. */
  private enter(w: Welcome): void {
    this.key = w.key || this.key;
    this.heardMore(w.replays ?? {});
    this.schedule.graceMS = w.grace_ms;
    if (w.state === "sealed") {
      this.seal(w.saved, w.receipt, w.sealed_by ?? null);
      return;
    }
    this.unseal();
    this.schedule.connected();
    this.schedule.left(w.state, w.remaining_ms, w.server_ms);
    this.notify(w.state, w.remaining_ms);
    if (w.state === "waiting") this.schedule.waiting(w.starts_in_ms);
    else this.schedule.set(w.state, w.remaining_ms);
    this.sender.setOpen(w.state === "running");
  }

  /** An invigilator may have opened a sealed attempt again. */
  private unseal(): void {
    this.sealed = null;
    this.allArchived = false;
    this.done = false;
  }

  /** Tells the candidate when the clock goes on, or has more on it than it had. */
  private notify(state: ServerState, remainingMS: number): void {
    const ms = this.schedule.gained(state, remainingMS);
    const resumed = this.schedule.state === "paused" && state === "running";
    const granted = ms >= grantedLeastMS;
    if (granted || resumed) this.tell(granted ? "granted" : "resumed", granted ? ms : 0);
  }

  private tell(what: Notice["what"], ms = 0): void {
    this.notice = { no: (this.notice?.no ?? 0) + 1, what, ms };
  }

  /** What was given before this page was opened is no news. */
  private heardMore(more: Readonly<Record<string, number>>): void {
    const before = this.replays;
    this.replays = more;
    if (before && Object.keys(more).some((h) => (more[h] ?? 0) > (before[h] ?? 0)))
      this.tell("replay");
  }

  private seal(n: number, receipt: string, by: SealedBy | null): void {
    this.drafts.flush();
    this.sealed = { n, receipt, by };
    this.submitting = "none";
    this.schedule.set("sealed", 0);
    // What is above n is evidence that came too late: still sent, if the server listens.
    this.sender.setOpen(true);
    this.finish();
  }

  /** Forgets the attempt once it is sealed, archived and nothing of ours is open. */
  private finish(): void {
    if (!this.sealed || this.done) return;
    const archived = this.allArchived || this.log.archived >= this.sealed.n;
    if (!archived || this.log.unsaved > 0 || this.keeper.unreadable > 0) return;
    this.done = true;
    this.keeper.clear();
  }

  private deadline(): void {
    // Recorded although the input is closed now: it was typed before.
    this.drafts.flush();
    this.submitting = "none";
    this.emit();
  }

  private conflict(seq: number): void {
    this.log.markConflict(seq);
    this.mark();
    this.sender.end();
    const turn = this.turn;
    this.deps.clock.after(conflictPauseMS, () => {
      if (turn === this.turn) this.link.restart();
    });
  }

  private refused(seq: number, code: string): void {
    if (code === "submit.behind") {
      // The server holds more than we know of: its next welcome tells.
      this.link.restart();
      return;
    }
    if (seq === 0) {
      this.submitting = "refused";
      this.submitSent = false;
      return;
    }
    if (code.startsWith("state.")) {
      this.sender.block(seq);
      return;
    }
    const entry = this.log.entries.find((e) => e.seq === seq && !e.acked);
    if (entry) this.rejected = [...this.rejected, { field: entry.field, code }];
    this.keeper.follow(this.log.remove(seq));
    this.link.restart();
  }

  private trySubmit(): void {
    if (this.submitting !== "pending" || this.submitSent) return;
    if (this.log.unsaved > 0 || this.link.state !== "open") return;
    this.submitSent = this.link.send({ t: "submit", n: this.log.last });
  }

  private record(field: string, value: string): void {
    if (this.log.value(field) === value) {
      this.emit();
      return;
    }
    // Not lastEpoch, which a stored mark may set: epochs order what a reload finds.
    const entry = this.log.add(field, value, this.welcome?.epoch ?? 0, this.deps.wall());
    this.rejected = this.rejected.filter((r) => r.field !== field);
    if (this.submitting === "refused") this.submitting = "none";
    this.keeper.follow({ write: [entry], drop: [] });
    this.mark();
    this.emit();
  }

  private mark(): void {
    const settled = !this.log.entries.some((e) => e.conflicted || e.doubt);
    this.keeper.mark(settled ? this.lastEpoch : 0);
  }

  private phase(): Phase {
    if (this.sealed) return "sealed";
    if (this.stopped) return "stopped";
    if (!this.welcome) return "connecting";
    if (this.schedule.state === "running" && !this.schedule.inputOpen) return "closing";
    return this.schedule.state ?? "connecting";
  }

  private fields(): Map<string, FieldValue> {
    const fields = this.log.fields();
    for (const [field, value] of this.drafts.entries())
      fields.set(field, { value, state: "typed" });
    return fields;
  }

  private emit(): void {
    const w = this.welcome;
    const { log } = this;
    this.current = {
      phase: this.phase(),
      link: this.link.state,
      retryAt: this.link.retryAt,
      error: this.error,
      person: w && {
        attempt: w.attempt,
        name: w.name,
        number: w.number,
        subject: w.subject,
        room: w.room,
        seat: w.seat,
      },
      display: w?.display ?? null,
      practice: w?.practice ?? false,
      place: this.place,
      notice: this.notice,
      paper: w && { hash: w.paper, size: w.paper_size, key: this.key },
      fields: this.fields(),
      replays: this.replays ?? {},
      inputOpen: this.acceptsInput(),
      unsaved: log.unsaved + this.drafts.size,
      last: log.last,
      saved: log.saved,
      archived: this.allArchived ? Math.max(log.archived, this.sealed?.n ?? 0) : log.archived,
      graceMS: this.schedule.graceMS,
      receipt: this.sealed?.receipt ?? "",
      sealedBy: this.sealed?.by ?? null,
      sealedN: this.sealed?.n ?? 0,
      late: log.entries.filter((e) => e.late).length,
      disputes: log.disputes,
      rejected: this.rejected,
      submit: this.submitting,
      store: this.keeper.kind,
      unreadable: this.keeper.unreadable,
      done: this.done,
    };
    for (const listener of this.listeners) listener();
  }
}
