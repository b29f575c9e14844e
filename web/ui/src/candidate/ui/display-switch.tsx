import { steps } from "../display/display";
import { useDisplay } from "../display/use-display";
import { useLanguage } from "../text/language";

/** Smaller and larger type, and the contrast. */
export function DisplaySwitch() {
  const { t } = useLanguage();
  const { display, larger, smaller, contrast } = useDisplay();
  const high = display.contrast === "high";
  return (
    <div className="display-switch" role="group" aria-label={t("display.label")}>
      <button
        type="button"
        className="button quiet"
        onClick={smaller}
        disabled={display.scale <= (steps[0] ?? 100)}
        aria-label={t("display.smaller")}
        title={t("display.smaller")}
      >
        A−
      </button>
      <span className="display-scale" role="status">
        {display.scale}
        <span className="hidden-label"> %</span>
      </span>
      <button
        type="button"
        className="button quiet"
        onClick={larger}
        disabled={display.scale >= (steps[steps.length - 1] ?? 300)}
        aria-label={t("display.larger")}
        title={t("display.larger")}
      >
        A+
      </button>
      <button
        type="button"
        className="button quiet"
        onClick={contrast}
        aria-pressed={high}
        aria-label={t("display.contrast")}
        title={t("display.contrast")}
      >
        <span aria-hidden="true">◐</span>
      </button>
    </div>
  );
}
