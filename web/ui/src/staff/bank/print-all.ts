import { answered, api } from "../api";
import { fileName } from "../save-file";
import { zip, type ZipFile } from "./zip";

/** What was printed so far, by code: kept for the next try. */
export type Printed = Map<string, ZipFile>;

/**
 * Prints the variants of a form one after the other, each by a request of its
 * own: any node may answer it, and what is there already is not printed again.
 * A signal stops it between two variants and in the middle of one.
 */
export async function printAll(
  form: string,
  codes: string[],
  printed: Printed,
  onDone: (done: number) => void,
  signal: AbortSignal,
): Promise<Blob> {
  for (const code of codes) {
    if (printed.has(code)) continue;
    const { data, response } = await answered(
      api.GET("/api/forms/{id}/paper.pdf", {
        params: { path: { id: form }, query: { code } } as { path: { id: string } },
        parseAs: "blob" as const,
        signal,
      }),
    );
    const name = fileName(response.headers.get("Content-Disposition")) ?? `de-${code}.pdf`;
    printed.set(code, { name, data: new Uint8Array(await data.arrayBuffer()) });
    onDone(printed.size);
  }
  const files = codes.flatMap((code) => printed.get(code) ?? []);
  return new Blob(zip(files), { type: "application/zip" });
}
