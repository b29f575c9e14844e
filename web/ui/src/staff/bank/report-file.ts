import type { Schema } from "../api";

type Report = Schema["ImportView"];

/** One cell of a CSV file: quoted, and inert in a spreadsheet. */
export function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}

/** The report as CSV with a byte order mark, for a spreadsheet. */
export function reportCSV(report: Report): string {
  const rows = [...report.errors, ...report.warnings].map((r) =>
    [
      r.severity === "error" ? "Lỗi" : "Lưu ý",
      r.where,
      r.code,
      r.message,
      r.fix ?? "",
      r.excerpt ?? "",
    ]
      .map(csvCell)
      .join(","),
  );
  const head = ["Loại", "Vị trí", "Mã", "Nội dung", "Cách sửa", "Trích"].map(csvCell).join(",");
  return `\uFEFF${[head, ...rows].join("\r\n")}\r\n`;
}
