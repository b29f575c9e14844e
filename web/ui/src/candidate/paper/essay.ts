// Essays: bounded in bytes of UTF-8 by the server, in words as advice.

const encoder = new TextEncoder();

/** What the server takes at most. */
export const maxEssayBytes = 32 * 1024;

// Exactly what the server refuses: control characters but tab and line feed, what stands for
// unreadable bytes, and halves of letters.
const refused =
  // eslint-disable-next-line no-control-regex -- as above
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufffd]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Keeps what may be sent: one way to write each letter, no control characters, at most max bytes. */
export function cleanEssay(text: string, max: number): string {
  const clean = text.normalize("NFC").replace(/\r\n?/g, "\n").replace(refused, "");
  if (clean.length * 3 <= max || encoder.encode(clean).length <= max) return clean;
  return cut(clean, max);
}

/** The longest beginning that fits, never half a letter. */
function cut(text: string, max: number): string {
  let bytes = 0;
  let end = 0;
  for (const ch of text) {
    bytes += encoder.encode(ch).length;
    if (bytes > max) break;
    end += ch.length;
  }
  return text.slice(0, end);
}

/** Words as people count them: runs without a space. */
export function countWords(text: string): number {
  return text.split(/\s+/).filter((w) => w !== "").length;
}

/** Bytes on the wire. */
export function byteLength(text: string): number {
  return encoder.encode(text).length;
}
