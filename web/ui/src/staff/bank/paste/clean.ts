import { liftWordFormulas, type FoundFormula } from "./word-source";

// Clipboard HTML of Word, Google Docs, LibreOffice and web pages, brought to
// the subset of bank/html.go. Nothing is loaded or run: the source is parsed
// outside the page and built anew from what is known.

/** What a picture on the clipboard is: bytes in the HTML, or an address that only another program reads. */
export type FoundPicture =
  | { kind: "data"; type: string; data: Uint8Array<ArrayBuffer> }
  | { kind: "file" }
  | { kind: "remote" };

/** Clipboard HTML in the subset; formulas and pictures stand as kt-formula and kt-picture. */
export interface Cleaned {
  html: string;
  formulas: FoundFormula[];
  pictures: FoundPicture[];
}

const kept = new Set("p br sub sup table thead tr td th ul ol li".split(" "));
const dropped = new Set(
  "script style template iframe object embed noscript head title meta link xml svg canvas button input select textarea".split(
    " ",
  ),
);
const blocks = new Set(
  "div section article header footer main aside blockquote pre center figure figcaption address dd dt h1 h2 h3 h4 h5 h6".split(
    " ",
  ),
);
const maxDepth = 60;

/** Brings clipboard HTML to the subset. */
export function cleanClipboard(source: string): Cleaned {
  const { html, formulas } = liftWordFormulas(source);
  const from = new DOMParser().parseFromString(html, "text/html").body;
  const out = document.implementation.createHTMLDocument("").body;
  const ctx: Context = { doc: out.ownerDocument, formulas, pictures: [] };
  copy(from, out, ctx, noLook, 0);
  joinLists(out);
  tidySpaces(out);
  return { html: out.innerHTML, formulas, pictures: ctx.pictures };
}

interface Context {
  doc: Document;
  formulas: FoundFormula[];
  pictures: FoundPicture[];
}

/** The text marks that hold at a place. */
interface Look {
  b: boolean;
  i: boolean;
  u: boolean;
  s: boolean;
  script: "" | "sub" | "sup";
}

const noLook: Look = { b: false, i: false, u: false, s: false, script: "" };

function copy(from: Node, to: Node, ctx: Context, look: Look, depth: number): void {
  if (depth > maxDepth) return;
  for (const child of Array.from(from.childNodes)) {
    if (child.nodeType === Node.TEXT_NODE) addText(to, child.nodeValue ?? "", look, ctx);
    else if (child instanceof Element) copyElement(child, to, ctx, look, depth);
  }
}

function copyElement(el: Element, to: Node, ctx: Context, outer: Look, depth: number): void {
  const tag = el.localName.toLowerCase();
  if (dropped.has(tag) || isHidden(el)) return;
  if (tag === "kt-formula") {
    to.appendChild(marked(ctx.doc.importNode(el, false), outer, ctx.doc));
    return;
  }
  if (copyMath(el, tag, to, ctx, outer)) return;
  if (tag === "img") {
    addPicture(el, to, ctx);
    return;
  }
  const look = lookOf(el, tag, outer);
  if (/mso-tab-count/.test(el.getAttribute("style") ?? "")) {
    addText(to, " ", look, ctx);
    return;
  }
  if (kept.has(tag) && tag !== "sub" && tag !== "sup") {
    const made = ctx.doc.createElement(tag);
    for (const name of ["colspan", "rowspan"]) {
      const value = el.getAttribute(name) ?? "";
      if ((tag === "td" || tag === "th") && /^[1-9]\d?$/.test(value))
        made.setAttribute(name, value);
    }
    if (isListParagraph(el)) made.setAttribute("data-bullet", bulletOf(el) ? "1" : "");
    copy(el, made, ctx, look, depth + 1);
    to.appendChild(made);
    return;
  }
  if (blocks.has(tag)) {
    const made = ctx.doc.createElement("p");
    copy(el, made, ctx, look, depth + 1);
    const nested = made.querySelector("p, table, ul, ol");
    if (nested) while (made.firstChild) to.appendChild(made.firstChild);
    else to.appendChild(made);
    return;
  }
  copy(el, to, ctx, look, depth + 1);
}

