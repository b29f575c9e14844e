import { fieldLetter, type Gap } from "./body";
import type { Body } from "./words";

const mark = /<span data-gap="([^"]*)"><\/span>/g;

interface Held {
  gap: Gap;
  key: string[];
  /** Part-credit by value. */
  credit: [string, number][];
}

/** The longest typed answer of a new gap, unless its own answer is longer. */
const startMax = 40;

/**
 * Keeps the answers of gaps while the text around them changes. In the text a
 * gap has a name that stays; in question and key it has the letter of its place.
 * A gap that is taken out is remembered, so that undo brings its answers back.
 */
export class GapShelf {
  private names: string[];
  private readonly away = new Map<string, Held>();
  private made = 0;

  constructor(stem: string) {
    this.names = namesIn(stem);
  }

  /** A name for a new gap with an answer; empty: no answer yet. */
  add(answer: string): string {
    this.made += 1;
    const name = `n${this.made}`;
    const gap: Gap = { grid: { max: Math.max(startMax, Array.from(answer).length) } };
    this.away.set(name, { gap, key: answer === "" ? [] : [answer], credit: [] });
    return name;
  }

  /** How many gaps the text has. */
  get count(): number {
    return this.names.length;
  }

  /** The letter of a gap by its name in the text. */
  letterOf(name: string): string {
    return fieldLetter(Math.max(0, this.names.indexOf(name)));
  }

  /** The question with a new text: gaps, key and part-credit follow the gaps in it. */
  withStem(body: Body, html: string): Body {
    for (const [i, name] of this.names.entries()) this.away.set(name, heldOf(body, i));
    this.names = namesIn(html);
    const held = this.names.map((name) => this.away.get(name) ?? this.copyOf(name));
    let n = 0;
    const stem = html.replace(mark, () => `<span data-gap="${fieldLetter(n++)}"></span>`);
    const rest = Object.entries(body.key.credit ?? {}).filter(([name]) => !/^[a-z]:/.test(name));
    const own = held.flatMap((h, i) =>
      h.credit.map(([value, c]): [string, number] => [`${fieldLetter(i)}:${value}`, c]),
    );
    const key = { ...body.key, gaps: held.map((h) => h.key) };
    if (body.key.credit) key.credit = Object.fromEntries([...rest, ...own]);
    return { ...body, question: { ...body.question, stem, gaps: held.map((h) => h.gap) }, key };
  }

  /** What a gap of a pasted copy starts with: the answers of the first. */
  private copyOf(name: string): Held {
    const first = this.away.get(name.replace(/#\d+$/, ""));
    return first ?? { gap: { grid: { max: startMax } }, key: [], credit: [] };
  }
}

/** The names of the gaps in their order; a second one of a name gets a number. */
function namesIn(html: string): string[] {
  const seen = new Map<string, number>();
  return Array.from(html.matchAll(mark), ([, name = ""]) => {
    const n = (seen.get(name) ?? 0) + 1;
    seen.set(name, n);
    return n === 1 ? name : `${name}#${n}`;
  });
}

function heldOf(body: Body, i: number): Held {
  const prefix = `${fieldLetter(i)}:`;
  return {
    gap: body.question.gaps?.[i] ?? { grid: { max: startMax } },
    key: body.key.gaps?.[i] ?? [],
    credit: Object.entries(body.key.credit ?? {})
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, c]) => [name.slice(prefix.length), c]),
  };
}
