import type { Note, Parcel, Shelf } from "./shelf";

// Settled work of earlier candidates is kept this long in case the record is asked for it.
const keepSettledMS = 7 * 24 * 3600 * 1000;

/** What an invigilator takes from a machine whose answers could not be sent. Still encrypted. */
export interface RescueFile {
  format: "khaothi-rescue";
  v: 1;
  note: Note;
  events: Parcel[];
}

/** The rescue file of one attempt; null where this browser holds nothing of it. */
export async function rescueFile(shelf: Shelf, attempt: string): Promise<RescueFile | null> {
  const note = (await shelf.notes()).find((n) => n.attempt === attempt);
  const events = await shelf.parcels(attempt);
  if (!note || events.length === 0) return null;
  return { format: "khaothi-rescue", v: 1, note, events };
}

/** Attempts on this machine with answers that no server has acknowledged. */
export async function leftovers(shelf: Shelf, now: number): Promise<Note[]> {
  const notes = await shelf.notes();
  const old = notes.filter((n) => n.unsaved === 0 && now - n.at > keepSettledMS);
  for (const n of old) await shelf.clear(n.attempt);
  return notes.filter((n) => n.unsaved > 0);
}

/** Offers the file as a download. */
export function download(file: RescueFile): void {
  const blob = new Blob([JSON.stringify(file)], { type: "application/json" });
  const url = URL.createObjectURL(blob);
  const a = document.createElement("a");
  a.href = url;
  a.download = `khaothi-cuu-ho-${file.note.number}-${file.note.attempt.slice(-6)}.json`;
  a.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
