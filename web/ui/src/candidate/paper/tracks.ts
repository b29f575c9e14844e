// Tracks: of some questions of a part the candidate does one set, chosen in the
// field track:<part>. What is answered in another one is kept and does not count.
import type { FieldValue } from "../engine/log";
import type { Part, Placed, Track } from "./types";

type Fields = ReadonlyMap<string, FieldValue>;

/** The field that holds the choice: an answer as every other. */
export function trackField(part: Part): string {
  return `track:${part.part}`;
}

/** The track chosen in a part; none where nothing is, or what the paper does not know. */
export function chosenTrack(part: Part, fields: Fields): Track | undefined {
  const id = fields.get(trackField(part))?.value;
  return part.tracks?.find((t) => t.id === id);
}

/** How a question stands to the choice. */
export type TrackState =
  | "open" // to be done: for everybody, or of the chosen track
  | "undecided" // of a track, and none is chosen yet
  | "folded"; // of another track than the chosen one

export function trackState(q: Placed, fields: Fields): TrackState {
  if (!q.question.track || !q.part.tracks?.length) return "open";
  const chosen = chosenTrack(q.part, fields);
  if (!chosen) return "undecided";
  return chosen.id === q.question.track ? "open" : "folded";
}

/** Parts in which a track has still to be chosen. */
export function undecidedParts(all: readonly Placed[], fields: Fields): Part[] {
  const parts = [...new Set(all.map((q) => q.part))];
  return parts.filter((p) => p.tracks?.length && !chosenTrack(p, fields));
}

/** How many questions are to be done: the tracks of a part have equally many. */
export function countToDo(all: readonly Placed[], fields: Fields): number {
  const open = all.filter((q) => trackState(q, fields) === "open").length;
  return undecidedParts(all, fields).reduce((n, part) => {
    const first = part.tracks?.[0]?.id;
    return n + all.filter((q) => q.part === part && q.question.track === first).length;
  }, open);
}

/** The next question in a direction that is not folded away; -1 at the end. */
export function neighbour(
  all: readonly Placed[],
  fields: Fields,
  from: number,
  step: 1 | -1,
): number {
  for (let i = from + step; i >= 0 && i < all.length; i += step) {
    const q = all[i];
    if (q && trackState(q, fields) !== "folded") return i;
  }
  return -1;
}
