// The messages of docs/protocol.md under shorter names, and how frames are read.
import {
  closeCodes,
  type ClientMessage,
  type ServerMessage,
  type State,
  type WelcomeMessage,
} from "../protocol.gen";

export type { ClientMessage, ServerMessage };

export type Welcome = WelcomeMessage;
/** What the attempt is doing, by the server's word. */
export type ServerState = State;

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

/** The error code that a close code stands for; empty for a close that says nothing. */
export function closeReason(code: number): string {
  return closeCodes[code] ?? "";
}
