import { useEffect, useState } from "react";
import type { Snapshot } from "../engine/snapshot";
import { useLanguage } from "../text/language";

const shownMS = 20_000;

/** Marks a sitting that only trains, wherever it is seen. */
export function PracticeMark() {
  const { t } = useLanguage();
  return (
    <p className="practice-mark">
      <strong>{t("practice.mark")}</strong> <span>{t("practice.text")}</span>
    </p>
  );
}

/** What was given (time, a play of a sound), or that the clock runs again. It goes away by itself. */
export function Notices({ snapshot }: { snapshot: Snapshot }) {
  const { t } = useLanguage();
  const { notice } = snapshot;
  const [closed, setClosed] = useState(0);
  const no = notice?.no ?? 0;
  useEffect(() => {
    if (no === 0) return;
    const id = setTimeout(() => setClosed(no), shownMS);
    return () => clearTimeout(id);
  }, [no]);
  const shown = notice && notice.no > closed ? notice : null;
  let text = "";
  if (shown?.what === "resumed" || shown?.what === "replay") text = t(`notice.${shown.what}`);
  else if (shown) {
    const { ms } = shown;
    text =
      ms >= 60_000
        ? t("notice.granted", { n: Math.round(ms / 60_000) })
        : t("notice.granted_s", { n: Math.round(ms / 1000) });
  }
  return (
    <div className="toasts" role="status">
      {shown && (
        <div className="toast">
          <span>{text}</span>
          <button type="button" className="button small" onClick={() => setClosed(shown.no)}>
            {t("close")}
          </button>
        </div>
      )}
    </div>
  );
}
