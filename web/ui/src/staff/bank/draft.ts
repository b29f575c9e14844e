import type { Body, Kind, Level } from "./words";

/** A question as the editor holds it: flat, and always complete. */
export interface Draft {
  kind: Kind;
  label: string;
  subject: string;
  grade: number;
  topic: string;
  level: Level | "";
  outcome: string;
  stimulus: string;
  stem: string;
  solution: string;
  options: { id: string; html: string; fixed: boolean; right: boolean }[];
  statements: { html: string; level: Level | ""; value: "D" | "S" | "" }[];
  accepted: string;
  max: number;
  charset: string;
}

const gridCharset = "0123456789-,";

/** An empty question of a kind. */
export function emptyDraft(kind: Kind): Draft {
  return {
    kind,
    label: "",
    subject: "toan",
    grade: 12,
    topic: "",
    level: "",
    outcome: "",
    stimulus: "",
    stem: "",
    solution: "",
    options: Array.from({ length: 4 }, () => ({ id: "", html: "", fixed: false, right: false })),
    statements: Array.from({ length: 4 }, () => ({
      html: "",
      level: "" as const,
      value: "" as const,
    })),
    accepted: "",
    max: 4,
    charset: gridCharset,
  };
}

/** The draft of a stored question. */
export function draftOf(body: Body): Draft {
  const { question: q, key, tags } = body;
  const empty = emptyDraft(q.kind as Kind);
  return {
    ...empty,
    label: body.label ?? "",
    subject: tags.subject ?? "",
    grade: tags.grade ?? 0,
    topic: tags.topic ?? "",
    level: (tags.level ?? "") as Level | "",
    outcome: tags.outcome ?? "",
    stimulus: editable(q.stimulus ?? ""),
    stem: editable(q.stem),
    solution: editable(body.solution ?? ""),
    options:
      q.options?.map((o) => ({
        id: o.id,
        html: editable(o.html),
        fixed: o.fixed ?? false,
        right: key.options?.includes(o.id) ?? false,
      })) ?? empty.options,
    statements:
      q.statements?.map((s, i) => ({
        html: editable(s.html),
        level: (s.level ?? "") as Level | "",
        value: (key.statements?.[i] ?? "") as "D" | "S" | "",
      })) ?? empty.statements,
    accepted: (key.accepted ?? []).join(" | "),
    max: q.grid?.max ?? 4,
    charset: q.grid === undefined ? gridCharset : (q.grid.charset ?? ""),
  };
}

/** The body that is sent. New options get ids here, so that the key can name them. */
export function bodyOf(d: Draft): Body {
  const body: Body = {
    label: d.label,
    question: { kind: d.kind, stem: d.stem },
    key: {},
    tags: { subject: d.subject, grade: d.grade, topic: d.topic, outcome: d.outcome },
  };
  if (d.stimulus.trim() !== "") body.question.stimulus = d.stimulus;
  if (d.solution.trim() !== "") body.solution = d.solution;
  if (d.kind !== "cluster" && d.level !== "") body.tags.level = d.level;
  if (d.kind === "single" || d.kind === "multiple") {
    const options = d.options.filter((o) => o.html.trim() !== "");
    const ids = options.map((o) => (o.id === "" ? newID() : o.id));
    body.question.options = options.map((o, i) => ({
      id: ids[i] ?? "",
      html: o.html,
      fixed: o.fixed,
    }));
    body.key.options = ids.filter((_, i) => options[i]?.right);
  }
  if (d.kind === "cluster") {
    body.question.statements = d.statements.map((s) => ({ html: s.html, level: s.level }));
    body.key.statements = d.statements.map((s) => s.value);
  }
  if (d.kind === "short") {
    body.question.grid = { max: d.max, charset: d.charset };
    body.key.accepted = d.accepted
      .split("|")
      .map((a) => a.trim())
      .filter((a) => a !== "");
  }
  return body;
}

/** Four characters that say nothing about the place of an option. */
function newID(): string {
  const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
  const bytes = crypto.getRandomValues(new Uint8Array(4));
  return Array.from(bytes, (b) => alphabet[b % 32]).join("");
}

const subset = "p|br|b|strong|i|em|u|s|sub|sup|table|thead|tbody|tr|td|th|ul|ol|li|img|audio|span";
const noTag = new RegExp(`<(?!/?(?:${subset})\\b)`, "gi");
const aTag = new RegExp(`</?(?:${subset})\\b`, "gi");
const formula = /\\\([\s\S]*?\\\)|\\\[[\s\S]*?\\\]/g;

/** What an author types: < in a formula, or before what is no tag of the subset, is a less-than sign. */
export function typed(text: string): string {
  return text.replace(formula, (m) => m.replaceAll("<", "&lt;")).replace(noTag, "&lt;");
}

/** Stored HTML as an author edits it: < instead of &lt; wherever that is no tag. */
export function editable(html: string): string {
  const text = html.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
  const plain = (s: string) => (s.replace(formula, "").match(aTag) ?? []).length;
  return plain(text) === plain(html) ? text : html;
}
