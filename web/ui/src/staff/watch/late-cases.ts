import type { Schema } from "../api";

type Late = Schema["LateView"];

/** The late events of one candidate. */
export interface LateCase {
  attempt: string;
  number: string;
  name: string;
  room: string;
  events: Late[];
  /** Incidents that nobody has proposed yet; marks to look again never count. */
  open: number[];
  /** The proposal that waits for a second person, or "". */
  proposal: string;
}

/** Late events by candidate, in the order in which they came. */
export function caseOf(late: readonly Late[]): LateCase[] {
  const cases = new Map<string, LateCase>();
  for (const e of late) {
    let of = cases.get(e.attempt);
    if (of === undefined) {
      const { attempt, number, name, room } = e;
      of = { attempt, number, name, room, events: [], open: [], proposal: "" };
      cases.set(attempt, of);
    }
    of.events.push(e);
    if (e.state === "" && !e.flag) of.open.push(e.incident);
    if (e.state === "admit_ask") of.proposal = e.proposal;
  }
  return [...cases.values()];
}
