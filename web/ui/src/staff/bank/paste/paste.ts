import type { Editor } from "@tiptap/core";

import { api, ok } from "../../api";
import { parseSlice } from "../editor/html";
import { dropPending, fillPending, newPending, picturesOf } from "../editor/pictures";
import { cleanClipboard, type Cleaned } from "./clean";
import type { PasteNote } from "./notes";
import { rtfPictures } from "./rtf";
import { markTypedMath } from "./typed";
import type { FoundFormula } from "./word-source";

export type { PasteNote };

/** What a paste asks of the field. */
export interface PasteDesk {
  /** Uploads pictures that were pasted by themselves. */
  pictures: (files: File[]) => void;
  notes: (notes: PasteNote[]) => void;
}

/** Most pictures of one paste. */
const maxPictures = 20;

/**
 * Takes what is on the clipboard into a text. Returns false where the editor's
 * own way is right: a piece of its own, or plain text without formulas.
 */
export function pasteInto(editor: Editor, event: ClipboardEvent, desk: PasteDesk): boolean {
  const data = event.clipboardData;
  if (!data) return false;
  const html = data.getData("text/html");
  const files = picturesOf(data.files);
  if (html.includes("data-pm-slice")) return false;
  if (files.length > 0 && !hasText(html)) {
    desk.pictures(files);
    return true;
  }
  const text = data.getData("text/plain");
  const math = /^\s*<(?:mml:)?math\b/.test(text) ? text : "";
  if (html === "" && math === "") return pasteText(editor, text);
  const cleaned = cleanClipboard(math === "" ? html : math);
  void insertCleaned(editor, cleaned, data.getData("text/rtf"), desk);
  return true;
}

/** Whether HTML holds more than one picture by itself. */
function hasText(html: string): boolean {
  if (html === "") return false;
  const { body } = new DOMParser().parseFromString(html, "text/html");
  return body.textContent.trim() !== "" || body.querySelectorAll("img").length > 1;
}

/** Plain text with formulas between \( \), \[ \] or dollars becomes text with formulas. */
function pasteText(editor: Editor, text: string): boolean {
  const marked = markTypedMath(text);
  if (marked === null) return false;
  const lines = marked.split(/\r?\n/).map((l) => `<p>${l}</p>`);
  insert(editor, lines.length === 1 ? marked : lines.join(""));
  return true;
}

function insert(editor: Editor, html: string): void {
  const { view } = editor;
  view.dispatch(
    view.state.tr.replaceSelection(parseSlice(view.state.schema, html)).scrollIntoView(),
  );
}

/** Reads formulas, puts the text in, then uploads the pictures into their places. */
async function insertCleaned(
  editor: Editor,
  cleaned: Cleaned,
  rtf: string,
  desk: PasteDesk,
): Promise<void> {
  const notes: PasteNote[] = [];
  let latex: string[];
  try {
    latex = await readFormulas(cleaned.formulas);
  } catch {
    desk.notes([{ kind: "offline", count: cleaned.formulas.length }]);
    return;
  }
  if (editor.isDestroyed) return;
  const found = pickPictures(cleaned, rtf, notes);
  const unread = latex.filter((l) => l === "").length;
  if (unread > 0) notes.push({ kind: "formula", count: unread });
  insert(editor, placed(cleaned, latex, found));
  if (notes.length > 0) desk.notes(notes);
  await uploadAll(editor, found, desk);
}

/** Pictures go up one after the other; one that is refused is told of, the others come. */
async function uploadAll(editor: Editor, found: Found[], desk: PasteDesk): Promise<void> {
  let refused = 0;
  for (const { pending, file } of found) {
    if (file === null) continue;
    try {
      await fillPending(editor, pending, file);
    } catch {
      dropPending(editor, pending);
      refused++;
    }
  }
  if (refused > 0) desk.notes([{ kind: "format", count: refused }]);
}

async function readFormulas(formulas: FoundFormula[]): Promise<string[]> {
  if (formulas.length === 0) return [];
  const asked = formulas.map(({ format, xml }) => ({ format, xml }));
  const read = await ok(api.POST("/api/item-formulas", { body: { formulas: asked } }));
  return read.formulas.map((f) => f.latex);
}

interface Found {
  pending: string;
  /** Null where the picture cannot be had. */
  file: File | null;
}

/** The bytes of each picture: from the HTML itself, else from the clipboard's RTF. */
function pickPictures(cleaned: Cleaned, rtf: string, notes: PasteNote[]): Found[] {
  const lost = { file: 0, remote: 0, format: 0, many: 0 };
  const inRTF = cleaned.pictures.some((p) => p.kind === "file") ? rtfPictures(rtf) : [];
  const fromRTF = inRTF.length === cleaned.pictures.length;
  const found = cleaned.pictures.map((p, i): Found => {
    const none: Found = { pending: "", file: null };
    if (i >= maxPictures) {
      lost.many++;
      return none;
    }
    if (p.kind === "data") return { pending: newPending(), file: fileOf(p.data, p.type, i) };
    if (p.kind === "remote") {
      lost.remote++;
      return none;
    }
    const r = fromRTF ? inRTF[i] : undefined;
    if (r?.data && r.type) return { pending: newPending(), file: fileOf(r.data, r.type, i) };
    if (r) lost.format++;
    else lost.file++;
    return none;
  });
  for (const [kind, count] of Object.entries(lost) as [keyof typeof lost, number][]) {
    if (count > 0) notes.push({ kind, count });
  }
  return found;
}

function fileOf(data: Uint8Array<ArrayBuffer>, type: string, i: number): File {
  return new File([data], `clipboard-${i + 1}.${type.split("/")[1] ?? "png"}`, { type });
}

/** The HTML with formulas in, and places for the pictures. */
function placed(cleaned: Cleaned, latex: string[], found: Found[]): string {
  const { body } = new DOMParser().parseFromString(cleaned.html, "text/html");
  for (const el of Array.from(body.querySelectorAll("kt-formula"))) {
    const no = Number(el.getAttribute("data-no"));
    const text = latex[no] ?? "";
    const span = body.ownerDocument.createElement("span");
    span.setAttribute("data-formula", text);
    span.setAttribute("data-display", cleaned.formulas[no]?.display ? "1" : "");
    el.replaceWith(text === "" ? "⟦công thức⟧" : span);
  }
  for (const el of Array.from(body.querySelectorAll("kt-picture"))) {
    const at = found[Number(el.getAttribute("data-no"))];
    const img = body.ownerDocument.createElement("img");
    img.setAttribute("data-pending", at?.pending ?? "");
    for (const name of ["alt", "width"]) {
      const value = el.getAttribute(name);
      if (value) img.setAttribute(name, value);
    }
    el.replaceWith(at?.file ? img : "⟦hình⟧");
  }
  return body.innerHTML;
}
