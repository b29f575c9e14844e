import type { Both, Language } from "../../text/language";
import { date } from "../../text/format";
import { states } from "../review/words";
import { kindName, levelName, subjectName } from "../words";

/** Facets in the order of the panel. */
export const facetOrder = [
  "subject",
  "grade",
  "kind",
  "level",
  "state",
  "pool",
  "topic",
  "content",
  "outcome",
  "free",
  "competence",
  "has",
  "lang",
  "author",
] as const;

const names: Record<string, Both> = {
  subject: { vi: "Môn", en: "Subject" },
  grade: { vi: "Lớp", en: "Grade" },
  kind: { vi: "Dạng", en: "Kind" },
  level: { vi: "Mức độ", en: "Level" },
  state: { vi: "Trạng thái", en: "State" },
  pool: { vi: "Kho", en: "Pool" },
  topic: { vi: "Chủ đề", en: "Topic" },
  content: { vi: "Đơn vị kiến thức", en: "Content unit" },
  outcome: { vi: "Yêu cầu cần đạt", en: "Outcome" },
  free: { vi: "Nhãn", en: "Tag" },
  competences: { vi: "Năng lực", en: "Competence" },
  has: { vi: "Có", en: "Has" },
  lacks: { vi: "Không có", en: "Lacks" },
  language: { vi: "Ngôn ngữ", en: "Language" },
  author: { vi: "Người soạn", en: "Author" },
  batch: { vi: "Lần nhập", en: "Import" },
  unit: { vi: "Đơn vị", en: "Unit" },
  from: { vi: "Soạn từ", en: "Made from" },
  to: { vi: "Soạn trước", en: "Made before" },
  p_min: { vi: "Độ dễ từ", en: "Easiness from" },
  p_max: { vi: "Độ dễ đến", en: "Easiness to" },
  disc_min: { vi: "Độ phân biệt từ", en: "Discrimination from" },
  disc_max: { vi: "Độ phân biệt đến", en: "Discrimination to" },
  seen_min: { vi: "Số thí sinh đã gặp từ", en: "Seen by at least" },
  seen_max: { vi: "Số thí sinh đã gặp đến", en: "Seen by at most" },
  used_since: { vi: "Dùng từ", en: "Used since" },
  not_used_since: { vi: "Chưa dùng từ", en: "Not used since" },
  never_used: { vi: "Chưa từng dùng", en: "Never used" },
};

/** The name of a filter in the address for a facet of the server. */
export function filterOf(facet: string): string {
  return { competence: "competences", lang: "language" }[facet] ?? facet;
}

export function nameOf(filter: string, language: Language): string {
  return names[filter]?.[language] ?? filter;
}

const features: Record<string, Both> = {
  picture: { vi: "hình", en: "picture" },
  formula: { vi: "công thức", en: "formula" },
  audio: { vi: "âm thanh", en: "sound" },
  table: { vi: "bảng", en: "table" },
  stimulus: { vi: "ngữ liệu chung", en: "shared text" },
  solution: { vi: "lời giải", en: "solution" },
  key: { vi: "đáp án", en: "key" },
  ready: { vi: "đủ để duyệt", en: "all that approval needs" },
};

const languages: Record<string, Both> = {
  vi: { vi: "tiếng Việt", en: "Vietnamese" },
  other: { vi: "tiếng khác", en: "another" },
};

/** A value of a filter as people read it. */
export function valueOf(
  filter: string,
  value: string,
  language: Language,
  authors: Record<string, string> = {},
): string {
  switch (filter) {
    case "subject":
      return subjectName(value)[language];
    case "kind":
      return kindName(value)[language];
    case "level":
      return levelName(value)[language];
    case "state":
      return states[value]?.[language] ?? value;
    case "has":
    case "lacks":
      return features[value]?.[language] ?? value;
    case "language":
      return languages[value]?.[language] ?? value;
    case "author":
      return authors[value] ?? value;
    case "p_min":
    case "p_max":
    case "disc_min":
    case "disc_max":
      return (Number(value) / 1000).toFixed(2).replace(".", language === "vi" ? "," : ".");
    case "from":
    case "to":
    case "used_since":
    case "not_used_since":
      return date(value);
    default:
      return value;
  }
}

/** All features, for the choice of what a question should have or lack. */
export const featureNames = Object.keys(features);

export const sortNames: Record<string, Both> = {
  best: { vi: "Khớp nhất", en: "Best match" },
  newest: { vi: "Mới nhất", en: "Newest" },
  used: { vi: "Vừa dùng", en: "Used last" },
  idle: { vi: "Lâu chưa dùng", en: "Longest unused" },
  hard: { vi: "Khó nhất", en: "Hardest" },
  easy: { vi: "Dễ nhất", en: "Easiest" },
  sharp: { vi: "Phân biệt tốt nhất", en: "Most discriminating" },
};
