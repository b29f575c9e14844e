import type { Attempt } from "../engine/attempt";
import { browserClock } from "../engine/clock";
import type { Snapshot } from "../engine/snapshot";
import type { Placed } from "../paper/types";
import type { Shelf } from "../store/shelf";
import { errorText, useLanguage } from "../text/language";
import { describeValue, findQuestion, questionLabel } from "./describe";
import { useTick } from "./hooks";
import { RescueButton } from "./rescue";

interface BannersProps {
  attempt: Attempt;
  shelf: Shelf;
  snapshot: Snapshot;
  questions: readonly Placed[];
}

/** What the candidate must know now: lost line, weak store, two answers to one question. */
export function Banners({ attempt, shelf, snapshot, questions }: BannersProps) {
  const { t } = useLanguage();
  const { link, phase, person } = snapshot;
  return (
    <div className="banners">
      <div role="status">
        {link !== "open" && phase !== "closing" && <Lost attempt={attempt} snapshot={snapshot} />}
        {link === "open" && snapshot.error && (
          <p className="banner warn">{errorText(t, snapshot.error)}</p>
        )}
        {snapshot.store === "memory" && <p className="banner warn">{t("banner.memory")}</p>}
        {snapshot.submit === "refused" && <p className="banner info">{t("submit.refused")}</p>}
      </div>
      {snapshot.unreadable > 0 && person && (
        <div className="banner warn">
          <span>{t("banner.unreadable", { n: snapshot.unreadable })}</span>
          <RescueButton shelf={shelf} attempt={person.attempt} />
        </div>
      )}
      <Rejections snapshot={snapshot} questions={questions} />
      <Disputes attempt={attempt} snapshot={snapshot} questions={questions} />
    </div>
  );
}

function Lost({ attempt, snapshot }: { attempt: Attempt; snapshot: Snapshot }) {
  const { t } = useLanguage();
  useTick(1000);
  const wait = Math.ceil((snapshot.retryAt - browserClock.now()) / 1000);
  return (
    <div className="banner warn" data-testid="lost">
      <span>
        <strong>{snapshot.error === "holder.busy" ? t("banner.busy") : t("banner.lost")}</strong>{" "}
        {snapshot.unsaved > 0 && t("banner.lost_n", { n: snapshot.unsaved })}{" "}
        {snapshot.link === "waiting" && wait > 0 && t("banner.retry_in", { s: wait })}
        {snapshot.link === "connecting" && t("net.connecting")}
      </span>
      {snapshot.link === "waiting" && (
        <button type="button" className="button small" onClick={() => attempt.poke()}>
          {t("banner.retry_now")}
        </button>
      )}
    </div>
  );
}

interface NoteProps {
  snapshot: Snapshot;
  questions: readonly Placed[];
}

function Rejections({ snapshot, questions }: NoteProps) {
  const { t } = useLanguage();
  return snapshot.rejected.map((r) => {
    const q = findQuestion(questions, r.field);
    if (r.field.startsWith("play:")) {
      return (
        <p key={r.field} className="banner warn" role="alert">
          {t("sound.refused")}
        </p>
      );
    }
    return (
      <p key={r.field} className="banner warn" role="alert">
        {t("banner.rejected", { q: q ? questionLabel(t, q) : r.field })}
      </p>
    );
  });
}

function Disputes({ attempt, snapshot, questions }: NoteProps & { attempt: Attempt }) {
  const { t } = useLanguage();
  return snapshot.disputes.map((d) => {
    const q = findQuestion(questions, d.field);
    if (!q) return null;
    const text = t("banner.dispute", {
      q: questionLabel(t, q),
      mine: describeValue(t, q, d.mine, d.field),
      theirs: describeValue(t, q, d.theirs, d.field),
    });
    return (
      <div key={d.field} className="banner warn" role="alert">
        <span>{text}</span>
        <button
          type="button"
          className="button small"
          onClick={() => attempt.answer(d.field, d.mine)}
        >
          {t("banner.dispute.take")}
        </button>
        <button type="button" className="button small" onClick={() => attempt.keepTheirs(d.field)}>
          {t("banner.dispute.keep")}
        </button>
      </div>
    );
  });
}
