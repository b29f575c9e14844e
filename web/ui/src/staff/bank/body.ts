import type { Schema } from "../api";
import type { Body, Kind } from "./words";

// The editor holds a question as the server knows it. Parts that another kind
// needs are kept while one tries kinds, and left out by `finished`.

export type Question = Body["question"];
export type Key = Body["key"];
export type Option = Schema["Option"];
export type Statement = Schema["Statement"];
export type Gap = Schema["Gap"];
export type Criterion = Schema["Criterion"];
export type Area = Schema["Area"];

/** The grid of part III since 2025. */
export const gridCharset = "0123456789-,";
export const gridMax = 4;
/** The number of statements in a true/false cluster. */
export const clusterSize = 4;

/** Four characters that say nothing about the place of an option. */
export function newID(): string {
  const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
  const bytes = crypto.getRandomValues(new Uint8Array(4));
  return Array.from(bytes, (b) => alphabet[b % 32]).join("");
}

export function newOption(): Option {
  return { id: newID(), html: "" };
}

/** An empty question of a kind. */
export function emptyBody(kind: Kind): Body {
  return withKind({ question: { kind, stem: "" }, key: {}, tags: {} }, kind);
}

/** The question as one of another kind, with the parts that it needs made. */
export function withKind(body: Body, kind: Kind): Body {
  const q: Question = { ...body.question, kind };
  const key: Key = { ...body.key };
  const some = <T>(list: T[] | undefined, n: number, make: () => T): T[] =>
    list && list.length > 0 ? list : Array.from({ length: n }, make);
  switch (kind) {
    case "single":
    case "multiple":
    case "order":
      q.options = some(q.options, 4, newOption);
      break;
    case "match":
    case "categorise":
      q.options = some(q.options, kind === "match" ? 4 : 2, newOption);
      q.statements = some(q.statements, 3, () => ({ html: "" }));
      break;
    case "cluster":
      q.statements = [...(q.statements ?? [])];
      while (q.statements.length < clusterSize) q.statements.push({ html: "" });
      break;
    case "short":
      q.grid ??= { max: gridMax, charset: gridCharset };
      break;
    case "upload":
      q.files ??= { types: ["pdf", "docx"], max_bytes: 10 << 20 };
      break;
    case "hotspot":
      q.points = q.points && q.points > 0 ? q.points : 1;
      break;
    case "numeric":
    case "cloze":
    case "essay":
      break;
  }
  return { ...body, question: q, key };
}

const isEmpty = (html: string) => html.replace(/<(?!img|audio)[^>]*>/g, "").trim() === "";

/** Whether a text shows nothing. */
export function blank(html: string): boolean {
  return isEmpty(html.replaceAll("\u00a0", " "));
}

/**
 * The body that is checked, kept and saved: only what the kind has, without the
 * empty options at the end, with a key that names what exists. It never adds to
 * the key.
 */
export function finished(body: Body): Body {
  const { question: q, key } = body;
  const out: Body = {
    question: { kind: q.kind, stem: q.stem },
    key: {},
    tags: tagsOf(body),
  };
  if (body.label) out.label = body.label;
  if (body.solution && !blank(body.solution)) out.solution = body.solution;
  if (body.todo && body.todo.length > 0) out.todo = body.todo;
  if (q.stimulus && !blank(q.stimulus)) out.question.stimulus = q.stimulus;
  fill(out, q, key);
  const credit = creditOf(out, key.credit);
  if (credit) out.key.credit = credit;
  return out;
}

function fill(out: Body, q: Question, key: Key): void {
  switch (q.kind as Kind) {
    case "single":
    case "multiple":
    case "order":
      takeOptions(out, q, key.options ?? []);
      out.key.options = known(key.options, out.question.options);
      break;
    case "cluster":
      out.question.statements = q.statements ?? [];
      out.key.statements = perRow(out, key, (v) => v === "D" || v === "S");
      break;
    case "match":
    case "categorise": {
      takeOptions(out, q, key.statements ?? []);
      out.question.statements = usedRows(q, key);
      const ids = new Set((out.question.options ?? []).map((o) => o.id));
      out.key.statements = perRow(out, key, (v) => ids.has(v));
      break;
    }
    case "short":
      if (q.grid) out.question.grid = q.grid;
      takeAccepted(out, key);
      break;
    case "numeric":
      takeAccepted(out, key);
      break;
    case "cloze":
      takeOptions(out, q, (key.gaps ?? []).flat());
      if (out.question.options?.length === 0) delete out.question.options;
      out.question.gaps = (q.gaps ?? []).map(trimGap);
      out.key.gaps = (q.gaps ?? []).map((g, i) => gapKey(out, g, key.gaps?.[i] ?? []));
      if (key.fold) out.key.fold = true;
      break;
    case "hotspot":
      takeHotspot(out, q, key);
      break;
    case "essay":
      if (q.writing) out.question.writing = q.writing;
      if (key.rubric && key.rubric.length > 0) out.key.rubric = key.rubric;
      break;
    case "upload":
      if (q.files) out.question.files = q.files;
      if (key.rubric && key.rubric.length > 0) out.key.rubric = key.rubric;
      break;
  }
}

