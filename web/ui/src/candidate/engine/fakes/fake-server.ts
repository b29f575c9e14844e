import type { ServerState } from "../messages";
import type { Socket } from "../link";
import type { HandClock } from "./hand-clock";

/** One event as the fake server stores it. */
export interface Stored {
  field: string;
  value: string;
}

interface Message {
  t: string;
  seq?: number;
  n?: number;
  last?: number;
  field?: string;
  value?: string;
}

const latencyMS = 5;

class Wire implements Socket {
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  epoch = 0;
  alive = true;
  /** A conflict has ended its right to write. */
  barred = false;
  private readonly clock: HandClock;
  private readonly toServer: (message: Message, wire: Wire) => void;

  constructor(clock: HandClock, toServer: (message: Message, wire: Wire) => void) {
    this.clock = clock;
    this.toServer = toServer;
  }

  send(text: string): void {
    const message = JSON.parse(text) as Message;
    this.clock.after(latencyMS, () => {
      if (this.alive) this.toServer(message, this);
    });
  }

  close(): void {
    this.alive = false;
  }

  reply(message: object): void {
    this.clock.after(latencyMS, () => {
      if (this.alive) this.onmessage?.({ data: JSON.stringify(message) });
    });
  }

  end(code: number): void {
    this.clock.after(latencyMS, () => {
      if (!this.alive) return;
      this.alive = false;
      this.onclose?.({ code });
    });
  }

  /** The cable is cut: what is on its way is lost. */
  cut(): void {
    this.alive = false;
    this.onclose?.({ code: 1006 });
  }
}

/** FakeServer speaks docs/protocol.md for one attempt, with a switch for each trouble. */
export class FakeServer {
  events: Stored[] = [];
  late: Stored[] = [];
  evidence: Stored[] = [];
  archived = 0;
  epoch = 0;
  state: ServerState = "running";
  remainingMS = 3_000_000;
  startsInMS = 60_000;
  receipt = "";
  /** Connections fail. */
  down = false;
  /** Events are neither stored nor answered. */
  deaf = false;
  /** Events are stored and not acknowledged. */
  dumb = false;
  /** Fields that the paper does not have. */
  unknown = new Set<string>();
  submitAllowed = true;
  /** How many wait at the door; who says hello then is told so, and let in by admit. */
  queue = 0;
  display = { scale: 100, contrast: "normal" };
  /** The record catches up just as a repeat is acknowledged. */
  archivesAtRepeat = false;
  /** So many repeats are answered, then the cable is cut; 0: never. */
  cutsAtRepeat = 0;
  /** Sends this error and closes instead of a welcome. */
  deny: { code: string; close: number; retry_ms: number } | null = null;
  /** Everything that clients sent, for tests to look at. */
  heard: Message[] = [];
  connections = 0;
  replays: Record<string, number> | undefined;
  wire: Wire | null = null;
  private atDoor: Wire | null = null;
  /** The epoch that the record knows of. */
  private archivedEpoch = 0;
  private readonly clock: HandClock;

  constructor(clock: HandClock) {
    this.clock = clock;
  }

  connect = (): Socket => {
    this.connections++;
    const wire = new Wire(this.clock, (m, w) => this.receive(m, w));
    this.clock.after(latencyMS, () => {
      if (this.down) wire.cut();
      else if (wire.alive) wire.onopen?.();
    });
    return wire;
  };

  /** Another machine holds the attempt for a moment and answers. */
  intrude(...events: Stored[]): void {
    this.epoch++;
    this.events.push(...events);
  }

  push(message: object): void {
    this.wire?.reply({ server_ms: this.clock.now(), ...message });
  }

  archive(n = this.events.length): void {
    this.archived = n;
    this.archivedEpoch = this.epoch;
    this.push({ t: "archived", seq: n });
  }

  seal(receipt = "4F7K-M2QD"): void {
    this.state = "sealed";
    this.receipt = receipt;
    this.push({ t: "sealed", n: this.events.length, receipt });
  }

  /** Redis lost all that is not archived, epochs too; who holds the attempt takes it again. */
  wipe(): void {
    this.events.length = this.archived;
    const holder = this.wire?.alive && this.wire.epoch === this.epoch ? this.wire : null;
    if (this.archivedEpoch < this.epoch) this.epoch = this.archivedEpoch + (holder ? 1 : 0);
    if (holder) holder.epoch = this.epoch;
    this.push({ t: "have", seq: this.archived });
  }

