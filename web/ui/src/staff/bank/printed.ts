import type { Paper as CandidatePaper } from "../../candidate/paper/types";
import type { Paper } from "./use-check";

/**
 * The printed question as a candidate's browser gets it. The server makes the
 * same of a locked form: advice for essays and bounds of files stand directly
 * in the question there.
 */
export function candidatePaper(paper: Paper): CandidatePaper {
  const parts = paper.parts.map((part) => ({
    ...part,
    questions: part.questions.map(({ writing, files, ...q }) => ({
      ...q,
      // What an unfinished question still lacks; a paper never does.
      ...(/^(?:single|multiple|order|match|categorise)$/.test(q.kind)
        ? { options: q.options ?? [] }
        : {}),
      ...(/^(?:cluster|match|categorise)$/.test(q.kind) ? { statements: q.statements ?? [] } : {}),
      ...(q.kind === "cloze" ? { gaps: q.gaps ?? [] } : {}),
      ...(writing?.words ? { words: writing.words } : {}),
      ...(files ? { bytes: files.max_bytes, types: files.types ?? [] } : {}),
    })),
  }));
  // The shapes are those of docs/paper.schema.json; kinds make them one of a union there.
  return { ...paper, media: {}, parts } as unknown as CandidatePaper;
}
