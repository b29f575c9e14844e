import type { Note, Parcel, Shelf } from "./shelf";

const databaseName = "khaothi";
const openWithinMS = 3_000;

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("indexeddb"));
  });
}

function committed(tx: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    tx.oncomplete = () => resolve();
    tx.onabort = tx.onerror = () => reject(tx.error ?? new Error("indexeddb"));
  });
}

function openDatabase(factory: IDBFactory): Promise<IDBDatabase> {
  const request = factory.open(databaseName, 1);
  request.onupgradeneeded = () => {
    const events = request.result.createObjectStore("event", { keyPath: "id" });
    events.createIndex("attempt", "attempt");
    request.result.createObjectStore("note", { keyPath: "attempt" });
  };
  const late = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error("indexeddb does not answer")), openWithinMS);
  });
  return Promise.race([done(request), late]);
}

/** IndexedShelf keeps parcels in IndexedDB; a write resolves when it is committed. */
export class IndexedShelf implements Shelf {
  readonly kind = "indexeddb";
  private readonly db: IDBDatabase;

  private constructor(db: IDBDatabase) {
    this.db = db;
  }

  /** Rejects where the browser has no usable IndexedDB. */
  static async open(factory: IDBFactory): Promise<IndexedShelf> {
    return new IndexedShelf(await openDatabase(factory));
  }

  async put(parcels: readonly Parcel[]): Promise<void> {
    const tx = this.write("event");
    for (const p of parcels) tx.objectStore("event").put(p);
    await committed(tx);
  }

  async remove(ids: readonly string[]): Promise<void> {
    const tx = this.write("event");
    for (const id of ids) tx.objectStore("event").delete(id);
    await committed(tx);
  }

  async parcels(attempt: string): Promise<Parcel[]> {
    const index = this.db.transaction("event").objectStore("event").index("attempt");
    return (await done(index.getAll(attempt))) as Parcel[];
  }

  async note(note: Note): Promise<void> {
    const tx = this.write("note");
    tx.objectStore("note").put(note);
    await committed(tx);
  }

  async notes(): Promise<Note[]> {
    return (await done(this.db.transaction("note").objectStore("note").getAll())) as Note[];
  }

  async clear(attempt: string): Promise<void> {
    const ids = (await this.parcels(attempt)).map((p) => p.id);
    const tx = this.write("event", "note");
    for (const id of ids) tx.objectStore("event").delete(id);
    tx.objectStore("note").delete(attempt);
    await committed(tx);
  }

  /** A transaction that is on disk when it completes, where the browser can promise that. */
  private write(...stores: string[]): IDBTransaction {
    return this.db.transaction(stores, "readwrite", { durability: "strict" });
  }
}
