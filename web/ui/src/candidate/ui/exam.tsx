import { useCallback, useEffect, useMemo, useState } from "react";
import type { Attempt } from "../engine/attempt";
import { browserClock } from "../engine/clock";
import type { Snapshot } from "../engine/snapshot";
import { MediaShelf } from "../paper/media";
import { countToDo, neighbour, trackState } from "../paper/tracks";
import { placeQuestions, type Paper, type Placed } from "../paper/types";
import { Desk } from "../sound/context";
import { SoundDesk } from "../sound/desk";
import type { Shelf } from "../store/shelf";
import { useLanguage } from "../text/language";
import { Uploads } from "../upload/context";
import { sendByRequest, UploadDesk } from "../upload/desk";
import { Banners } from "./banners";
import { chooseOption, toggled } from "./choices";
import { switchStatement } from "./cluster";
import { Dialog } from "./dialog";
import { Header } from "./header";
import { Help } from "./help";
import { Content } from "./html";
import { Navigator } from "./navigator";
import { answeredCount, flagField, isFlagged } from "./progress";
import { Notices } from "./notice";
import { Question } from "./question";
import { shortInputID } from "./short-answer";
import { useShortcuts, type Command } from "./shortcuts";
import { Closing, Paused } from "./standby";
import { SubmitDialog, Submitting } from "./submit";
import { Zoom, type Picture } from "./zoom";

interface ExamProps {
  attempt: Attempt;
  shelf: Shelf;
  snapshot: Snapshot;
  paper: Paper;
}

type Overlay = "help" | "list" | "submit" | Picture | null;

/** Answers the question by key: the index-th option or statement. */
function pick(attempt: Attempt, snapshot: Snapshot, q: Placed, index: number): void {
  const { question } = q;
  if (trackState(q, snapshot.fields) !== "open") return;
  const value = (field: string) => snapshot.fields.get(field)?.value ?? "";
  if (question.kind === "cluster") {
    const s = question.statements[index];
    if (s) attempt.answer(s.field, switchStatement(value(s.field)));
  } else if (question.kind === "hotspot") {
    const o = question.options?.[index];
    if (o) attempt.answer(question.field, toggled(value(question.field), o.id));
  } else if (question.kind === "single" || question.kind === "multiple") {
    const o = question.options[index];
    if (o) attempt.answer(question.field, chooseOption(question, value(question.field), o.id));
  }
}

