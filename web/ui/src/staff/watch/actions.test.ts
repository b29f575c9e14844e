import { describe, expect, it } from "vitest";

import {
  fits,
  kinds,
  may,
  mostMinutes,
  openOutages,
  openPause,
  pausedHere,
  seatKinds,
} from "./actions";
import type { Action } from "./live";
import type { Seat } from "./seats";

const at = (second: number) => new Date(Date.UTC(2026, 10, 22, 1, 31, second)).toISOString();

let last = 0;
const action = (change: Partial<Action>): Action => ({
  id: `a${++last}`,
  kind: "pause",
  scope: "room",
  room: "r1",
  room_name: "P01",
  attempt: "",
  number: "",
  name: "",
  at: at(0),
  created_at: at(0),
  amount_ms: 0,
  sound: "",
  reason: "",
  who: "Giám thị",
  who_id: "g",
  proposal: "",
  incidents: 0,
  outcome: "done",
  ...change,
});

const seat = (change: Partial<Seat>): Seat => ({
  attempt: "t1",
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
  ...change,
});

describe("pausedHere", () => {
  it("asks for exactly the scope", () => {
    const list = [
      action({}),
      action({ scope: "candidate", attempt: "t1", room: "" }),
      action({ scope: "candidate", attempt: "t1", room: "", kind: "resume" }),
    ];
    expect(pausedHere(list, "room", "r1")).toBe(true);
    expect(pausedHere(list, "room", "r2")).toBe(false);
    expect(pausedHere(list, "candidate", "t1")).toBe(false);
    expect(pausedHere(list, "sitting", "")).toBe(false);
  });
  it("leaves out what could not be done", () => {
    expect(pausedHere([action({ outcome: "sitting.closed" })], "room", "r1")).toBe(false);
    expect(pausedHere([action({ outcome: "" })], "room", "r1")).toBe(true);
  });
});

describe("fits", () => {
  const offered = (s: Seat, list: Action[] = []) => seatKinds.filter((k) => fits(k, s, list));
  it("offers what makes sense for a seat", () => {
    expect(offered(seat({}))).toEqual(["pause", "grant", "release", "submit", "to_paper", "void"]);
    expect(offered(seat({ state: "waiting" }))).toEqual(["pause", "grant", "release"]);
    expect(offered(seat({ state: "sealed" }))).toEqual(["reopen", "void"]);
    expect(offered(seat({ state: "sealed", voided: true }))).toEqual(["unvoid"]);
    expect(offered(seat({ state: "absent" }))).toEqual([]);
  });
  it("offers to play again where there is something to hear", () => {
    expect(offered(seat({ sounds: 1 }))).toContain("replay");
    expect(offered(seat({ sounds: 1, state: "waiting" }))).not.toContain("replay");
    expect(offered(seat({ sounds: 1, state: "sealed" }))).not.toContain("replay");
  });
  it("offers resume to who is paused alone, not with the room", () => {
    const own = action({ scope: "candidate", attempt: "t1", room: "" });
    expect(offered(seat({ paused: true }), [own])).toContain("resume");
    expect(offered(seat({ paused: true }), [own])).not.toContain("pause");
    expect(offered(seat({ paused: true }), [action({})])).not.toContain("resume");
  });
});

describe("openOutages", () => {
  const outage = action({ kind: "room_outage", at: at(12), created_at: at(40) });
  it("are there until a pause answers them", () => {
    expect(openOutages([outage], at(50))).toEqual([outage]);
    expect(openOutages([outage, action({ created_at: at(55) })], at(58))).toEqual([]);
    expect(openOutages([outage, action({ scope: "sitting", room: "" })], at(58))).toEqual([]);
    expect(openOutages([outage, action({ room: "r2" })], at(58))).toEqual([outage]);
    expect(openOutages([outage, action({ outcome: "internal" })], at(58))).toEqual([outage]);
  });
  it("are not offered for a room that was paused already, nor for ever", () => {
    expect(openOutages([action({}), outage], at(58))).toEqual([]);
    expect(openOutages([outage], new Date(Date.UTC(2026, 10, 22, 3)).toISOString())).toEqual([]);
  });
  it("are told of each room that a power cut hit, also when one of them is answered", () => {
    const second = { ...outage, id: "o2", room: "r2" };
    expect(openOutages([outage, second], at(50))).toEqual([second, outage]);
    expect(openOutages([outage, second, action({ room: "r2" })], at(50))).toEqual([outage]);
  });
  it("are told once a room: the newest", () => {
    const again = { ...outage, id: "o2", at: at(45), created_at: at(50) };
    expect(openOutages([outage, again], at(58))).toEqual([again]);
  });
  it("is of the whole sitting where the server was down", () => {
    const dark = action({ kind: "room_outage", room: "", at: at(12), created_at: at(40) });
    const pause = action({ scope: "sitting", room: "", created_at: at(55) });
    expect(openOutages([dark], at(50))).toEqual([dark]);
    expect(openOutages([dark, action({})], at(58))).toEqual([dark]); // one room of several
    expect(openOutages([dark, pause], at(58))).toEqual([]);
    expect(openOutages([pause, dark], at(58))).toEqual([]);
    expect(openPause([pause, dark], "sitting", "")).toEqual(pause);
    expect(openPause([pause, { ...pause, kind: "resume" }], "sitting", "")).toBeUndefined();
  });
});

describe("powers", () => {
  const powers = {
    me: "g",
    powers: [
      { kind: "grant", scopes: ["candidate", "room"], max_amount_s: 600 },
      { kind: "pause", scopes: ["candidate"], max_amount_s: 0 },
    ],
  };
  it("say what may be done to whom", () => {
    expect(may(powers, "grant", "room")).toBe(true);
    expect(may(powers, "grant", "sitting")).toBe(false);
    expect(may(powers, "void", "candidate")).toBe(false);
    expect(may(undefined, "pause", "candidate")).toBe(false);
    expect(mostMinutes(powers)).toBe(10);
    expect(mostMinutes(undefined)).toBe(0);
  });
});

describe("kinds", () => {
  it("give reasons to choose from wherever one is asked for", () => {
    for (const [kind, info] of Object.entries(kinds)) {
      if (kind === "resume" || kind === "room_outage") continue;
      expect(info.reasons.length, kind).toBeGreaterThan(0);
    }
  });
});
