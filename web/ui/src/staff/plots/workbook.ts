import { strToU8, zipSync } from "fflate";

import type { Cell, Sheet } from "./types";

const header = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const rels = "http://schemas.openxmlformats.org/package/2006/relationships";
const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const types = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/** The media type of what `workbook` makes. */
export const workbookType = `${types}.sheet`;

/**
 * A workbook of tables, each on a sheet with a bold, frozen head. Numbers are
 * numbers; texts are inline strings, which a spreadsheet never takes for a
 * formula. An unknown number is an empty cell.
 */
export function workbook(sheets: readonly Sheet[]): Uint8Array<ArrayBuffer> {
  const names = sheetNames(sheets);
  const each = (make: (name: string, no: number) => string) =>
    names.map((name, i) => make(name, i + 1)).join("");
  const files: Record<string, string> = {
    "[Content_Types].xml": `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${types}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${types}.styles+xml"/>${each((_, n) => `<Override PartName="/xl/worksheets/sheet${n}.xml" ContentType="${types}.worksheet+xml"/>`)}</Types>`,
    "_rels/.rels": `<Relationships xmlns="${rels}"><Relationship Id="r1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    "xl/workbook.xml": `<workbook xmlns="${main}" xmlns:r="${office}"><sheets>${each((name, n) => `<sheet name="${escaped(name)}" sheetId="${n}" r:id="r${n}"/>`)}</sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships xmlns="${rels}">${each((_, n) => `<Relationship Id="r${n}" Type="${office}/worksheet" Target="worksheets/sheet${n}.xml"/>`)}<Relationship Id="styles" Type="${office}/styles" Target="styles.xml"/></Relationships>`,
    "xl/styles.xml": `<styleSheet xmlns="${main}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf/><xf fontId="1" applyFont="1"/></cellXfs></styleSheet>`,
  };
  sheets.forEach((sheet, i) => (files[`xl/worksheets/sheet${i + 1}.xml`] = worksheet(sheet)));
  return zipSync(
    Object.fromEntries(Object.entries(files).map(([name, xml]) => [name, strToU8(header + xml)])),
  );
}

function worksheet({ head, rows }: Sheet): string {
  const lines = [head, ...rows].map((row, r) => {
    const cells = row.map((value, c) => cell(value, `${columnName(c)}${r + 1}`, r === 0));
    return `<row r="${r + 1}">${cells.join("")}</row>`;
  });
  const frozen = `<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" state="frozen"/></sheetView></sheetViews>`;
  const widths = head.map((h, c) => {
    const longest = rows.reduce((n, r) => Math.max(n, String(r[c] ?? "").length), h.length);
    return `<col min="${c + 1}" max="${c + 1}" width="${Math.min(60, Math.max(9, longest + 2))}" customWidth="1"/>`;
  });
  return `<worksheet xmlns="${main}">${frozen}<cols>${widths.join("")}</cols><sheetData>${lines.join("")}</sheetData></worksheet>`;
}

function cell(value: Cell, at: string, bold: boolean): string {
  const style = bold ? ' s="1"' : "";
  if (typeof value === "number") {
    return Number.isFinite(value) ? `<c r="${at}"${style}><v>${value}</v></c>` : "";
  }
  if (value === null || value === "") return "";
  return `<c r="${at}" t="inlineStr"${style}><is><t xml:space="preserve">${escaped(value)}</t></is></c>`;
}

/** A, …, Z, AA, … */
function columnName(index: number): string {
  const before = index >= 26 ? columnName(Math.floor(index / 26) - 1) : "";
  return before + String.fromCharCode(65 + (index % 26));
}

function escaped(text: string): string {
  return allowed(text)
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/"/g, "&quot;");
}

/** XML has no place for control characters but tab and ends of lines. */
function allowed(text: string): string {
  return Array.from(text)
    .filter((c) => c >= " " || c === "\t" || c === "\n" || c === "\r")
    .join("");
}

/** Names of sheets: at most 31 letters, without the signs that spreadsheets refuse, each once. */
function sheetNames(sheets: readonly Sheet[]): string[] {
  const used = new Set<string>();
  return sheets.map(({ name }, i) => {
    const plain = name
      .replace(/[\\/?*[\]:']/g, " ")
      .trim()
      .slice(0, 31)
      .trim();
    const free = plain !== "" && !used.has(plain.toLowerCase());
    const taken = free ? plain : `${plain.slice(0, 26)} ${i + 1}`.trim();
    used.add(taken.toLowerCase());
    return taken;
  });
}
