// The paper of docs/paper.schema.json. It never holds a key.

export interface Option {
  id: string;
  html: string;
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
  kind: "short";
  field: string;
  max?: number;
  charset?: string;
}

export type Question = ChoiceQuestion | ClusterQuestion | ShortQuestion;

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
  /** Name for flags and keys: its field, or the fields' common stem for a cluster. */
  name: string;
}

function fieldsOf(q: Question): string[] {
  return q.kind === "cluster" ? q.statements.map((s) => s.field) : [q.field];
}

/** `p2_1` for the statements `p2_1a`…`p2_1d`. */
function nameOf(q: Question): string {
  if (q.kind !== "cluster") return q.field;
  return (q.statements[0]?.field ?? "").replace(/[a-z]$/, "");
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
