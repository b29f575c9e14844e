import type { Attempt } from "../engine/attempt";
import type { Snapshot } from "../engine/snapshot";
import { countToDo, trackState, undecidedParts } from "../paper/tracks";
import type { Part, Placed } from "../paper/types";
import { useLanguage } from "../text/language";
import { useUploads } from "../upload/context";
import { questionLabel } from "./describe";
import { Dialog } from "./dialog";
import { isFlagged, questionMark } from "./progress";

interface SubmitProps {
  snapshot: Snapshot;
  questions: readonly Placed[];
  onGo: (index: number) => void;
  onClose: () => void;
  onConfirm: () => void;
}

/** Hands in before the deadline, with what is still open. */
export function SubmitDialog({ snapshot, questions, onGo, onClose, onConfirm }: SubmitProps) {
  const { t } = useLanguage();
  const { fields } = snapshot;
  const toDo = questions.filter((q) => trackState(q, fields) === "open");
  const open = toDo.filter((q) => ["none", "part"].includes(questionMark(q, fields)));
  const flagged = toDo.filter((q) => isFlagged(q, fields));
  const undecided = undecidedParts(questions, fields);
  const busy = useUploads()?.busy ?? 0;
  return (
    <Dialog title={t("submit.title")} onClose={onClose}>
      {undecided.map((part) => (
        <UndecidedPart key={part.part} {...{ part, questions, onGo }} />
      ))}
      {open.length === 0 && undecided.length === 0 && (
        <p>{t("submit.all_done", { n: countToDo(questions, fields) })}</p>
      )}
      {open.length > 0 && (
        <QuestionList title={t("submit.missing", { n: open.length })} list={open} onGo={onGo} />
      )}
      {flagged.length > 0 && (
        <QuestionList
          title={t("submit.flagged", { n: flagged.length })}
          list={flagged}
          onGo={onGo}
        />
      )}
      {busy > 0 && <p className="problem">{t("submit.uploading", { n: busy })}</p>}
      <p className="note warn">{t("submit.final")}</p>
      <div className="buttons">
        <button type="button" className="button primary large" onClick={onClose}>
          {t("submit.back")}
        </button>
        <button
          type="button"
          className="button danger large"
          disabled={busy > 0}
          onClick={onConfirm}
        >
          {t("submit.confirm")}
        </button>
      </div>
    </Dialog>
  );
}

interface UndecidedProps {
  part: Part;
  questions: readonly Placed[];
  onGo: (index: number) => void;
}

/** A part of which no track is chosen, and the way to its choice. */
function UndecidedPart({ part, questions, onGo }: UndecidedProps) {
  const { t } = useLanguage();
  const first = questions.find((q) => q.part === part && q.question.track);
  return (
    <p className="note warn">
      {t("submit.undecided", { part: part.title || t("paper.part", { n: part.part }) })}{" "}
      {first && (
        <button type="button" className="button small" onClick={() => onGo(first.index)}>
          {t("track.choose_now")}
        </button>
      )}
    </p>
  );
}

interface ListProps {
  title: string;
  list: readonly Placed[];
  onGo: (index: number) => void;
}

function QuestionList({ title, list, onGo }: ListProps) {
  const { t } = useLanguage();
  const parts = [...new Set(list.map((q) => q.part))];
  return (
    <section className="question-links">
      <p>{title}</p>
      {parts.map((part) => (
        <div key={part.part}>
          <h3>{part.title || t("paper.part", { n: part.part })}</h3>
          <ul>
            {list
              .filter((q) => q.part === part)
              .map((q) => (
                <li key={q.name}>
                  <button
                    type="button"
                    className="button small"
                    aria-label={questionLabel(t, q)}
                    onClick={() => onGo(q.index)}
                  >
                    {q.question.no}
                  </button>
                </li>
              ))}
          </ul>
        </div>
      ))}
    </section>
  );
}

/** Between the decision to hand in and the seal. */
export function Submitting({ attempt, snapshot }: { attempt: Attempt; snapshot: Snapshot }) {
  const { t } = useLanguage();
  const { unsaved } = snapshot;
  return (
    <Dialog title={t("submit.pending")} onClose={() => undefined}>
      <p role="status">
        {unsaved > 0 ? t("submit.pending_text", { n: unsaved }) : t("submit.pending_sent")}
      </p>
      {snapshot.link !== "open" && <p className="problem">{t("banner.lost")}</p>}
      <div className="buttons">
        <button type="button" className="button" onClick={() => attempt.cancelSubmit()}>
          {t("submit.back")}
        </button>
      </div>
    </Dialog>
  );
}
