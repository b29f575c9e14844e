import type { AnswerEvent } from "./log";
import type { Welcome } from "./messages";
import type { StoreKind } from "./snapshot";

/** What a browser kept of an attempt from an earlier load of the page. */
export interface Kept {
  events: AnswerEvent[];
  /** The highest number that was acknowledged to this browser. */
  saved: number;
  /** The epoch of its last settled connection, 0 if that is not known. */
  epoch: number;
  /** Events that this key does not open. */
  unreadable: number;
}

/** What the vault notes beside the events. */
export interface Mark {
  saved: number;
  epoch: number;
  unsaved: number;
}

/** Vault keeps the events of one attempt in this browser, encrypted. */
export interface Vault {
  readonly kind: StoreKind;
  load(): Promise<Kept>;
  /** Resolves when the events are on disk. */
  write(events: readonly AnswerEvent[]): Promise<void>;
  drop(events: readonly AnswerEvent[]): Promise<void>;
  mark(mark: Mark): Promise<void>;
  /** Forgets the attempt. */
  clear(): Promise<void>;
}

/** Opens the vault of the attempt that a welcome names. Never fails: the worst is memory. */
export type OpenVault = (welcome: Welcome) => Promise<Vault>;
