import type { StoreKind } from "../engine/snapshot";

/** One encrypted event as it lies on the shelf. */
export interface Parcel {
  /** attempt/epoch/ord: unique in this browser. */
  id: string;
  attempt: string;
  epoch: number;
  ord: number;
  /** Base64 of nonce and ciphertext. */
  box: string;
}

/** What is known of an attempt without its key: enough to tell an invigilator whose work lies here. */
export interface Note {
  attempt: string;
  number: string;
  device: string;
  /** Highest acknowledged number. */
  saved: number;
  /** Epoch of the last settled connection, 0 if not known. */
  epoch: number;
  /** Events that no server has acknowledged. */
  unsaved: number;
  /** Wall clock of this machine, milliseconds. */
  at: number;
}

/** Shelf is a place in the browser that keeps parcels and notes, as durably as it can. */
export interface Shelf {
  readonly kind: StoreKind;
  put(parcels: readonly Parcel[]): Promise<void>;
  remove(ids: readonly string[]): Promise<void>;
  parcels(attempt: string): Promise<Parcel[]>;
  note(note: Note): Promise<void>;
  notes(): Promise<Note[]>;
  clear(attempt: string): Promise<void>;
}
