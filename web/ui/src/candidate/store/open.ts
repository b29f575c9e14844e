import { IndexedShelf } from "./indexed";
import { LocalShelf } from "./local";
import { MemoryShelf } from "./memory";
import type { Parcel, Shelf } from "./shelf";

const probe: Parcel = { id: "probe/0/0", attempt: "probe", epoch: 0, ord: 0, box: "" };

/** Whether a shelf gives back what was put on it. */
async function works(shelf: Shelf): Promise<boolean> {
  await shelf.put([probe]);
  const found = await shelf.parcels(probe.attempt);
  await shelf.remove([probe.id]);
  return found.length === 1;
}

/** Opens the best shelf that this browser offers: IndexedDB, localStorage, memory. */
export async function openShelf(): Promise<Shelf> {
  const candidates: (() => Promise<Shelf>)[] = [
    () => IndexedShelf.open(window.indexedDB),
    () => Promise.resolve(new LocalShelf(window.localStorage)),
  ];
  for (const open of candidates) {
    try {
      const shelf = await open();
      if (await works(shelf)) return shelf;
    } catch {
      // Blocked by policy, full, or broken: the next one.
    }
  }
  return new MemoryShelf();
}
