import { MemoryShelf } from "../../store/memory";
import type { Shelf } from "../../store/shelf";
import { ShelfVault } from "../../store/vault";
import { Attempt } from "../attempt";
import { FakeServer } from "./fake-server";
import { HandClock } from "./hand-clock";

/** One browser, one server, one clock. */
export class World {
  readonly clock: HandClock;
  readonly server: FakeServer;
  readonly shelf: Shelf;
  attempt: Attempt;

  constructor(seed = 1, shelf: Shelf = new MemoryShelf()) {
    this.clock = new HandClock(seed);
    this.server = new FakeServer(this.clock);
    this.shelf = shelf;
    this.attempt = this.load();
  }

  /** A page that has just been loaded. */
  load(): Attempt {
    return new Attempt(
      { number: "01000001", code: "K7QF2MXA9RTD", device: "device-1", machine: "Máy 07" },
      {
        clock: this.clock,
        wall: () => Date.now(),
        connect: this.server.connect,
        openVault: (w) => Promise.resolve(new ShelfVault(this.shelf, "device-1", w)),
      },
    );
  }

  /** Signs in and waits until the welcome is in effect. */
  async begin(): Promise<void> {
    this.attempt.start();
    await this.clock.pass(50);
  }

  /** The page goes away without a word and is loaded again. */
  async reload(): Promise<void> {
    this.attempt.stop();
    this.attempt = this.load();
    await this.begin();
  }

  /** The answers that went over the wire, in order. */
  sent(): string[] {
    return this.server.heard
      .filter((m) => m.t === "answer")
      .map((m) => `${m.seq ?? 0} ${m.field ?? ""}=${m.value ?? ""}`);
  }

  /** The server's record. */
  record(): string[] {
    return this.server.events.map((e) => `${e.field}=${e.value}`);
  }
}
