import type { Key, Question } from "../body";
import type { Body } from "../words";

/** A question being written, and how its parts are changed. */
export interface Edit {
  body: Body;
  change: (next: (body: Body) => Body) => void;
}

/** Changes the question of a body. */
export function setQuestion(edit: Edit, next: (q: Question) => Partial<Question>): void {
  edit.change((b) => ({ ...b, question: { ...b.question, ...next(b.question) } }));
}

/** Changes the key of a body. */
export function setKey(edit: Edit, next: (key: Key) => Partial<Key>): void {
  edit.change((b) => ({ ...b, key: { ...b.key, ...next(b.key) } }));
}

/** A list with one element replaced. */
export function withItem<T>(list: T[] | undefined, i: number, part: Partial<T>): T[] {
  return (list ?? []).map((x, k) => (k === i ? { ...x, ...part } : x));
}

/** A list without its element i. */
export function without<T>(list: T[] | undefined, i: number): T[] {
  return (list ?? []).filter((_, k) => k !== i);
}

/** A list of n texts, the key of n fields, with one of them set. */
export function withValue(
  list: string[] | undefined,
  n: number,
  i: number,
  value: string,
): string[] {
  return Array.from({ length: n }, (_, k) => (k === i ? value : (list?.[k] ?? "")));
}
