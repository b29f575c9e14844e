import { plainText } from "../paper/content";
import type { Option, Placed } from "../paper/types";
import type { Translate } from "../text/language";
import { letter } from "./format";
import { uploadName } from "./upload";

/** The question that a field belongs to. */
export function findQuestion(all: readonly Placed[], field: string): Placed | undefined {
  return all.find((q) => q.fields.includes(field));
}

/** A value as the candidate sees it: letters of options, Đúng or Sai, the typed text. */
export function describeValue(t: Translate, q: Placed, value: string, field = ""): string {
  if (value === "") return t("state.none");
  const { question } = q;
  switch (question.kind) {
    case "cluster":
      return t(value === "D" ? "paper.true" : "paper.false");
    case "single":
    case "multiple":
      return letters(question.options, value).sort().join(", ");
    case "match":
    case "categorise":
      return words(question.options, value);
    case "order":
      return letters(question.options, value).join(", ");
    case "hotspot":
      if (!question.options?.length) return t("paper.point.count", { n: value.split(";").length });
      return letters(question.options, value).sort().join(", ");
    case "cloze": {
      const gap = question.gaps.find((g) => g.field === field);
      return words(gap?.options ?? question.options ?? [], value);
    }
    case "essay":
      return value.length > 80 ? `${value.slice(0, 80)}…` : value;
    case "upload":
      return uploadName(value);
    case "short":
    case "numeric":
      return value;
  }
}

/** The letters of the options in a value, in its order. */
function letters(options: readonly Option[], value: string): string[] {
  return value.split(",").flatMap((id) => {
    const i = options.findIndex((o) => o.id === id);
    return i < 0 ? [] : [letter(i)];
  });
}

/** What an option says; a typed text stays. */
function words(options: readonly Option[], value: string): string {
  const i = options.findIndex((o) => o.id === value);
  return i < 0 ? value : plainText(options[i]?.html ?? "") || letter(i);
}

/** `Phần 1, câu 3`: numbers start again in each part. */
export function questionLabel(t: Translate, q: Placed): string {
  return `${q.part.title || t("paper.part", { n: q.part.part })}, ${t("paper.question", { n: q.question.no })}`;
}
