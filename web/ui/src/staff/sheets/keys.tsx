import { useEffect, useRef, type ReactNode } from "react";

/** Whether keys that write letters belong to what has the focus. */
function writes(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches("input, textarea, [contenteditable]");
}

/**
 * Keys of the page, by the name that the browser gives them, letters small.
 * Letters and the like wait while somebody writes in a field; function keys
 * do not. Nothing is taken while a dialog is open.
 */
export function useKeys(keys: Record<string, () => void>): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const listen = (e: KeyboardEvent) => {
      if (e.ctrlKey || e.altKey || e.metaKey || e.repeat || document.querySelector("[role=dialog]"))
        return;
      const name = e.key.length === 1 ? e.key.toLowerCase() : e.key;
      const run = latest.current[name];
      if (!run || (!/^F\d+$/.test(name) && writes(e.target))) return;
      if (name === "Enter" && e.target instanceof HTMLButtonElement) return; // its own
      e.preventDefault();
      run();
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
}

/** A key as it stands on the keyboard, beside what it does. */
export function Key({ children }: { children: ReactNode }) {
  return (
    <kbd className="kt-key" aria-hidden>
      {children}
    </kbd>
  );
}
