/** A file of an archive. */
export interface ZipFile {
  name: string;
  data: Uint8Array<ArrayBuffer>;
}

const table = Uint32Array.from({ length: 256 }, (_, n) => {
  for (let k = 0; k < 8; k++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
  return n >>> 0;
});

/** CRC-32 as in APPNOTE.TXT 4.4.7 (polynomial 0xedb88320). */
export function crc32(data: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of data) crc = (table[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

/** What a local header and an entry of the directory have in common. */
function common(f: ZipFile, name: Uint8Array): number[][] {
  // [value, bytes]: version 2.0, names in UTF-8, stored, 1 January 1980, CRC, both sizes.
  const size = f.data.length;
  return [
    [20, 2],
    [0x0800, 2],
    [0, 2],
    [0, 2],
    [0x21, 2],
    [crc32(f.data), 4],
    [size, 4],
    [size, 4],
    [name.length, 2],
    [0, 2],
  ];
}

function bytes(fields: number[][]): Uint8Array<ArrayBuffer> {
  const out: number[] = [];
  for (const [value = 0, n = 0] of fields) {
    for (let i = 0; i < n; i++) out.push((value >>> (8 * i)) & 0xff);
  }
  return Uint8Array.from(out);
}

/**
 * Puts files into a zip archive without compressing them: PDFs are compressed
 * already. Returns its pieces in order. Up to 65,535 files and 4 GB in all.
 */
export function zip(files: ZipFile[]): Uint8Array<ArrayBuffer>[] {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const directory: Uint8Array<ArrayBuffer>[] = [];
  let at = 0;
  for (const f of files) {
    const name = new TextEncoder().encode(f.name);
    const head = bytes([[0x04034b50, 4], ...common(f, name)]);
    // Comment, disk, attributes, and where the local header stands.
    const rest = [
      [0, 2],
      [0, 2],
      [0, 2],
      [0, 4],
      [at, 4],
    ];
    directory.push(bytes([[0x02014b50, 4], [20, 2], ...common(f, name), ...rest]), name);
    parts.push(head, name, f.data);
    at += head.length + name.length + f.data.length;
  }
  const length = directory.reduce((n, d) => n + d.length, 0);
  const end = bytes([
    [0x06054b50, 4],
    [0, 4],
    [files.length, 2],
    [files.length, 2],
    [length, 4],
    [at, 4],
    [0, 2],
  ]);
  return [...parts, ...directory, end];
}
