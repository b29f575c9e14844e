import type { Schema } from "../../api";
import type { Language } from "../../text/language";
import { capital, levelName, small, subjectName, type Body } from "../words";

/** One text of a question with its name; what is compared, and commented on. */
export interface PartOf {
  place: string;
  html: string;
}

const rightMark: Record<string, string> = { D: "Đ", S: "S" };

/** Every text of a question and its key, in the order in which people read. */
export function partsOf(body: Body, language: Language = "vi"): PartOf[] {
  const { question: q, key, tags } = body;
  const out: PartOf[] = [];
  const add = (place: string, html: string | undefined) => {
    if (html !== undefined && html !== "") out.push({ place, html });
  };
  add("stimulus", q.stimulus);
  add("stem", q.stem);
  add("picture", q.image && `${escapeText(q.image.alt ?? "")} <img src="media:${q.image.media}"/>`);
  const options = q.options ?? [];
  options.forEach((o, i) => {
    const right = q.kind !== "order" && (key.options?.includes(o.id) ?? false);
    const area = o.area ? ` (${areaText(o.area)})` : "";
    add(`option ${capital(i)}`, (right ? "<b>✓</b> " : "") + o.html + area);
  });
  (q.statements ?? []).forEach((s, i) => {
    const value = key.statements?.[i] ?? "";
    const target = options.find((o) => o.id === value);
    const answer = target?.html ?? rightMark[value] ?? "?";
    add(`statement ${small(i)}`, `${s.html} → <b>${answer}</b>`);
  });
  (q.gaps ?? []).forEach((g, i) => {
    const choices = g.options ?? options;
    const accepted = (key.gaps?.[i] ?? []).map(
      (a) => choices.find((o) => o.id === a)?.html ?? escapeText(a),
    );
    add(`gap ${small(i)}`, accepted.length > 0 ? accepted.join(" | ") : "?");
  });
  add("key", keyText(body));
  add("rubric", rubricText(key.rubric ?? []));
  add("solution", body.solution);
  add(
    "tags",
    escapeText(
      [
        tags.subject && subjectName(tags.subject)[language],
        tags.grade,
        tags.topic,
        tags.content,
        tags.level && levelName(tags.level)[language],
        tags.outcome,
        tags.free,
      ]
        .flat()
        .filter((w) => w !== undefined && w !== "" && w !== 0)
        .join(" · "),
    ),
  );
  return out;
}

/** What is right where it does not stand beside an option or a row. */
function keyText({ question: q, key }: Body): string {
  if (q.kind === "order") {
    const place = (id: string) => capital((q.options ?? []).findIndex((o) => o.id === id));
    return (key.options ?? []).map(place).join(" → ");
  }
  return [...(key.accepted ?? []).map(escapeText), ...(key.areas ?? []).map(areaText)].join(" | ");
}

function areaText(area: Schema["Area"]): string {
  return `${area.shape} ${area.coords.join(", ")}`;
}

/** The criteria with their points, and under each its steps. */
function rubricText(rubric: Schema["Criterion"][]): string {
  const line = (of: { html: string; points: number }) => `${of.html} (${of.points / 100})`;
  return rubric
    .flatMap((c) => [line(c), ...(c.steps ?? []).map((s) => `– ${line(s)}`)])
    .join("<br/>");
}

function escapeText(s: string): string {
  return s.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}

/** One line of a comparison: what stood there before, and what does now. */
export interface Line {
  place: string;
  before: string;
  after: string;
  changed: boolean;
}

/** Two versions beside each other, by place. */
export function compare(before: Body, after: Body, language: Language = "vi"): Line[] {
  const old = new Map(partsOf(before, language).map((p) => [p.place, p.html]));
  const now = new Map(partsOf(after, language).map((p) => [p.place, p.html]));
  const places = [...new Set([...old.keys(), ...now.keys()])];
  return places.map((place) => {
    const a = old.get(place) ?? "";
    const b = now.get(place) ?? "";
    return { place, before: a, after: b, changed: a !== b };
  });
}
