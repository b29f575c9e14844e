import type { Editor } from "@tiptap/core";
import type { Node as PMNode } from "@tiptap/pm/model";

import { upload } from "../../api";

/** A wider picture starts at this width in a text; a page of A4 is about 640 wide. */
const startWidth = 480;

let count = 0;

/** A name for a picture whose upload is under way. */
export function newPending(): string {
  count += 1;
  return `u${Date.now().toString(36)}-${count}`;
}

function findPending(doc: PMNode, id: string): { pos: number; node: PMNode } | null {
  let found: { pos: number; node: PMNode } | null = null;
  doc.descendants((node, pos) => {
    if (node.type.name === "picture" && node.attrs["pending"] === id) found = { pos, node };
    return found === null;
  });
  return found;
}

/** Puts a place for a picture where the cursor is, and returns its name. */
export function insertPending(editor: Editor, pos?: number): string {
  const pending = newPending();
  const content = { type: "picture", attrs: { pending } };
  if (pos === undefined) editor.chain().focus().insertContent(content).run();
  else editor.chain().insertContentAt(pos, content).run();
  return pending;
}

/**
 * Uploads a picture and puts it in its place, or takes the place away. Undo
 * goes back to before the picture, not to the empty place. Resolves to the
 * place of the picture, or null when it is gone.
 */
export async function fillPending(editor: Editor, id: string, file: File): Promise<number | null> {
  const width = await widthFor(file);
  let made: { hash: string };
  try {
    made = await upload<{ hash: string }>("/api/item-pictures", file);
  } catch (error) {
    dropPending(editor, id);
    throw error;
  }
  if (editor.isDestroyed) return null;
  const at = findPending(editor.state.doc, id);
  if (at === null) return null;
  const attrs = {
    ...at.node.attrs,
    hash: made.hash,
    pending: "",
    width: (at.node.attrs["width"] as number | null) ?? width,
  };
  const tr = editor.state.tr.setNodeMarkup(at.pos, null, attrs).setMeta("addToHistory", false);
  editor.view.dispatch(tr);
  return at.pos;
}

/** Takes away the place of a picture that did not come. */
export function dropPending(editor: Editor, id: string): void {
  if (editor.isDestroyed) return;
  const at = findPending(editor.state.doc, id);
  if (at === null) return;
  const tr = editor.state.tr.delete(at.pos, at.pos + 1).setMeta("addToHistory", false);
  editor.view.dispatch(tr);
}

async function widthFor(file: File): Promise<number | null> {
  if (typeof createImageBitmap !== "function") return null;
  try {
    const bitmap = await createImageBitmap(file);
    const { width } = bitmap;
    bitmap.close();
    return width > startWidth ? startWidth : null;
  } catch {
    return null; // the server says what is wrong with it
  }
}

const endings: Record<string, string> = {
  "image/png": "png",
  "image/jpeg": "jpg",
  "image/gif": "gif",
};

/** The pictures among some files. */
export function picturesOf(files: Iterable<File>): File[] {
  return [...files].filter((f) => f.type in endings || /\.(png|jpe?g|gif)$/i.test(f.name));
}
