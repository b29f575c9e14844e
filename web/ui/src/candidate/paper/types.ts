// The paper of docs/paper.schema.json. It never holds a key.

export interface Option {
  id: string;
  html: string;
  /** Of hotspot: where it is clicked. */
  area?: Area;
}

/** A place on a picture, in its pixels. */
export interface Area {
  shape: "rect" | "circle" | "ellipse" | "poly";
  coords: number[];
}

export interface Statement {
  field: string;
  html: string;
}

interface Base {
  no: number;
  stem: string;
  /** Name of a shared stimulus. */
  stimulus?: string;
  /** Id of a track of the part; absent: for everybody. */
  track?: string;
}

export interface ChoiceQuestion extends Base {
  kind: "single" | "multiple";
  field: string;
  options: Option[];
}

export interface ClusterQuestion extends Base {
  kind: "cluster";
  statements: Statement[];
}

export interface ShortQuestion extends Base {
  kind: "short" | "numeric";
  field: string;
  max?: number;
  charset?: string;
}

/** A place in the stem, `<span data-gap="a">` by the letter that ends its field. */
export interface Gap {
  field: string;
  options?: Option[];
  /** Typed, at most so many characters. Neither it nor options: those of the question. */
  max?: number;
  charset?: string;
}

export interface ClozeQuestion extends Base {
  kind: "cloze";
  gaps: Gap[];
  options?: Option[];
}

/** Rows, each to be given an option: `match` has one each, `categorise` sorts. */
export interface RowsQuestion extends Base {
  kind: "match" | "categorise";
  statements: Statement[];
  options: Option[];
}

export interface OrderQuestion extends Base {
  kind: "order";
  field: string;
  options: Option[];
}

export interface HotspotQuestion extends Base {
  kind: "hotspot";
  field: string;
  /** Areas to choose; without them points are placed. */
  options?: Option[];
  image: { media: string; width: number; height: number; alt?: string };
  points?: number;
}

export interface EssayQuestion extends Base {
  kind: "essay";
  field: string;
  words?: number;
  bytes?: number;
}

export interface UploadQuestion extends Base {
  kind: "upload";
  field: string;
  bytes?: number;
  types?: string[];
}

export type Question =
  | ChoiceQuestion
  | ClusterQuestion
  | ShortQuestion
  | ClozeQuestion
  | RowsQuestion
  | OrderQuestion
  | HotspotQuestion
  | EssayQuestion
  | UploadQuestion;

/** One of several sets of questions of a part, of which the candidate does one. */
export interface Track {
  id: string;
  title: string;
}

export interface Part {
  part: number;
  title: string;
  intro?: string;
  tracks?: Track[];
  questions: Question[];
}

export interface Paper {
  v: number;
  form_code: string;
  title: string;
  subject: string;
  duration_s: number;
  parts: Part[];
  stimuli?: Record<string, string>;
  /** `plays`: how often a sound may be started; absent: no limit. */
  media?: Record<string, { mime: string; data: string; plays?: number }>;
}

/** A question with its place in the paper. */
export interface Placed {
  /** 0-based place among all questions. */
  index: number;
  part: Part;
  question: Question;
  /** The fields that it fills, in the order of the screen. */
  fields: string[];
  /** Name for flags and keys: its field, or the common stem of several fields. */
  name: string;
}

function fieldsOf(q: Question): string[] {
  if ("gaps" in q) return q.gaps.map((g) => g.field);
  if ("statements" in q) return q.statements.map((s) => s.field);
  return [q.field];
}

/** `p2_1` for the statements `p2_1a`…`p2_1d`. */
function nameOf(q: Question): string {
  if ("field" in q) return q.field;
  return (fieldsOf(q)[0] ?? "").replace(/[a-z]$/, "");
}

/** All questions of a paper in the order of the screen. */
export function placeQuestions(paper: Paper): Placed[] {
  const out: Placed[] = [];
  for (const part of paper.parts) {
    for (const question of part.questions) {
      out.push({
        index: out.length,
        part,
        question,
        fields: fieldsOf(question),
        name: nameOf(question),
      });
    }
  }
  return out;
}
