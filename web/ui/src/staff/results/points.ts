import type { Language } from "../text/language";

/** Points travel as hundredths: 825 is shown as 8,25 in Vietnamese and 8.25 in English. */
export function points(hundredths: number | null | undefined, language: Language): string {
  if (hundredths === null || hundredths === undefined) return "–";
  const sign = hundredths < 0 ? "-" : "";
  const n = Math.abs(Math.round(hundredths));
  const mark = language === "vi" ? "," : ".";
  return `${sign}${Math.floor(n / 100)}${mark}${String(n % 100).padStart(2, "0")}`;
}

/** The share in per cent with one decimal: 62,5 %. */
export function share(part: number, of: number, language: Language): string {
  if (of === 0) return "–";
  const tenths = Math.round((part * 1000) / of);
  const mark = language === "vi" ? "," : ".";
  return `${Math.floor(tenths / 10)}${mark}${tenths % 10} %`;
}

/** A bin of the distribution; from is in hundredths. */
export interface Bin {
  from: number;
  count: number;
}

/** Adds bins up to the width, keeping the last one (the full mark) by itself. */
export function widen(bins: readonly Bin[], width: number): Bin[] {
  const last = bins.at(-1);
  const out: Bin[] = [];
  for (const bin of bins) {
    const from = bin === last ? bin.from : bin.from - (bin.from % width);
    const open = out.at(-1);
    if (open?.from === from) open.count += bin.count;
    else out.push({ from, count: bin.count });
  }
  return out;
}
