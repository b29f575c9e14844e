import type { Attempt } from "../engine/attempt";
import type { Snapshot } from "../engine/snapshot";
import { useLanguage } from "../text/language";
import { DisplaySwitch } from "./display-switch";
import { LanguageSwitch } from "./shell";
import { Timer } from "./timer";

interface HeaderProps {
  attempt: Attempt;
  snapshot: Snapshot;
  formCode: string;
  onHelp: () => void;
  onSubmit: () => void;
}

/** Who, what, how long, whether all is saved, and the hand-in. */
export function Header({ attempt, snapshot, formCode, onHelp, onSubmit }: HeaderProps) {
  const { t } = useLanguage();
  const { person } = snapshot;
  return (
    <header className="exam-bar">
      <div className="exam-who">
        <strong>{person?.name}</strong>
        <span>
          {snapshot.practice && <strong className="practice-tag">{t("practice.mark")}</strong>}
          {person?.number} · {person?.subject}
          {formCode && <span className="exam-form"> · {t("paper.form", { code: formCode })}</span>}
        </span>
      </div>
      <Timer attempt={attempt} phase={snapshot.phase} />
      <SaveState snapshot={snapshot} />
      <div className="exam-tools">
        <DisplaySwitch />
        <LanguageSwitch />
        <button type="button" className="button quiet keys-button" onClick={onHelp}>
          {t("paper.help")}
        </button>
        <button
          type="button"
          className="button"
          onClick={onSubmit}
          disabled={!snapshot.inputOpen && snapshot.submit !== "refused"}
        >
          {t("paper.submit")}
        </button>
      </div>
    </header>
  );
}

/** One line on the connection and on what is saved. */
function SaveState({ snapshot }: { snapshot: Snapshot }) {
  const { t } = useLanguage();
  const { unsaved, last, link } = snapshot;
  const online = link === "open";
  let kind = "ok";
  let text = t(last === 0 ? "saved.none" : "saved.all");
  let sign = "✓";
  if (!online && unsaved > 0) [kind, text, sign] = ["bad", t("saved.offline", { n: unsaved }), "!"];
  else if (!online) [kind, text, sign] = ["bad", t("net.lost"), "!"];
  else if (unsaved > 0) [kind, text, sign] = ["busy", t("saved.some", { n: unsaved }), "…"];
  return (
    <div className={`save-state ${kind}`} data-testid="save-state">
      <span className="check-sign" aria-hidden="true">
        {sign}
      </span>
      <span>{text}</span>
    </div>
  );
}
