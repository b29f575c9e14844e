import { answered, type Answer } from "./api";

/** Saves bytes as a file under a name. */
export function saveBlob(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/**
 * Waits for a file and saves it under the name that the server gives it, else
 * under another one. Returns the headers of the answer, or throws an ApiError.
 */
export async function saveAnswer(call: Promise<Answer<Blob>>, otherwise: string): Promise<Headers> {
  const { data, response } = await answered(call);
  saveBlob(data, fileName(response.headers.get("Content-Disposition")) ?? otherwise);
  return response.headers;
}

/** The name in a Content-Disposition header. */
export function fileName(header: string | null): string | undefined {
  return /filename="?([^";]+)"?/.exec(header ?? "")?.[1];
}
