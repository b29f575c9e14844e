import type { Note, Parcel, Shelf } from "./shelf";

/** MemoryShelf survives nothing: the page warns while it is in use. */
export class MemoryShelf implements Shelf {
  readonly kind = "memory";
  private readonly all = new Map<string, Parcel>();
  private readonly allNotes = new Map<string, Note>();

  put(parcels: readonly Parcel[]): Promise<void> {
    for (const p of parcels) this.all.set(p.id, p);
    return Promise.resolve();
  }

  remove(ids: readonly string[]): Promise<void> {
    for (const id of ids) this.all.delete(id);
    return Promise.resolve();
  }

  parcels(attempt: string): Promise<Parcel[]> {
    return Promise.resolve([...this.all.values()].filter((p) => p.attempt === attempt));
  }

  note(note: Note): Promise<void> {
    this.allNotes.set(note.attempt, note);
    return Promise.resolve();
  }

  notes(): Promise<Note[]> {
    return Promise.resolve([...this.allNotes.values()]);
  }

  async clear(attempt: string): Promise<void> {
    for (const p of await this.parcels(attempt)) this.all.delete(p.id);
    this.allNotes.delete(attempt);
  }
}
