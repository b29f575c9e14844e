import { useCallback, useReducer } from "react";

/** What was, what is and what was undone. */
export interface History<T> {
  past: T[];
  now: T;
  future: T[];
}

export type Step<T> =
  { do: "set"; value: T } | { do: "undo" } | { do: "redo" } | { do: "reset"; value: T };

/** Steps that are kept for undo. */
const depth = 200;

export function step<T>(h: History<T>, s: Step<T>): History<T> {
  switch (s.do) {
    case "set":
      if (s.value === h.now) return h;
      return { past: [...h.past, h.now].slice(-depth), now: s.value, future: [] };
    case "undo": {
      const now = h.past.at(-1);
      if (now === undefined) return h;
      return { past: h.past.slice(0, -1), now, future: [h.now, ...h.future] };
    }
    case "redo": {
      const now = h.future[0];
      if (now === undefined) return h;
      return { past: [...h.past, h.now], now, future: h.future.slice(1) };
    }
    case "reset":
      return { past: [], now: s.value, future: [] };
  }
}

/** A value with undo and redo. */
export function useHistory<T>(first: T) {
  const [history, dispatch] = useReducer(step<T>, { past: [], now: first, future: [] });
  return {
    now: history.now,
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
    set: useCallback((value: T) => dispatch({ do: "set", value }), []),
    undo: useCallback(() => dispatch({ do: "undo" }), []),
    redo: useCallback(() => dispatch({ do: "redo" }), []),
    reset: useCallback((value: T) => dispatch({ do: "reset", value }), []),
  };
}
