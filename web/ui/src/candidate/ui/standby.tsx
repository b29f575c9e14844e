import type { Snapshot } from "../engine/snapshot";
import type { Shelf } from "../store/shelf";
import { useLanguage } from "../text/language";
import { RescueButton } from "./rescue";

/** Covers the paper while the sitting is paused: nobody reads on while the clock stands. */
export function Paused() {
  const { t } = useLanguage();
  return (
    <section className="standby" role="status">
      <h1>{t("paused.title")}</h1>
      <p>{t("paused.text")}</p>
    </section>
  );
}

/** After the deadline, until the seal comes. */
export function Closing({ snapshot, shelf }: { snapshot: Snapshot; shelf: Shelf }) {
  const { t } = useLanguage();
  const { unsaved, person } = snapshot;
  const offline = snapshot.link !== "open";
  return (
    <section className="standby" role="status">
      <h1>{t("closing.title")}</h1>
      <p>{t("closing.text")}</p>
      {unsaved > 0 && <p>{t("closing.unsent", { n: unsaved })}</p>}
      {offline && (
        <div className="note warn">
          <p>{t("closing.offline")}</p>
          {unsaved > 0 && person && <RescueButton shelf={shelf} attempt={person.attempt} />}
        </div>
      )}
    </section>
  );
}
