import { useEffect } from "react";
import type { Attempt } from "../engine/attempt";
import type { Snapshot } from "../engine/snapshot";
import { useDisplay } from "../display/use-display";
import type { PaperState } from "../paper/loader";
import type { Shelf } from "../store/shelf";
import { useLanguage } from "../text/language";
import { End } from "./end";
import { Exam } from "./exam";
import { useAttempt, useLifecycle, usePaper } from "./hooks";
import { Shell } from "./shell";
import { Stopped } from "./stopped";
import { Waiting } from "./waiting";

interface RoomProps {
  attempt: Attempt;
  shelf: Shelf;
  /** Back to the entry page, with the code of what went wrong or empty. */
  onLeave: (error: string) => void;
}

// What number and ticket are wrong about: the place to mend it is the entry page.
const entryErrors = new Set(["ticket.wrong", "ticket.other_sitting", "ticket.limited"]);

/** Everything from the sign-in to the receipt. */
export function Room({ attempt, shelf, onLeave }: RoomProps) {
  const snapshot = useAttempt(attempt);
  const paper = usePaper(snapshot.paper);
  useLifecycle(attempt);
  useEffect(() => attempt.start(), [attempt]);

  const { error, person, display } = snapshot;
  const { follow } = useDisplay();
  useEffect(() => {
    if (display) follow(display);
  }, [display, follow]);
  const wrongTicket = !person && entryErrors.has(error);
  useEffect(() => {
    if (!wrongTicket) return;
    attempt.stop();
    onLeave(error);
  }, [wrongTicket, attempt, error, onLeave]);

  const leave = () => {
    attempt.stop();
    onLeave("");
  };
  return <RoomPage {...{ attempt, shelf, snapshot, paper, leave }} />;
}

interface RoomPageProps {
  attempt: Attempt;
  shelf: Shelf;
  snapshot: Snapshot;
  paper: PaperState | null;
  leave: () => void;
}

function RoomPage({ attempt, shelf, snapshot, paper, leave }: RoomPageProps) {
  switch (snapshot.phase) {
    case "sealed":
      return <End {...{ shelf, snapshot, leave }} />;
    case "stopped":
      return <Stopped {...{ attempt, shelf, snapshot, leave }} />;
    case "connecting":
    case "waiting":
      return <Waiting {...{ attempt, snapshot, paper, leave }} />;
    case "running":
    case "paused":
    case "closing":
      if (paper?.step !== "open") return <Opening paper={paper} />;
      return <Exam {...{ attempt, shelf, snapshot }} paper={paper.paper} />;
  }
}

/** Between the start and the first question. */
function Opening({ paper }: { paper: PaperState | null }) {
  const { t } = useLanguage();
  if (paper?.step === "failed") {
    return (
      <Shell title={t("opening.title")}>
        <p className="problem" role="alert">
          {t("opening.failed")}
        </p>
      </Shell>
    );
  }
  const percent = paper?.step === "loading" && paper.size ? paper.got / paper.size : 0;
  return (
    <Shell title={t("opening.title")}>
      <p role="status">{t("waiting.paper_loading", { p: Math.floor(percent * 100) })}</p>
      <progress value={percent} max={1} />
    </Shell>
  );
}
