import { createContext, useContext } from "react";

import type { Schema } from "../../api";
import { ExclamationCircleFilled, InfoCircleFilled } from "../../parts/icons";

export type Problem = Schema["Problem"];

/** What the server says is wrong with the question as it stands. */
export const ProblemList = createContext<Problem[]>([]);

/** What is wrong with one part of the question: `stem`, `option A`, `key` … */
export function useProblems(field: string): Problem[] {
  return useContext(ProblemList).filter((p) => p.field === field);
}

/** Says beside a part what is wrong with it and what to do. */
export function Problems({ of, id }: { of: string; id?: string }) {
  const found = useProblems(of);
  if (found.length === 0) return null;
  return (
    <ul className="kt-problems" id={id} aria-live="polite">
      {found.map((p) => (
        <ProblemLine key={`${p.code} ${p.message}`} problem={p} />
      ))}
    </ul>
  );
}

/** One problem in one line; a warning looks milder. */
export function ProblemLine({ problem }: { problem: Problem }) {
  const mild = problem.warning === true || problem.unready === true;
  return (
    <li className={mild ? "kt-mild" : "kt-fatal"}>
      {mild ? <InfoCircleFilled aria-hidden /> : <ExclamationCircleFilled aria-hidden />}
      <span>
        {problem.message} {problem.fix}
      </span>
    </li>
  );
}
