import type { Placed } from "../paper/types";
import type { Translate } from "../text/language";
import { letter } from "./format";

/** The question that a field belongs to. */
export function findQuestion(all: readonly Placed[], field: string): Placed | undefined {
  return all.find((q) => q.fields.includes(field));
}

/** A value as the candidate sees it: letters of options, Đúng or Sai, the typed text. */
export function describeValue(t: Translate, q: Placed, value: string): string {
  if (value === "") return t("state.none");
  const { question } = q;
  if (question.kind === "cluster") return t(value === "D" ? "paper.true" : "paper.false");
  if (question.kind === "short") return value;
  const chosen = new Set(value.split(","));
  return question.options.flatMap((o, i) => (chosen.has(o.id) ? [letter(i)] : [])).join(", ");
}

/** `Phần 1, câu 3`: numbers start again in each part. */
export function questionLabel(t: Translate, q: Placed): string {
  return `${q.part.title || t("paper.part", { n: q.part.part })}, ${t("paper.question", { n: q.question.no })}`;
}
