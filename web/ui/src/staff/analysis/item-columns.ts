import { kindName } from "../bank/words";
import type { Sheet } from "../plots/types";
import { fieldName } from "../results/words";
import type { Both, Language } from "../text/language";

import { flagText } from "./flags";
import { termName, type TermName } from "./terms";
import type { Item } from "./types";

/** A number of the table of items. */
export interface Column {
  term: TermName;
  short: Both;
  digits: number;
  value: (x: Item) => number | null;
}

/** A parameter of an item by name; of graded and partial credit items b is the mean of the steps. */
export function parameter(x: Item, name: string): number | null {
  const values = x.parameters?.values ?? [];
  const exact = values.find((v) => v.name === name);
  if (exact) return exact.value;
  const steps = name === "b" ? values.filter((v) => /^b\d+$/.test(v.name)) : [];
  if (steps.length === 0) return null;
  return steps.reduce((sum, v) => sum + v.value, 0) / steps.length;
}

const all: Column[] = [
  { term: "n", short: { vi: "Số TS", en: "n" }, digits: 0, value: (x) => x.presented },
  { term: "p", short: { vi: "p", en: "p" }, digits: 2, value: (x) => x.p },
  {
    term: "p_above_floor",
    short: { vi: "p trừ đoán", en: "p above" },
    digits: 2,
    value: (x) => x.p_above_floor,
  },
  { term: "r_rest", short: { vi: "Phân biệt", en: "r" }, digits: 2, value: (x) => x.r_rest },
  { term: "d27", short: { vi: "D 27 %", en: "D 27 %" }, digits: 2, value: (x) => x.d27 },
  { term: "omitted", short: { vi: "Trống", en: "Om." }, digits: 0, value: (x) => x.omitted },
  { term: "a", short: { vi: "a", en: "a" }, digits: 2, value: (x) => parameter(x, "a") },
  { term: "b", short: { vi: "b", en: "b" }, digits: 2, value: (x) => parameter(x, "b") },
  { term: "c", short: { vi: "c", en: "c" }, digits: 2, value: (x) => parameter(x, "c") },
  {
    term: "infit",
    short: { vi: "Infit", en: "Infit" },
    digits: 2,
    value: (x) => x.fit?.infit ?? null,
  },
  {
    term: "outfit",
    short: { vi: "Outfit", en: "Outfit" },
    digits: 2,
    value: (x) => x.fit?.outfit ?? null,
  },
  {
    term: "s_x2",
    short: { vi: "p(S-X²)", en: "p(S-X²)" },
    digits: 3,
    value: (x) => x.fit?.p ?? null,
  },
];

/** The columns of which at least one item has a number. */
export function columnsOf(items: readonly Item[]): Column[] {
  return all.filter((c) => items.some((x) => c.value(x) !== null));
}

/** The table as it is shown, for a spreadsheet. */
export function sheetOf(
  items: readonly Item[],
  columns: readonly Column[],
  name: string,
  language: Language,
): Sheet {
  const vi = language === "vi";
  return {
    name,
    head: [
      vi ? "Câu" : "Item",
      vi ? "Dạng" : "Kind",
      vi ? "Chủ đề" : "Topic",
      ...columns.map((c) => termName(c.term)[language]),
      vi ? "Cờ" : "Flags",
    ],
    rows: items.map((x) => [
      fieldName(x.name),
      kindName(x.kind)[language],
      x.topic,
      ...columns.map((c) => c.value(x)),
      x.flags.map((f) => flagText(f.code).name[language]).join("; "),
    ]),
  };
}
