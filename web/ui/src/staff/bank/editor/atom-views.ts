import type { NodeViewRenderer } from "@tiptap/core";
import type { Node as PMNode } from "@tiptap/pm/model";
import type { EditorView } from "@tiptap/pm/view";

import { mathClass } from "../../../candidate/paper/content";
import { renderMath } from "../../../candidate/paper/math";
import { openAtom } from "./atoms";

// How pieces of a text look while one writes: plain DOM, drawn again when
// their attributes change. A click opens the dialog of the piece.

type Draw = (box: HTMLElement, node: PMNode, view: EditorView) => void;

function drawn(className: string, draw: Draw, resize?: Resize): NodeViewRenderer {
  return ({ node, view, getPos }) => {
    const dom = document.createElement("span");
    dom.className = className;
    dom.contentEditable = "false";
    let now = node;
    draw(dom, node, view);
    const place = () => getPos() ?? 0;
    dom.addEventListener("click", () => {
      if (view.editable && dom.dataset["moved"] !== "1") openAtom(view.dom, place());
      delete dom.dataset["moved"];
    });
    if (resize) resize(dom, view, place);
    return {
      dom,
      update: (next: PMNode) => {
        if (next.type !== now.type) return false;
        if (!next.sameMarkup(now)) draw(dom, next, view);
        now = next;
        return true;
      },
      selectNode: () => dom.classList.add("kt-chosen"),
      deselectNode: () => dom.classList.remove("kt-chosen"),
      stopEvent: (event: Event) =>
        event.target instanceof HTMLElement &&
        event.target.closest("[data-handle], audio") !== null,
      ignoreMutation: () => true,
    };
  };
}

export const formulaView = drawn("kt-formula", (box, node) => {
  const math = document.createElement("span");
  math.className = mathClass;
  math.dataset["display"] = node.attrs["display"] ? "1" : "";
  math.textContent = String(node.attrs["latex"]);
  box.classList.toggle("kt-display", node.attrs["display"] === true);
  box.setAttribute("aria-label", String(node.attrs["latex"]));
  box.replaceChildren(math);
  // A formula that cannot be drawn stays readable as text.
  void renderMath(box).catch(() => undefined);
});

export const gapView = drawn("kt-gap", (box, node) => {
  // Its letter is that of its place: a counter of the style sheet.
  box.textContent = "______";
  box.setAttribute("aria-label", `gap ${String(node.attrs["id"])}`);
});

export const soundView = drawn("kt-sound-chip", (box, node) => {
  const audio = document.createElement("audio");
  audio.controls = true;
  audio.preload = "none";
  audio.src = `/api/item-sounds/${String(node.attrs["hash"])}`;
  const plays = document.createElement("b");
  const n = node.attrs["plays"] as number | null;
  plays.textContent = n === null || n === 0 ? "∞" : `×${n}`;
  box.replaceChildren(audio, plays);
});

export const pictureView = drawn(
  "kt-picture",
  (box, node) => {
    box.classList.toggle("kt-pending", node.attrs["hash"] === "");
    box.classList.toggle("kt-no-alt", node.attrs["alt"] === "" && node.attrs["hash"] !== "");
    if (node.attrs["hash"] === "") {
      box.textContent = "…";
      return;
    }
    const img = document.createElement("img");
    img.src = `/api/item-pictures/${String(node.attrs["hash"])}`;
    img.alt = String(node.attrs["alt"]);
    img.draggable = false;
    const width = node.attrs["width"] as number | null;
    if (width !== null) img.width = width;
    const handle = document.createElement("span");
    handle.dataset["handle"] = "1";
    handle.className = "kt-handle";
    box.replaceChildren(img, handle);
  },
  dragWidth,
);

type Resize = (box: HTMLElement, view: EditorView, place: () => number) => void;

/** Smallest width of a picture in a text, in pixels. */
const leastWidth = 24;

/** Pulling the corner of a picture sets its width; the height follows. */
function dragWidth(box: HTMLElement, view: EditorView, place: () => number): void {
  box.addEventListener("pointerdown", (down) => {
    const img = box.querySelector("img");
    if (!img || !view.editable || !(down.target instanceof HTMLElement)) return;
    if (down.target.dataset["handle"] !== "1") return;
    down.preventDefault();
    const start = img.getBoundingClientRect().width;
    const { target } = down;
    target.setPointerCapture(down.pointerId);
    const width = (e: PointerEvent) =>
      Math.max(leastWidth, Math.min(2000, Math.round(start + e.clientX - down.clientX)));
    const move = (e: PointerEvent) => (img.width = width(e));
    const up = (e: PointerEvent) => {
      target.removeEventListener("pointermove", move);
      box.dataset["moved"] = "1";
      const pos = place();
      const node = view.state.doc.nodeAt(pos);
      if (!node) return;
      const attrs = { ...node.attrs, width: width(e), height: null };
      view.dispatch(view.state.tr.setNodeMarkup(pos, null, attrs));
    };
    target.addEventListener("pointermove", move);
    target.addEventListener("pointerup", up, { once: true });
  });
}
