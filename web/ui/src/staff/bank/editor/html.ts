import { getSchema } from "@tiptap/core";
import { DOMParser as Reader, type Node as PMNode, type Schema } from "@tiptap/pm/model";

import { extensions } from "./schema";

/** The schema of the editor, without an editor. */
export const schema: Schema = getSchema(extensions);

const reader = Reader.fromSchema(schema);
const formula = /\\\(([\s\S]+?)\\\)|\\\[([\s\S]+?)\\\]/g;

/** Reads HTML of the subset. Nothing of it is run or loaded: it is parsed outside the page. */
export function parseHTML(html: string): PMNode {
  return reader.parse(inertBody(html), { preserveWhitespace: true });
}

/** HTML as a piece that can be put anywhere into a text of an editor with this schema. */
export function parseSlice(of: Schema, html: string) {
  return Reader.fromSchema(of).parseSlice(inertBody(html), { preserveWhitespace: true });
}

function inertBody(html: string): HTMLElement {
  // The browser's parser adds a tbody of its own; that of the author is marked.
  const source = html.replaceAll("<tbody>", '<tbody data-own="">');
  const { body } = new DOMParser().parseFromString(source, "text/html");
  liftFormulas(body);
  return body;
}

/** Turns \(…\) and \[…\] in the text into elements that the schema knows. */
export function liftFormulas(root: HTMLElement): void {
  const doc = root.ownerDocument;
  const texts: Text[] = [];
  const walker = doc.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) texts.push(walker.currentNode as Text);
  for (const text of texts) {
    const value = text.data;
    if (!value.includes("\\") || text.parentElement?.hasAttribute("data-formula")) continue;
    const out = doc.createDocumentFragment();
    let from = 0;
    for (const m of value.matchAll(formula)) {
      const span = doc.createElement("span");
      span.setAttribute("data-formula", m[1] ?? m[2] ?? "");
      span.setAttribute("data-display", m[2] === undefined ? "" : "1");
      out.append(value.slice(from, m.index), span);
      from = m.index + m[0].length;
    }
    out.append(value.slice(from));
    text.replaceWith(out);
  }
}

/** Writes a document as HTML of the subset, as the server would clean it. */
export function writeHTML(doc: PMNode): string {
  return blocks(children(doc)).trim();
}

function children(node: PMNode): PMNode[] {
  return Array.from({ length: node.childCount }, (_, i) => node.child(i));
}

/** Blocks beside each other. Two paragraphs without <p> would run together, so they get one. */
function blocks(nodes: PMNode[]): string {
  const kept = nodes.filter((n) => n.type.name !== "paragraph" || inline(children(n)) !== "");
  const bare = (n: PMNode | undefined) => n?.type.name === "paragraph" && n.attrs["own"] !== true;
  return kept
    .map((n, i) => {
      if (n.type.name !== "paragraph") return block(n);
      const text = inline(children(n));
      return bare(n) && !bare(kept[i - 1]) && !bare(kept[i + 1]) ? text : `<p>${text}</p>`;
    })
    .join("");
}

function block(n: PMNode): string {
  switch (n.type.name) {
    case "table":
      return `<table>${rows(children(n))}</table>`;
    case "bulletList":
      return `<ul>${items(n)}</ul>`;
    case "orderedList":
      return `<ol>${items(n)}</ol>`;
    default:
      return blocks(children(n));
  }
}

function items(list: PMNode): string {
  return children(list)
    .map((item) => `<li>${blocks(children(item))}</li>`)
    .join("");
}

function rows(list: PMNode[]): string {
  let out = "";
  let open = "";
  for (const row of list) {
    const section = String(row.attrs["section"]);
    if (section !== open) {
      out += (open === "" ? "" : `</${open}>`) + (section === "" ? "" : `<${section}>`);
      open = section;
    }
    out += `<tr>${children(row).map(cell).join("")}</tr>`;
  }
  return out + (open === "" ? "" : `</${open}>`);
}

function cell(n: PMNode): string {
  const tag = n.type.name === "tableHeader" ? "th" : "td";
  const span = (name: string) =>
    Number(n.attrs[name]) > 1 ? ` ${name}="${Number(n.attrs[name])}"` : "";
  return `<${tag}${span("colspan")}${span("rowspan")}>${blocks(children(n))}</${tag}>`;
}

function inline(nodes: PMNode[]): string {
  let out = "";
  let open: string[] = [];
  for (const n of nodes) {
    const html = leaf(n);
    if (html === "") continue;
    const tags = n.marks.map((m) => String(m.attrs["tag"]));
    let same = 0;
    while (same < open.length && same < tags.length && open[same] === tags[same]) same++;
    out +=
      closing(open.slice(same)) +
      tags
        .slice(same)
        .map((t) => `<${t}>`)
        .join("") +
      html;
    open = tags;
  }
  return out + closing(open);
}

function closing(tags: string[]): string {
  return [...tags]
    .reverse()
    .map((t) => `</${t}>`)
    .join("");
}

function leaf(n: PMNode): string {
  const { attrs } = n;
  switch (n.type.name) {
    case "text":
      return escape(n.text ?? "");
    case "hardBreak":
      return "<br/>";
    case "formula":
      return writeFormula(String(attrs["latex"]), attrs["display"] === true);
    case "gap":
      return `<span data-gap="${escape(String(attrs["id"]))}"></span>`;
    case "picture":
      return attrs["hash"] === ""
        ? ""
        : `<img src="media:${String(attrs["hash"])}" alt="${escape(String(attrs["alt"]))}"${number("width", attrs["width"])}${number("height", attrs["height"])}/>`;
    case "sound":
      return `<audio src="media:${String(attrs["hash"])}"${number("data-plays", attrs["plays"])}></audio>`;
    default:
      return "";
  }
}

function number(name: string, value: unknown): string {
  return typeof value === "number" ? ` ${name}="${value}"` : "";
}

/** A formula between its marks. What would close it early is kept apart. */
function writeFormula(latex: string, display: boolean): string {
  const text = latex.trim().replace(/\\(?=$)/, "\\ ");
  if (text === "") return "";
  const safe = display ? text.replaceAll("\\]", "\\ ]") : text.replaceAll("\\)", "\\ )");
  return escape(display ? `\\[${safe}\\]` : `\\(${safe}\\)`);
}

function escape(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&#34;");
}
