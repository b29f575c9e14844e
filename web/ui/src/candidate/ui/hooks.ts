import { useEffect, useMemo, useState, useSyncExternalStore } from "react";
import type { Attempt } from "../engine/attempt";
import { browserClock } from "../engine/clock";
import type { PaperRef, Snapshot } from "../engine/snapshot";
import { PaperLoader, type PaperState } from "../paper/loader";

/** The engine's present picture. */
export function useAttempt(attempt: Attempt): Snapshot {
  return useSyncExternalStore(
    (listener) => attempt.subscribe(listener),
    () => attempt.snapshot,
  );
}

/** Renders again every ms: for clocks. */
export function useTick(ms: number): void {
  const [, setTick] = useState(0);
  useEffect(() => {
    const id = setInterval(() => setTick((n) => n + 1), ms);
    return () => clearInterval(id);
  }, [ms]);
}

/** Fetches, verifies and opens the paper. */
export function usePaper(ref: PaperRef | null): PaperState | null {
  const hash = ref?.hash ?? "";
  const size = ref?.size ?? 0;
  const key = ref?.key ?? "";
  const loader = useMemo(
    () => (hash ? new PaperLoader(hash, size, browserClock) : null),
    [hash, size],
  );
  useEffect(() => {
    loader?.start();
    return () => loader?.stop();
  }, [loader]);
  useEffect(() => loader?.unlock(key), [loader, key]);
  return useSyncExternalStore(
    (listener) => loader?.subscribe(listener) ?? (() => undefined),
    () => loader?.state ?? null,
  );
}

/** Saves what is typed when the page may go away, and reports lost focus. */
export function useLifecycle(attempt: Attempt): void {
  useEffect(() => {
    const leave = () => attempt.flush(true);
    const blur = () => {
      attempt.flush();
      attempt.focus(true);
    };
    const hidden = () => {
      if (document.visibilityState === "hidden") leave();
    };
    const warn = (event: Event) => {
      attempt.flush(true);
      const { phase, unsaved, done } = attempt.snapshot;
      const open = unsaved > 0 || (phase === "sealed" && !done);
      if (!open) return;
      event.preventDefault();
      // Chrome before 119 asks only where this is set.
      Object.assign(event, { returnValue: true });
    };
    const focus = () => attempt.focus(false);
    const online = () => attempt.poke();
    const listeners: [EventTarget, string, EventListener][] = [
      [window, "pagehide", leave],
      [window, "blur", blur],
      [window, "focus", focus],
      [window, "online", online],
      [window, "beforeunload", warn],
      [document, "visibilitychange", hidden],
    ];
    for (const [target, name, f] of listeners) target.addEventListener(name, f);
    return () => {
      for (const [target, name, f] of listeners) target.removeEventListener(name, f);
    };
  }, [attempt]);
}
