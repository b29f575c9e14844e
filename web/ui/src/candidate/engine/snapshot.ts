import type { Display, SealedBy } from "../protocol.gen";
import type { Dispute, FieldValue } from "./log";
import type { LinkState } from "./link";

/** Where the candidate's work stands, for the page to show. */
export type Phase =
  | "connecting" // no welcome yet
  | "waiting" // the sitting has not started
  | "running"
  | "paused"
  | "closing" // the deadline has passed, the seal has not come
  | "sealed"
  | "stopped"; // a final close: see `error`

/** What kind of store keeps the events in this browser. */
export type StoreKind = "indexeddb" | "localstorage" | "memory";

export interface Person {
  attempt: string;
  name: string;
  number: string;
  subject: string;
  room: string;
  seat: string;
}

export interface PaperRef {
  hash: string;
  size: number;
  /** Empty until the sitting runs. */
  key: string;
}

/** How a hand-in before the deadline stands. */
export type SubmitState = "none" | "pending" | "refused";

/** An answer that the server would not take at all. */
export interface Rejected {
  field: string;
  code: string;
}

/** Something that was given, or that the clock runs again; `no` counts them. */
export interface Notice {
  no: number;
  what: "granted" | "resumed" | "replay";
  /** How much time was given. */
  ms: number;
}

/** One immutable picture of the engine. */
export interface Snapshot {
  phase: Phase;
  link: LinkState;
  /** When the next attempt to connect comes, on the engine's clock. */
  retryAt: number;
  /** The last error code, empty when all is well. */
  error: string;
  person: Person | null;
  /** What the candidate needs, by the last welcome. */
  display: Display | null;
  /** The sitting trains and is never scored. */
  practice: boolean;
  /** The place in the queue at the door, 0 if there is none. */
  place: number;
  notice: Notice | null;
  paper: PaperRef | null;
  fields: ReadonlyMap<string, FieldValue>;
  /** Starts of sounds that were given on top of what the paper allows. */
  replays: Readonly<Record<string, number>>;
  inputOpen: boolean;
  /** Changes that the server has not acknowledged, typing included. */
  unsaved: number;
  last: number;
  saved: number;
  archived: number;
  graceMS: number;
  receipt: string;
  /** Why it was sealed; null before, and where the server does not say. */
  sealedBy: SealedBy | null;
  sealedN: number;
  late: number;
  disputes: readonly Dispute[];
  rejected: readonly Rejected[];
  submit: SubmitState;
  store: StoreKind | null;
  /** Events kept under an earlier key that nobody here can read: for the rescue file. */
  unreadable: number;
  /** Sealed, everything in the record, nothing left in this browser. */
  done: boolean;
}

/** The picture before anything is known. */
export const emptySnapshot: Snapshot = {
  phase: "connecting",
  link: "connecting",
  retryAt: 0,
  error: "",
  person: null,
  display: null,
  practice: false,
  place: 0,
  notice: null,
  paper: null,
  fields: new Map(),
  replays: {},
  inputOpen: false,
  unsaved: 0,
  last: 0,
  saved: 0,
  archived: 0,
  graceMS: 0,
  receipt: "",
  sealedBy: null,
  sealedN: 0,
  late: 0,
  disputes: [],
  rejected: [],
  submit: "none",
  store: null,
  unreadable: 0,
  done: false,
};
