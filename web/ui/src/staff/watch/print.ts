import { answered, api, type Answer } from "../api";
import { fileName } from "../save-file";

/** Prints the minutes of a room, or of all rooms, in a window of their own. */
export async function printMinutes(sitting: string, room: string): Promise<true> {
  const query = room === "" ? {} : { room };
  return show(
    api.POST("/api/live/sittings/{id}/minutes.pdf", {
      params: { path: { id: sitting }, query } as { path: { id: string } },
      parseAs: "blob",
    }),
  );
}

/** Prints what a candidate has answered so far. */
export async function printTranscript(sitting: string, attempt: string): Promise<true> {
  return show(
    api.POST("/api/live/sittings/{id}/attempts/{attempt}/transcript.pdf", {
      params: { path: { id: sitting, attempt } },
      parseAs: "blob",
    }),
  );
}

/** Opens the document, or saves it where the browser lets no window open. */
async function show(call: Promise<Answer<Blob>>): Promise<true> {
  const { data, response } = await answered(call);
  const url = URL.createObjectURL(data);
  if (window.open(url, "_blank") === null) {
    const link = document.createElement("a");
    link.href = url;
    link.download = fileName(response.headers.get("Content-Disposition")) ?? "bien-ban.pdf";
    link.click();
  }
  window.setTimeout(() => URL.revokeObjectURL(url), 10 * 60_000);
  return true;
}
