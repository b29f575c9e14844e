import type { Schema } from "../api";
import type { Kind, Level } from "./words";

/** The JSON of docs/blueprint.schema.json, as far as the page changes it. */
export interface Blueprint {
  v: 1;
  name: string;
  subject?: string;
  grade?: number;
  duration_s?: number;
  parts: Part[];
  rows?: Row[];
  bands?: Band[];
  pool?: { pools?: string[]; states?: string[]; exclude?: string[] };
  exposure?: { max_forms?: number; max_uses?: number; unused_days?: number };
  enemies?: string[][];
  stimuli?: { all?: boolean; min?: number; max?: number; texts?: number };
  targets?: Target[];
  match_competences?: boolean;
  forms?: unknown;
}

export interface Part {
  title: string;
  intro?: string;
  kinds: Kind[];
  questions?: number;
  points: number;
}

export interface Row {
  topic: string;
  content?: string;
  outcomes?: Partial<Record<Level, string>>;
  cells: Cell[];
}

export interface Cell {
  part: number;
  level?: Level;
  count: number;
  points?: number;
  competences?: string[];
}

export interface Band {
  name?: string;
  where: { topics?: string[]; competences?: string[]; kinds?: Kind[]; levels?: Level[] };
  min?: number;
  max?: number;
}

export interface Target {
  column: string;
  goal: "max" | "near" | "within";
  mean?: boolean;
  value?: number;
  min?: number;
  max?: number;
}

export type Supply = Schema["Supply"];

/** The columns of a part. */
export const matrixLevels: Level[] = ["biet", "hieu", "vandung"];

/** Statements of a cluster. */
export const clusterSize = 4;

export const isCluster = (p: Part) => p.kinds.includes("cluster");

/** An empty matrix as papers have been since 2025. */
export function blank(name: string, subject: string, grade: number): Blueprint {
  return {
    v: 1,
    name,
    subject,
    grade,
    duration_s: 3000,
    parts: [
      { title: "PHẦN I. Câu trắc nghiệm nhiều phương án lựa chọn", kinds: ["single"], points: 25 },
      { title: "PHẦN II. Câu trắc nghiệm đúng sai", kinds: ["cluster"], points: 100 },
      {
        title: "PHẦN III. Câu trắc nghiệm trả lời ngắn",
        kinds: ["short"],
        points: subject === "toan" ? 50 : 25,
      },
    ],
    rows: [{ topic: "", cells: [] }],
  };
}

/** How many questions (of clusters: statements) of a part and level a row has. */
export function countAt(row: Row, part: number, level: Level): number {
  return cellAt(row, part, level)?.count ?? 0;
}

export function cellAt(row: Row, part: number, level: Level): Cell | undefined {
  return row.cells.find((c) => c.part === part && folded(c.level) === level);
}

const folded = (l: Level | undefined): Level | undefined => (l === "vandungcao" ? "vandung" : l);

/** The blueprint with another count in one cell. */
export function withCount(
  b: Blueprint,
  at: number,
  part: number,
  level: Level,
  count: number,
): Blueprint {
  return withRow(b, at, (row) => {
    const old = cellAt(row, part, level);
    if (old !== undefined) {
      const cells = row.cells.map((c) => (c === old ? { ...c, count } : c));
      return {
        ...row,
        cells: cells.filter((c) => c.count > 0 || (c.competences ?? []).length > 0),
      };
    }
    return count === 0 ? row : { ...row, cells: [...row.cells, { part, level, count }] };
  });
}

export function withRow(b: Blueprint, at: number, change: (row: Row) => Row): Blueprint {
  return { ...b, rows: (b.rows ?? []).map((r, i) => (i === at ? change(r) : r)) };
}

/** Questions of a part: what it says itself, or what its cells add up to. */
export function sizeOf(b: Blueprint, part: number): number {
  const p = b.parts[part - 1];
  if (p === undefined) return 0;
  if ((p.questions ?? 0) > 0) return p.questions ?? 0;
  const n = (b.rows ?? [])
    .flatMap((r) => r.cells)
    .filter((c) => c.part === part)
    .reduce((sum, c) => sum + c.count, 0);
  return isCluster(p) ? n / clusterSize : n;
}

/** Points of what one cell counts, in hundredths. */
export function pointsOf(p: Part, c: Cell): number {
  const each = c.points !== undefined && c.points > 0 ? c.points : p.points;
  return (c.count * each) / (isCluster(p) ? clusterSize : 1);
}

