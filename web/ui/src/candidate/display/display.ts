import type { Display } from "../protocol.gen";

export type { Display };

/** The display of who needs nothing. */
export const plain: Display = { scale: 100, contrast: "normal" };

const smallest = 100;
const largest = 300;
/** The steps of the buttons; a value between two of them is left at the next. */
export const steps = [100, 125, 150, 175, 200, 250, 300];

/** What a server or a store said, within the bounds. */
export function sound(d: Partial<Display> | null | undefined): Display {
  const scale = typeof d?.scale === "number" ? Math.round(d.scale) : smallest;
  return {
    scale: Number.isFinite(scale) ? Math.max(smallest, Math.min(largest, scale)) : smallest,
    contrast: d?.contrast === "high" ? "high" : "normal",
  };
}

/** The next larger or smaller step, or the same at an end. */
export function step(scale: number, up: boolean): number {
  const next = up ? steps.find((s) => s > scale) : [...steps].reverse().find((s) => s < scale);
  return next ?? scale;
}

/** Shows the page so from now on. */
export function apply(d: Display, doc: Document = document): void {
  const root = doc.documentElement;
  root.style.fontSize = d.scale === smallest ? "" : `${(16 * d.scale) / 100}px`;
  root.dataset.contrast = d.contrast;
  root.dataset.type = d.scale >= 175 ? "large" : "usual";
  fitWidths(d.scale / 100, doc);
}

const widths = new WeakMap<CSSMediaRule, number>();

/**
 * Large type on a wide screen has as little room as small type on a narrow
 * one: the widths at which the layout changes grow with the type.
 */
function fitWidths(factor: number, doc: Document): void {
  for (const sheet of Array.from(doc.styleSheets)) {
    for (const rule of rulesOf(sheet)) {
      if (!("media" in rule)) continue;
      const media = rule as CSSMediaRule;
      const told = /^\(max-width: ([\d.]+)px\)$/.exec(media.media.mediaText);
      const width = widths.get(media) ?? (told ? Number(told[1]) : 0);
      if (width === 0) continue;
      widths.set(media, width);
      media.media.mediaText = `(max-width: ${Math.round(width * factor)}px)`;
    }
  }
}

function rulesOf(sheet: CSSStyleSheet): CSSRule[] {
  try {
    return Array.from(sheet.cssRules);
  } catch {
    return []; // of another origin: none of ours
  }
}
