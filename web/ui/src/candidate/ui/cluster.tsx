import type { ClusterQuestion } from "../paper/types";
import { useLanguage } from "../text/language";
import type { ControlProps } from "./choices";
import { ClearButton } from "./clear";
import { Html } from "./html";

/** The value after a statement's key was pressed: Đúng, then to and fro. */
export function switchStatement(value: string): string {
  return value === "D" ? "S" : "D";
}

/** The statements of a cluster, each Đúng or Sai. */
export function Cluster({ question, value, answer, disabled }: ControlProps<ClusterQuestion>) {
  const { t } = useLanguage();
  return (
    <>
      <p className="instruction">{t("paper.cluster")}</p>
      <ol className="statements">
        {question.statements.map((s, i) => {
          const letter = String.fromCharCode(97 + i);
          const id = `statement-${s.field}`;
          return (
            <li key={s.field} className="statement">
              <span className="statement-letter" aria-hidden="true">
                {letter})
              </span>
              <Html html={s.html} id={id} />
              <div
                className="verdicts"
                role="radiogroup"
                aria-label={t("paper.statement", { n: letter })}
                aria-describedby={id}
              >
                {(["D", "S"] as const).map((v) => (
                  <label key={v} className={`verdict${value(s.field) === v ? " on" : ""}`}>
                    <input
                      type="radio"
                      name={s.field}
                      value={v}
                      checked={value(s.field) === v}
                      disabled={disabled}
                      onChange={() => answer(s.field, v)}
                    />
                    <span>{t(v === "D" ? "paper.true" : "paper.false")}</span>
                  </label>
                ))}
              </div>
            </li>
          );
        })}
      </ol>
      <ClearButton
        fields={question.statements.map((s) => s.field)}
        {...{ value, answer, disabled }}
      />
    </>
  );
}
