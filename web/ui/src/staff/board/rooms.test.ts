import { describe, expect, it } from "vitest";

import { roomNames } from "./room-dialogs";

describe("roomNames", () => {
  it("numbers rooms with as many digits as the last one needs, at least two", () => {
    expect(roomNames({ prefix: "Phòng ", from: 9, count: 2 })).toEqual(["Phòng 09", "Phòng 10"]);
    expect(roomNames({ prefix: "P", from: 99, count: 2 })).toEqual(["P 099", "P 100"]);
    expect(roomNames({ prefix: " ", from: 1, count: 1 })).toEqual(["01"]);
  });
});
