import { useEffect } from "react";
import type { Placed } from "../paper/types";

/** What a key asks for. `pick`: option or statement number, from 0. */
export type Command =
  { do: "pick"; index: number } | { do: "next" | "prev" | "flag" | "help" | "type" };

function keyName(event: KeyboardEvent): string {
  if (event.key.length === 1) return event.key.toUpperCase();
  // A Vietnamese input method may hide the key; its place on the keyboard remains.
  const m = /^(?:Key([A-Z])|(?:Digit|Numpad)(\d))$/.exec(event.code);
  return m?.[1] ?? m?.[2] ?? event.key;
}

function choices(q: Placed): number {
  switch (q.question.kind) {
    case "single":
    case "multiple":
      return q.question.options.length;
    case "cluster":
      return q.question.statements.length;
    case "hotspot":
      return q.question.options?.length ?? 0;
    default:
      return 0;
  }
}

/** What a key means for a question; null for keys that are none of ours. */
export function commandFor(key: string, q: Placed): Command | null {
  const n = choices(q);
  const index = /^[1-9]$/.test(key) ? Number(key) - 1 : key.charCodeAt(0) - 65;
  if (key.length === 1 && index >= 0 && index < n) return { do: "pick", index };
  if (key === "N") return { do: "next" };
  if (key === "P") return { do: "prev" };
  if (key === "F") return { do: "flag" };
  if (key === "?") return { do: "help" };
  const { question } = q;
  if (
    (question.kind === "short" || question.kind === "numeric") &&
    key.length === 1 &&
    question.charset?.includes(key)
  ) {
    return { do: "type" };
  }
  return null;
}

/** Letters are text where a short answer may hold them. */
function typesText(target: EventTarget | null, key: string, q: Placed): boolean {
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  if (!(target instanceof HTMLInputElement) || target.type !== "text") return false;
  const { question } = q;
  const typed = question.kind === "short" || question.kind === "numeric";
  const charset = typed ? question.charset : undefined;
  return !charset || charset.toUpperCase().includes(key);
}

/** Listens for shortcuts on the whole page while it is not behind a dialog. */
export function useShortcuts(q: Placed | undefined, on: (command: Command) => void): void {
  useEffect(() => {
    if (!q) return;
    const listen = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      const key = keyName(event);
      if (typesText(event.target, key, q)) return;
      const command = commandFor(key, q);
      if (!command) return;
      if (command.do !== "type") event.preventDefault();
      on(command);
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, [q, on]);
}
