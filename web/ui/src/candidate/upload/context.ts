import { createContext, useContext, useSyncExternalStore } from "react";
import type { UploadDesk } from "./desk";

/** The desk of the open paper. */
export const Uploads = createContext<UploadDesk | null>(null);

/** The desk, rendering again with every change of it. */
export function useUploads(): UploadDesk | null {
  const desk = useContext(Uploads);
  useSyncExternalStore(
    (listener) => desk?.subscribe(listener) ?? (() => undefined),
    () => desk?.revision ?? 0,
  );
  return desk;
}