/** The options up to the last that has a text or is named by the key. */
function takeOptions(out: Body, q: Question, used: string[]): void {
  const options = [...(q.options ?? [])];
  for (let last = options.at(-1); last; last = options.at(-1)) {
    if (!blank(last.html) || last.area || used.includes(last.id)) break;
    options.pop();
  }
  out.question.options = options;
}

/** The rows up to the last that has a text or a key. */
function usedRows(q: Question, key: Key): Statement[] {
  const rows = [...(q.statements ?? [])];
  const used = (i: number) => !blank(rows[i]?.html ?? "") || (key.statements?.[i] ?? "") !== "";
  while (rows.length > 0 && !used(rows.length - 1)) rows.pop();
  return rows;
}

function known(ids: string[] | undefined, options: Option[] | undefined): string[] {
  return (ids ?? []).filter((id) => options?.some((o) => o.id === id));
}

function perRow(out: Body, key: Key, good: (value: string) => boolean): string[] {
  return (out.question.statements ?? []).map((_, i) => {
    const value = key.statements?.[i] ?? "";
    return good(value) ? value : "";
  });
}

function takeAccepted(out: Body, key: Key): void {
  out.key.accepted = (key.accepted ?? []).map((a) => a.trim()).filter((a) => a !== "");
  if (key.fold) out.key.fold = true;
}

function trimGap(gap: Gap): Gap {
  const out: Gap = { ...gap };
  if (out.grid) delete out.options;
  return out;
}

function gapKey(out: Body, gap: Gap, key: string[]): string[] {
  if (gap.grid) return key.map((a) => a.trim()).filter((a) => a !== "");
  const choices = gap.options && gap.options.length > 0 ? gap.options : out.question.options;
  return known(key, choices);
}

function takeHotspot(out: Body, q: Question, key: Key): void {
  if (q.image) out.question.image = q.image;
  if ((q.options ?? []).some((o) => o.area)) {
    takeOptions(out, q, key.options ?? []);
    out.key.options = known(key.options, out.question.options);
    return;
  }
  out.question.points = q.points ?? 1;
  out.key.areas = key.areas ?? [];
}

function tagsOf(body: Body): Body["tags"] {
  const tags = { ...body.tags };
  if (body.question.kind === "cluster") delete tags.level; // its statements have levels
  return tags;
}

/** The part-credit of values that still exist; the names are the server's. */
function creditOf(out: Body, credit: Key["credit"]): Key["credit"] {
  if (!credit) return undefined;
  const names = new Set(creditNames(out));
  const kept = Object.entries(credit).filter(([name]) => names.has(name));
  return kept.length > 0 ? Object.fromEntries(kept) : undefined;
}

/** The letter of a field that is one of several. */
export function fieldLetter(i: number): string {
  return String.fromCharCode(97 + i);
}

/** Everything of a question that may earn part-credit, by its name. */
export function creditNames(body: Body): string[] {
  const { question: q, key } = body;
  const ids = (q.options ?? []).map((o) => o.id);
  switch (q.kind as Kind) {
    case "match":
    case "categorise":
      return (q.statements ?? []).flatMap((_, i) => ids.map((id) => `${fieldLetter(i)}:${id}`));
    case "cloze":
      return (q.gaps ?? []).flatMap((g, i) => {
        const choices = g.options && g.options.length > 0 ? g.options.map((o) => o.id) : ids;
        const values = g.grid ? (key.gaps?.[i] ?? []) : choices;
        return values.map((v) => `${fieldLetter(i)}:${v}`);
      });
    case "cluster":
      return [];
    default:
      return [...ids, ...(key.accepted ?? [])];
  }
}
