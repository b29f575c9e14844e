import { useState } from "react";
import { useLanguage } from "../text/language";
import { Dialog } from "./dialog";

/** A picture to look at closely. */
export interface Picture {
  src: string;
  alt: string;
}

const steps = [100, 150, 200, 300, 400];

/** The enlarged picture, in five steps. */
export function Zoom({ picture, onClose }: { picture: Picture; onClose: () => void }) {
  const { t } = useLanguage();
  const [step, setStep] = useState(0);
  const width = steps[step] ?? 100;
  return (
    <Dialog title={picture.alt || t("zoom.title")} onClose={onClose} className="zoom">
      <div className="zoom-area" tabIndex={0}>
        <img
          src={picture.src}
          alt={picture.alt}
          className={step === 0 ? "fit" : ""}
          style={step === 0 ? undefined : { width: `${width}%` }}
        />
      </div>
      <div className="buttons">
        <button
          type="button"
          className="button"
          disabled={step === 0}
          onClick={() => setStep(step - 1)}
        >
          {t("zoom.out")}
        </button>
        <button
          type="button"
          className="button"
          disabled={step === steps.length - 1}
          onClick={() => setStep(step + 1)}
        >
          {t("zoom.in")}
        </button>
        <button type="button" className="button" disabled={step === 0} onClick={() => setStep(0)}>
          {t("zoom.fit")}
        </button>
        <button type="button" className="button primary" onClick={onClose}>
          {t("close")}
        </button>
      </div>
    </Dialog>
  );
}
