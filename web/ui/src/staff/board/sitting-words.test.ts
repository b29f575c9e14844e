import { describe, expect, it } from "vitest";

import { duration } from "./sitting-words";

describe("duration", () => {
  it("says minutes, and seconds where there are some", () => {
    expect(duration(3000, "vi")).toBe("50 phút");
    expect(duration(90, "vi")).toBe("1 phút 30 giây");
    expect(duration(45, "en")).toBe("45 s");
    expect(duration(0, "vi")).toBe("0 giây");
  });
});
