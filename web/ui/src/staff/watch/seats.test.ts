import { describe, expect, it } from "vitest";

import {
  filters,
  inOrder,
  left,
  lookOf,
  needsAttention,
  passes,
  problemsFirst,
  remaining,
  tally,
  type Seat,
} from "./seats";

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
  sounds: 0,
  saved: 5,
  archived: 5,
  saved_age_ms: 4000,
  idle_ms: 1000,
  remaining_ms: 60_000,
  receipt: "",
  paused: false,
  machine: "",
  granted_ms: 0,
  sealed_by: "",
  voided: false,
  round: 0,
};

const seat = (change: Partial<Seat>): Seat => ({ ...base, ...change });

describe("lookOf", () => {
  it("tells who is there from who is not", () => {
    expect(lookOf(seat({ state: "waiting", connected: true }))).toBe("waiting");
    expect(lookOf(seat({ state: "waiting", connected: false }))).toBe("away");
    expect(lookOf(seat({}))).toBe("working");
    expect(lookOf(seat({ connected: false }))).toBe("silent");
    expect(lookOf(seat({ state: "sealed", connected: false }))).toBe("sealed");
    expect(lookOf(seat({ paused: true }))).toBe("paused");
    expect(lookOf(seat({ state: "sealed", sealed_by: "paper" }))).toBe("paper");
    expect(lookOf(seat({ state: "sealed", voided: true }))).toBe("voided");
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
      seat({ paused: true }),
      seat({ state: "sealed", connected: false, answered: 34 }),
      seat({ state: "waiting", connected: false, answered: 0 }),
    ];
    expect(tally(seats, "running")).toEqual({
      total: 5,
      connected: 2,
      working: 2,
      paused: 1,
      sealed: 1,
      away: 1,
      attention: 2,
      percent: Math.floor((100 * 43) / 170),
    });
  });
});

describe("problemsFirst", () => {
  it("keeps the order of the room within both halves", () => {
    const seats = [
      seat({ seat: "1" }),
      seat({ seat: "2", connected: false }),
      seat({ seat: "3" }),
      seat({ seat: "4", lost_focus: true }),
    ];
    expect(problemsFirst(seats, "running").map((s) => s.seat)).toEqual(["2", "4", "1", "3"]);
  });
});

describe("passes", () => {
  it("finds each seat by what it is", () => {
    const of = (change: Partial<Seat>) =>
      filters.filter((f) => passes(seat(change), f, "running")).join(" ");
    expect(of({})).toBe("all working");
    expect(of({ paused: true })).toBe("all paused");
    expect(of({ connected: false })).toBe("all attention working");
    expect(of({ state: "waiting", connected: false })).toBe("all attention away");
    expect(of({ state: "sealed" })).toBe("all sealed");
  });
});

describe("remaining", () => {
  it("stands while the seat is paused", () => {
    expect(remaining({ ...seat({}), at: 0 }, 10_000)).toBe(50_000);
    expect(remaining({ ...seat({ paused: true }), at: 0 }, 10_000)).toBe(60_000);
  });
});

describe("left", () => {
  it("goes on between two answers of the server and stops at zero", () => {
    expect(left(10_000, 1_000, 4_000)).toBe(7_000);
    expect(left(1_000, 0, 5_000)).toBe(0);
  });
});
