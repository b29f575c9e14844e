import { strFromU8, unzipSync, unzlibSync } from "fflate";
import { describe, expect, it } from "vitest";

import { picturePDF } from "./picture-pdf";
import { workbook } from "./workbook";

function parts(bytes: Uint8Array): Record<string, string> {
  return Object.fromEntries(Object.entries(unzipSync(bytes)).map(([n, b]) => [n, strFromU8(b)]));
}

describe("workbook", () => {
  const files = parts(
    workbook([
      {
        name: "Phổ điểm: [a]/b",
        head: ["Điểm", "n"],
        rows: [
          ["=1+1", 2],
          ['<&"\u0001', null],
        ],
      },
      { name: "", head: Array.from({ length: 28 }, (_, i) => `c${i}`), rows: [[Number.NaN]] },
    ]),
  );
  it("is XML that a parser takes, each part named once", () => {
    for (const [name, xml] of Object.entries(files)) {
      const found = new DOMParser().parseFromString(xml, "application/xml");
      expect(found.querySelector("parsererror"), name).toBeNull();
    }
    expect(files["xl/workbook.xml"]).toContain('name="Phổ điểm   a  b"');
    expect(files["xl/workbook.xml"]).toContain('name="2"');
  });
  it("keeps numbers numbers, and texts texts that no spreadsheet runs", () => {
    const sheet = files["xl/worksheets/sheet1.xml"] ?? "";
    expect(sheet).toContain('<c r="B2"><v>2</v></c>');
    expect(sheet).toContain('<c r="A2" t="inlineStr"><is><t xml:space="preserve">=1+1</t>');
    expect(sheet).toContain("&lt;&amp;&quot;</t>");
    expect(sheet).not.toContain('r="B3"');
    expect(sheet).not.toContain("<f>");
  });
  it("names columns after Z, and leaves out what is no number", () => {
    const sheet = files["xl/worksheets/sheet2.xml"] ?? "";
    expect(sheet).toContain('r="AB1"');
    expect(sheet).not.toContain("NaN");
  });
});

describe("picturePDF", () => {
  const data = new Uint8ClampedArray([255, 0, 0, 255, 0, 128, 0, 255]);
  it("holds every pixel, and its table points at its objects", async () => {
    const blob = picturePDF({ width: 2, height: 1, data }, "Câu 1");
    const bytes = new Uint8Array(await readBlob(blob));
    const text = Array.from(bytes, (b) => String.fromCharCode(b)).join("");
    const starts = [...text.matchAll(/^(\d{10}) 00000 n $/gm)].map((m) => Number(m[1]));
    expect(starts).toHaveLength(6);
    starts.forEach((at, i) => expect(text.slice(at)).toMatch(new RegExp(`^${i + 1} 0 obj`)));
    const table = Number(/startxref\n(\d+)/.exec(text)?.[1]);
    expect(text.slice(table)).toMatch(/^xref\n0 7\n/);
    const image = /\/Width 2\/Height 1.*?\/Length (\d+)>>\nstream\n/.exec(text);
    const from = (image?.index ?? 0) + (image?.[0].length ?? 0);
    expect([...unzlibSync(bytes.subarray(from, from + Number(image?.[1])))]).toEqual([
      255, 0, 0, 0, 128, 0,
    ]);
    // feff, then C â u: UTF-16.
    expect(text).toContain("/Title<feff004300e20075");
  });
});

function readBlob(blob: Blob): Promise<ArrayBuffer> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result as ArrayBuffer);
    reader.onerror = () => reject(new Error("unreadable"));
    reader.readAsArrayBuffer(blob);
  });
}
