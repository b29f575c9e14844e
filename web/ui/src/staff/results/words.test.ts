import { describe, expect, it } from "vitest";

import { fieldName, reasonColour, reasonText } from "./words";

describe("fieldName", () => {
  it("names questions and statements as papers do", () => {
    expect(fieldName("p1_12")).toBe("I.12");
    expect(fieldName("p2_1c")).toBe("II.1c");
    expect(fieldName("essay")).toBe("essay");
  });
});

describe("reasons", () => {
  it("counts the right statements", () => {
    expect(reasonText("cluster.3of4").vi).toBe("Đúng 3/4 ý");
    expect(reasonText("track.not_counted").vi).toContain("Không tính");
    expect(reasonText("unheard.of").en).toBe("unheard.of");
  });

  it("colours by what was earned", () => {
    expect(reasonColour("cluster.4of4")).toBe("success");
    expect(reasonColour("cluster.1of4")).toBe("warning");
    expect(reasonColour("double")).toBe("error");
    expect(reasonColour("blank")).toBe("default");
  });
});
