import { Editor } from "@tiptap/core";
import { afterEach, describe, expect, it, vi } from "vitest";

import { api } from "../../api";
import { writeHTML } from "../editor/html";
import { extensions } from "../editor/schema";
import type { PasteNote } from "./notes";
import { pasteInto } from "./paste";

/** A paste event with what a clipboard holds; jsdom has no DataTransfer. */
function clipboard(data: Record<string, string>, files: File[] = []): ClipboardEvent {
  const event = new Event("paste") as ClipboardEvent;
  const clipboardData = { getData: (type: string) => data[type] ?? "", files };
  Object.defineProperty(event, "clipboardData", { value: clipboardData });
  return event;
}

interface Result {
  html: () => string;
  notes: PasteNote[];
  own: boolean;
}

const editors: Editor[] = [];

function paste(data: Record<string, string>, files: File[] = []): Result {
  const editor = new Editor({
    extensions,
    element: document.createElement("div"),
    content: "<p>a</p>",
  });
  editors.push(editor);
  editor.commands.setTextSelection(2);
  const notes: PasteNote[] = [];
  const own = pasteInto(editor, clipboard(data, files), {
    pictures: (list) => notes.push({ kind: "many", count: list.length }),
    notes: (list) => notes.push(...list),
  });
  return { html: () => writeHTML(editor.state.doc), notes, own };
}

// An editor that nobody ends looks at the page once more when the page is gone.
afterEach(() => {
  editors.splice(0).forEach((e) => e.destroy());
  vi.unstubAllGlobals();
});

const formula = "<!--[if gte msEquation 12]><m:oMath><m:r>x</m:r></m:oMath><![endif]-->";

describe("pasteInto", () => {
  it("puts text with formulas where the cursor is", async () => {
    const data = { formulas: [{ latex: "x" }, { latex: "" }] };
    vi.spyOn(api, "POST").mockResolvedValue({ data, response: new Response() });
    const r = paste({ "text/html": `<p>b ${formula} c ${formula}</p>` });
    await vi.waitFor(() => expect(r.html()).toBe("<p>ab \\(x\\) c ⟦công thức⟧</p>"));
    expect(r.notes).toEqual([{ kind: "formula", count: 1 }]);
  });

  it("pastes nothing of a text whose formulas cannot be asked about", async () => {
    vi.spyOn(api, "POST").mockRejectedValue(new TypeError("network"));
    const r = paste({ "text/html": `<p>b ${formula}</p>` });
    await vi.waitFor(() => expect(r.notes).toEqual([{ kind: "offline", count: 1 }]));
    expect(r.html()).toBe("<p>a</p>");
  });

  it("says which pictures it could not have, and where they belong", async () => {
    const r = paste({ "text/html": '<p>b<img src="file:///C:/x.png">c</p>' });
    await vi.waitFor(() => expect(r.html()).toBe("<p>ab⟦hình⟧c</p>"));
    expect(r.notes).toEqual([{ kind: "file", count: 1 }]);
  });

  it("uploads the picture that the RTF holds", async () => {
    const hash = "0123456789abcdef".repeat(4);
    vi.stubGlobal("fetch", () => Promise.resolve(new Response(JSON.stringify({ hash }))));
    const rtf = "{\\rtf1{\\*\\shppict{\\pict\\pngblip 89504e47}}}";
    const r = paste({
      "text/html": '<p>b<img src="file:///C:/x.png" width=90 alt="Sơ đồ"></p>',
      "text/rtf": rtf,
    });
    await vi.waitFor(() =>
      expect(r.html()).toBe(`<p>ab<img src="media:${hash}" alt="Sơ đồ" width="90"/></p>`),
    );
    expect(r.notes).toEqual([]);
  });

  it("takes a picture by itself, and leaves its own pieces to the editor", () => {
    const file = new File(["x"], "a.png", { type: "image/png" });
    expect(paste({ "text/html": '<img src="https://a/b.png">' }, [file]).notes).toEqual([
      { kind: "many", count: 1 },
    ]);
    expect(paste({ "text/html": '<p data-pm-slice="1 1 []">x</p>' }).own).toBe(false);
    expect(paste({ "text/plain": "giá $5 và $6" }).own).toBe(false);
    expect(paste({ "text/plain": "\\(x\\)" }).html()).toBe("<p>a\\(x\\)</p>");
  });
});
