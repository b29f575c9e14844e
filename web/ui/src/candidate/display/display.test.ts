import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { apply, plain, sound, step } from "./display";

describe("a display", () => {
  it("stays within its bounds, whatever somebody said", () => {
    expect(sound({ scale: 500, contrast: "loud" })).toEqual({ scale: 300, contrast: "normal" });
    expect(sound({ scale: 10 })).toEqual(plain);
    expect(sound({ scale: Number.NaN, contrast: "high" })).toEqual({
      scale: 100,
      contrast: "high",
    });
    expect(sound(null)).toEqual(plain);
  });

  it("goes up and down by steps and stops at the ends", () => {
    expect(step(100, true)).toBe(125);
    expect(step(130, true)).toBe(150);
    expect(step(130, false)).toBe(125);
    expect(step(300, true)).toBe(300);
    expect(step(100, false)).toBe(100);
  });

  it("changes the size of the root and the widths at which the layout changes", () => {
    const style = document.createElement("style");
    style.textContent = "@media (max-width: 820px) { p { color: red } }";
    document.head.append(style);
    const rule = style.sheet?.cssRules[0] as CSSMediaRule;
    apply({ scale: 200, contrast: "high" });
    expect(document.documentElement.style.fontSize).toBe("32px");
    expect(document.documentElement.dataset.contrast).toBe("high");
    expect(rule.media.mediaText).toBe("(max-width: 1640px)");
    apply(plain);
    expect(document.documentElement.style.fontSize).toBe("");
    expect(rule.media.mediaText).toBe("(max-width: 820px)");
    style.remove();
  });
});

/** Relative luminance of #rgb or #rrggbb (WCAG 2.2). */
function luminance(color: string): number {
  const hex = color.length === 4 ? color.replace(/[0-9a-f]/gi, "$&$&") : color;
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((i) => {
    const c = parseInt(hex.slice(i, i + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

describe("high contrast", () => {
  const css = readFileSync("src/candidate/ui/style/display.css", "utf8");
  const block = /\[data-contrast="high"\] \{([^}]*)\}/.exec(css)?.[1] ?? "";
  const color = (name: string) => new RegExp(`--${name}: (#[0-9a-f]+);`).exec(block)?.[1] ?? "";

  it.each([
    ["ink", "paper"],
    ["ink", "ground"],
    ["ink-soft", "paper"],
    ["ink", "primary-soft"],
    ["primary", "paper"],
    ["primary", "primary-soft"],
    ["accent", "paper"],
    ["good", "good-soft"],
    ["warn", "warn-soft"],
    ["bad", "bad-soft"],
  ])("%s on %s reaches 7:1 (WCAG AAA)", (text, ground) => {
    expect(contrast(color(text), color(ground))).toBeGreaterThanOrEqual(7);
  });

  it("a disabled button can be read as well", () => {
    expect(contrast("#404040", "#ffffff")).toBeGreaterThanOrEqual(7);
  });
});
