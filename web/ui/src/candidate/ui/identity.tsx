import { useState } from "react";
import { useLanguage } from "../text/language";
import type { TextKey } from "../text/vi";
import { formatDate } from "./format";
import type { Identity } from "./identify";
import { PracticeMark } from "./notice";
import { Shell } from "./shell";

interface IdentifyProps {
  identity: Identity;
  onConfirm: () => void;
  onBack: () => void;
}

const rules: TextKey[] = ["identity.rule1", "identity.rule2", "identity.rule3", "identity.rule4"];

/** The candidate confirms who they are and accepts the rules. */
export function Identify({ identity, onConfirm, onBack }: IdentifyProps) {
  const { t } = useLanguage();
  const [accepted, setAccepted] = useState(false);
  const rows: [TextKey, string][] = [
    ["identity.birth", formatDate(identity.birth_date)],
    ["identity.number", identity.number],
    ["identity.subject", identity.subject],
    ["identity.sitting", identity.sitting_name],
    ["identity.room", identity.room],
    ["identity.seat", identity.seat],
  ];
  return (
    <Shell title={t("identity.title")}>
      {identity.practice && <PracticeMark />}
      <p className="lead">{t("identity.lead")}</p>
      <p className="person-name">
        <span className="hidden-label">{t("identity.name")}: </span>
        {identity.name}
      </p>
      <dl className="facts">
        {rows
          .filter(([, value]) => value)
          .map(([key, value]) => (
            <div key={key}>
              <dt>{t(key)}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
      <h2>{t("identity.rules")}</h2>
      <ol className="rules">
        {rules.map((key) => (
          <li key={key}>{t(key)}</li>
        ))}
      </ol>
      <label className="check">
        <input type="checkbox" checked={accepted} onChange={(e) => setAccepted(e.target.checked)} />
        <span>{t("identity.accept")}</span>
      </label>
      <div className="buttons">
        <button
          type="button"
          className="button primary large"
          disabled={!accepted}
          onClick={onConfirm}
        >
          {t("identity.confirm")}
        </button>
        <button type="button" className="button large" onClick={onBack}>
          {t("identity.not_me")}
        </button>
      </div>
    </Shell>
  );
}
