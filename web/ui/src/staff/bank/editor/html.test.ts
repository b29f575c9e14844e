import { describe, expect, it } from "vitest";

import { parseHTML, writeHTML } from "./html";

const hash = "0123456789abcdef".repeat(4);
const trip = (html: string) => writeHTML(parseHTML(html));

describe("HTML of the subset", () => {
  it.each([
    ["text alone", "Tính giá trị"],
    ["a paragraph", "<p>Tính giá trị</p>"],
    ["two paragraphs", "<p>Một</p><p>Hai</p>"],
    ["text before a paragraph", "Một<p>Hai</p>"],
    ["text around a table", "Bảng:<table><tr><td>1</td><td><p>2</p></td></tr></table>hết"],
    [
      "sections of a table",
      "<table><thead><tr><th>A</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>",
    ],
    ["merged cells", '<table><tr><td colspan="2" rowspan="3">1</td></tr></table>'],
    ["an empty cell", "<table><tr><td></td><td>x</td></tr></table>"],
    ["lists in lists", "<ul><li>a<ol><li>b</li></ol></li><li><p>c</p></li></ul>"],
    ["a line break", "a<br/>b"],
    [
      "marks",
      "<b>a<i>b</i></b><strong>c</strong><em>d</em> <u>e</u><s>f</s> H<sub>2</sub>O x<sup>2</sup>",
    ],
    ["signs", "a &lt; b &amp;&amp; c &gt; d &#34;e&#34; 'f'"],
    ["a blank that does not break", "5\u00a0cm"],
    ["a formula", "Cho \\(a&lt;b\\) và \\[x^2&gt;0 \\\\[2pt] y\\]."],
    ["a formula in bold", "<b>Tìm \\(x\\)</b>"],
    ["a picture", `<img src="media:${hash}" alt="Đồ thị &#34;f&#34;" width="120" height="80"/>`],
    ["a sound", `<p>Nghe</p><audio src="media:${hash}" data-plays="2"></audio>`],
    ["a gap", 'Thủ đô là <span data-gap="a"></span>.'],
  ])("comes through unchanged: %s", (_, html) => {
    expect(trip(html)).toBe(html);
  });

  it("keeps what a formula may not hold from closing it early", () => {
    expect(trip("\\(\\{x\\}\\)")).toBe("\\(\\{x\\}\\)");
    const doc = parseHTML('<span data-formula="(a \\\\) \\"></span>');
    expect(trip(writeHTML(doc))).toBe(writeHTML(doc));
  });

  it("drops what runs, and foreign pictures", () => {
    const bad =
      '<script>alert(1)</script><img src="https://x/y.png" onerror="alert(1)"><a href="javascript:x">t</a>';
    expect(trip(bad)).not.toMatch(/script|img|href|onerror|https/);
  });
});

// Random documents of the subset, as the server writes them. A seed names each.
class Dice {
  private readonly seed: { now: number };
  constructor(seed: number) {
    this.seed = { now: seed };
  }
  roll(n: number): number {
    this.seed.now = (Math.imul(this.seed.now, 1664525) + 1013904223) >>> 0;
    return Math.floor((this.seed.now / 2 ** 32) * n);
  }
  pick<T>(list: readonly T[]): T {
    return list[this.roll(list.length)] as T;
  }
  some(most: number, make: () => string): string {
    return Array.from({ length: 1 + this.roll(most) }, make).join("");
  }
}

const words = [
  "Cho hàm số",
  "ắ ằ ẵ",
  "a &lt; b",
  "&amp;",
  "x = 5,3",
  "đoạn [0; 2]",
  "\u00a0",
  "nghiệm?",
];
const ranked = ["b", "i", "u", "s", "sub"] as const;

/** Inline content; marks nest in the order of the editor, and equal ones never touch. */
function inlineOf(d: Dice, from = 0): string {
  return d.some(3, () => {
    const kind = d.roll(9);
    if (kind === 0) return `\\(${d.pick(["x^2", "a&lt;b", "\\frac{1}{2}", "\\text{đúng}"])}\\)`;
    if (kind === 1)
      return `\\[${d.pick(["\\int_0^1 x", "\\begin{cases}a\\\\[2pt] b\\end{cases}"])}\\]`;
    if (kind === 2) return `<img src="media:${hash}" alt="${d.pick(["", "hình"])}"/>`;
    if (kind === 3) return "x<br/>y";
    if (kind === 4) return `<span data-gap="${d.pick(["a", "b"])}"></span>`;
    if (kind < 7 && from < ranked.length) {
      const at = from + d.roll(ranked.length - from);
      return `<${ranked[at] ?? "b"}>${inlineOf(d, at + 1)}</${ranked[at] ?? "b"}>.`;
    }
    return d.pick(words) + ".";
  });
}

function blockOf(d: Dice, depth: number): string {
  const kind = depth > 2 ? 0 : d.roll(5);
  if (kind === 3) return `<ul>${d.some(3, () => `<li>${contentOf(d, depth + 1)}</li>`)}</ul>`;
  if (kind === 4) {
    const columns = 1 + d.roll(3);
    const cells = () =>
      Array.from({ length: columns }, () => `<td>${contentOf(d, depth + 1)}</td>`);
    return `<table>${d.some(3, () => `<tr>${cells().join("")}</tr>`)}</table>`;
  }
  return `<p>${inlineOf(d)}</p>`;
}

function contentOf(d: Dice, depth: number): string {
  return (
    (d.roll(2) === 0 ? inlineOf(d) : "") +
    (d.roll(2) === 0 ? d.some(3, () => blockOf(d, depth)) : "<p>z</p>")
  );
}

describe("property", () => {
  it("reading and writing is the identity on the subset", () => {
    for (let seed = 1; seed <= 400; seed++) {
      const html = contentOf(new Dice(seed), 0);
      expect(trip(html), `seed ${seed}`).toBe(html.trim());
    }
  });
});
