import type { Clock } from "./clock";
import type { Entry, EventLog, LogChange } from "./log";
import type { Welcome } from "./messages";
import type { StoreKind } from "./snapshot";
import type { OpenVault, Vault } from "./vault";

// A slow disk may delay sending by this much, not stop it.
const storeWithinMS = 1_000;

/** Keeper lets the browser's store follow the log: what is written may be sent. */
export class Keeper {
  /** Events in the store that the key of the welcome does not open. */
  unreadable = 0;
  private vault: Vault | null = null;
  private attempt = "";
  private readonly clock: Clock;
  private readonly log: EventLog;
  private readonly openVault: OpenVault;
  private readonly released: () => void;

  /** `released` is called when events may be sent. */
  constructor(clock: Clock, log: EventLog, openVault: OpenVault, released: () => void) {
    this.clock = clock;
    this.log = log;
    this.openVault = openVault;
    this.released = released;
  }

  get kind(): StoreKind | null {
    return this.vault?.kind ?? null;
  }

  /**
   * Loads what this browser kept of the attempt into the log, once. Returns
   * the epoch of the last settled connection, or null where nothing was read.
   */
  async open(w: Welcome): Promise<number | null> {
    if (this.vault && this.attempt === w.attempt) return null;
    this.vault = await this.openVault(w);
    this.attempt = w.attempt;
    const kept = await this.vault.load();
    this.unreadable = kept.unreadable;
    this.log.load(kept.events, kept.saved);
    return kept.epoch;
  }

  /** The next open reads again: another tab may have kept events since. */
  close(): void {
    this.vault = null;
  }

  /** Brings a change of the log to the store. */
  follow({ write, drop }: LogChange): void {
    if (!this.vault) return;
    if (drop.length > 0) void this.vault.drop(drop);
    if (write.length === 0) return;
    const release = () => this.release(write);
    const cancel = this.clock.after(storeWithinMS, release);
    void this.vault.write(write).then(() => {
      cancel();
      release();
    });
  }

  /** Notes what is settled; `epoch` is 0 while the server has not settled what is ours. */
  mark(epoch: number): void {
    void this.vault?.mark({ saved: this.log.settled, epoch, unsaved: this.log.unsaved });
  }

  /** Forgets the attempt. */
  clear(): void {
    void this.vault?.clear();
  }

  private release(entries: Entry[]): void {
    for (const e of entries) e.stored = true;
    this.released();
  }
}
