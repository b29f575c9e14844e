import "fake-indexeddb/auto";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { AnswerEvent } from "../engine/log";
import type { Welcome } from "../engine/messages";
import { pack, unpack } from "./box";
import { fromBase64, toBase64, toHex } from "./bytes";
import { deviceID, tabTicket } from "./device";
import { IndexedShelf } from "./indexed";
import { LocalShelf } from "./local";
import { MemoryShelf } from "./memory";
import { openShelf } from "./open";
import { leftovers, rescueFile } from "./rescue";
import type { Note, Parcel, Shelf } from "./shelf";
import { ShelfVault } from "./vault";

const key = new Uint8Array(32).fill(7);
const event: AnswerEvent = {
  ord: 1,
  epoch: 2,
  seq: 3,
  field: "p1_1",
  value: "k3fz",
  prev: "",
  at: 9,
};
const parcel = (id: string, attempt = "a1"): Parcel => ({ id, attempt, epoch: 1, ord: 1, box: "" });
const note = (attempt: string, unsaved: number, at: number): Note => ({
  attempt,
  number: "01000001",
  device: "d",
  saved: 0,
  epoch: 1,
  unsaved,
  at,
});

const shelves: [string, () => Promise<Shelf>][] = [
  ["memory", () => Promise.resolve(new MemoryShelf())],
  ["localStorage", () => Promise.resolve(new LocalShelf(localStorage))],
  ["IndexedDB", () => IndexedShelf.open(indexedDB)],
];

afterEach(() => {
  vi.unstubAllGlobals();
  localStorage.clear();
  sessionStorage.clear();
});

describe.each(shelves)("a shelf in %s", (_, open) => {
  it("gives back the parcels of one attempt, and clears only that", async () => {
    const shelf = await open();
    await shelf.put([parcel("a1/1/1"), parcel("a1/1/2"), parcel("a10/1/1", "a10")]);
    await shelf.put([{ ...parcel("a1/1/2"), box: "new" }]);
    await shelf.remove(["a1/1/1"]);
    expect(await shelf.parcels("a1")).toEqual([{ ...parcel("a1/1/2"), box: "new" }]);
    await shelf.note(note("a1", 1, 5));
    await shelf.note(note("a10", 0, 5));
    await shelf.note(note("a1", 2, 6));
    expect((await shelf.notes()).sort((x, y) => x.unsaved - y.unsaved)).toEqual([
      note("a10", 0, 5),
      note("a1", 2, 6),
    ]);
    await shelf.clear("a1");
    expect(await shelf.parcels("a1")).toEqual([]);
    expect(await shelf.parcels("a10")).toHaveLength(1);
    await shelf.clear("a10");
    expect(await shelf.notes()).toEqual([]);
  });
});

describe("the best shelf", () => {
  it("is IndexedDB", async () => {
    expect((await openShelf()).kind).toBe("indexeddb");
  });

  it("is localStorage where IndexedDB is refused", async () => {
    vi.stubGlobal("indexedDB", {
      open: () => {
        throw new Error("SecurityError");
      },
    });
    expect((await openShelf()).kind).toBe("localstorage");
  });

  it("is memory where nothing is kept", async () => {
    vi.stubGlobal("indexedDB", undefined);
    vi.stubGlobal("localStorage", undefined);
    expect((await openShelf()).kind).toBe("memory");
  });
});

describe("a parcel", () => {
  it("opens with its key only, and only under its own name", () => {
    const packed = pack("a1", key, event);
    expect(unpack(key, packed)).toEqual(event);
    expect(unpack(new Uint8Array(32), packed)).toBeNull();
    expect(unpack(key, { ...packed, id: "a1/2/9" })).toBeNull();
    expect(unpack(key, { ...packed, box: "no base64 !" })).toBeNull();
  });

  it("shows nothing of the answer", () => {
    const packed = pack("a1", key, { ...event, value: "bí mật" });
    const text = new TextDecoder("latin1").decode(fromBase64(packed.box));
    expect(text).not.toContain("p1_1");
    expect(packed.box).not.toBe(pack("a1", key, { ...event, value: "bí mật" }).box);
  });
});

describe("the vault", () => {
  it("reads what an earlier epoch kept", async () => {
    const shelf = new MemoryShelf();
    const welcome = { attempt: "a1", number: "01", store_key: toBase64(key) } as Welcome;
    const first = new ShelfVault(shelf, "d", welcome);
    await first.write([event, { ...event, ord: 2, seq: 4 }]);
    await first.drop([event]);
    await first.mark({ saved: 3, epoch: 2, unsaved: 1 });
    const second = new ShelfVault(shelf, "d", welcome);
    expect(await second.load()).toEqual({
      events: [{ ...event, ord: 2, seq: 4 }],
      saved: 3,
      epoch: 2,
      unreadable: 0,
    });
    await second.clear();
    await second.mark({ saved: 4, epoch: 2, unsaved: 0 });
    expect(await shelf.notes()).toEqual([]);
  });
});

describe("leftovers", () => {
  it("name unsent work, and forget settled work after a week", async () => {
    const shelf = new MemoryShelf();
    const week = 7 * 24 * 3600 * 1000;
    await shelf.note(note("unsent", 2, 0));
    await shelf.note(note("settled", 0, 0));
    await shelf.note(note("fresh", 0, week));
    await shelf.put([parcel("unsent/1/1", "unsent"), parcel("settled/1/1", "settled")]);
    expect((await leftovers(shelf, week + 1)).map((n) => n.attempt)).toEqual(["unsent"]);
    expect((await shelf.notes()).map((n) => n.attempt).sort()).toEqual(["fresh", "unsent"]);
    expect(await shelf.parcels("settled")).toEqual([]);
    const file = await rescueFile(shelf, "unsent");
    expect(file).toMatchObject({ format: "khaothi-rescue", v: 1, note: { unsaved: 2 } });
    expect(file?.events).toHaveLength(1);
    expect(await rescueFile(shelf, "fresh")).toBeNull();
  });
});

describe("the device", () => {
  it("is random and the same as long as the storage lives", () => {
    const first = deviceID(() => localStorage);
    expect(first).toMatch(/^[0-9a-f]{32}$/);
    expect(deviceID(() => localStorage)).toBe(first);
    localStorage.setItem("kt-device", "forged");
    expect(deviceID(() => localStorage)).not.toBe("forged");
  });

  it("is made for the page where there is no storage", () => {
    const none = () => {
      throw new Error("SecurityError");
    };
    expect(deviceID(none)).toMatch(/^[0-9a-f]{32}$/);
  });

  it("keeps number and ticket for this tab only", () => {
    expect(tabTicket.read()).toBeNull();
    tabTicket.write({ number: "01", code: "K7QF" });
    expect(tabTicket.read()).toEqual({ number: "01", code: "K7QF" });
    sessionStorage.setItem("kt-ticket", '{"number":5}');
    expect(tabTicket.read()).toBeNull();
    tabTicket.clear();
    expect(tabTicket.read()).toBeNull();
  });
});

describe("bytes", () => {
  it("survive base64 and show as hex", () => {
    const bytes = Uint8Array.from([0, 1, 127, 128, 255]);
    expect(fromBase64(toBase64(bytes))).toEqual(bytes);
    expect(toHex(bytes)).toBe("00017f80ff");
  });
});