/** What the foot and the right side of the matrix show. Points are hundredths. */
export interface Totals {
  /** By part and level. */
  counts: number[][];
  partPoints: number[];
  levelCounts: number[];
  levelPoints: number[];
  rowPoints: number[];
  questions: number;
  points: number;
}

export function totals(b: Blueprint): Totals {
  const out: Totals = {
    counts: b.parts.map(() => matrixLevels.map(() => 0)),
    partPoints: b.parts.map(() => 0),
    levelCounts: matrixLevels.map(() => 0),
    levelPoints: matrixLevels.map(() => 0),
    rowPoints: (b.rows ?? []).map(() => 0),
    questions: b.parts.reduce((n, _, i) => n + sizeOf(b, i + 1), 0),
    points: 0,
  };
  (b.rows ?? []).forEach((row, r) => {
    for (const c of row.cells) {
      const p = b.parts[c.part - 1];
      if (p === undefined) continue;
      const points = pointsOf(p, c);
      const level = matrixLevels.indexOf(folded(c.level) ?? "vandungcao");
      if (level >= 0) {
        const counts = out.counts[c.part - 1];
        if (counts !== undefined) counts[level] = (counts[level] ?? 0) + c.count;
        out.levelCounts[level] = (out.levelCounts[level] ?? 0) + c.count;
        out.levelPoints[level] = (out.levelPoints[level] ?? 0) + points;
      }
      out.partPoints[c.part - 1] = (out.partPoints[c.part - 1] ?? 0) + points;
      out.rowPoints[r] = (out.rowPoints[r] ?? 0) + points;
      out.points += points;
    }
  });
  return out;
}

/** The clusters of a row that do not come out whole: parts from 1. */
export function brokenClusters(b: Blueprint, row: Row): number[] {
  return b.parts.flatMap((p, i) => {
    if (!isCluster(p)) return [];
    const n = row.cells.filter((c) => c.part === i + 1).reduce((sum, c) => sum + c.count, 0);
    return n % clusterSize === 0 ? [] : [i + 1];
  });
}

/** Names that people take for the same are equal: accents and case do not count. */
export function fold(s: string): string {
  return s
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/đ/gi, "d")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** How many questions (of clusters: statements) the bank has for a cell. */
export function supplyOf(supply: Supply[], p: Part, row: Row, level: Level): number {
  const topic = fold(row.topic);
  const content = fold(row.content ?? "");
  return supply
    .filter(
      (s) =>
        s.level === level &&
        (p.kinds as string[]).includes(s.kind) &&
        (topic === "" || fold(s.topic) === topic) &&
        (content === "" || fold(s.content) === content),
    )
    .reduce((n, s) => n + s.count, 0);
}

/** Hundredths as a Vietnamese number: 25 is 0,25. */
export function mark(hundredths: number, language: "vi" | "en"): string {
  const s = String(Math.round(hundredths) / 100);
  return language === "vi" ? s.replace(".", ",") : s;
}

/** A part of a whole in per cent, with one decimal at most. */
export function share(part: number, whole: number, language: "vi" | "en"): string {
  if (whole === 0) return "";
  const s = `${String(Math.round((1000 * part) / whole) / 10)} %`;
  return language === "vi" ? s.replace(".", ",") : s;
}

/** A block of cells as spreadsheets put it on the clipboard; undefined if some cell is no count. */
export function pasted(text: string): number[][] | undefined {
  const rows = text
    .replace(/\r/g, "")
    .replace(/\n$/, "")
    .split("\n")
    .map((line) => line.split("\t").map((c) => c.trim()));
  const numbers = rows.map((row) =>
    row.map((c) => (c === "" || c === "-" ? 0 : /^\d{1,3}$/.test(c) ? Number(c) : NaN)),
  );
  return numbers.some((row) => row.some(Number.isNaN)) ? undefined : numbers;
}

/** The blueprint with a block of counts from a cell on, to the right and down. */
export function withBlock(b: Blueprint, at: number, column: number, block: number[][]): Blueprint {
  let out = b;
  block.forEach((line, r) => {
    line.forEach((count, c) => {
      const place = column + c;
      const level = matrixLevels[place % matrixLevels.length];
      const part = Math.floor(place / matrixLevels.length) + 1;
      if (level !== undefined && part <= b.parts.length && at + r < (b.rows ?? []).length) {
        out = withCount(out, at + r, part, level, count);
      }
    });
  });
  return out;
}
