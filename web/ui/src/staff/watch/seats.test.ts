import { describe, expect, it } from "vitest";

import { inOrder, left, lookOf, needsAttention, tally, type Seat } from "./seats";

const base: Seat = {
  attempt: "a",
  number: "01000001",
  name: "Nguyễn Văn An",
  room: "P01",
  seat: "1",
  state: "open",
  connected: true,
  lost_focus: false,
  answered: 3,
  total: 34,
  saved: 5,
  archived: 5,
  saved_age_ms: 4000,
  idle_ms: 1000,
  remaining_ms: 60_000,
  receipt: "",
};

const seat = (change: Partial<Seat>): Seat => ({ ...base, ...change });

describe("lookOf", () => {
  it("tells who is there from who is not", () => {
    expect(lookOf(seat({ state: "waiting", connected: true }))).toBe("waiting");
    expect(lookOf(seat({ state: "waiting", connected: false }))).toBe("away");
    expect(lookOf(seat({}))).toBe("working");
    expect(lookOf(seat({ connected: false }))).toBe("silent");
    expect(lookOf(seat({ state: "sealed", connected: false }))).toBe("sealed");
  });
});

describe("needsAttention", () => {
  it("calls for who lost the connection, left the page or did not come", () => {
    expect(needsAttention(seat({ connected: false }), "running")).toBe(true);
    expect(needsAttention(seat({ lost_focus: true }), "running")).toBe(true);
    expect(needsAttention(seat({ state: "incomplete" }), "closed")).toBe(true);
    expect(needsAttention(seat({ state: "waiting", connected: false }), "running")).toBe(true);
  });
  it("leaves the others alone", () => {
    expect(needsAttention(seat({}), "running")).toBe(false);
    expect(needsAttention(seat({ state: "waiting", connected: false }), "open")).toBe(false);
    expect(needsAttention(seat({ state: "sealed", connected: false }), "running")).toBe(false);
    expect(needsAttention(seat({ state: "absent", connected: false }), "closed")).toBe(false);
  });
});

describe("inOrder", () => {
  it("counts seats as numbers", () => {
    const seats = ["10", "2", "1"].map((s) => seat({ seat: s }));
    expect(
      inOrder([seat({ room: "P10" }), seat({ room: "P2" }), ...seats]).map((s) => s.room + s.seat),
    ).toEqual(["P011", "P012", "P0110", "P21", "P101"]);
  });
});

describe("tally", () => {
  it("counts each seat once in what it is", () => {
    const seats = [
      seat({}),
      seat({ connected: false }),
      seat({ state: "sealed", connected: false }),
    ];
    expect(tally(seats, "running")).toEqual({
      total: 3,
      connected: 1,
      working: 2,
      sealed: 1,
      attention: 1,
    });
  });
});

describe("left", () => {
  it("goes on between two answers of the server and stops at zero", () => {
    expect(left(10_000, 1_000, 4_000)).toBe(7_000);
    expect(left(1_000, 0, 5_000)).toBe(0);
  });
});
