import { useCallback, useEffect, useRef, useState } from "react";

import { api, ok, type Schema } from "../../api";
import { keyOf, type Filter } from "./filter";

export type Found = Schema["FoundView"];
export type Item = Schema["Item"];

interface State {
  key: string;
  found: Found | undefined;
  items: Item[];
  error: unknown;
}

/** How many questions one page brings. */
export const pageSize = 30;

/**
 * The questions that a filter finds, page after page. While a new filter is
 * read the old list stays, so that typing does not make the page jump; an
 * answer that is overtaken is dropped.
 */
export function useFind(filter: Filter) {
  const key = keyOf(filter);
  const [state, setState] = useState<State>({
    key: "",
    found: undefined,
    items: [],
    error: undefined,
  });
  const [turn, setTurn] = useState(0);
  const [more, setMore] = useState(false);
  const asked = useRef(filter);
  const live = useRef(0);
  useEffect(() => {
    asked.current = filter;
  });

  useEffect(() => {
    const turns = live;
    const mine = ++turns.current;
    void (async () => {
      try {
        const found = await read(asked.current, "", true);
        if (live.current === mine) setState({ key, found, items: found.items, error: undefined });
      } catch (error) {
        if (live.current === mine) setState((old) => ({ ...old, key, error }));
      }
    })();
    return () => {
      turns.current++;
    };
  }, [key, turn]);

  const next = state.found?.next;
  const loadMore = useCallback(async () => {
    if (next === undefined || more) return;
    const mine = live.current;
    setMore(true);
    try {
      const page = await read(asked.current, next, false);
      if (live.current !== mine) return;
      setState((old) => ({
        ...old,
        items: [...old.items, ...page.items],
        found: old.found && withNext(old.found, page.next),
      }));
    } catch (error) {
      if (live.current === mine) setState((old) => ({ ...old, error }));
    } finally {
      setMore(false);
    }
  }, [next, more]);

  const reload = useCallback(() => setTurn((n) => n + 1), []);
  return { ...state, stale: state.key !== key, more, loadMore, reload };
}

function read(filter: Filter, after: string, facets: boolean): Promise<Found> {
  const body = { filter, limit: pageSize, facets, ...(after === "" ? {} : { after }) };
  return ok(api.POST("/api/items/find", { body }));
}

function withNext(found: Found, next: string | undefined): Found {
  const page: Found = { ...found };
  delete page.next;
  return next === undefined ? page : { ...page, next };
}
