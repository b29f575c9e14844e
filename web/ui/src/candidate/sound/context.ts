import { createContext, useContext, useSyncExternalStore } from "react";
import type { SoundDesk } from "./desk";

/** The desk of the open paper. */
export const Desk = createContext<SoundDesk | null>(null);

/** The desk, rendering again with every change of it. */
export function useDesk(): SoundDesk | null {
  const desk = useContext(Desk);
  useSyncExternalStore(
    (listener) => desk?.subscribe(listener) ?? (() => undefined),
    () => desk?.revision ?? 0,
  );
  return desk;
}
