import type { FieldValue } from "../engine/log";
import type { Part, Placed } from "../paper/types";
import { useLanguage } from "../text/language";
import type { TextKey } from "../text/vi";
import { answeredCount, isFlagged, questionMark, type QuestionMark } from "./progress";

interface NavigatorProps {
  questions: readonly Placed[];
  fields: ReadonlyMap<string, FieldValue>;
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

/** All questions by part, with their states. */
export function Navigator({ questions, fields, current, onGo }: NavigatorProps) {
  const { t } = useLanguage();
  const parts = [...new Set(questions.map((q) => q.part))];
  return (
    <nav className="navigator" aria-label={t("paper.list")}>
      <p className="navigator-count">
        {t("paper.done_of", { n: answeredCount(questions, fields), all: questions.length })}
      </p>
      {parts.map((part) => (
        <PartCells key={part.part} {...{ part, questions, fields, current, onGo }} />
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

function PartCells({ part, questions, fields, current, onGo }: NavigatorProps & { part: Part }) {
  const { t } = useLanguage();
  return (
    <section>
      <h3>{part.title || t("paper.part", { n: part.part })}</h3>
      <ol className="cells">
        {questions
          .filter((q) => q.part === part)
          .map((q) => {
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
    </section>
  );
}
