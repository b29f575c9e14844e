import type { Attempt } from "../engine/attempt";
import type { Snapshot } from "../engine/snapshot";
import { chosenTrack, countToDo } from "../paper/tracks";
import type { Part, Placed } from "../paper/types";
import { useLanguage } from "../text/language";
import type { TextKey } from "../text/vi";
import { answeredCount, isFlagged, questionMark, type QuestionMark } from "./progress";
import { TrackChoice } from "./tracks";

interface NavigatorProps {
  attempt: Attempt;
  snapshot: Snapshot;
  questions: readonly Placed[];
  current: number;
  onGo: (index: number) => void;
}

/** Signs beside the colour: states are told apart without seeing colours. */
export const markSigns: Record<QuestionMark, string> = {
  none: "",
  part: "◐",
  typed: "…",
  saved: "✓",
  archived: "✓✓",
};

/** The sentence of each mark. */
export const markTexts: Record<QuestionMark, TextKey> = {
  none: "state.none",
  part: "state.part",
  typed: "state.typed",
  saved: "state.saved",
  archived: "state.archived",
};

const legend: QuestionMark[] = ["none", "part", "typed", "saved", "archived"];

/** All questions by part, with their states; those of a track that is not done are folded away. */
export function Navigator({ attempt, snapshot, questions, current, onGo }: NavigatorProps) {
  const { t } = useLanguage();
  const { fields } = snapshot;
  const parts = [...new Set(questions.map((q) => q.part))];
  return (
    <nav className="navigator" aria-label={t("paper.list")}>
      <p className="navigator-count">
        {t("paper.done_of", {
          n: answeredCount(questions, fields),
          all: countToDo(questions, fields),
        })}
      </p>
      {parts.map((part) => (
        <PartSection
          key={part.part}
          {...{ attempt, snapshot, part, current, onGo }}
          questions={questions.filter((q) => q.part === part)}
        />
      ))}
      <ul className="legend" aria-label={t("state.legend")}>
        {legend.map((mark) => (
          <li key={mark}>
            <span className={`cell mini ${mark}`} aria-hidden="true">
              <span className="cell-sign">{markSigns[mark]}</span>
            </span>
            {t(markTexts[mark])}
          </li>
        ))}
        <li>
          <span className="cell mini none flagged" aria-hidden="true" />
          {t("state.flag")}
        </li>
      </ul>
    </nav>
  );
}

function PartSection(props: NavigatorProps & { part: Part }) {
  const { attempt, snapshot, part, questions } = props;
  const { t } = useLanguage();
  const tracks = part.tracks ?? [];
  const chosen = chosenTrack(part, snapshot.fields);
  return (
    <section>
      <h3>{part.title || t("paper.part", { n: part.part })}</h3>
      <PartCells {...props} questions={questions.filter((q) => !q.question.track)} />
      {tracks.length > 0 && <TrackChoice {...{ attempt, snapshot, part }} place="list" />}
      {tracks.map((track) =>
        chosen && chosen !== track ? (
          <p key={track.id} className="track-folded">
            {t("track.not_done", { track: track.title })}
          </p>
        ) : (
          <div key={track.id} className="track-cells">
            <h4>{track.title}</h4>
            <PartCells
              {...props}
              questions={questions.filter((q) => q.question.track === track.id)}
            />
          </div>
        ),
      )}
    </section>
  );
}

function PartCells({ snapshot, questions, current, onGo }: NavigatorProps) {
  const { t } = useLanguage();
  const { fields } = snapshot;
  return (
    <ol className="cells">
      {questions.map((q) => {
        const mark = questionMark(q, fields);
        const flagged = isFlagged(q, fields);
        const label = [
          t("paper.question", { n: q.question.no }),
          t(markTexts[mark]),
          ...(flagged ? [t("state.flag")] : []),
        ].join(", ");
        return (
          <li key={q.name}>
            <button
              type="button"
              className={`cell ${mark}${flagged ? " flagged" : ""}`}
              aria-label={label}
              title={label}
              aria-current={q.index === current ? "true" : undefined}
              onClick={() => onGo(q.index)}
            >
              {q.question.no}
              <span className="cell-sign" aria-hidden="true">
                {markSigns[mark]}
              </span>
            </button>
          </li>
        );
      })}
    </ol>
  );
}
