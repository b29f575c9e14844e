import type { Attempt } from "../engine/attempt";
import type { Snapshot } from "../engine/snapshot";
import type { Shelf } from "../store/shelf";
import { errorText, useLanguage } from "../text/language";
import { RescueButton } from "./rescue";
import { Shell } from "./shell";

interface StoppedProps {
  attempt: Attempt;
  shelf: Shelf;
  snapshot: Snapshot;
  leave: () => void;
}

/** After a final close: taken over by another machine, not open yet, or a fault. */
export function Stopped({ attempt, shelf, snapshot, leave }: StoppedProps) {
  const { t } = useLanguage();
  const { error, person, unsaved } = snapshot;
  const taken = error === "holder.replaced";
  return (
    <Shell title={taken ? t("taken.title") : t("stopped.title")}>
      <p className="lead" role="alert">
        {taken ? t("taken.text") : errorText(t, error)}
      </p>
      {unsaved > 0 && (
        <p className="problem">{t(taken ? "taken.unsent" : "stopped.unsent", { n: unsaved })}</p>
      )}
      <div className="buttons">
        <button type="button" className="button primary large" onClick={() => attempt.start()}>
          {taken ? t("taken.continue") : t("retry")}
        </button>
        <button type="button" className="button large" onClick={leave}>
          {t("taken.leave")}
        </button>
        {unsaved > 0 && person && <RescueButton shelf={shelf} attempt={person.attempt} />}
      </div>
    </Shell>
  );
}
