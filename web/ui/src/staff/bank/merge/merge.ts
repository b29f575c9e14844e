import type { Body } from "../words";

/** What two people wrote of one question is chosen between by these pieces. */
export type Piece = "stem" | "answer" | "stimulus" | "solution" | "label" | TagPiece;

const tagPieces = [
  "subject",
  "grade",
  "topic",
  "content",
  "level",
  "outcome",
  "competences",
  "free",
] as const;
type TagPiece = (typeof tagPieces)[number];

export type Side = "mine" | "theirs";

/** The pieces in the order of the page. */
export const pieces: Piece[] = ["stimulus", "stem", "answer", "solution", "label", ...tagPieces];

/**
 * A piece as a value that can be compared. Kind, options, statements, gaps and
 * key are one piece: a key is never put beside options that it was not made for.
 * The gaps of a cloze stand in its text, so there the text belongs to them.
 */
export function pieceOf(body: Body, piece: Piece): unknown {
  const { stem, stimulus, ...answer } = body.question;
  switch (piece) {
    case "stem":
      return body.question.kind === "cloze" ? "" : stem;
    case "stimulus":
      return stimulus ?? "";
    case "answer":
      return [answer, body.key, body.todo ?? [], body.question.kind === "cloze" ? stem : ""];
    case "solution":
      return body.solution ?? "";
    case "label":
      return body.label ?? "";
    default:
      return body.tags[piece] ?? "";
  }
}

/** Equal as JSON, whatever the order of members, with nothing for what is empty. */
export function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(normal(a)) === JSON.stringify(normal(b));
}

function normal(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(normal);
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value)
    .filter(([, v]) => !isNothing(v))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([k, v]) => [k, normal(v)]);
  return Object.fromEntries(members) as unknown;
}

function isNothing(v: unknown): boolean {
  return (
    v === undefined ||
    v === null ||
    v === "" ||
    v === 0 ||
    v === false ||
    (Array.isArray(v) && v.length === 0)
  );
}

/** A piece in which both sides differ, and the side that alone changed it, if one did. */
export interface Difference {
  piece: Piece;
  only: Side | null;
}

/** The pieces in which two texts differ. base is what both started from, if it is known. */
export function differences(mine: Body, theirs: Body, base: Body | null): Difference[] {
  return pieces.flatMap((piece): Difference[] => {
    const [m, t] = [pieceOf(mine, piece), pieceOf(theirs, piece)];
    if (same(m, t)) return [];
    const b = base && pieceOf(base, piece);
    if (base && same(m, b)) return [{ piece, only: "theirs" }];
    if (base && same(t, b)) return [{ piece, only: "mine" }];
    return [{ piece, only: null }];
  });
}

/** Both texts as one: for each piece the side that was chosen; theirs where they are equal. */
export function merged(mine: Body, theirs: Body, choice: Partial<Record<Piece, Side>>): Body {
  const of = (piece: Piece) => (choice[piece] === "mine" ? mine : theirs);
  const answer = of("answer");
  const out: Body = {
    question: { ...answer.question },
    key: answer.key,
    tags: {},
  };
  if (answer.todo) out.todo = answer.todo;
  // The text of a cloze goes with its gaps.
  if (answer.question.kind !== "cloze") {
    const from = of("stem");
    const stem = from.question.kind === "cloze" ? answer : from;
    out.question.stem = stem.question.stem;
  }
  delete out.question.stimulus;
  const { stimulus } = of("stimulus").question;
  if (stimulus) out.question.stimulus = stimulus;
  const { solution } = of("solution");
  if (solution) out.solution = solution;
  const { label } = of("label");
  if (label) out.label = label;
  for (const piece of tagPieces) {
    const value = of(piece).tags[piece];
    if (value !== undefined) Object.assign(out.tags, { [piece]: value });
  }
  return out;
}
