import type { ReactNode } from "react";
import { useLanguage } from "../text/language";
import { DisplaySwitch } from "./display-switch";

/** The button that changes the language. */
export function LanguageSwitch() {
  const { t, toggle } = useLanguage();
  return (
    <button type="button" className="button quiet" onClick={toggle} aria-label={t("lang.label")}>
      {t("lang.switch")}
    </button>
  );
}

interface ShellProps {
  title: string;
  children: ReactNode;
  /** Wider pages: the waiting room. */
  wide?: boolean;
}

/** The frame of every page but the paper itself: a bar and one card. */
export function Shell({ title, children, wide }: ShellProps) {
  const { t } = useLanguage();
  return (
    <div className="shell">
      <header className="shell-bar">
        <span className="brand">{t("app.name")}</span>
        <div className="shell-tools">
          <DisplaySwitch />
          <LanguageSwitch />
        </div>
      </header>
      <main className={wide ? "card wide" : "card"}>
        <h1>{title}</h1>
        {children}
      </main>
    </div>
  );
}
