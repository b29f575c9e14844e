import type { Clock } from "./clock";
import { isFinalClose, parseMessage, type ClientMessage, type ServerMessage } from "./messages";

/** The part of a WebSocket that the engine needs. */
export interface Socket {
  send(text: string): void;
  close(code?: number): void;
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number }) => void) | null;
}

/** Where the connection stands. `stopped`: a final close, no further attempt by itself. */
export type LinkState = "connecting" | "open" | "waiting" | "stopped";

export interface LinkHandlers {
  /** The socket is open: time to say hello. */
  opened(): void;
  message(message: ServerMessage): void;
  /** The socket is gone. `final`: by the protocol's word, do not connect again. */
  closed(code: number, final: boolean): void;
  /** The state has changed. */
  changed(): void;
}

const firstDelayMS = { least: 500, most: 2000 };
const longestDelayMS = 5000;
// Opening and the answer to hello together; a dead route must not hold us longer.
const welcomeWithinMS = 10_000;
// At the door the server says again and again how long the queue is.
const queueWordWithinMS = 60_000;

/**
 * Link keeps one websocket alive: it connects, connects again with backoff
 * after a loss, and stops at a final close. It knows nothing of answers.
 */
export class Link {
  state: LinkState = "stopped";
  /** When the next attempt comes, on the clock, while `waiting`. */
  retryAt = 0;

  private socket: Socket | null = null;
  private failures = 0;
  private askedDelayMS = 0;
  private cancelTimer: () => void = () => undefined;
  private readonly clock: Clock;
  private readonly connectTo: () => Socket;
  private readonly on: LinkHandlers;

  constructor(clock: Clock, connectTo: () => Socket, on: LinkHandlers) {
    this.clock = clock;
    this.connectTo = connectTo;
    this.on = on;
  }

  /** Connects now, whatever was planned. Harmless while a socket is open. */
  connect(): void {
    if (this.socket) return;
    this.cancelTimer();
    this.set("connecting");
    let socket: Socket;
    try {
      socket = this.connectTo();
    } catch {
      this.plan();
      return;
    }
    this.attach(socket);
  }

  /** The server knows us: the next loss starts again from the shortest wait. */
  welcomed(): void {
    this.cancelTimer();
    this.failures = 0;
    this.askedDelayMS = 0;
  }

  /** We stand in a queue at the door: the welcome may take its time, a word must come. */
  queued(): void {
    const socket = this.socket;
    if (!socket) return;
    this.cancelTimer();
    this.cancelTimer = this.clock.after(queueWordWithinMS, () => this.lost(socket, 0));
  }

  /** The server asked for this wait before the next attempt. */
  askDelay(ms: number): void {
    this.askedDelayMS = ms;
  }

  /** Sends if the socket is open; false says that nothing was sent. */
  send(message: ClientMessage): boolean {
    if (!this.socket || this.state !== "open") return false;
    try {
      this.socket.send(JSON.stringify(message));
      return true;
    } catch {
      return false;
    }
  }

  /** Drops the socket and connects again at once: after a conflict, or when the line is dead. */
  restart(): void {
    this.detach();
    this.connect();
  }

  /** Ends for good, or until connect. */
  stop(): void {
    this.cancelTimer();
    this.detach();
    this.set("stopped");
  }

  private attach(socket: Socket): void {
    this.socket = socket;
    this.cancelTimer = this.clock.after(welcomeWithinMS, () => this.lost(socket, 0));
    socket.onopen = () => {
      if (socket !== this.socket) return;
      this.set("open");
      this.on.opened();
    };
    socket.onmessage = (event) => {
      if (socket !== this.socket || typeof event.data !== "string") return;
      const message = parseMessage(event.data);
      if (message) this.on.message(message);
    };
    socket.onclose = (event) => this.lost(socket, event.code);
  }

  private lost(socket: Socket, code: number): void {
    if (socket !== this.socket) return;
    this.detach();
    const final = isFinalClose(code);
    if (final) this.set("stopped");
    else this.plan();
    this.on.closed(code, final);
  }

  private detach(): void {
    this.cancelTimer();
    const socket = this.socket;
    this.socket = null;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    try {
      socket.close();
    } catch {
      // A socket that never opened may refuse to close; it is forgotten anyway.
    }
  }

  private plan(): void {
    const { least, most } = firstDelayMS;
    const random = (least + this.clock.random() * (most - least)) * 2 ** this.failures;
    const delay = this.askedDelayMS > 0 ? this.askedDelayMS : Math.min(random, longestDelayMS);
    this.failures = Math.min(this.failures + 1, 8);
    this.askedDelayMS = 0;
    this.retryAt = this.clock.now() + delay;
    this.cancelTimer = this.clock.after(delay, () => this.connect());
    this.set("waiting");
  }

  private set(state: LinkState): void {
    this.state = state;
    this.on.changed();
  }
}
