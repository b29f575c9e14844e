import type { FieldValue } from "../engine/log";
import { trackState } from "../paper/tracks";
import type { Placed } from "../paper/types";

/** How far a question has come. `part`: some statements of a cluster are open. */
export type QuestionMark = "none" | "part" | "typed" | "saved" | "archived";

type Fields = ReadonlyMap<string, FieldValue>;

/** The field that keeps a question's flag: that of its first field, whatever the order on screen. */
export function flagField(q: Placed): string {
  return `flag:${[...q.fields].sort()[0] ?? q.name}`;
}

/** Whether the candidate wants to look at a question again. */
export function isFlagged(q: Placed, fields: Fields): boolean {
  return fields.get(flagField(q))?.value === "1";
}

/** The weakest state among what a question's fields hold, answered or taken back. */
export function savedMark(q: Placed, fields: Fields): QuestionMark {
  const touched = q.fields.map((f) => fields.get(f)).filter((v) => v !== undefined);
  if (touched.length === 0) return "none";
  if (touched.some((v) => v.state === "typed")) return "typed";
  return touched.some((v) => v.state === "saved") ? "saved" : "archived";
}

/** The mark that the navigator shows. */
export function questionMark(q: Placed, fields: Fields): QuestionMark {
  const answered = q.fields.filter((f) => fields.get(f)?.value).length;
  if (answered === 0) return "none";
  return answered < q.fields.length ? "part" : savedMark(q, fields);
}

/** How many of the questions to be done are answered completely. */
export function answeredCount(all: readonly Placed[], fields: Fields): number {
  return all.filter(
    (q) => trackState(q, fields) === "open" && q.fields.every((f) => fields.get(f)?.value),
  ).length;
}

/** How many questions the server holds an answer for, without knowing the paper: flags, tracks and plays are none. */
export function savedQuestions(fields: Fields): number {
  const names = new Set<string>();
  for (const [field, v] of fields) {
    if (v.value && v.state !== "typed" && !field.includes(":")) {
      names.add(field.replace(/[a-z]$/, ""));
    }
  }
  return names.size;
}
