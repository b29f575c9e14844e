import { useEffect, useRef, useState } from "react";

import { api, ok, type Schema } from "../api";
import { finished } from "./body";
import type { Body } from "./words";

export type Paper = Schema["PrintedForm"];

/** What the server says of a question as it stands. */
export interface Checked {
  problems: Schema["Problem"][];
  /** The question as its candidate gets it; null until the first answer. */
  paper: Paper | null;
  /** True while the latest text was not looked at yet. */
  behind: boolean;
}

/** Typing rests this long before the server looks. */
const restMS = 450;

/** Asks the server, the one judge of questions, again after each change. */
export function useCheck(body: Body): Checked {
  const [answer, setAnswer] = useState<{
    of: Body | null;
    problems: Schema["Problem"][];
    paper: Paper | null;
  }>({ of: null, problems: [], paper: null });
  const first = useRef(true);
  useEffect(() => {
    let live = true;
    const timer = window.setTimeout(
      () => {
        first.current = false;
        ok(api.POST("/api/items/check", { body: { item: finished(body) } })).then(
          (a) => live && setAnswer({ of: body, problems: a.problems, paper: a.paper }),
          () => undefined, // without a connection the last answer stands
        );
      },
      first.current ? 0 : restMS,
    );
    return () => {
      live = false;
      window.clearTimeout(timer);
    };
  }, [body]);
  return { problems: answer.problems, paper: answer.paper, behind: answer.of !== body };
}
