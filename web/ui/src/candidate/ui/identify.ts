/** Who a ticket belongs to, before the candidate confirms it. */
export interface Identity {
  number: string;
  name: string;
  birth_date: string;
  sitting_name: string;
  subject: string;
  room: string;
  seat: string;
  state: string;
  /** The sitting trains and is never scored. */
  practice?: boolean;
}

/** The answer to number and ticket: a person, or why not. */
export type IdentifyResult =
  { ok: true; identity: Identity } | { ok: false; code: string; retryMS: number };

/** No answer from the server at all. */
export const noNetwork = "network";

interface Problem {
  code?: unknown;
  retry_ms?: unknown;
  detail?: { retry_ms?: unknown };
}

/** Asks whose ticket this is. */
export async function identify(number: string, code: string): Promise<IdentifyResult> {
  try {
    const response = await fetch("/api/candidate/identify", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ number, code }),
    });
    const body: unknown = await response.json();
    if (response.ok) return { ok: true, identity: body as Identity };
    return refused(body as Problem, response.status);
  } catch {
    return { ok: false, code: noNetwork, retryMS: 0 };
  }
}

function refused(problem: Problem, status: number): IdentifyResult {
  const retry = problem.retry_ms ?? problem.detail?.retry_ms;
  return {
    ok: false,
    code: typeof problem.code === "string" ? problem.code : `http.${status}`,
    retryMS: typeof retry === "number" ? retry : 0,
  };
}
