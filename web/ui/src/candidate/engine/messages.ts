// The messages of docs/protocol.md, version 1, as this page uses them.

/** What the attempt is doing, by the server's word. */
export type ServerState = "waiting" | "running" | "paused" | "sealed";

export interface Hello {
  t: "hello";
  v: 1;
  number: string;
  code: string;
  device: string;
  sitting?: string;
  last: number;
}

export interface Welcome {
  t: "welcome";
  v: number;
  attempt: string;
  sitting: string;
  epoch: number;
  name: string;
  number: string;
  subject: string;
  room: string;
  seat: string;
  state: ServerState;
  server_ms: number;
  starts_in_ms: number;
  remaining_ms: number;
  grace_ms: number;
  paper: string;
  paper_size: number;
  key: string;
  store_key: string;
  saved: number;
  archived: number;
  answers: Record<string, string>;
  receipt: string;
}

export type ServerMessage =
  | Welcome
  | { t: "saved" | "archived" | "conflict" | "late" | "have"; seq: number }
  | { t: "resend"; from: number }
  | { t: "refused"; seq: number; code: string }
  | { t: "start"; key: string; remaining_ms: number }
  | { t: "time"; state: ServerState; remaining_ms: number }
  | { t: "sealed"; n: number; receipt: string }
  | { t: "error"; code: string; final: boolean; retry_ms: number };

export type ClientMessage =
  | Hello
  | { t: "answer"; seq: number; field: string; value: string }
  | { t: "focus"; lost: boolean }
  | { t: "submit"; n: number };

/** Reads one frame. Null for what is not an object with a `t`: it is ignored. */
export function parseMessage(text: string): ServerMessage | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null || !("t" in value)) return null;
    return typeof value.t === "string" ? (value as ServerMessage) : null;
  } catch {
    return null;
  }
}

/** Close codes 4500–4999 are final: connecting again would change nothing. */
export function isFinalClose(code: number): boolean {
  return code >= 4500 && code <= 4999;
}

/** The close code that says: sealed, and every event is in the record. */
export const closeSealed = 4506;

const closeCodes: Record<number, string> = {
  4001: "server.restart",
  4002: "server.unavailable",
  4003: "client.slow",
  4004: "server.busy",
  4010: "holder.busy",
  4011: "ticket.limited",
  4500: "ticket.wrong",
  4501: "ticket.other_sitting",
  4502: "sitting.not_open",
  4503: "holder.replaced",
  4504: "message.invalid",
  4505: "message.too_large",
  4506: "attempt.sealed",
  4507: "version.unknown",
};

/** The error code that a close code stands for; empty for a close that says nothing. */
export function closeReason(code: number): string {
  return closeCodes[code] ?? "";
}
