// Word cannot hand its pictures to a browser in HTML: there they are addresses
// on the author's disk. The same clipboard holds them in RTF, as hex digits.

/** A picture in RTF; null data where a browser cannot show its kind (WMF, EMF). */
export interface RTFPicture {
  type: "image/png" | "image/jpeg" | null;
  data: Uint8Array<ArrayBuffer> | null;
}

// Groups that repeat a picture for old programs, or draw a formula.
const skipped = /^\\(?:\*\\)?(?:nonshppict|mmathPict|mmath|listpicture|blipuid|picprop)\b/;
const start = /^\\pict\b/;

/** The pictures of a text in RTF in their order. */
export function rtfPictures(rtf: string): RTFPicture[] {
  if (!rtf.startsWith("{\\rtf")) return [];
  const out: RTFPicture[] = [];
  for (let i = 0; i < rtf.length; i++) {
    const c = rtf[i];
    if (c === "\\") i++;
    if (c !== "{") continue;
    const head = rtf.slice(i + 1, i + 40);
    if (skipped.test(head)) i = groupEnd(rtf, i);
    else if (start.test(head)) {
      const end = groupEnd(rtf, i);
      out.push(readPicture(rtf.slice(i, end)));
      i = end;
    }
  }
  return out;
}

/** Where the group that opens at `from` closes. */
function groupEnd(rtf: string, from: number): number {
  let depth = 0;
  for (let i = from; i < rtf.length; i++) {
    const c = rtf[i];
    if (c === "\\") i++;
    else if (c === "{") depth++;
    else if (c === "}" && --depth === 0) return i;
  }
  return rtf.length;
}

function readPicture(group: string): RTFPicture {
  const type = /\\pngblip\b/.test(group)
    ? "image/png"
    : /\\jpegblip\b/.test(group)
      ? "image/jpeg"
      : null;
  if (type === null) return { type: null, data: null };
  const digits = withoutGroups(group.slice(1))
    .replace(/\\[a-z]+-?\d* ?/gi, "")
    .replace(/[^0-9a-f]/gi, "");
  const data = new Uint8Array(digits.length >> 1);
  for (let i = 0; i < data.length; i++) data[i] = parseInt(digits.slice(2 * i, 2 * i + 2), 16);
  return { type, data };
}

function withoutGroups(text: string): string {
  let out = "";
  let depth = 0;
  for (const c of text) {
    if (c === "{") depth++;
    else if (c === "}") depth--;
    else if (depth === 0) out += c;
  }
  return out;
}
