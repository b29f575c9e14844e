import { useEffect, useRef, useState } from "react";

import { api, ok, type Schema } from "../../api";
import { tab } from "./use-autosave";

type Presence = Schema["Presence"];

/** A sign of life this often; the server forgets after 45 seconds. */
const everyMS = 15_000;

/** Says that the question is open here, and hears who else has it open and whether it was saved. */
export function usePresence(item: string, editing: boolean): Presence | null {
  const [now, setNow] = useState<Presence | null>(null);
  const latest = useRef(editing);
  useEffect(() => {
    latest.current = editing;
  }, [editing]);
  useEffect(() => {
    if (item === "") return;
    let live = true;
    const say = async (leaving: boolean) => {
      const body = { tab, editing: latest.current, leaving };
      // A page that is being left ends before an ordinary call is sent.
      const call = api.POST("/api/items/{id}/presence", {
        params: { path: { id: item } },
        body,
        keepalive: leaving,
      });
      try {
        const heard = await ok(call);
        if (live) setNow(heard);
      } catch {
        // Without a connection one hears nothing new; what was heard stays.
      }
    };
    void say(false);
    const timer = window.setInterval(() => void say(false), everyMS);
    const leave = () => void say(true);
    window.addEventListener("pagehide", leave);
    return () => {
      live = false;
      window.clearInterval(timer);
      window.removeEventListener("pagehide", leave);
      void say(true);
    };
  }, [item]);
  // The first change is told at once.
  useEffect(() => {
    if (item === "" || !editing) return;
    const body = { tab, editing: true };
    void api.POST("/api/items/{id}/presence", { params: { path: { id: item } }, body });
  }, [item, editing]);
  return now;
}
