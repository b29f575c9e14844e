import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";

/** One scanned sheet: what is marked, by field of the layout. */
export interface FilledSheet {
  file: string;
  seed: number;
  marks: Record<string, string>;
  /** How fields are marked, where it is not as it should be: faint, tick, … */
  styles?: Record<string, string>;
}

/** Draws sheets from a layout, fills them as pupils do and writes a PNG of each. */
export function fillSheets(folder: string, layout: string, sheets: FilledSheet[]): string[] {
  mkdirSync(folder, { recursive: true });
  const root = resolve(import.meta.dirname, "../../..");
  const made = spawnSync("go", ["run", "./omr/omrtest/fillsheets", folder], {
    cwd: root,
    input: JSON.stringify({ layout, dpi: 150, sheets }),
    encoding: "utf8",
  });
  if (made.status !== 0) throw new Error(`fillsheets: ${made.stderr} ${String(made.error ?? "")}`);
  return sheets.map((s) => join(folder, s.file));
}
