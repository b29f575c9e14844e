import type { AnswerEvent } from "../engine/log";
import type { Welcome } from "../engine/messages";
import type { StoreKind } from "../engine/snapshot";
import type { Kept, Mark, Vault } from "../engine/vault";
import { pack, parcelID, unpack } from "./box";
import { fromBase64 } from "./bytes";
import { MemoryShelf } from "./memory";
import type { Shelf } from "./shelf";

/**
 * ShelfVault keeps one attempt's events on a shelf, encrypted with the store
 * key of the welcome. When the shelf fails in the middle (full disk, cleared
 * by hand) it goes on in memory and says so by its kind.
 */
export class ShelfVault implements Vault {
  private shelf: Shelf;
  private readonly attempt: string;
  private readonly number: string;
  private readonly device: string;
  private readonly key: Uint8Array;
  private cleared = false;

  constructor(shelf: Shelf, device: string, w: Welcome) {
    this.shelf = shelf;
    this.device = device;
    this.attempt = w.attempt;
    this.number = w.number;
    this.key = fromBase64(w.store_key);
  }

  get kind(): StoreKind {
    return this.shelf.kind;
  }

  async load(): Promise<Kept> {
    const kept: Kept = { events: [], saved: 0, epoch: 0, unreadable: 0 };
    await this.guard(async (shelf) => {
      for (const parcel of await shelf.parcels(this.attempt)) {
        const event = unpack(this.key, parcel);
        if (event) kept.events.push(event);
        else kept.unreadable++;
      }
      const note = (await shelf.notes()).find((n) => n.attempt === this.attempt);
      kept.saved = note?.saved ?? 0;
      kept.epoch = note?.epoch ?? 0;
    });
    return kept;
  }

  write(events: readonly AnswerEvent[]): Promise<void> {
    return this.guard((shelf) => shelf.put(events.map((e) => pack(this.attempt, this.key, e))));
  }

  drop(events: readonly AnswerEvent[]): Promise<void> {
    return this.guard((shelf) => shelf.remove(events.map((e) => parcelID(this.attempt, e))));
  }

  mark(mark: Mark): Promise<void> {
    const { attempt, number, device } = this;
    return this.guard(async (shelf) => {
      if (!this.cleared) await shelf.note({ attempt, number, device, ...mark, at: Date.now() });
    });
  }

  clear(): Promise<void> {
    this.cleared = true;
    return this.guard((shelf) => shelf.clear(this.attempt));
  }

  /** Runs f on the shelf, and once more in memory where the shelf has failed. */
  private async guard(f: (shelf: Shelf) => Promise<void>): Promise<void> {
    try {
      await f(this.shelf);
    } catch {
      if (this.shelf.kind !== "memory") this.shelf = new MemoryShelf();
      await f(this.shelf);
    }
  }
}
