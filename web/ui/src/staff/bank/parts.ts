import type { Schema } from "../api";
import type { Item } from "./words";

type PartBody = Schema["FormPartBody"];
export type FormView = Schema["FormView"];

/** The titles of the three parts since 2025. */
export const partTitles = [
  "PHẦN I. Câu trắc nghiệm nhiều phương án lựa chọn",
  "PHẦN II. Câu trắc nghiệm đúng sai",
  "PHẦN III. Câu trắc nghiệm trả lời ngắn",
];

/** The part of a kind in the format of 2025, from 0. */
export function partOf(kind: string): number {
  if (kind === "cluster") return 1;
  return kind === "short" ? 2 : 0;
}

/**
 * Puts questions into the three parts by kind, in the order of their labels
 * where they have one; questions with one stimulus stand together. Parts
 * without a question are left out.
 */
export function partsOfItems(items: Item[]): PartBody[] {
  const parts: PartBody[] = partTitles.map((title) => ({ title, pins: [] }));
  const sorted = [...items].sort((a, b) =>
    (a.current.body.label ?? "").localeCompare(b.current.body.label ?? "", "vi", { numeric: true }),
  );
  for (const it of together(sorted)) {
    parts[partOf(it.current.body.question.kind)]?.pins.push({ item_id: it.id });
  }
  return parts.filter((p) => p.pins.length > 0);
}

/** Moves questions with the same stimulus behind the first of them. */
function together(items: Item[]): Item[] {
  const out: Item[] = [];
  for (const it of items) {
    const { stimulus, kind } = it.current.body.question;
    const same = (o: Item) =>
      o.current.body.question.stimulus === stimulus && o.current.body.question.kind === kind;
    const last = stimulus ? out.length - 1 - [...out].reverse().findIndex(same) : -1;
    if (last < 0 || last >= out.length) out.push(it);
    else out.splice(last + 1, 0, it);
  }
  return out;
}

/** Moves element i by step places, if there is room. */
export function moved<T>(list: T[], i: number, step: number): T[] {
  const to = i + step;
  if (to < 0 || to >= list.length) return list;
  const out = [...list];
  out.splice(to, 0, ...out.splice(i, 1));
  return out;
}

type ViewPart = FormView["parts"][number];

/** A track with an id that the part does not have yet. */
export function newTrack(tracks: ViewPart["tracks"]): ViewPart["tracks"][number] {
  let n = tracks.length + 1;
  while (tracks.some((t) => t.id === `t${n}`)) n++;
  return { id: `t${n}`, title: "" };
}

/** A part without one of its tracks: the questions of it are for everybody again. */
export function withoutTrack(part: ViewPart, id: string): Pick<ViewPart, "tracks" | "pins"> {
  return {
    tracks: part.tracks.filter((t) => t.id !== id),
    pins: part.pins.map((p) => (p.track === id ? { ...p, track: "" } : p)),
  };
}
