import type { Schema } from "../api";
import type { Seat } from "./seats";

export type Action = Schema["LiveActionView"];
export type Sitting = Schema["LiveSittingView"];

/** One event of the stream: the first is all of the room, later ones what changed. */
export interface Update {
  full: boolean;
  sitting?: Sitting;
  seats?: Seat[];
  ledger?: { actions: Action[] | null; late: number };
  trouble?: string;
  at: string;
}

/** A seat with the time, by the browser's clock, at which its spans were true. */
export type LiveSeat = Seat & { at: number };

/** A room as the page knows it. */
export interface Room {
  sitting: Sitting;
  seats: LiveSeat[];
  actions: Action[];
  late: number;
  /** Code of why the server cannot read the room now. */
  trouble: string;
  /** The server's clock minus the browser's, in milliseconds. */
  ahead: number;
}

/** Takes an event over. Events before the first whole one are left out. */
export function merge(room: Room | undefined, update: Update, now: number): Room | undefined {
  const timed = (update.seats ?? []).map((s) => ({ ...s, at: now }));
  const trouble = update.trouble ?? "";
  if (room === undefined || update.full) {
    if (update.sitting === undefined) return room && { ...room, trouble };
    return {
      sitting: update.sitting,
      seats: timed,
      actions: update.ledger?.actions ?? [],
      late: update.ledger?.late ?? 0,
      trouble,
      ahead: new Date(update.at).getTime() - now,
    };
  }
  const changed = new Map(timed.map((s) => [s.attempt, s]));
  const known = new Set(room.seats.map((s) => s.attempt));
  return {
    ...room,
    sitting: update.sitting ?? room.sitting,
    seats: [
      ...room.seats.map((s) => changed.get(s.attempt) ?? s),
      ...timed.filter((s) => !known.has(s.attempt)),
    ],
    actions: update.ledger ? (update.ledger.actions ?? []) : room.actions,
    late: update.ledger?.late ?? room.late,
    trouble,
  };
}

/** The answer of a whole reading as an event. */
export function whole(answer: Schema["LiveRoom"]): Update {
  return {
    full: true,
    sitting: answer.sitting,
    seats: answer.seats,
    ledger: { actions: answer.actions, late: answer.late },
    at: answer.at,
  };
}