/** MathML, KaTeX's and MathJax's output, Google's formula pictures: one formula each. */
function copyMath(el: Element, tag: string, to: Node, ctx: Context, look: Look): boolean {
  const add = (latex: string, display: boolean) => {
    const span = ctx.doc.createElement("span");
    span.setAttribute("data-formula", latex.trim());
    span.setAttribute("data-display", display ? "1" : "");
    to.appendChild(marked(span, look, ctx.doc));
    return true;
  };
  if (tag === "span" && el.getAttribute("data-formula") !== null) {
    return add(el.getAttribute("data-formula") ?? "", el.getAttribute("data-display") === "1");
  }
  if (tag === "img") {
    const src = el.getAttribute("src") ?? "";
    const chart = /^https?:\/\/(?:www\.google\.com|chart\.googleapis\.com)\/chart\?/.test(src);
    const latex = chart ? new URL(src).searchParams.get("chl") : null;
    return latex !== null && add(latex, false);
  }
  if (el.classList.contains("katex-html")) return true; // the same formula again, drawn
  if (tag !== "math" && tag !== "mml:math") return false;
  const display =
    el.getAttribute("display") === "block" ||
    el.closest(".katex-display, [display='true']") !== null;
  const tex = el.querySelector("annotation[encoding='application/x-tex']")?.textContent;
  if (tex) return add(tex, display);
  ctx.formulas.push({ format: "mathml", xml: mathXML(el), display });
  const place = ctx.doc.createElement("kt-formula");
  place.setAttribute("data-no", String(ctx.formulas.length - 1));
  to.appendChild(marked(place, look, ctx.doc));
  return true;
}

/** A formula in MathML as XML, without what pages hang on it. */
function mathXML(el: Element): string {
  const xml = new XMLSerializer().serializeToString(el);
  return xml.replace(/\s(?:style|class|id|on\w+)="[^"]*"/g, "").replace(/<(\/?)mml:/g, "<$1");
}

function lookOf(el: Element, tag: string, outer: Look): Look {
  const look = { ...outer };
  const style = styleOf(el);
  if (tag === "strong" || /^h[1-6]$/.test(tag) || tag === "b") look.b = true;
  if (tag === "i" || tag === "em") look.i = true;
  if (tag === "u" || tag === "ins") look.u = true;
  if (tag === "s" || tag === "strike" || tag === "del") look.s = true;
  if (tag === "sub" || tag === "sup") look.script = tag;
  if (tag === "a") look.u = outer.u; // the line under a link says nothing here
  const weight = style["font-weight"];
  if (weight) look.b = weight === "bold" || weight === "bolder" || Number(weight) >= 600;
  if (style["font-style"]) look.i = /italic|oblique/.test(style["font-style"]);
  const line = style["text-decoration"] ?? style["text-decoration-line"] ?? "";
  if (tag !== "a" && line.includes("underline")) look.u = true;
  if (line.includes("line-through")) look.s = true;
  if (/^(sub|super)$/.test(style["vertical-align"] ?? "")) {
    look.script = style["vertical-align"] === "sub" ? "sub" : "sup";
  }
  return look;
}

/** The style attribute as words; jsdom and browsers drop Word's own, so it is read as text. */
function styleOf(el: Element): Record<string, string> {
  const out: Record<string, string> = {};
  for (const rule of (el.getAttribute("style") ?? "").split(";")) {
    const at = rule.indexOf(":");
    if (at > 0)
      out[rule.slice(0, at).trim().toLowerCase()] = rule
        .slice(at + 1)
        .trim()
        .toLowerCase();
  }
  return out;
}

function isHidden(el: Element): boolean {
  const style = styleOf(el);
  return style["display"] === "none" || style["mso-hide"] === "all";
}

function marked(node: Node, look: Look, doc: Document): Node {
  let out = node;
  const wrap = (tag: string) => {
    const made = doc.createElement(tag);
    made.appendChild(out);
    out = made;
  };
  if (look.script !== "") wrap(look.script);
  if (look.s) wrap("s");
  if (look.u) wrap("u");
  if (look.i) wrap("i");
  if (look.b) wrap("b");
  return out;
}

