import { describe, expect, it } from "vitest";

import { crc32, zip } from "./zip";

const text = (s: string) => new TextEncoder().encode(s);

describe("zip", () => {
  it("has the check value of CRC-32", () => {
    expect(crc32(text("123456789"))).toBe(0xcbf43926);
  });

  it("lays out headers, data and directory where they say", () => {
    const files = [
      { name: "đề-0101.pdf", data: text("%PDF-một") },
      { name: "b.pdf", data: text("") },
    ];
    const view = new DataView(Uint8Array.from(zip(files).flatMap((p) => [...p])).buffer);
    const end = view.byteLength - 22;
    expect(view.getUint32(end, true)).toBe(0x06054b50);
    expect(view.getUint16(end + 10, true)).toBe(2);
    let entry = view.getUint32(end + 16, true);
    expect(entry + view.getUint32(end + 12, true)).toBe(end);
    for (const f of files) {
      expect(view.getUint32(entry, true)).toBe(0x02014b50);
      const local = view.getUint32(entry + 42, true);
      expect(view.getUint32(local, true)).toBe(0x04034b50);
      const n = view.getUint16(local + 26, true);
      const name = new Uint8Array(view.buffer, local + 30, n);
      expect(new TextDecoder().decode(name)).toBe(f.name);
      const data = new Uint8Array(view.buffer, local + 30 + n, view.getUint32(local + 18, true));
      expect([...data]).toEqual([...f.data]);
      expect(view.getUint32(local + 14, true)).toBe(crc32(f.data));
      entry += 46 + view.getUint16(entry + 28, true);
    }
    expect(entry).toBe(end);
  });
});
