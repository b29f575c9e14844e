import { makeWorkbook } from "./workbook";

const head = [
  "Mã câu",
  "Dạng câu",
  "Môn",
  "Lớp",
  "Chủ đề",
  "Mức độ",
  "Câu hỏi",
  "A",
  "B",
  "C",
  "D",
  "Đáp án",
];
const tags = ["Toán", "12", "Hàm số", "Biết"];

/** Texts by which the test finds its questions, whatever the order on screen. */
export const single = (n: number): string => `Câu chọn số ${n}.`;
export const cluster = (n: number): string => `Cụm ý số ${n}.`;
export const statement = (n: number, letter: string): string => `Ý ${letter} của cụm ${n}.`;
export const short = (n: number): string => `Câu ngắn số ${n}.`;
export const right = (n: number): string => `Đúng ${n}`;
export const wrong = (n: number, k: number): string => `Sai ${n}.${k}`;

/**
 * The question file that the teacher imports: four single choices, two
 * clusters, two short answers. The right option is always B in the file, so
 * that a place that leaks would show.
 */
export function questionFile(): Uint8Array {
  const rows: string[][] = [head];
  for (let n = 1; n <= 4; n++) {
    const options = [wrong(n, 1), right(n), wrong(n, 2), wrong(n, 3)];
    rows.push([`S${n}`, "Một đáp án", ...tags, single(n), ...options, "B"]);
  }
  for (const [n, key] of [
    [1, "Đ S Đ S"],
    [2, "S S Đ Đ"],
  ] as const) {
    const statements = ["a", "b", "c", "d"].map((l) => statement(n, l));
    rows.push([`C${n}`, "Đúng/Sai", ...tags, cluster(n), ...statements, key]);
  }
  rows.push(["N1", "Trả lời ngắn", ...tags, short(1), "", "", "", "", "0,5"]);
  rows.push(["N2", "Trả lời ngắn", ...tags, short(2), "", "", "", "", "-7"]);
  return makeWorkbook("Câu hỏi", rows);
}
