import { Extension, Mark, Node, type AnyExtension } from "@tiptap/core";
import { Document } from "@tiptap/extension-document";
import { BulletList, ListItem, ListKeymap, OrderedList } from "@tiptap/extension-list";
import { Table, TableCell, TableHeader, TableRow } from "@tiptap/extension-table";
import { Text } from "@tiptap/extension-text";
import { Dropcursor, Gapcursor, UndoRedo } from "@tiptap/extensions";

import { atoms } from "./atoms";

// The editor's document is exactly the HTML subset of bank/html.go: what the
// schema has no place for cannot be typed, pasted or dropped.

/**
 * A paragraph. `own` is true where the HTML has a <p>; text that stands in the
 * question, a cell or a list item without one stays so.
 */
const Paragraph = Node.create({
  name: "paragraph",
  priority: 1000,
  group: "block",
  content: "inline*",
  addAttributes: () => ({ own: { default: false, rendered: false, parseHTML: () => true } }),
  parseHTML: () => [{ tag: "p" }],
  renderHTML: () => ["p", 0],
});

const HardBreak = Node.create({
  name: "hardBreak",
  inline: true,
  group: "inline",
  selectable: false,
  linebreakReplacement: true,
  parseHTML: () => [{ tag: "br" }],
  renderHTML: () => ["br"],
  renderText: () => "\n",
  addKeyboardShortcuts() {
    const insert = () =>
      this.editor.commands.first(({ commands }) => [
        () => commands.exitCode(),
        () => commands.insertContent({ type: "hardBreak" }),
      ]);
    return { "Shift-Enter": insert, "Mod-Enter": insert };
  },
});

/** A row remembers whether it stood in thead, in a tbody of the author, or in neither. */
const Row = TableRow.extend({
  addAttributes: () => ({
    section: { default: "", rendered: false, parseHTML: (el: HTMLElement) => sectionOf(el) },
  }),
});

function sectionOf(row: HTMLElement): string {
  const parent = row.parentElement;
  if (parent?.tagName === "THEAD") return "thead";
  return parent?.tagName === "TBODY" && parent.hasAttribute("data-own") ? "tbody" : "";
}

const Item = ListItem.extend({ content: "block+" });

/** A mark that is one of some tags and remembers which. */
function mark(name: string, tags: string[], keys: string[], excludes?: string): Mark {
  const [first = name] = tags;
  return Mark.create({
    name,
    ...(excludes === undefined ? {} : { excludes }),
    addAttributes: () => ({
      tag: {
        default: first,
        rendered: false,
        parseHTML: (el: HTMLElement) => el.tagName.toLowerCase(),
      },
    }),
    parseHTML: () => tags.map((tag) => ({ tag })),
    renderHTML: ({ mark: m }) => [String(m.attrs["tag"]), 0],
    addKeyboardShortcuts() {
      return Object.fromEntries(keys.map((k) => [k, () => this.editor.commands.toggleMark(name)]));
    },
  });
}

const marks = [
  mark("bold", ["b", "strong"], ["Mod-b", "Mod-B"]),
  mark("italic", ["i", "em"], ["Mod-i", "Mod-I"]),
  mark("underline", ["u"], ["Mod-u", "Mod-U"]),
  mark("strike", ["s"], ["Mod-Shift-x"]),
  mark("sub", ["sub"], ["Mod-,"], "sub sup"),
  mark("sup", ["sup"], ["Mod-."], "sub sup"),
];

/** Tab walks through the cells of a table and leaves everything else: the page's own order. */
const TableKeys = Extension.create({
  name: "tableKeys",
  priority: 200,
  addKeyboardShortcuts() {
    return {
      Tab: () => this.editor.isActive("table") && this.editor.commands.goToNextCell(),
      "Shift-Tab": () => this.editor.isActive("table") && this.editor.commands.goToPreviousCell(),
    };
  },
});

/** Everything that a text of a question may consist of. */
export const extensions: AnyExtension[] = [
  Document,
  Paragraph,
  Text,
  HardBreak,
  ...marks,
  BulletList,
  OrderedList,
  Item,
  ListKeymap,
  Table.extend({ addKeyboardShortcuts: () => ({}) }).configure({ resizable: false }),
  Row,
  TableCell,
  TableHeader,
  TableKeys,
  ...atoms,
  UndoRedo,
  Dropcursor,
  Gapcursor,
];
