import { ApiError, api } from "../api";

/** Saves bytes as a file under a name. */
export function saveBlob(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** Makes new tickets for a sitting and saves the slips. */
export async function saveTickets(sitting: string, name: string): Promise<true> {
  const { data, error, response } = await api.POST("/api/sittings/{id}/tickets.pdf", {
    params: { path: { id: sitting } },
    parseAs: "blob",
  });
  if (!response.ok || data === undefined) throw refusal(response.status, error);
  saveBlob(data, `${name}.pdf`);
  return true;
}

function refusal(status: number, body: unknown): ApiError {
  const { code, detail } = (body ?? {}) as { code?: string; detail?: Record<string, unknown> };
  return new ApiError(status, code ?? "internal", detail ?? {});
}