  /** The last value of each field, as the welcome gives it. */
  answers(): Record<string, string> {
    return Object.fromEntries(this.events.map((e) => [e.field, e.value]));
  }

  private receive(m: Message, wire: Wire): void {
    this.heard.push(m);
    if (m.t === "hello") this.hello(wire);
    else if (wire.epoch !== this.epoch) wire.end(4503);
    else if (wire.barred) return;
    else if (m.t === "answer" && !this.deaf) this.answer(m, wire);
    else if (m.t === "submit") this.submit(m, wire);
  }

  private hello(wire: Wire): void {
    if (this.deny) {
      const { code, close, retry_ms } = this.deny;
      wire.reply({ t: "error", code, final: close >= 4500, retry_ms });
      wire.end(close);
      return;
    }
    if (this.queue > 0) {
      this.atDoor = wire;
      wire.reply({ t: "queue", place: this.queue, retry_ms: 0 });
      return;
    }
    this.wire?.end(4503);
    this.wire = wire;
    if (this.state !== "sealed") this.epoch++;
    wire.epoch = this.epoch;
    wire.reply(this.welcome());
    if (this.state === "sealed") wire.end(4506);
  }

  /** The door opens for who waits there. */
  admit(): void {
    this.queue = 0;
    if (this.atDoor) this.hello(this.atDoor);
  }

  private welcome(): object {
    return {
      t: "welcome",
      v: 1,
      attempt: "a1",
      sitting: "s1",
      epoch: this.epoch,
      name: "Nguyễn Văn An",
      number: "01000001",
      subject: "Toán",
      room: "P01",
      seat: "12",
      state: this.state,
      server_ms: this.clock.now(),
      starts_in_ms: this.state === "waiting" ? this.startsInMS : 0,
      remaining_ms: this.state === "waiting" ? 0 : this.remainingMS,
      grace_ms: 10_000,
      paper: "f".repeat(64),
      paper_size: 10,
      key: this.state === "waiting" ? "" : "a2V5",
      store_key: "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=",
      saved: this.events.length,
      archived: this.archived,
      answers: this.answers(),
      ...(this.replays ? { replays: this.replays } : {}),
      receipt: this.receipt,
      display: this.display,
      practice: false,
    };
  }

  private answer(m: Message, wire: Wire): void {
    const { seq = 0, field = "", value = "" } = m;
    const stored = this.events[seq - 1];
    if (this.state === "sealed") {
      this.late.push({ field, value });
      wire.reply({ t: "late", seq });
    } else if (seq > this.events.length + 1) {
      wire.reply({ t: "resend", from: this.events.length + 1 });
    } else if (stored) {
      const same = stored.field === field && stored.value === value;
      if (same) this.repeat(wire);
      else this.conflict({ field, value }, seq, wire);
    } else if (this.unknown.has(field)) {
      wire.reply({ t: "refused", seq, code: "field.unknown" });
    } else if (this.state !== "running") {
      wire.reply({ t: "refused", seq, code: `state.${this.state}` });
    } else {
      this.events.push({ field, value });
      if (!this.dumb) wire.reply({ t: "saved", seq });
    }
  }

  /** The watermark answers a repeat, whichever it was. */
  private repeat(wire: Wire): void {
    wire.reply({ t: "saved", seq: this.events.length });
    if (this.archivesAtRepeat) {
      this.archived = this.events.length;
      this.archivedEpoch = this.epoch;
      wire.reply({ t: "archived", seq: this.archived });
    }
    if (this.cutsAtRepeat > 0 && --this.cutsAtRepeat === 0)
      this.clock.after(latencyMS, () => wire.alive && wire.cut());
  }

  private conflict(event: Stored, seq: number, wire: Wire): void {
    this.evidence.push(event);
    wire.barred = true;
    wire.reply({ t: "conflict", seq });
    wire.reply({ t: "error", code: "events.conflict", final: false, retry_ms: 200 });
    wire.end(4012);
  }

  private submit(m: Message, wire: Wire): void {
    if (!this.submitAllowed) wire.reply({ t: "refused", seq: 0, code: "submit.too_early" });
    else if ((m.n ?? -1) > this.events.length)
      wire.reply({ t: "resend", from: this.events.length + 1 });
    else if (m.n !== this.events.length)
      wire.reply({ t: "refused", seq: 0, code: "submit.behind" });
    else this.seal();
  }
}
