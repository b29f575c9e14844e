import { describe, expect, it } from "vitest";

import { fileName } from "./save-file";

describe("fileName", () => {
  it("reads the name that the server gives", () => {
    expect(fileName('attachment; filename="de-toan-0101.docx"')).toBe("de-toan-0101.docx");
    expect(fileName("attachment; filename=de.docx")).toBe("de.docx");
    expect(fileName("")).toBeUndefined();
  });
});
