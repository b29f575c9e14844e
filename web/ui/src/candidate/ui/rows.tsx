import { offer } from "../paper/select";
import type { RowsQuestion } from "../paper/types";
import { useLanguage } from "../text/language";
import type { ControlProps } from "./choices";
import { ClearButton } from "./clear";
import { letter } from "./format";
import { Html } from "./html";
import { Legend } from "./legend";

/** Rows, each with a list of targets. */
export function Rows({ question, value, answer, disabled }: ControlProps<RowsQuestion>) {
  const { t } = useLanguage();
  const { choices } = offer(question.options, letter);
  const used = new Map<string, number>();
  for (const s of question.statements) {
    const v = value(s.field);
    used.set(v, (used.get(v) ?? 0) + 1);
  }
  return (
    <>
      <p className="instruction">
        {t(question.kind === "match" ? "paper.match" : "paper.categorise")}
      </p>
      <Legend title={t("paper.targets")} options={question.options} />
      <ol className="rows">
        {question.statements.map((s, i) => {
          const id = `row-${s.field}`;
          const now = value(s.field);
          return (
            <li key={s.field} className="row">
              <span className="statement-letter" aria-hidden="true">
                {i + 1}.
              </span>
              <Html html={s.html} id={id} />
              <select
                className={`row-select${now ? " on" : ""}`}
                aria-label={t("paper.row", { n: i + 1 })}
                aria-describedby={id}
                value={now}
                disabled={disabled}
                onChange={(e) => answer(s.field, e.target.value)}
              >
                <option value="">{t("paper.pick")}</option>
                {choices.map((c) => (
                  <option key={c.id} value={c.id}>
                    {question.kind === "match" && now !== c.id && used.has(c.id)
                      ? `${c.label} (${t("paper.used")})`
                      : c.label}
                  </option>
                ))}
              </select>
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
