import { describe, expect, it } from "vitest";

import { caseOf } from "./late-cases";
import { merge, type Room, type Update } from "./live";

const sitting = { id: "s", state: "running" } as Room["sitting"];
const seat = (attempt: string, answered: number) =>
  ({ attempt, answered }) as NonNullable<Update["seats"]>[number];
const first: Update = {
  full: true,
  sitting,
  seats: [seat("a", 1), seat("b", 2)],
  ledger: { actions: [], late: 3 },
  at: new Date(5000).toISOString(),
};

describe("merge", () => {
  it("takes over the first event whole", () => {
    const room = merge(undefined, first, 1000);
    expect(room?.seats.map((s) => [s.attempt, s.answered, s.at])).toEqual([
      ["a", 1, 1000],
      ["b", 2, 1000],
    ]);
    expect(room?.late).toBe(3);
    expect(room?.ahead).toBe(4000);
  });
  it("changes only what an event names, and keeps the order", () => {
    const room = merge(undefined, first, 1000);
    const next = merge(room, { full: false, seats: [seat("a", 9)], at: first.at }, 2000);
    expect(next?.seats.map((s) => [s.attempt, s.answered, s.at])).toEqual([
      ["a", 9, 2000],
      ["b", 2, 1000],
    ]);
    expect(next?.sitting).toBe(sitting);
    expect(next?.late).toBe(3);
  });
  it("keeps the room through trouble, and drops the trouble after it", () => {
    const room = merge(undefined, first, 1000);
    const bad = merge(room, { full: false, trouble: "server.unavailable", at: first.at }, 2000);
    expect(bad?.trouble).toBe("server.unavailable");
    expect(bad?.seats).toHaveLength(2);
    expect(merge(bad, { full: false, at: first.at }, 3000)?.trouble).toBe("");
  });
  it("has nothing before the first reading", () => {
    expect(merge(undefined, { full: true, trouble: "internal", at: first.at }, 0)).toBeUndefined();
  });
});

describe("caseOf", () => {
  it("collects what is open and what is proposed of each candidate", () => {
    type Late = Parameters<typeof caseOf>[0][number];
    const late = (incident: number, attempt: string, change: Partial<Late>) =>
      ({ incident, attempt, state: "", flag: false, proposal: "", ...change }) as Late;
    const cases = caseOf([
      late(1, "a", {}),
      late(2, "b", { state: "admit_ask", proposal: "p" }),
      late(3, "a", { flag: true }),
      late(4, "a", { state: "admit_deny", proposal: "q" }),
    ]);
    expect(cases.map((c) => [c.attempt, c.events.length, c.open, c.proposal])).toEqual([
      ["a", 3, [1], ""],
      ["b", 1, [], "p"],
    ]);
  });
});
