import { api, ok, type Schema } from "../api";

/** Brings a file of the scanner in; the room stands before the file. */
export function sendScan(sitting: string, room: string, file: File): Promise<Schema["ScanView"]> {
  return ok(
    api.POST("/api/sheets/sittings/{sitting}/scans", {
      params: { path: { sitting } },
      body: { file: "" },
      bodySerializer: () => {
        const form = new FormData();
        form.append("room", room);
        form.append("file", file);
        return form;
      },
    }),
  );
}
