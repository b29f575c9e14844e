import type { Schema } from "../api";

export type Seat = Schema["LiveSeatView"];
export type SittingState = Schema["LiveSittingView"]["state"];

/** What the colour and the words of a seat say. */
export type Look =
  | "waiting" // not started, connected
  | "away" // not started, nobody there
  | "working"
  | "paused" // started, the clock stands
  | "silent" // started, connection gone
  | "sealed"
  | "paper" // goes on with paper
  | "voided"
  | "incomplete"
  | "absent";

export function lookOf(seat: Seat): Look {
  if (seat.voided) return "voided";
  switch (seat.state) {
    case "waiting":
      return seat.connected ? "waiting" : "away";
    case "open":
      if (!seat.connected) return "silent";
      return seat.paused ? "paused" : "working";
    case "sealed":
      return seat.sealed_by === "paper" ? "paper" : "sealed";
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

/** What the grid is filtered by. */
export type Filter = "all" | "attention" | "working" | "paused" | "away" | "sealed";

export const filters: Filter[] = ["all", "attention", "working", "paused", "away", "sealed"];

export function passes(seat: Seat, filter: Filter, sitting: SittingState): boolean {
  switch (filter) {
    case "all":
      return true;
    case "attention":
      return needsAttention(seat, sitting);
    case "working":
      return seat.state === "open" && !seat.paused;
    case "paused":
      return seat.state === "open" && seat.paused;
    case "away":
      return seat.state === "waiting" || seat.state === "absent";
    case "sealed":
      return seat.state === "sealed" || seat.state === "incomplete";
  }
}

const collator = new Intl.Collator("vi", { numeric: true });

/** Seats in the order of the room: by room, then by seat number. */
export function inOrder<T extends Seat>(seats: readonly T[]): T[] {
  return [...seats].sort(
    (a, b) =>
      collator.compare(a.room, b.room) ||
      collator.compare(a.seat, b.seat) ||
      collator.compare(a.number, b.number),
  );
}

/** Seats that need attention first, else in the order given. */
export function problemsFirst<T extends Seat>(seats: readonly T[], sitting: SittingState): T[] {
  return [
    ...seats.filter((s) => needsAttention(s, sitting)),
    ...seats.filter((s) => !needsAttention(s, sitting)),
  ];
}

export interface Tally {
  total: number;
  connected: number;
  working: number;
  paused: number;
  sealed: number;
  away: number;
  attention: number;
  /** How much of all that can be answered has an answer, in whole per cent. */
  percent: number;
}

export function tally(seats: readonly Seat[], sitting: SittingState): Tally {
  const sum: Tally = {
    total: seats.length,
    connected: 0,
    working: 0,
    paused: 0,
    sealed: 0,
    away: 0,
    attention: 0,
    percent: 0,
  };
  let answered = 0;
  let fields = 0;
  for (const seat of seats) {
    if (seat.connected) sum.connected++;
    if (passes(seat, "working", sitting)) sum.working++;
    if (passes(seat, "paused", sitting)) sum.paused++;
    if (passes(seat, "sealed", sitting)) sum.sealed++;
    if (passes(seat, "away", sitting)) sum.away++;
    if (needsAttention(seat, sitting)) sum.attention++;
    answered += seat.answered;
    fields += seat.total;
  }
  sum.percent = fields === 0 ? 0 : Math.floor((100 * answered) / fields);
  return sum;
}

/** What is left of a span that the server told `at`, now. */
export function left(ms: number, at: number, now: number): number {
  return Math.max(0, ms - (now - at));
}

/** What a seat's clock shows: it stands while the seat is paused. */
export function remaining(seat: Seat & { at: number }, now: number): number {
  return seat.paused ? seat.remaining_ms : left(seat.remaining_ms, seat.at, now);
}

/** The seats of each room, in the order of rooms. */
export function byRoom<T extends Seat>(seats: readonly T[]): Map<string, T[]> {
  const rooms = new Map<string, T[]>();
  for (const seat of inOrder(seats)) {
    const list = rooms.get(seat.room);
    if (list) list.push(seat);
    else rooms.set(seat.room, [seat]);
  }
  return rooms;
}
