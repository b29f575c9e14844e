// Short answers: what may be typed and what looks wrong. The grid of the 2025
// format has four cells; a minus stands first, a comma second or third.

const lookalikes: Record<string, string> = { "−": "-", "–": "-", "—": "-", ".": "," };

/** Keeps what the charset allows, turns lookalikes (a point, a long dash) into it, cuts at max. */
export function cleanShort(
  text: string,
  charset: string | undefined,
  max: number | undefined,
): string {
  let out = "";
  for (const ch of text.normalize("NFC")) {
    if (!charset || charset.includes(ch)) out += ch;
    else if (charset.includes(lookalikes[ch] ?? "\0")) out += lookalikes[ch] ?? "";
  }
  return max ? Array.from(out).slice(0, max).join("") : out;
}

/** What looks wrong in a short answer. It is a hint: the answer is taken as it is. */
export type ShortHint = "minus" | "comma_place" | "commas" | "no_digit" | null;

/** Whether the answer goes into the numeric grid of the 2025 format. */
export function isGrid(charset: string | undefined, max: number | undefined): boolean {
  return max === 4 && charset !== undefined && charset.includes(",") && charset.includes("-");
}

/** The first thing that looks wrong in an answer for the numeric grid. */
export function hintShort(value: string): ShortHint {
  if (value === "") return null;
  if (value.lastIndexOf("-") > 0) return "minus";
  if (value.split(",").length > 2) return "commas";
  const comma = value.indexOf(",");
  if (comma === 0 || comma === 3) return "comma_place";
  return /\d/.test(value) ? null : "no_digit";
}
