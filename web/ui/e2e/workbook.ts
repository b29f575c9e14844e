import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";

const header = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const rels = "http://schemas.openxmlformats.org/package/2006/relationships";
const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

function escape(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}

function columnName(index: number): string {
  return String.fromCharCode(65 + index);
}

/** A workbook of one sheet of texts, of the least parts that a spreadsheet needs. */
export function makeWorkbook(sheetName: string, rows: readonly (readonly string[])[]): Uint8Array {
  const lines = rows.map((row, r) => {
    const cells = row.map(
      (text, c) =>
        `<c r="${columnName(c)}${r + 1}" t="inlineStr"><is><t xml:space="preserve">${escape(text)}</t></is></c>`,
    );
    return `<row r="${r + 1}">${cells.join("")}</row>`;
  });
  const files: Record<string, string> = {
    "[Content_Types].xml": `${header}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`,
    "_rels/.rels": `${header}<Relationships xmlns="${rels}"><Relationship Id="r1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    "xl/workbook.xml": `${header}<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="${escape(sheetName)}" sheetId="1" r:id="r1"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `${header}<Relationships xmlns="${rels}"><Relationship Id="r1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    "xl/worksheets/sheet1.xml": `${header}<worksheet xmlns="${main}"><sheetData>${lines.join("")}</sheetData></worksheet>`,
  };
  return zipSync(Object.fromEntries(Object.entries(files).map(([k, v]) => [k, strToU8(v)])));
}

function unescape(text: string): string {
  return text
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, "&");
}

function texts(xml: string): string {
  return [...xml.matchAll(/<t[ >][^<]*?>?([^<]*)<\/t>/g)].map((m) => unescape(m[1] ?? "")).join("");
}

/** The rows of all sheets of a workbook, as texts. */
export function readWorkbook(bytes: Uint8Array): string[][] {
  const files = unzipSync(bytes);
  const part = (name: string) => (files[name] ? strFromU8(files[name]) : "");
  const shared = [...part("xl/sharedStrings.xml").matchAll(/<si>([\s\S]*?)<\/si>/g)].map((m) =>
    texts(m[1] ?? ""),
  );
  const rows: string[][] = [];
  for (const name of Object.keys(files).filter((n) => n.startsWith("xl/worksheets/sheet"))) {
    for (const [, row = ""] of part(name).matchAll(/<row[^>]*>([\s\S]*?)<\/row>/g)) {
      rows.push(cellsOf(row, shared));
    }
  }
  return rows;
}

function cellsOf(row: string, shared: readonly string[]): string[] {
  const cells: string[] = [];
  for (const [, attributes = "", content = ""] of row.matchAll(
    /<c([^>]*?)(?:\/>|>([\s\S]*?)<\/c>)/g,
  )) {
    const value = /<v>([^<]*)<\/v>/.exec(content)?.[1] ?? "";
    if (attributes.includes('t="s"')) cells.push(shared[Number(value)] ?? "");
    else cells.push(content.includes("<is>") ? texts(content) : unescape(value));
  }
  return cells;
}
