import type { Schema } from "../../api";

/** What the address holds: a filter of the bank, as the server knows it. */
export type Filter = Schema["Filter"];
export type Use = Schema["UseFilter"];

const texts = [
  "q",
  "unit",
  "pool",
  "subject",
  "topic",
  "content",
  "outcome",
  "level",
  "kind",
  "state",
  "author",
  "language",
  "batch",
  "from",
  "to",
  "sort",
] as const;
const lists = ["free", "competences", "has", "lacks"] as const;
const figures = ["p_min", "p_max", "disc_min", "disc_max", "seen_min", "seen_max"] as const;
const days = ["used_since", "not_used_since"] as const;

export type TextName = (typeof texts)[number];
export type ListName = (typeof lists)[number];
export type FigureName = (typeof figures)[number];

/** Reads a filter from the address; what it does not know it leaves out. */
export function fromQuery(query: URLSearchParams): Filter {
  const f: Filter = {};
  for (const name of texts) {
    const value = query.get(name);
    if (value) f[name] = value;
  }
  const grade = whole(query.get("grade"));
  if (grade !== undefined && grade >= 1 && grade <= 12) f.grade = grade;
  for (const name of lists) {
    const values = query.getAll(name).filter((v) => v !== "");
    if (values.length > 0) f[name] = [...new Set(values)];
  }
  const use: Use = {};
  for (const name of figures) {
    const value = whole(query.get(name));
    if (value !== undefined) use[name] = value;
  }
  for (const name of days) {
    const value = query.get(name);
    if (value && !Number.isNaN(Date.parse(value))) use[name] = value;
  }
  if (query.get("never_used") === "true") use.never_used = true;
  if (Object.keys(use).length > 0) f.use = use;
  return f;
}

/** Writes a filter as an address, always in the same order. */
export function toQuery(f: Filter): URLSearchParams {
  const query = new URLSearchParams();
  for (const name of texts) if (f[name]) query.set(name, f[name]);
  if (f.grade) query.set("grade", String(f.grade));
  for (const name of lists) for (const value of f[name] ?? []) query.append(name, value);
  for (const name of figures) {
    const value = f.use?.[name];
    if (value !== undefined) query.set(name, String(value));
  }
  for (const name of days) {
    const value = f.use?.[name];
    if (value) query.set(name, value);
  }
  if (f.use?.never_used) query.set("never_used", "true");
  return query;
}

/** Two filters that ask the same have the same key, whatever their order. */
export function keyOf(f: Filter): string {
  return toQuery(f).toString();
}

/** What somebody changes: said of the filter that holds by then, not of the one that was drawn. */
export type Change = (now: Filter) => Filter;

/** One condition as a chip shows it; without takes it away. */
export interface Condition {
  name: string;
  value: string;
  without: Change;
}

/** Everything that a filter asks for but its text and its order. */
export function conditions(f: Filter): Condition[] {
  const out: Condition[] = [];
  for (const [name, value] of toQuery(f)) {
    if (name === "q" || name === "sort") continue;
    out.push({
      name,
      value,
      without: (now) => {
        const query = toQuery(now);
        const left = query.getAll(name).filter((v) => v !== value);
        query.delete(name);
        for (const v of left) query.append(name, v);
        return fromQuery(query);
      },
    });
  }
  return out;
}

/** The filter with one value set, or without it where it was set already. */
export function toggled(f: Filter, name: string, value: string): Filter {
  const query = toQuery(f);
  if (query.getAll(name).includes(value)) {
    const left = query.getAll(name).filter((v) => v !== value);
    query.delete(name);
    for (const v of left) query.append(name, v);
  } else if ((lists as readonly string[]).includes(name)) {
    query.append(name, value);
  } else {
    query.set(name, value);
  }
  return fromQuery(query);
}

/** The filter with a value in place of another; empty takes it away. */
export function replaced(f: Filter, name: string, value: string): Filter {
  const query = toQuery(f);
  if (value === "") query.delete(name);
  else query.set(name, value);
  return fromQuery(query);
}

function whole(text: string | null): number | undefined {
  return text !== null && /^-?\d{1,9}$/.test(text) ? Number(text) : undefined;
}
