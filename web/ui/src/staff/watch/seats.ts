import type { Schema } from "../api";

export type Seat = Schema["LiveSeatView"];
export type SittingState = Schema["LiveSittingView"]["state"];

/** What the colour and the words of a seat say. */
export type Look =
  | "waiting" // not started, connected
  | "away" // not started, nobody there
  | "working"
  | "silent" // started, connection gone
  | "sealed"
  | "incomplete"
  | "absent";

export function lookOf(seat: Seat): Look {
  switch (seat.state) {
    case "waiting":
      return seat.connected ? "waiting" : "away";
    case "open":
      return seat.connected ? "working" : "silent";
    default:
      return seat.state;
  }
}

/** Reports whether the invigilator should walk over. */
export function needsAttention(seat: Seat, sitting: SittingState): boolean {
  const look = lookOf(seat);
  if (look === "silent" || look === "incomplete") return true;
  if (look === "away") return sitting === "running";
  return look === "working" && seat.lost_focus;
}

/** Seats in the order of the room: by room, then by seat number. */
export function inOrder(seats: readonly Seat[]): Seat[] {
  const collator = new Intl.Collator("vi", { numeric: true });
  return [...seats].sort(
    (a, b) =>
      collator.compare(a.room, b.room) ||
      collator.compare(a.seat, b.seat) ||
      collator.compare(a.number, b.number),
  );
}

export interface Tally {
  total: number;
  connected: number;
  working: number;
  sealed: number;
  attention: number;
}

export function tally(seats: readonly Seat[], sitting: SittingState): Tally {
  const sum: Tally = { total: seats.length, connected: 0, working: 0, sealed: 0, attention: 0 };
  for (const seat of seats) {
    if (seat.connected) sum.connected++;
    if (seat.state === "open") sum.working++;
    if (seat.state === "sealed") sum.sealed++;
    if (needsAttention(seat, sitting)) sum.attention++;
  }
  return sum;
}

/** What is left of a span that the server told `at`, now. */
export function left(ms: number, at: number, now: number): number {
  return Math.max(0, ms - (now - at));
}
