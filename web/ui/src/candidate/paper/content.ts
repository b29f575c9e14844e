// Builds the DOM of question HTML from a whitelist. The server has sanitised
// it already; this page trusts nobody all the same and never uses innerHTML.

const allowedTags = new Set(
  "p br b strong i em u s sub sup table thead tbody tr td th ul ol li span".split(" "),
);
const allowedAttributes: Record<string, string[]> = {
  td: ["colspan", "rowspan"],
  th: ["colspan", "rowspan"],
  ol: ["start"],
};
// Their text is code, not content.
const droppedTags = new Set("script style template iframe object embed noscript".split(" "));
// Bad input must not fill the stack.
const maxDepth = 40;

const mathPattern = /\\\(([\s\S]+?)\\\)|\\\[([\s\S]+?)\\\]/g;
const mediaPattern = /^media:([0-9a-f]{64})$/;

/** Gives the address of a picture by its hash; empty where the paper lacks it. */
export type MediaURL = (hash: string) => string;

/** Makes what stands in the place of a sound. */
export type SoundNode = (hash: string, plays: number) => Node;

/** A formula as it stands in the built DOM, still as text. */
export const mathClass = "math";

/** A gap as it stands in the built DOM: empty, with its letter in data-gap. */
export const gapClass = "gap-slot";

/** The text of question HTML, for where no picture or formula can stand. */
export function plainText(html: string): string {
  const source = new DOMParser().parseFromString(html, "text/html");
  for (const img of Array.from(source.querySelectorAll("img"))) {
    img.replaceWith(img.getAttribute("alt") ?? "");
  }
  return source.body.textContent
    .replace(/\\[()[\]]/g, "")
    .replace(/\s+/g, " ")
    .trim();
}

/** Whether HTML is more than plain words: a formula, a picture, a table. */
export function isRich(html: string): boolean {
  return /\\[([]|<(img|audio|table|sub|sup)\b/i.test(html);
}

/** Builds the content of question HTML. Formulas become spans with their LaTeX as text. */
export function buildContent(
  html: string,
  media: MediaURL,
  zoomLabel: string,
  sound?: SoundNode,
): DocumentFragment {
  const source = new DOMParser().parseFromString(html, "text/html");
  const out = document.createDocumentFragment();
  copyChildren(source.body, out, { media, zoomLabel, sound }, 0);
  return out;
}

/** The hashes of the sounds in question HTML, each once, in their order. */
export function soundsIn(html: string): string[] {
  if (!html.includes("<audio")) return [];
  const source = new DOMParser().parseFromString(html, "text/html");
  const hashes = Array.from(source.querySelectorAll("audio"), soundHash);
  return [...new Set(hashes)].filter((h) => h !== "");
}

function soundHash(el: Element): string {
  return mediaPattern.exec(el.getAttribute("src") ?? "")?.[1] ?? "";
}

interface Context {
  media: MediaURL;
  zoomLabel: string;
  sound: SoundNode | undefined;
}

function copyChildren(from: Node, to: Node, ctx: Context, depth: number): void {
  if (depth > maxDepth) return;
  for (const child of Array.from(from.childNodes)) {
    if (child.nodeType === Node.TEXT_NODE) appendText(to, child.textContent ?? "");
    else if (child instanceof Element) copyElement(child, to, ctx, depth);
  }
}

function copyElement(el: Element, to: Node, ctx: Context, depth: number): void {
  const tag = el.tagName.toLowerCase();
  if (droppedTags.has(tag)) return;
  if (tag === "img") {
    appendPicture(el, to, ctx);
    return;
  }
  if (tag === "audio") {
    const hash = soundHash(el);
    const plays = Number(el.getAttribute("data-plays") ?? 0);
    if (hash && ctx.sound) to.appendChild(ctx.sound(hash, plays));
    return;
  }
  if (!allowedTags.has(tag)) {
    copyChildren(el, to, ctx, depth + 1);
    return;
  }
  const copy = document.createElement(tag);
  const gap = tag === "span" ? (el.getAttribute("data-gap") ?? "") : "";
  if (/^[a-z]$/.test(gap)) {
    copy.className = gapClass;
    copy.dataset.gap = gap;
    to.appendChild(copy);
    return;
  }
  for (const name of allowedAttributes[tag] ?? []) {
    const value = el.getAttribute(name);
    if (value && /^\d{1,3}$/.test(value)) copy.setAttribute(name, value);
  }
  copyChildren(el, copy, ctx, depth + 1);
  to.appendChild(tag === "table" ? scrolling(copy) : copy);
}

/** Wide tables scroll by themselves, not the page. */
function scrolling(table: HTMLElement): HTMLElement {
  const box = document.createElement("div");
  box.className = "table-scroll";
  box.appendChild(table);
  return box;
}

function appendPicture(el: Element, to: Node, ctx: Context): void {
  const hash = mediaPattern.exec(el.getAttribute("src") ?? "")?.[1];
  const url = hash ? ctx.media(hash) : "";
  const alt = el.getAttribute("alt") ?? "";
  if (!url) {
    to.appendChild(document.createTextNode(alt));
    return;
  }
  const img = document.createElement("img");
  img.src = url;
  img.alt = alt;
  // As wide as its author made it; the style sheet keeps it within the page.
  const width = el.getAttribute("width") ?? "";
  if (/^[1-9]\d{0,3}$/.test(width)) img.width = Number(width);
  const button = document.createElement("button");
  button.type = "button";
  button.className = "picture";
  button.setAttribute("aria-label", alt ? `${ctx.zoomLabel}: ${alt}` : ctx.zoomLabel);
  button.appendChild(img);
  to.appendChild(button);
}

function appendText(to: Node, text: string): void {
  let from = 0;
  for (const match of text.matchAll(mathPattern)) {
    to.appendChild(document.createTextNode(text.slice(from, match.index)));
    const display = match[2] !== undefined;
    const span = document.createElement("span");
    span.className = mathClass;
    span.dataset.display = display ? "1" : "";
    span.textContent = match[1] ?? match[2] ?? "";
    to.appendChild(span);
    from = match.index + match[0].length;
  }
  to.appendChild(document.createTextNode(text.slice(from)));
}
