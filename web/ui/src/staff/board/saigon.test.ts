import dayjs from "dayjs";
import { describe, expect, it } from "vitest";

import { fromPicker, schoolYear, soon, toPicker } from "./saigon";

describe("times of the board's pages", () => {
  it("shows and reads the clock of Vietnam", () => {
    const picked = toPicker("2026-06-26T00:30:00Z");
    expect(picked.format("DD/MM/YYYY HH:mm")).toBe("26/06/2026 07:30");
    expect(fromPicker(picked)).toBe("2026-06-26T00:30:00.000Z");
    expect(fromPicker(dayjs("2026-01-01T03:00:00"))).toBe("2025-12-31T20:00:00.000Z");
  });

  it("proposes a start at a full hour in the near future", () => {
    expect(soon(new Date("2026-06-26T00:30:00Z"))).toBe("2026-06-26T02:00:00.000Z");
  });

  it("turns the school year in August", () => {
    expect(schoolYear(new Date(2026, 6, 31))).toBe("2025-2026");
    expect(schoolYear(new Date(2026, 7, 1))).toBe("2026-2027");
  });
});
