import { useCallback, useEffect, useRef, useState } from "react";

/** What a page knows of something that it reads from the server. */
export interface Loaded<T> {
  data: T | undefined;
  error: unknown;
  /** True until the first answer. A reload keeps the old data on the screen. */
  loading: boolean;
  /** When the data came, by the browser's clock. */
  at: number;
  reload: () => void;
}

interface Options {
  /** Reads again after so many milliseconds, while the page can be seen. */
  everyMs?: number;
  /** Reads nothing yet, for instance because nothing is chosen. */
  skip?: boolean;
}

interface State<T> {
  key: string;
  data: T | undefined;
  error: unknown;
  at: number;
}

/**
 * Reads from the server when the page opens, when key changes, on reload()
 * and, if asked, again and again:
 *
 *     const accounts = useApi("accounts", () => ok(api.GET("/api/accounts")));
 *
 * key names what is read, with its parameters; the answer to an older key is
 * dropped. An error of a repeated reading leaves the last data in place.
 */
export function useApi<T>(key: string, read: () => Promise<T>, options: Options = {}): Loaded<T> {
  const { everyMs = 0, skip = false } = options;
  const [state, setState] = useState<State<T>>({ key, data: undefined, error: undefined, at: 0 });
  const [turn, setTurn] = useState(0);
  const latest = useRef(read);
  useEffect(() => {
    latest.current = read;
  });

  useEffect(() => {
    if (skip) return;
    let live = true;
    let timer = 0;
    const once = async () => {
      if (document.visibilityState === "hidden" && everyMs > 0) {
        timer = window.setTimeout(() => void once(), everyMs);
        return;
      }
      try {
        const data = await latest.current();
        if (live) setState({ key, data, error: undefined, at: Date.now() });
      } catch (error) {
        if (live) {
          setState((old) =>
            old.key === key ? { ...old, error } : { key, data: undefined, error, at: 0 },
          );
        }
      }
      if (live && everyMs > 0) timer = window.setTimeout(() => void once(), everyMs);
    };
    void once();
    return () => {
      live = false;
      window.clearTimeout(timer);
    };
  }, [key, turn, everyMs, skip]);

  const reload = useCallback(() => setTurn((n) => n + 1), []);
  const mine = state.key === key && !skip;
  const data = mine ? state.data : undefined;
  const error = mine ? state.error : undefined;
  return {
    data,
    error,
    loading: !skip && data === undefined && error === undefined,
    at: mine ? state.at : 0,
    reload,
  };
}
