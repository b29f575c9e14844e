import { useEffect, useState } from "react";

import { api, ApiError, ok } from "../../api";
import { finished } from "../body";
import { Autosave, type Keeper, type KeepState, type Kept } from "./autosave";
import { writeLocal } from "./local";

/** The name of this tab: two tabs of one person on one question must not mix. */
export const tab = Array.from(crypto.getRandomValues(new Uint8Array(9)), (b) =>
  b.toString(36),
).join("");

interface Options {
  account: string;
  /** The item's id, or the name of a new question. */
  key: string;
  /** Empty for a new question. */
  item: string;
  /** How often it was kept before; 0: never. */
  rev: number;
}

/** Keeps a question while it is written; see Autosave. */
export function useAutosave({ account, key, item, rev }: Options) {
  const [state, setState] = useState<KeepState>({ is: "clean" });
  // One for the life of the page: a new question or person makes a new page.
  const [autosave] = useState(() => new Autosave(keeperOf(account, key, item), rev, setState));
  useEffect(() => {
    const hidden = () => {
      if (document.visibilityState === "hidden") void autosave.flush();
    };
    const leaving = (e: BeforeUnloadEvent) => {
      autosave.leave();
      if (autosave.open) e.preventDefault();
    };
    const away = () => autosave.leave();
    const back = () => void autosave.flush();
    document.addEventListener("visibilitychange", hidden);
    window.addEventListener("beforeunload", leaving);
    window.addEventListener("pagehide", away);
    window.addEventListener("online", back);
    return () => {
      document.removeEventListener("visibilitychange", hidden);
      window.removeEventListener("beforeunload", leaving);
      window.removeEventListener("pagehide", away);
      window.removeEventListener("online", back);
      autosave.leave();
      void autosave.flush();
    };
  }, [autosave]);
  return { state, autosave };
}

function keeperOf(account: string, key: string, item: string): Keeper {
  return {
    send: (kept: Kept, rev: number) =>
      ok(
        api.PUT("/api/item-drafts/{key}", {
          params: { path: { key } },
          body: {
            item: finished(kept.body),
            pool: kept.pool,
            rev,
            tab,
            ...(item === "" ? {} : { item_id: item, base: kept.base }),
          },
        }),
      ),
    verdict: (error) => {
      if (!(error instanceof ApiError)) return "refused";
      if (error.code === "unsaved.other_tab") return "other_tab";
      if (error.code === "unsaved.vault") return "vault";
      const away = error.status === 0 || error.status >= 500 || error.status === 401;
      return away ? "offline" : "refused";
    },
    local: (kept) => writeLocal(account, key, kept),
  };
}
