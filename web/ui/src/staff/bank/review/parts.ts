import { capital, small, type Body } from "../words";

/** One text of a question with its name; what is compared, and commented on. */
export interface PartOf {
  place: string;
  html: string;
}

const rightMark: Record<string, string> = { D: "Đ", S: "S" };

/** Every text of a question and its key, in the order in which people read. */
export function partsOf(body: Body): PartOf[] {
  const { question: q, key, tags } = body;
  const out: PartOf[] = [];
  const add = (place: string, html: string | undefined) => {
    if (html !== undefined && html !== "") out.push({ place, html });
  };
  add("stimulus", q.stimulus);
  add("stem", q.stem);
  (q.options ?? []).forEach((o, i) => {
    const right = key.options?.includes(o.id) ?? false;
    add(`option ${capital(i)}`, (right ? "<b>✓</b> " : "") + o.html);
  });
  (q.statements ?? []).forEach((s, i) => {
    const value = key.statements?.[i] ?? "";
    const target = (q.options ?? []).find((o) => o.id === value);
    const answer = target?.html ?? rightMark[value] ?? "?";
    add(`statement ${small(i)}`, `${s.html} → <b>${answer}</b>`);
  });
  (q.gaps ?? []).forEach((g, i) => {
    const choices = g.options ?? q.options ?? [];
    const accepted = (key.gaps?.[i] ?? []).map(
      (a) => choices.find((o) => o.id === a)?.html ?? escapeText(a),
    );
    add(`gap ${small(i)}`, accepted.length > 0 ? accepted.join(" | ") : "?");
  });
  add("key", (key.accepted ?? []).map(escapeText).join(" | "));
  add("rubric", (key.rubric ?? []).map((r) => `${r.html} (${r.points / 100})`).join("<br/>"));
  add("solution", body.solution);
  add(
    "tags",
    escapeText(
      [tags.subject, tags.grade, tags.topic, tags.content, tags.level, tags.outcome, tags.free]
        .flat()
        .filter((w) => w !== undefined && w !== "" && w !== 0)
        .join(" · "),
    ),
  );
  return out;
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
export function compare(before: Body, after: Body): Line[] {
  const old = new Map(partsOf(before).map((p) => [p.place, p.html]));
  const now = new Map(partsOf(after).map((p) => [p.place, p.html]));
  const places = [...new Set([...old.keys(), ...now.keys()])];
  return places.map((place) => {
    const a = old.get(place) ?? "";
    const b = now.get(place) ?? "";
    return { place, before: a, after: b, changed: a !== b };
  });
}
