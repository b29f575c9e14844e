import { api } from "../api";
import { saveAnswer } from "../save-file";

/** What can be printed of a form. */
export type Print = "paper.docx" | "paper.pdf" | "solutions.docx" | "papers.zip" | "keys.xlsx";

/** Has a file made and saves it under the name that the server gives it. */
export async function savePrint(form: string, print: Print, code: string): Promise<true> {
  const query = code === "" ? {} : { code };
  const params = (q: object) => ({
    params: { path: { id: form }, query: q } as { path: { id: string } },
    parseAs: "blob" as const,
  });
  const call = {
    "paper.docx": () => api.GET("/api/forms/{id}/paper.docx", params(query)),
    "paper.pdf": () => api.GET("/api/forms/{id}/paper.pdf", params(query)),
    "solutions.docx": () => api.GET("/api/forms/{id}/solutions.docx", params(query)),
    "papers.zip": () => api.GET("/api/forms/{id}/papers.zip", params({})),
    "keys.xlsx": () => api.GET("/api/forms/{id}/keys.xlsx", params({})),
  }[print]();
  await saveAnswer(call, print);
  return true;
}
