import { describe, expect, it } from "vitest";

import { csvCell, reportCSV } from "./report-file";

describe("csvCell", () => {
  it("quotes and makes formulas inert", () => {
    expect(csvCell('a "b"')).toBe('"a ""b"""');
    expect(csvCell("=HYPERLINK(1)")).toBe('"\'=HYPERLINK(1)"');
    expect(csvCell("-1")).toBe('"\'-1"');
  });
});

describe("reportCSV", () => {
  it("puts errors before warnings, one a line", () => {
    const row = { severity: "warning", where: "tệp", code: "level.missing", message: "m" };
    const text = reportCSV({
      file: "a.gift",
      format: "gift",
      sha256: "",
      found: 1,
      items: 0,
      by_kind: {},
      media: 0,
      errors: [{ ...row, severity: "error", where: "dòng 3", code: "key.two", fix: "f" }],
      warnings: [row],
      drafts: [],
      alike: [],
      pictures: [],
      left_out: [],
      ready: 1,
      batch: "",
    });
    const lines = text.trim().split("\r\n");
    expect(lines).toHaveLength(3);
    expect(lines[1]).toBe('"Lỗi","dòng 3","key.two","m","f",""');
    expect(text.startsWith("\uFEFF")).toBe(true);
  });
});
