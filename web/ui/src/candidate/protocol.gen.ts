// Code generated from delivery/protocol by go generate; DO NOT EDIT.

export const protocolVersion = 1;
export const maxMessage = 16384;
export const maxValue = 2000;
export const maxEssay = 32768;

export type State = 'waiting' | 'running' | 'paused' | 'sealed';

export type SealedBy = 'deadline' | 'submit' | 'invigilator' | 'paper' | 'void';

export type Code =
  | 'field.unknown'
  | 'value.invalid'
  | 'play.limit'
  | 'upload.missing'
  | 'state.waiting'
  | 'state.paused'
  | 'submit.too_early'
  | 'submit.behind'
  | 'server.restart'
  | 'server.unavailable'
  | 'client.slow'
  | 'server.busy'
  | 'holder.busy'
  | 'ticket.limited'
  | 'events.conflict'
  | 'ticket.wrong'
  | 'ticket.other_sitting'
  | 'sitting.not_open'
  | 'arrival.late'
  | 'holder.replaced'
  | 'message.invalid'
  | 'message.too_large'
  | 'attempt.sealed'
  | 'version.unknown';

/** Close codes: 4000-4499 connect again, 4500-4999 do not. */
export const closeCodes: Record<number, Code> = {
  4001: 'server.restart',
  4002: 'server.unavailable',
  4003: 'client.slow',
  4004: 'server.busy',
  4010: 'holder.busy',
  4011: 'ticket.limited',
  4012: 'events.conflict',
  4500: 'ticket.wrong',
  4501: 'ticket.other_sitting',
  4502: 'sitting.not_open',
  4503: 'holder.replaced',
  4504: 'message.invalid',
  4505: 'message.too_large',
  4506: 'attempt.sealed',
  4507: 'version.unknown',
  4508: 'arrival.late',
};

/** Display is what the candidate needs of the page. */
export interface Display {
  /** Scale is the size of the type in percent, 100 to 300. */
  scale: number;
  /** Contrast is normal or high. */
  contrast: string;
}

/** Hello is the first message of a client. It claims the attempt that belongs to number and code. */
export interface HelloMessage {
  t: 'hello';
  v: number;
  /** Number is the candidate number (số báo danh). */
  number: string;
  /** Code is the ticket; case, spaces and hyphens do not matter. */
  code: string;
  /** Device is 8 to 64 random characters that this browser keeps for this seat. */
  device: string;
  /** Sitting is optional: the sitting that the ticket must belong to. */
  sitting?: string;
  /** Machine is optional: the label of the computer, at most 32 printable characters, for the invigilator. */
  machine?: string;
  /** Last is the highest sequence number that this client holds, 0 if none. */
  last: number;
}

/** Answer is one event of an attempt. Sequence numbers are contiguous from 1. */
export interface AnswerMessage {
  t: 'answer';
  seq: number;
  field: string;
  value: string;
}

/** Submit hands in before the deadline; N is the client's last number. */
export interface SubmitMessage {
  t: 'submit';
  n: number;
}

/** Focus says that the page lost or regained the focus. */
export interface FocusMessage {
  t: 'focus';
  lost: boolean;
}

/** Queue comes before Welcome while many sign in at once, and again as the place moves. The client waits; it has nothing to do. */
export interface QueueMessage {
  t: 'queue';
  /** Place is 1 for who comes in next. */
  place: number;
  /** RetryMS is about how long it will take, 0 if nobody knows. */
  retry_ms: number;
}

/** Welcome answers a hello. Key is empty until the sitting runs. */
export interface WelcomeMessage {
  t: 'welcome';
  v: number;
  attempt: string;
  sitting: string;
  /** Epoch is this connection's turn as holder of the attempt. */
  epoch: number;
  name: string;
  number: string;
  subject: string;
  room: string;
  seat: string;
  state: State;
  /** ServerMS is the server's wall clock in milliseconds since 1970. */
  server_ms: number;
  /** StartsInMS is the time until the planned start while waiting. */
  starts_in_ms: number;
  /** RemainingMS is the time to the deadline while running. */
  remaining_ms: number;
  grace_ms: number;
  /** Paper is the lower-case hex SHA-256 of the encrypted paper. */
  paper: string;
  paper_size: number;
  /** Key is base64 of the 32 bytes that open the paper. */
  key: string;
  /** StoreKey is base64 of 32 bytes for what the browser keeps. */
  store_key: string;
  saved: number;
  archived: number;
  /** Answers holds the last saved value of each field. */
  answers: Record<string, string>;
  /** Replays says how often each sound may be started on top of what the paper allows; without it none may. */
  replays?: Record<string, number>;
  receipt: string;
  /** SealedBy says why it was sealed, once it is. */
  sealed_by?: SealedBy;
  /** Display is how the page shows itself at first. */
  display: Display;
  /** Practice says that the sitting trains, and is never scored. */
  practice: boolean;
}

/** Saved says that the events 1…Seq are durable. */
export interface SavedMessage {
  t: 'saved';
  seq: number;
}

/** Archived says that the events 1…Seq are in the record. */
export interface ArchivedMessage {
  t: 'archived';
  seq: number;
}

/** Resend asks for every event from From on, in order. */
export interface ResendMessage {
  t: 'resend';
  from: number;
}

/** Conflict says that another event with this number is stored, and stands. */
export interface ConflictMessage {
  t: 'conflict';
  seq: number;
}

/** Refused says that nothing was stored and the number is still free. */
export interface RefusedMessage {
  t: 'refused';
  seq: number;
  code: Code;
}

/** Late says that the event is kept as evidence only. */
export interface LateMessage {
  t: 'late';
  seq: number;
}

/** Have says what the server holds after trouble: send again from Seq+1. */
export interface HaveMessage {
  t: 'have';
  seq: number;
}

/** Start releases the key of the paper. */
export interface StartMessage {
  t: 'start';
  key: string;
  remaining_ms: number;
  /** ServerMS is the server's clock as this was written, as in Welcome. */
  server_ms: number;
}

/** Time tells the state and the time to the deadline. */
export interface TimeMessage {
  t: 'time';
  state: State;
  remaining_ms: number;
  /** ServerMS is the server's clock as this was written, as in Welcome. */
  server_ms: number;
}

/** Replays says how often each sound may be started on top of what the paper allows, for it has changed. */
export interface ReplaysMessage {
  t: 'replays';
  more: Record<string, number>;
}

/** Sealed says that the attempt is closed with the events 1…N. */
export interface SealedMessage {
  t: 'sealed';
  n: number;
  receipt: string;
  /** By says why it was sealed. */
  by?: SealedBy;
}

/** Error comes just before a close. */
export interface ErrorMessage {
  t: 'error';
  code: Code;
  final: boolean;
  retry_ms: number;
}

export type ClientMessage = HelloMessage | AnswerMessage | SubmitMessage | FocusMessage;

export type ServerMessage =
  | QueueMessage
  | WelcomeMessage
  | SavedMessage
  | ArchivedMessage
  | ResendMessage
  | ConflictMessage
  | RefusedMessage
  | LateMessage
  | HaveMessage
  | StartMessage
  | TimeMessage
  | ReplaysMessage
  | SealedMessage
  | ErrorMessage;
