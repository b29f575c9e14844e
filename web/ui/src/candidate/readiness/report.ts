import { verdict, type Found, type Name } from "./checks";

/** How the report to the board went: empty when it arrived, else a code. */
export async function report(
  machine: string,
  found: Partial<Record<Name, Found>>,
  send: typeof fetch = fetch,
): Promise<string> {
  const checks = Object.fromEntries(
    Object.entries(found).map(([name, f]) => [name, { state: f.state, value: clean(f.value) }]),
  );
  try {
    const answer = await send("/api/candidate/readiness", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ machine, verdict: verdict(Object.values(found)), checks }),
    });
    if (answer.ok) return "";
    const problem = (await answer.json()) as { code?: unknown };
    return typeof problem.code === "string" ? problem.code : `http.${answer.status}`;
  } catch {
    return "network";
  }
}

/** At most 200 printable characters, as the server takes them. */
function clean(value: string): string {
  return Array.from(value.replace(/\p{C}/gu, " ")).slice(0, 200).join("");
}
