import type { Schema } from "../api";
import type { Both } from "../text/language";

export type Item = Schema["Item"];
export type Body = Schema["Body"];
export type Kind =
  | "single"
  | "multiple"
  | "cluster"
  | "short"
  | "numeric"
  | "cloze"
  | "match"
  | "categorise"
  | "order"
  | "hotspot"
  | "essay"
  | "upload";
export type Level = "biet" | "hieu" | "vandung" | "vandungcao";

/** The kinds that the editor makes. */
export const kinds: Kind[] = [
  "single",
  "multiple",
  "cluster",
  "short",
  "numeric",
  "cloze",
  "match",
  "categorise",
  "order",
  "hotspot",
  "essay",
  "upload",
];

export const kindNames: Record<Kind, Both> = {
  single: { vi: "Một đáp án", en: "Single choice" },
  multiple: { vi: "Nhiều đáp án", en: "Multiple choice" },
  cluster: { vi: "Đúng/Sai", en: "True/false" },
  short: { vi: "Trả lời ngắn", en: "Short answer" },
  numeric: { vi: "Điền số", en: "Number" },
  cloze: { vi: "Điền khuyết", en: "Cloze" },
  match: { vi: "Ghép đôi", en: "Matching" },
  categorise: { vi: "Phân loại", en: "Categorising" },
  order: { vi: "Sắp xếp", en: "Ordering" },
  hotspot: { vi: "Chọn trên hình", en: "Hotspot" },
  essay: { vi: "Tự luận", en: "Essay" },
  upload: { vi: "Nộp tệp", en: "File upload" },
};

export const levels: Level[] = ["biet", "hieu", "vandung"];

export const levelNames: Record<Level, Both> = {
  biet: { vi: "Biết", en: "Know" },
  hieu: { vi: "Hiểu", en: "Understand" },
  vandung: { vi: "Vận dụng", en: "Apply" },
  vandungcao: { vi: "Vận dụng cao (cũ)", en: "Apply, high (old)" },
};

export const levelColours: Record<string, string | undefined> = {
  biet: "blue",
  hieu: "gold",
  vandung: "volcano",
};

const subjectNames: Record<string, Both> = {
  toan: { vi: "Toán", en: "Mathematics" },
  vatli: { vi: "Vật lí", en: "Physics" },
  hoahoc: { vi: "Hoá học", en: "Chemistry" },
  sinhhoc: { vi: "Sinh học", en: "Biology" },
  lichsu: { vi: "Lịch sử", en: "History" },
  diali: { vi: "Địa lí", en: "Geography" },
  gdktpl: { vi: "GDKTPL", en: "Economics and law" },
  tinhoc: { vi: "Tin học", en: "Informatics" },
  congnghe: { vi: "Công nghệ", en: "Technology" },
  ngoaingu: { vi: "Ngoại ngữ", en: "Foreign language" },
  nguvan: { vi: "Ngữ văn", en: "Literature" },
};

export const subjects: string[] = Object.keys(subjectNames);

/** A subject by its code; another one as it is written. */
export function subjectName(code: string): Both {
  return subjectNames[code] ?? { vi: code, en: code };
}

export function kindName(kind: string): Both {
  return (kindNames as Record<string, Both | undefined>)[kind] ?? { vi: kind, en: kind };
}

export function levelName(level: string): Both {
  return (levelNames as Record<string, Both | undefined>)[level] ?? { vi: level, en: level };
}

/** The levels of a body: its own and its statements', each once. */
export function levelsOf(body: Body): Level[] {
  const own = [body.tags.level, ...(body.question.statements ?? []).map((s) => s.level)];
  return levels.filter((l) => own.includes(l));
}

/** A, B, C … */
export function capital(i: number): string {
  return String.fromCharCode(65 + i);
}

/** a, b, c … */
export function small(i: number): string {
  return String.fromCharCode(97 + i);
}
