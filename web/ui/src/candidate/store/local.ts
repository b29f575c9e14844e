import type { Note, Parcel, Shelf } from "./shelf";

const eventPrefix = "kt-event:";
const notePrefix = "kt-note:";

/** LocalShelf keeps parcels in localStorage: for browsers that offer no IndexedDB (private windows). */
export class LocalShelf implements Shelf {
  readonly kind = "localstorage";
  private readonly storage: Storage;

  constructor(storage: Storage) {
    this.storage = storage;
  }

  // The methods are async so that a full storage rejects instead of throwing.
  // eslint-disable-next-line @typescript-eslint/require-await
  async put(parcels: readonly Parcel[]): Promise<void> {
    for (const p of parcels) this.storage.setItem(eventPrefix + p.id, JSON.stringify(p));
  }

  remove(ids: readonly string[]): Promise<void> {
    for (const id of ids) this.storage.removeItem(eventPrefix + id);
    return Promise.resolve();
  }

  parcels(attempt: string): Promise<Parcel[]> {
    return Promise.resolve(this.read<Parcel>(`${eventPrefix}${attempt}/`));
  }

  // eslint-disable-next-line @typescript-eslint/require-await
  async note(note: Note): Promise<void> {
    this.storage.setItem(notePrefix + note.attempt, JSON.stringify(note));
  }

  notes(): Promise<Note[]> {
    return Promise.resolve(this.read<Note>(notePrefix));
  }

  clear(attempt: string): Promise<void> {
    for (const key of this.keys(`${eventPrefix}${attempt}/`)) this.storage.removeItem(key);
    this.storage.removeItem(notePrefix + attempt);
    return Promise.resolve();
  }

  private keys(prefix: string): string[] {
    const keys: string[] = [];
    for (let i = 0; i < this.storage.length; i++) {
      const key = this.storage.key(i);
      if (key?.startsWith(prefix)) keys.push(key);
    }
    return keys;
  }

  private read<T>(prefix: string): T[] {
    const out: T[] = [];
    for (const key of this.keys(prefix)) {
      try {
        out.push(JSON.parse(this.storage.getItem(key) ?? "") as T);
      } catch {
        // Not ours, or cut off by a crash while writing: the events around it still count.
      }
    }
    return out;
  }
}
