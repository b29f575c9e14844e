import { describe, expect, it } from "vitest";

import { menuPath, pages, pagesFor } from "./pages";

describe("pages", () => {
  it("have different addresses, roles and both languages", () => {
    expect(new Set(pages.map((p) => p.path)).size).toBe(pages.length);
    for (const p of pages) {
      expect(p.roles.length, p.path).toBeGreaterThan(0);
      expect(p.title.vi && p.title.en, p.path).toBeTruthy();
    }
  });
  it("are shown by role", () => {
    expect(pagesFor(["auditor"]).map((p) => p.path)).toEqual([
      "/",
      "/cham-phieu",
      "/cham-phieu/:sitting",
      "/cham-phieu/doi-chieu/:check",
      "/nhat-ky",
    ]);
    expect(pagesFor([])).toEqual([]);
  });
});

describe("menuPath", () => {
  const entries = pagesFor(["admin", "invigilator"]);
  it("is the longest page that the address lies in", () => {
    expect(menuPath(entries, "/quan-tri/tai-khoan")).toBe("/quan-tri/tai-khoan");
    expect(menuPath(entries, "/phong-thi/abc")).toBe("/phong-thi");
    expect(menuPath(entries, "/phong-thiet-bi")).toBe("/");
  });
});
