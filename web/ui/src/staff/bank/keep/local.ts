import type { Kept } from "./autosave";

// What the server does not have yet lies in the browser's store, and only so
// long: a school's computer has other users, and a question holds its key.

interface Stored extends Kept {
  at: string;
}

function nameOf(account: string, key: string): string {
  return `kt_unsaved ${account} ${key}`;
}

/** Writes or forgets what is unsent of a question. */
export function writeLocal(account: string, key: string, kept: Kept | null): void {
  try {
    if (kept === null) localStorage.removeItem(nameOf(account, key));
    else {
      const stored: Stored = { ...kept, at: new Date().toISOString() };
      localStorage.setItem(nameOf(account, key), JSON.stringify(stored));
    }
  } catch {
    // The store is off or full: what is on the screen is all there is, and the state says so.
  }
}

/** What this browser has of a question that the server did not get. */
export function readLocal(account: string, key: string): Stored | null {
  try {
    const text = localStorage.getItem(nameOf(account, key));
    return text === null ? null : (JSON.parse(text) as Stored);
  } catch {
    return null;
  }
}
