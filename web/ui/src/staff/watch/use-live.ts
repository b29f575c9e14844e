import { useCallback, useEffect, useState } from "react";

import { ApiError, api, ok } from "../api";
import { merge, whole, type Room, type Update } from "./live";

/** How often the room is asked for where no stream gets through. */
const pollMs = 2000;

/** A stream that says nothing for so long is given up: it beats each 10 seconds. */
const quietMs = 25_000;

/** How long to wait before a stream is tried again. */
const retryMs = 5000;

interface Live {
  room: Room | undefined;
  error: unknown;
  /** True while changes come by themselves; false while the page asks again and again. */
  pushed: boolean;
  reload: () => void;
}

/**
 * Follows a room: by a stream of events, and by asking again and again where a
 * proxy or an old server lets no stream through.
 */
export function useLive(sitting: string, room: string): Live {
  const [state, setState] = useState<{ room: Room | undefined; error: unknown; pushed: boolean }>({
    room: undefined,
    error: undefined,
    pushed: false,
  });
  const [turn, setTurn] = useState(0);
  const reload = useCallback(() => setTurn((n) => n + 1), []);

  useEffect(() => {
    let live = true;
    const take = (update: Update, pushed: boolean) => {
      if (!live) return;
      setState((old) => {
        const next = merge(old.room, update, Date.now());
        const trouble = next === undefined && update.trouble !== undefined;
        return {
          room: next,
          error: trouble ? new ApiError(503, update.trouble ?? "", {}) : undefined,
          pushed,
        };
      });
    };
    const fail = (error: unknown) => {
      if (live) setState((old) => ({ ...old, error, pushed: false }));
    };
    const stop = follow(sitting, room, take, fail);
    return () => {
      live = false;
      stop();
    };
  }, [sitting, room, turn]);

  return { ...state, reload };
}

type Take = (update: Update, pushed: boolean) => void;

/** Opens the stream, asks while there is none, and tries again. Returns what ends it. */
function follow(
  sitting: string,
  room: string,
  take: Take,
  fail: (error: unknown) => void,
): () => void {
  let ended = false;
  let source: EventSource | undefined;
  let quiet = 0;
  let poll = 0;
  let retry = 0;

  const ask = async () => {
    try {
      const answer = await ok(
        api.GET("/api/live/sittings/{id}/seats", {
          params: { path: { id: sitting }, query: { room } },
        }),
      );
      if (!ended && poll !== 0) take(whole(answer), false);
    } catch (error) {
      if (!ended) fail(error);
      if (error instanceof ApiError && (error.status === 404 || error.status === 401)) {
        window.clearTimeout(retry);
        stopPolling();
        return;
      }
    }
    if (!ended && poll !== 0) poll = window.setTimeout(() => void ask(), pollMs);
  };
  const stopPolling = () => {
    window.clearTimeout(poll);
    poll = 0;
  };
  const lost = () => {
    source?.close();
    source = undefined;
    window.clearTimeout(quiet);
    if (ended) return;
    retry = window.setTimeout(open, retryMs);
    if (poll === 0) poll = window.setTimeout(() => void ask(), 0);
  };
  const heard = () => {
    window.clearTimeout(quiet);
    quiet = window.setTimeout(lost, quietMs);
  };
  const open = () => {
    const query = room === "" ? "" : `?room=${encodeURIComponent(room)}`;
    source = new EventSource(`/api/live/sittings/${encodeURIComponent(sitting)}/stream${query}`);
    source.addEventListener("error", lost);
    source.addEventListener("beat", heard);
    source.addEventListener("room", (event) => {
      stopPolling();
      heard();
      take(JSON.parse((event as MessageEvent<string>).data) as Update, true);
    });
    heard();
  };

  open();
  return () => {
    ended = true;
    source?.close();
    stopPolling();
    window.clearTimeout(quiet);
    window.clearTimeout(retry);
  };
}
