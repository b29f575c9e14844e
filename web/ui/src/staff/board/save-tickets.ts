import { api, ok } from "../api";
import { saveBlob } from "../save-file";

/** Makes new tickets for a sitting and saves the slips. */
export async function saveTickets(sitting: string, name: string): Promise<true> {
  const params = { path: { id: sitting } };
  const slips = await ok(api.POST("/api/sittings/{id}/tickets.pdf", { params, parseAs: "blob" }));
  saveBlob(slips, `${name}.pdf`);
  return true;
}
