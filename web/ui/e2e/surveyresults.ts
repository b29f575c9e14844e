import { createHash, randomBytes } from "node:crypto";
import pg from "pg";
import { dice, normal, respond, type Person, type Place } from "./surveyanswers";

/** One result as the record keeps it, but for what the sitting says of all. */
interface Row {
  candidate: string;
  attempt: string;
  code: string;
  points: number;
  parts: string;
  detail: string;
}

export interface Scored {
  /** The sitting on screens, and that on paper. */
  sittings: [string, string];
  form: string;
  questions: Place[];
  seed: number;
  second: boolean;
}

interface Candidate {
  id: string;
  gender: string;
  roster_no: number;
  school_code: string;
  attempt: string | null;
}

const rule = "thptqg-2025-toan";
const clusterPoints = [0, 10, 25, 50, 100];

/**
 * Writes results of the candidates of an exam in the form that scoring keeps
 * them, half of them on screens and half on paper: tens of thousands of answers
 * that nobody has to give. The answers are drawn from known difficulties; the
 * exam's sitting on screens was opened, so its key is there.
 */
export async function writeResults(database: string, of: Scored): Promise<void> {
  const db = new pg.Client({ connectionString: database });
  await db.connect();
  try {
    const { rows: people } = await db.query<Candidate>(
      `SELECT c.id, c.gender, c.roster_no, c.school_code, a.id AS attempt
       FROM sitting s JOIN candidate c ON c.exam_id = s.exam_id
       LEFT JOIN attempt a ON a.sitting_id = s.id AND a.candidate_id = c.id
       WHERE s.id = $1 ORDER BY c.roster_no`,
      [of.sittings[0]],
    );
    const random = dice(of.seed);
    const codes = ["0101", "0102"];
    const rows = [0, 1].map((paper) =>
      people
        .filter((p) => onPaper(p) === (paper === 1))
        .map((p) => ({
          candidate: p.id,
          attempt: paper === 1 ? "" : (p.attempt ?? ""),
          code: codes[p.roster_no % 2] ?? "",
          ...score(of.questions, person(p, of.second, random), random),
        })),
    );
    for (const [i, sitting] of of.sittings.entries()) {
      await insert(db, sitting, of.form, rows[i] ?? []);
    }
  } finally {
    await db.end();
  }
}

/** The roster goes boy, girl through the four schools; its next eight write on paper. */
function onPaper(p: Candidate): boolean {
  return Math.floor((p.roster_no - 1) / 8) % 2 === 1;
}

function person(p: Candidate, second: boolean, random: () => number): Person {
  const school = Number(p.school_code.slice(-1));
  return {
    ability: normal(random) + 0.25 * (school - 2) + (second ? 0.3 : 0),
    female: (p.roster_no - 1) % 2 === 1,
    screen: !onPaper(p),
    second,
  };
}

/** The detail of a result, as scoring.Result writes it. */
function score(questions: Place[], who: Person, random: () => number) {
  const reached = questions.length - (random() < 0.08 ? Math.floor(5 * random()) : 0);
  const detail = questions.map((q, i) => {
    const values = i < reached ? respond(q, who, random) : q.key.map(() => "");
    const right = q.key.filter((k, j) => values[j] === k).length;
    const blank = values.every((v) => v === "");
    if (q.kind !== "cluster") {
      const max = q.kind === "single" ? 25 : 50;
      const reason = blank ? "blank" : right === 1 ? "right" : "wrong";
      const value = blank ? {} : { value: values[0] };
      return { name: q.name, points: right * max, max, reason, ...value };
    }
    const statements = values.map((value, j) => ({
      field: `${q.name}${"abcd"[j] ?? ""}`,
      ...(value === "" ? {} : { value }),
      reason: value === "" ? "blank" : value === q.key[j] ? "right" : "wrong",
    }));
    const reason = blank ? "blank" : `cluster.${right}of4`;
    return { name: q.name, points: clusterPoints[right] ?? 0, max: 100, reason, statements };
  });
  const sum = (of: typeof detail) => of.reduce((n, q) => n + q.points, 0);
  const parts = [1, 2, 3].map((part) => {
    const mine = detail.filter((q) => q.name.startsWith(`p${part}_`));
    return { part, points: sum(mine), max: mine.reduce((n, q) => n + q.max, 0) };
  });
  const points = sum(detail);
  const result = { rule, key_version: 1, points, max: 1000, questions: detail };
  return { points, parts: JSON.stringify(parts), detail: JSON.stringify(result) };
}

async function insert(db: pg.Client, sitting: string, form: string, rows: Row[]): Promise<void> {
  const records = rows.map((r) => ({
    ...r,
    id: randomBytes(10).toString("hex"),
    digest: createHash("sha256")
      .update(`${r.attempt}\n${form}\n${r.code}\n${r.detail}`)
      .digest("hex"),
  }));
  await db.query(
    `INSERT INTO result (id, sitting_id, candidate_id, version, attempt_id, form_id, form_code, key_version, rule,
       points, max_points, parts, detail, digest, state, reason, author_id, author_name)
     SELECT id, $1, candidate, 1, attempt, $2, code, 1, $3,
       points, 1000, parts::jsonb, detail::jsonb, decode(digest, 'hex'), 'scored', 'sitting closed', '', 'system'
     FROM json_to_recordset($4::json) AS r(id text, candidate text, attempt text, code text, points int, parts text, detail text, digest text)`,
    [sitting, form, rule, JSON.stringify(records)],
  );
}