function addText(to: Node, text: string, look: Look, ctx: Context): void {
  const clean = text.replace(/[\s\u00a0]+/g, " ");
  if (clean === "") return;
  const node = ctx.doc.createTextNode(clean);
  // A blank between blocks is only the source's own layout.
  if (clean === " " && /^(?:TABLE|THEAD|TBODY|TR|UL|OL|BODY)$/.test(to.nodeName)) return;
  to.appendChild(marked(node, clean === " " ? noLook : look, ctx.doc));
}

const dataURL = /^data:(image\/(?:png|jpe?g|gif|bmp|webp));base64,([A-Za-z0-9+/=\s]+)$/i;

function addPicture(el: Element, to: Node, ctx: Context): void {
  const src = el.getAttribute("src") ?? "";
  const alt = el.getAttribute("alt") ?? "";
  if (/^media:[0-9a-f]{64}$/.test(src)) {
    const img = ctx.doc.createElement("img");
    img.setAttribute("src", src);
    img.setAttribute("alt", alt);
    to.appendChild(img);
    return;
  }
  ctx.pictures.push(pictureOf(src));
  const place = ctx.doc.createElement("kt-picture");
  place.setAttribute("data-no", String(ctx.pictures.length - 1));
  // Word's own names of files are no description.
  if (!/^(?:description:|a |image|picture|hình|ảnh|\S+\.\w{3,4}$)/i.test(alt)) {
    place.setAttribute("alt", alt.trim());
  }
  const width = Math.round(Number.parseFloat(el.getAttribute("width") ?? ""));
  if (width >= 8 && width <= 2000) place.setAttribute("width", String(width));
  to.appendChild(place);
}

function pictureOf(src: string): FoundPicture {
  const m = dataURL.exec(src);
  if (m) {
    const bytes = Uint8Array.from(atob((m[2] ?? "").replace(/\s/g, "")), (c) => c.charCodeAt(0));
    return { kind: "data", type: (m[1] ?? "").toLowerCase(), data: bytes };
  }
  return { kind: /^https?:/i.test(src) ? "remote" : "file" };
}

function isListParagraph(el: Element): boolean {
  return /mso-list:\s*l\d/i.test(el.getAttribute("style") ?? "");
}

/** Word writes the mark of a list item as text: a bullet, or a number that is kept. */
function bulletOf(el: Element): boolean {
  const marker = el.querySelector("[style*='mso-list:Ignore'], [style*='mso-list: Ignore']");
  const text = (marker?.textContent ?? "").replace(/[\s\u00a0]/g, "");
  const bullet = /^[·•o§ü▪●○\uf0b7\uf0a7\uf0fc-]$/.test(text);
  if (bullet) marker?.remove();
  return bullet;
}

/** Makes one list of bullets that follow each other. */
function joinLists(root: HTMLElement): void {
  for (const p of Array.from(root.querySelectorAll("p[data-bullet]"))) {
    if (p.getAttribute("data-bullet") === "1") {
      const before = p.previousElementSibling;
      const list = before?.hasAttribute("data-made")
        ? before
        : root.ownerDocument.createElement("ul");
      if (list !== before) {
        list.setAttribute("data-made", "");
        p.before(list);
      }
      const item = root.ownerDocument.createElement("li");
      item.append(...Array.from(p.childNodes));
      list.appendChild(item);
      p.remove();
    } else p.removeAttribute("data-bullet");
  }
  for (const ul of Array.from(root.querySelectorAll("ul[data-made]")))
    ul.removeAttribute("data-made");
}

/** Blanks at the ends of blocks and empty paragraphs go. */
function tidySpaces(root: HTMLElement): void {
  for (const el of Array.from(root.querySelectorAll("p, li, td, th"))) {
    trimEnd(el, "firstChild", /^ +/);
    trimEnd(el, "lastChild", / +$/);
    const empty =
      el.textContent === "" && !el.querySelector("br, kt-formula, kt-picture, img, span");
    if (empty && el.localName === "p") el.remove();
  }
}

function trimEnd(el: Element, side: "firstChild" | "lastChild", blanks: RegExp): void {
  let node: Node | null = el[side];
  while (node instanceof Element && node.firstChild) node = node[side];
  if (node?.nodeType === Node.TEXT_NODE)
    node.nodeValue = (node.nodeValue ?? "").replace(blanks, "");
}
