import type { Clock } from "./clock";
import type { Link } from "./link";
import type { Entry, EventLog } from "./log";

// A comparison is answered within one round trip. It is never asked twice on one
// connection: two answers could be taken for those of two events.
const probeMS = 4_000;
// No acknowledgement for this long: send again; once more: the line is dead.
const silenceMS = 4_000;
// Several gaps in one burst ask for the same resend.
const sameResendMS = 500;
const blockedMS = 3_000;

/**
 * Sender brings the log to the server in order. It sends an event once the
 * store has it, again when asked, and watches that acknowledgements come.
 */
export class Sender {
  private cursor = 0;
  private open = false;
  private probing = false;
  /** The event whose comparison is under way: one at a time, so that `saved` names it. */
  private asked: Entry | null = null;
  private blocked = false;
  private stalls = 0;
  private lastResend = { from: 0, at: -sameResendMS };
  private cancelProbe: () => void = () => undefined;
  private cancelWatch: () => void = () => undefined;
  private cancelBlock: () => void = () => undefined;
  private readonly clock: Clock;
  private readonly link: Link;
  private readonly log: EventLog;

  constructor(clock: Clock, link: Link, log: EventLog) {
    this.clock = clock;
    this.link = link;
    this.log = log;
  }

  /** A new connection has been welcomed and the log adopted it. */
  begin(): void {
    this.end();
    this.cursor = this.log.saved;
    this.probing = this.log.doubtful().length > 0;
  }

  /** The connection is gone. */
  end(): void {
    this.open = false;
    this.probing = false;
    this.asked = null;
    this.blocked = false;
    this.stalls = 0;
    this.cancelProbe();
    this.cancelWatch();
    this.cancelBlock();
  }

  /** Events may go out (the sitting runs, or is sealed and takes late evidence). */
  setOpen(open: boolean): void {
    const opened = open && !this.open;
    if (!open) this.cancelProbe();
    this.open = open;
    if (opened && this.probing) {
      this.blocked = false;
      this.probe();
    }
    if (open) this.unblock();
  }

  /** Sends what is next. `force` does not wait for the store: the page is going away. */
  pump(force = false): void {
    if (!this.open || this.probing || this.blocked) return;
    for (const e of this.log.entries) {
      if (e.seq <= this.cursor || e.late || e.acked) continue;
      if (e.seq !== this.cursor + 1 || !(e.stored || force)) break;
      if (!this.send(e)) break;
      this.cursor = e.seq;
    }
    this.watch();
  }

  /** The server asks to send again from a number on. */
  resend(from: number): void {
    const now = this.clock.now();
    const same = this.lastResend.from === from && now - this.lastResend.at < sameResendMS;
    if (same) {
      this.watch();
      return;
    }
    this.lastResend = { from, at: now };
    this.rewind(from - 1);
  }

  /** The server holds 1…n, whatever it said before. */
  rewind(n: number): void {
    this.cursor = n;
    if (this.probing && this.open) this.probe();
    this.pump();
  }

  /** The server does not take answers now: hold from seq on, try again soon. */
  block(seq: number): void {
    this.cursor = Math.min(this.cursor, seq - 1);
    this.blocked = true;
    this.answered();
    this.cancelBlock();
    this.cancelBlock = this.clock.after(blockedMS, () => this.unblock());
  }

  unblock(): void {
    this.cancelBlock();
    const wasBlocked = this.blocked;
    this.blocked = false;
    if (wasBlocked && this.probing && this.open) this.probe();
    this.pump();
  }

  /** The server has answered the comparison under way, if there is one: of which event? */
  answered(): Entry | null {
    const entry = this.asked;
    this.asked = null;
    this.cancelProbe();
    return entry;
  }

  /** The watermark moved: the line lives. */
  progressed(): void {
    this.stalls = 0;
    this.lastResend.from = 0;
    if (this.cursor < this.log.saved) this.cursor = this.log.saved;
    if (this.probing && this.open && !this.asked) this.probe();
    this.cancelWatch();
    this.watch();
  }

  /**
   * Asks for the comparison of the next doubtful event. Where the answer to the
   * last one is still to come (the server lost data, or stood still, meanwhile),
   * it could be taken for the answer to this one: a new connection knows.
   */
  private probe(): void {
    if (this.asked) {
      this.end();
      this.link.restart();
      return;
    }
    const next = this.log.doubtful()[0] ?? null;
    this.asked = next;
    if (!next) {
      this.probing = false;
      this.pump();
      return;
    }
    this.send(next);
    this.cancelProbe = this.clock.after(probeMS, () => this.link.restart());
  }

  private send(e: Entry): boolean {
    return this.link.send({ t: "answer", seq: e.seq, field: e.field, value: e.value });
  }

  private watch(): void {
    this.cancelWatch();
    const waiting = this.log.entries.some((e) => !e.acked && !e.late && e.seq <= this.cursor);
    if (!waiting || !this.open) return;
    this.cancelWatch = this.clock.after(silenceMS, () => this.stalled());
  }

  private stalled(): void {
    this.stalls++;
    if (this.stalls > 1) {
      this.link.restart();
      return;
    }
    this.cursor = this.log.saved;
    this.pump();
  }
}
