import { Node, type NodeViewRenderer } from "@tiptap/core";

import { formulaView, gapView, pictureView, soundView } from "./atom-views";

// What stands in a text as one piece: formulas, pictures, sounds and gaps.

const mediaRule = /^media:([0-9a-f]{64})$/;

function hashOf(el: HTMLElement): string {
  const source = el.getAttribute("src") ?? `media:${el.getAttribute("data-media") ?? ""}`;
  return mediaRule.exec(source)?.[1] ?? "";
}

function size(name: string) {
  return (el: HTMLElement) => {
    const value = el.getAttribute(name) ?? "";
    return /^[1-9]\d{0,3}$/.test(value) ? Number(value) : null;
  };
}

function atom(name: string, draggable: boolean, view: NodeViewRenderer) {
  return {
    name,
    inline: true,
    group: "inline",
    atom: true,
    draggable,
    marks: "",
    addNodeView: () => view,
    // Enter on a chosen piece opens it, as a click does.
    addKeyboardShortcuts(this: { editor: import("@tiptap/core").Editor }) {
      return {
        Enter: () => {
          const { selection } = this.editor.state;
          const node = this.editor.state.doc.nodeAt(selection.from);
          if (node?.type.name !== name || selection.to !== selection.from + 1) return false;
          openAtom(this.editor.view.dom, selection.from);
          return true;
        },
      };
    },
  };
}

/** Asks the field around a text to open the piece at a place. */
export function openAtom(dom: HTMLElement, pos: number): void {
  dom.dispatchEvent(new CustomEvent("kt-open", { detail: pos }));
}

const Formula = Node.create({
  ...atom("formula", false, formulaView),
  addAttributes: () => ({
    latex: {
      default: "",
      rendered: false,
      parseHTML: (el: HTMLElement) => el.getAttribute("data-formula") ?? "",
    },
    display: {
      default: false,
      rendered: false,
      parseHTML: (el: HTMLElement) => el.getAttribute("data-display") === "1",
    },
  }),
  parseHTML: () => [{ tag: "span[data-formula]" }],
  renderHTML: ({ node }) => {
    const [open, close] = node.attrs["display"] ? ["\\[", "\\]"] : ["\\(", "\\)"];
    const latex = String(node.attrs["latex"]);
    return [
      "span",
      { "data-formula": latex, "data-display": node.attrs["display"] ? "1" : "" },
      open + latex + close,
    ];
  },
  renderText: ({ node }) =>
    node.attrs["display"]
      ? `\\[${String(node.attrs["latex"])}\\]`
      : `\\(${String(node.attrs["latex"])}\\)`,
});

/** `pending` names an upload under way; such a picture is not part of the text yet. */
const Picture = Node.create({
  ...atom("picture", true, pictureView),
  addAttributes: () => ({
    hash: { default: "", rendered: false, parseHTML: hashOf },
    alt: {
      default: "",
      rendered: false,
      parseHTML: (el: HTMLElement) => el.getAttribute("alt") ?? "",
    },
    width: { default: null, rendered: false, parseHTML: size("width") },
    height: { default: null, rendered: false, parseHTML: size("height") },
    pending: {
      default: "",
      rendered: false,
      parseHTML: (el: HTMLElement) => el.getAttribute("data-pending") ?? "",
    },
  }),
  parseHTML: () => [
    { tag: 'img[src^="media:"]' },
    { tag: "img[data-media]" },
    { tag: "img[data-pending]" },
  ],
  // Without an address: the browser would ask for it at once.
  renderHTML: ({ node }) => [
    "img",
    {
      "data-media": String(node.attrs["hash"]),
      alt: String(node.attrs["alt"]),
      ...(node.attrs["width"] === null ? {} : { width: String(node.attrs["width"]) }),
      ...(node.attrs["height"] === null ? {} : { height: String(node.attrs["height"]) }),
    },
  ],
});

const Sound = Node.create({
  ...atom("sound", true, soundView),
  addAttributes: () => ({
    hash: { default: "", rendered: false, parseHTML: hashOf },
    plays: {
      default: null,
      rendered: false,
      parseHTML: (el: HTMLElement) => {
        const value = el.getAttribute("data-plays") ?? "";
        return /^\d{1,2}$/.test(value) ? Number(value) : null;
      },
    },
  }),
  parseHTML: () => [{ tag: 'audio[src^="media:"]' }, { tag: "audio[data-media]" }],
  renderHTML: ({ node }) => [
    "audio",
    {
      "data-media": String(node.attrs["hash"]),
      ...(node.attrs["plays"] === null ? {} : { "data-plays": String(node.attrs["plays"]) }),
    },
  ],
});

/** A place in the text to be filled in; its letter names it in question and key. */
const Gap = Node.create({
  ...atom("gap", true, gapView),
  addAttributes: () => ({
    id: {
      default: "",
      rendered: false,
      parseHTML: (el: HTMLElement) => el.getAttribute("data-gap") ?? "",
    },
  }),
  parseHTML: () => [{ tag: "span[data-gap]" }],
  renderHTML: ({ node }) => ["span", { "data-gap": String(node.attrs["id"]) }],
  renderText: ({ node }) => `(${String(node.attrs["id"])}) ____`,
});

export const atoms = [Formula, Picture, Sound, Gap];
