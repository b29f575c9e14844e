import { useEffect, useRef } from "react";

/** What each key does. */
export type Keys = Readonly<Record<string, () => void>>;

/** Keys of a list, unless somebody types, or a dialog is open. */
export function useKeys(keys: Keys): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const onKey = (e: KeyboardEvent) => {
      if (e.defaultPrevented || e.ctrlKey || e.metaKey || e.altKey) return;
      if (
        typing(e.target) ||
        document.querySelector(".ant-modal-wrap:not([style*='none']), .ant-drawer-open") !== null
      )
        return;
      const act = latest.current[e.key];
      if (act === undefined) return;
      if (
        e.key === "Enter" &&
        e.target instanceof HTMLElement &&
        e.target.closest("button, a") !== null
      )
        return;
      e.preventDefault();
      act();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
}

function typing(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      (target.matches("input, textarea, select") && !target.matches("[type=checkbox]")))
  );
}
