import { useEffect } from "react";
import type { Snapshot } from "../engine/snapshot";
import { tabTicket } from "../store/device";
import type { Shelf } from "../store/shelf";
import { useLanguage } from "../text/language";
import { PracticeMark } from "./notice";
import { savedQuestions } from "./progress";
import { RescueButton } from "./rescue";
import { Shell } from "./shell";

interface EndProps {
  shelf: Shelf;
  snapshot: Snapshot;
  leave: () => void;
}

/** The attempt is sealed: the receipt, and what is still on its way into the record. */
export function End({ shelf, snapshot, leave }: EndProps) {
  const { t } = useLanguage();
  const { person, done, sealedBy } = snapshot;
  const forced = sealedBy === "invigilator" || sealedBy === "paper" || sealedBy === "void";
  useEffect(() => {
    // The next candidate at this machine starts from an empty entry page.
    if (done) tabTicket.clear();
  }, [done]);
  return (
    <Shell title={t(forced ? `end.title.${sealedBy}` : "end.title")}>
      {snapshot.practice && <PracticeMark />}
      {forced && (
        <p className="note" role="alert">
          {t(`end.text.${sealedBy}`)}
        </p>
      )}
      {person && (
        <p className="lead">
          <strong>{person.name}</strong> · {t("identity.number")} {person.number} · {person.subject}
        </p>
      )}
      <div className="receipt">
        <span>{t("end.receipt")}</span>
        <strong>{snapshot.receipt || "–"}</strong>
        <span className="hint">{t("end.receipt_hint")}</span>
      </div>
      <p className="answers-saved">
        {t("end.saved")}: <strong>{savedQuestions(snapshot.fields)}</strong>{" "}
        <span className="hint">({t("end.changes", { n: snapshot.sealedN })})</span>
      </p>
      <Record snapshot={snapshot} shelf={shelf} />
      {done && <p className="hint no-print">{t("end.reopened")}</p>}
      <div className="buttons no-print">
        <button type="button" className="button primary large" onClick={() => window.print()}>
          {t("end.print")}
        </button>
        {done && (
          <button type="button" className="button large" onClick={leave}>
            {t("end.next")}
          </button>
        )}
      </div>
    </Shell>
  );
}

/** Whether the work is on record, and what did not make it. */
function Record({ snapshot, shelf }: { snapshot: Snapshot; shelf: Shelf }) {
  const { t } = useLanguage();
  const { done, unsaved, unreadable, person, archived, sealedN, late } = snapshot;
  // While the line is open the last events may still be acknowledged.
  const lost = unsaved > 0 && snapshot.link === "stopped";
  return (
    <div role="status">
      {done && <p className="note good">{t("end.archived")}</p>}
      {!done && !lost && unreadable === 0 && (
        <p className="note">
          {t("end.archiving", { n: Math.min(archived, sealedN), all: sealedN })}
        </p>
      )}
      {late > 0 && <p className="hint">{t("end.late", { n: late })}</p>}
      {!done && (lost || unreadable > 0) && (
        <div className="note warn">
          <p>
            {lost ? t("end.leftover", { n: unsaved }) : t("banner.unreadable", { n: unreadable })}
          </p>
          {person && <RescueButton shelf={shelf} attempt={person.attempt} />}
        </div>
      )}
    </div>
  );
}
