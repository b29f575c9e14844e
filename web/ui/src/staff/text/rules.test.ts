import { expect, it } from "vitest";

import { ruleName } from "./rules";

it("says scoring rules in words", () => {
  expect(ruleName("thptqg-2025-toan").vi).toBe("Toán – thang điểm thi tốt nghiệp 2025");
  expect(ruleName("thptqg-2025-tinhoc-linear").vi).toContain("0,25 điểm mỗi ý");
  expect(ruleName("generic:4/4/2").vi).toBe("Thang 10 chung (phần 1: 4; phần 2: 4; phần 3: 2)");
  expect(ruleName("generic-linear").en).toBe("General, out of 10, statements alike");
  expect(ruleName("truong-x").vi).toBe("truong-x");
});
