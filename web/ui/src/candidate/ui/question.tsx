import { useEffect, useRef } from "react";
import type { Attempt } from "../engine/attempt";
import type { Snapshot } from "../engine/snapshot";
import { trackState } from "../paper/tracks";
import type { Paper, Placed } from "../paper/types";
import { useLanguage } from "../text/language";
import type { TextKey } from "../text/vi";
import { Choices } from "./choices";
import { Cloze } from "./cloze";
import { Cluster } from "./cluster";
import { Essay } from "./essay";
import { Hotspot } from "./hotspot";
import { Html } from "./html";
import { markSigns, markTexts } from "./navigator";
import { Order } from "./order";
import { flagField, isFlagged, savedMark } from "./progress";
import { Rows } from "./rows";
import { ShortAnswer } from "./short-answer";
import { Sounds } from "./sounds";
import { TrackNote } from "./tracks";
import { Upload } from "./upload";

interface QuestionProps {
  attempt: Attempt;
  snapshot: Snapshot;
  paper: Paper;
  placed: Placed;
  onNext: () => void;
  /** A preview beside something else takes neither focus nor scroll. */
  quiet?: boolean;
}

/** One question with its stimulus, its control and the state of its answer. */
export function Question({
  attempt,
  snapshot,
  paper,
  placed,
  onNext,
  quiet = false,
}: QuestionProps) {
  const { t } = useLanguage();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (quiet) return;
    heading.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, [placed.name, quiet]);
  const { question, part } = placed;
  const stimulus = question.stimulus ? paper.stimuli?.[question.stimulus] : undefined;
  const held = trackState(placed, snapshot.fields) !== "open";
  return (
    <div className={stimulus ? "question-area with-stimulus" : "question-area"}>
      {stimulus && (
        <section className="stimulus" aria-label={t(stimulusTitle(stimulus))}>
          <h2>{t(stimulusTitle(stimulus))}</h2>
          <Sounds html={stimulus} />
          <Html html={stimulus} />
        </section>
      )}
      <article className={held ? "question held" : "question"}>
        <p className="part-title">{part.title || t("paper.part", { n: part.part })}</p>
        {part.intro && question === part.questions[0] && (
          <Html html={part.intro} className="part-intro" />
        )}
        <TrackNote {...{ attempt, snapshot, placed }} />
        <div className="question-head">
          <h1 ref={heading} tabIndex={-1} id="question-title">
            {t("paper.question", { n: question.no })}
          </h1>
          <AnswerState placed={placed} snapshot={snapshot} />
          <FlagButton attempt={attempt} placed={placed} snapshot={snapshot} />
        </div>
        <Sounds html={question.stem} />
        {question.kind !== "cloze" && (
          <Html html={question.stem} className="stem" id="question-stem" />
        )}
        <Control {...{ attempt, snapshot, placed, onNext }} />
      </article>
    </div>
  );
}

/** A stimulus is read, or heard. */
function stimulusTitle(html: string): TextKey {
  return html.includes("<audio") ? "paper.stimulus_sound" : "paper.stimulus";
}

function AnswerState({ placed, snapshot }: { placed: Placed; snapshot: Snapshot }) {
  const { t } = useLanguage();
  const mark = savedMark(placed, snapshot.fields);
  return (
    <span className={`answer-state ${mark}`} role="status" data-testid="answer-state">
      <span aria-hidden="true">{markSigns[mark] || "○"}</span> {t(markTexts[mark])}
    </span>
  );
}

interface FlagProps {
  attempt: Attempt;
  placed: Placed;
  snapshot: Snapshot;
}

function FlagButton({ attempt, placed, snapshot }: FlagProps) {
  const { t } = useLanguage();
  const flagged = isFlagged(placed, snapshot.fields);
  return (
    <button
      type="button"
      className={`button flag${flagged ? " on" : ""}`}
      aria-pressed={flagged}
      disabled={!snapshot.inputOpen}
      onClick={() => attempt.answer(flagField(placed), flagged ? "" : "1")}
    >
      <span aria-hidden="true">⚑</span> {t("paper.flag")}
    </button>
  );
}

type ControlArgs = Omit<QuestionProps, "paper" | "quiet">;

function Control({ attempt, snapshot, placed, onNext }: ControlArgs) {
  const { question } = placed;
  const common = {
    value: (field: string) => snapshot.fields.get(field)?.value ?? "",
    answer: (field: string, value: string) => attempt.answer(field, value),
    disabled: !snapshot.inputOpen || trackState(placed, snapshot.fields) !== "open",
    labelledBy: "question-title question-stem",
  };
  switch (question.kind) {
    case "single":
    case "multiple":
      return <Choices question={question} {...common} />;
    case "cluster":
      return <Cluster question={question} {...common} />;
    case "cloze":
      return (
        <Cloze
          key={placed.name}
          question={question}
          {...common}
          type={(field, value) => attempt.type(field, value)}
          flush={() => attempt.flush()}
        />
      );
    case "match":
    case "categorise":
      return <Rows question={question} {...common} />;
    case "order":
      return <Order key={question.field} question={question} {...common} />;
    case "hotspot":
      return <Hotspot key={question.field} question={question} {...common} />;
    case "essay":
      return (
        <Essay
          key={question.field}
          question={question}
          {...common}
          type={(field, value) => attempt.typeEssay(field, value)}
          flush={() => attempt.flush()}
        />
      );
    case "upload":
      return <Upload key={question.field} question={question} {...common} />;
    case "short":
    case "numeric":
      return (
        <ShortAnswer
          key={question.field}
          question={question}
          {...common}
          type={(field, value) => attempt.type(field, value)}
          flush={() => attempt.flush()}
          onEnter={onNext}
        />
      );
  }
}
