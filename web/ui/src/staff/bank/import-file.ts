import { useCallback, useState } from "react";

import { ApiError, uploadWatched, type Schema } from "../api";

export type Report = Schema["ImportView"];
export type Alike = Schema["Alike"];
export type Draft = Schema["DraftView"];

/** One file on its way into the bank. */
export interface ImportFile {
  id: number;
  file: File;
  sent: number; // 0 to 1; 1: the server reads it
  busy: boolean;
  report: Report | null;
  failed: ApiError | null;
  skip: number[]; // drafts that a person leaves out
}

let next = 1;

/** The files that were dropped, and what can be done with them. */
export function useImportFiles() {
  const [files, setFiles] = useState<ImportFile[]>([]);
  const change = useCallback((id: number, to: Partial<ImportFile>) => {
    setFiles((list) => list.map((f) => (f.id === id ? { ...f, ...to } : f)));
  }, []);
  const send = useCallback(
    async (f: ImportFile, path: string, fields: Record<string, string>) => {
      change(f.id, { busy: true, sent: 0, failed: null });
      try {
        const report = await uploadWatched<Report>(path, f.file, fields, (sent) => {
          change(f.id, { sent });
        });
        change(f.id, { busy: false, report });
        return report;
      } catch (e) {
        const failed = e instanceof ApiError ? e : new ApiError(0, "network", {});
        change(f.id, { busy: false, failed });
        return null;
      }
    },
    [change],
  );
  const add = useCallback(
    async (chosen: File[]) => {
      const fresh = chosen.map((file) => ({
        id: next++,
        file,
        sent: 0,
        busy: true,
        report: null,
        failed: null,
        skip: [],
      }));
      setFiles((list) => [...list, ...fresh]);
      for (const f of fresh) await send(f, "/api/item-imports/check", {});
    },
    [send],
  );
  const confirm = useCallback(
    (f: ImportFile, pool: string, skipErrors: boolean) =>
      send(f, "/api/item-imports", {
        pool,
        skip: f.skip.join(","),
        ...(skipErrors ? { skip_errors: "true" } : {}),
      }),
    [send],
  );
  const remove = useCallback((id: number) => {
    setFiles((list) => list.filter((f) => f.id !== id));
  }, []);
  return { files, add, confirm, remove, change };
}

/** What a file's state is called, with the colour of its tag. */
export function stateOf(f: ImportFile): { vi: string; en: string; colour: string } {
  if (f.failed !== null) return { vi: "Không gửi được", en: "Not sent", colour: "red" };
  if (f.busy || f.report === null) {
    return f.sent < 1
      ? { vi: "Đang gửi", en: "Sending", colour: "blue" }
      : { vi: "Đang đọc", en: "Reading", colour: "blue" };
  }
  if (f.report.batch !== "") return { vi: "Đã nhập", en: "Imported", colour: "green" };
  if (f.report.errors.length > 0) return { vi: "Có lỗi", en: "Has errors", colour: "red" };
  return { vi: "Sẵn sàng", en: "Ready", colour: "green" };
}
