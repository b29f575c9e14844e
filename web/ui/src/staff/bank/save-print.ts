import { ApiError, api } from "../api";
import { saveBlob } from "../board/save-file";

/** What can be printed of a form. */
export type Print =
  "paper.docx" | "paper.pdf" | "solutions.docx" | "papers.zip" | "papers-pdf.zip" | "keys.xlsx";

/** Has a file made and saves it under the name that the server gives it. */
export async function savePrint(form: string, print: Print, code: string): Promise<true> {
  const query = code === "" ? {} : { code };
  const params = (q: object) => ({
    params: { path: { id: form }, query: q } as { path: { id: string } },
    parseAs: "blob" as const,
  });
  const answer = await {
    "paper.docx": () => api.GET("/api/forms/{id}/paper.docx", params(query)),
    "paper.pdf": () => api.GET("/api/forms/{id}/paper.pdf", params(query)),
    "solutions.docx": () => api.GET("/api/forms/{id}/solutions.docx", params(query)),
    "papers.zip": () => api.GET("/api/forms/{id}/papers.zip", params({})),
    "papers-pdf.zip": () => api.GET("/api/forms/{id}/papers.zip", params({ format: "pdf" })),
    "keys.xlsx": () => api.GET("/api/forms/{id}/keys.xlsx", params({})),
  }[print]();
  const { data, error, response } = answer as { data?: Blob; error?: unknown; response: Response };
  if (!response.ok || data === undefined) {
    const { code: why, detail } = (error ?? {}) as {
      code?: string;
      detail?: Record<string, unknown>;
    };
    throw new ApiError(response.status, why ?? "internal", detail ?? {});
  }
  saveBlob(data, fileName(response.headers.get("Content-Disposition") ?? "") ?? print);
  return true;
}

/** The name in a Content-Disposition header. */
export function fileName(header: string): string | undefined {
  return /filename="?([^";]+)"?/.exec(header)?.[1];
}