/** The paper: header, one question at a time, and the list of all. */
export function Exam({ attempt, shelf, snapshot, paper }: ExamProps) {
  const questions = useMemo(() => placeQuestions(paper), [paper]);
  const [index, setIndex] = useState(0);
  const [overlay, setOverlay] = useState<Overlay>(null);
  const media = useMemo(() => new MediaShelf(paper), [paper]);
  const content = useMemo(
    () => ({
      media: media.url,
      zoom: (src: string, alt: string) => setOverlay({ src, alt }),
    }),
    [media],
  );

  const desk = useMemo(
    () =>
      new SoundDesk({
        log: attempt,
        clock: browserClock,
        url: media.url,
        plays: media.plays,
        speaker: () => new Audio(),
      }),
    [attempt, media],
  );
  useEffect(() => desk.open(), [desk]);
  const uploads = useMemo(
    () => new UploadDesk({ log: attempt, clock: browserClock, send: sendByRequest }),
    [attempt],
  );

  const last = questions.length - 1;
  const go = useCallback(
    (to: number) => {
      attempt.flush();
      setOverlay(null);
      setIndex(Math.max(0, Math.min(last, to)));
    },
    [attempt, last],
  );
  const step = useCallback(
    (by: 1 | -1) => {
      const to = neighbour(questions, attempt.snapshot.fields, index, by);
      if (to >= 0) go(to);
    },
    [attempt, go, index, questions],
  );
  const current = questions[index];
  const command = useCallback(
    (c: Command) => {
      if (!current) return;
      if (c.do === "next") step(1);
      else if (c.do === "prev") step(-1);
      else if (c.do === "help") setOverlay("help");
      else if (c.do === "type") document.getElementById(shortInputID)?.focus();
      else if (c.do === "pick") pick(attempt, attempt.snapshot, current, c.index);
      else {
        const flagged = isFlagged(current, attempt.snapshot.fields);
        attempt.answer(flagField(current), flagged ? "" : "1");
      }
    },
    [attempt, current, step],
  );
  const pending = snapshot.submit === "pending";
  const atWork = snapshot.phase === "running" && !overlay && !pending;
  useShortcuts(atWork ? current : undefined, command);

  const list = <Navigator {...{ attempt, snapshot, questions, current: index, onGo: go }} />;
  return (
    <Content.Provider value={content}>
      <Desk.Provider value={desk}>
        <Uploads.Provider value={uploads}>
          <div className="exam">
            <Header
              {...{ attempt, snapshot }}
              formCode={paper.form_code}
              onHelp={() => setOverlay("help")}
              onSubmit={() => setOverlay("submit")}
            />
            <Banners {...{ attempt, shelf, snapshot, questions }} />
            <Notices snapshot={snapshot} />
            {snapshot.phase === "paused" && <Paused />}
            {snapshot.phase === "closing" && <Closing snapshot={snapshot} shelf={shelf} />}
            {snapshot.phase === "running" && current && (
              <div className="exam-body">
                <main>
                  <Question
                    {...{ attempt, snapshot, paper }}
                    placed={current}
                    onNext={() => step(1)}
                  />
                </main>
                <aside>{list}</aside>
                <StepBar
                  step={step}
                  first={neighbour(questions, snapshot.fields, index, -1) < 0}
                  last={neighbour(questions, snapshot.fields, index, 1) < 0}
                  answered={answeredCount(questions, snapshot.fields)}
                  all={countToDo(questions, snapshot.fields)}
                  onList={() => setOverlay("list")}
                />
              </div>
            )}
            <Overlays
              {...{ overlay, snapshot, questions, list, go, attempt }}
              onClose={() => setOverlay(null)}
            />
            {pending && <Submitting attempt={attempt} snapshot={snapshot} />}
          </div>
        </Uploads.Provider>
      </Desk.Provider>
    </Content.Provider>
  );
}

interface StepProps {
  /** Whether the current question is the first or last that is to be done. */
  first: boolean;
  last: boolean;
  answered: number;
  all: number;
  step: (by: 1 | -1) => void;
  onList: () => void;
}

/** Previous, list, next: always at the bottom of the screen. */
function StepBar({ first, last, answered, all, step, onList }: StepProps) {
  const { t } = useLanguage();
  return (
    <div className="step-bar">
      <button type="button" className="button large" disabled={first} onClick={() => step(-1)}>
        <span aria-hidden="true">‹</span> {t("paper.prev")}
      </button>
      <button type="button" className="button list-button" onClick={onList}>
        {t("paper.list_short")} <span className="hint">{`${answered}/${all}`}</span>
      </button>
      <button
        type="button"
        className="button primary large"
        disabled={last}
        onClick={() => step(1)}
      >
        {t("paper.next")} <span aria-hidden="true">›</span>
      </button>
    </div>
  );
}

interface OverlayProps {
  overlay: Overlay;
  snapshot: Snapshot;
  questions: readonly Placed[];
  list: React.ReactNode;
  attempt: Attempt;
  go: (index: number) => void;
  onClose: () => void;
}

function Overlays({ overlay, snapshot, questions, list, attempt, go, onClose }: OverlayProps) {
  const { t } = useLanguage();
  if (overlay === null || snapshot.phase !== "running") return null;
  if (typeof overlay === "object") return <Zoom picture={overlay} onClose={onClose} />;
  switch (overlay) {
    case "help":
      return <Help onClose={onClose} />;
    case "list":
      return (
        <Dialog title={t("paper.list")} onClose={onClose}>
          {list}
          <div className="buttons">
            <button type="button" className="button" onClick={onClose}>
              {t("close")}
            </button>
          </div>
        </Dialog>
      );
    case "submit":
      return (
        <SubmitDialog
          {...{ snapshot, questions, onClose }}
          onGo={go}
          onConfirm={() => {
            onClose();
            attempt.submit();
          }}
        />
      );
  }
}
