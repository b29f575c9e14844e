import { ApiError, api } from "../api";

/** Prints the minutes of a room, or of all rooms, in a window of their own. */
export async function printMinutes(sitting: string, room: string): Promise<true> {
  const query = room === "" ? {} : { room };
  return show(
    await api.POST("/api/live/sittings/{id}/minutes.pdf", {
      params: { path: { id: sitting }, query } as { path: { id: string } },
      parseAs: "blob",
    }),
  );
}

/** Prints what a candidate has answered so far. */
export async function printTranscript(sitting: string, attempt: string): Promise<true> {
  return show(
    await api.POST("/api/live/sittings/{id}/attempts/{attempt}/transcript.pdf", {
      params: { path: { id: sitting, attempt } },
      parseAs: "blob",
    }),
  );
}

interface Answer {
  data?: Blob;
  error?: unknown;
  response: Response;
}

/** Opens the document, or saves it where the browser lets no window open. */
function show({ data, error, response }: Answer): true {
  if (!response.ok || data === undefined) {
    const { code, detail } = (error ?? {}) as { code?: string; detail?: Record<string, unknown> };
    throw new ApiError(response.status, code ?? "internal", detail ?? {});
  }
  const url = URL.createObjectURL(data);
  if (window.open(url, "_blank") === null) {
    const link = document.createElement("a");
    link.href = url;
    link.download = nameOf(response);
    link.click();
  }
  window.setTimeout(() => URL.revokeObjectURL(url), 10 * 60_000);
  return true;
}

function nameOf(response: Response): string {
  const header = response.headers.get("Content-Disposition") ?? "";
  return /filename="?([^";]+)"?/.exec(header)?.[1] ?? "bien-ban.pdf";
}
