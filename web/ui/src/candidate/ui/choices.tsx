import type { ChoiceQuestion } from "../paper/types";
import { useLanguage } from "../text/language";
import { ClearButton } from "./clear";
import { letter } from "./format";
import { Html } from "./html";

/** What an answer control gets and gives. */
export interface ControlProps<Q> {
  question: Q;
  value: (field: string) => string;
  answer: (field: string, value: string) => void;
  disabled: boolean;
  /** Id of the element that names the question. */
  labelledBy: string;
}

/** The value after an option was pressed: replaced in a single choice, toggled in a multiple one. */
export function chooseOption(q: ChoiceQuestion, value: string, id: string): string {
  return q.kind === "single" ? id : toggled(value, id);
}

/** A list of ids with one added, or without it where it was there. */
export function toggled(value: string, id: string): string {
  const chosen = new Set(value ? value.split(",") : []);
  if (!chosen.delete(id)) chosen.add(id);
  return [...chosen].sort().join(",");
}

/** Options of a single or multiple choice. */
export function Choices({
  question,
  value,
  answer,
  disabled,
  labelledBy,
}: ControlProps<ChoiceQuestion>) {
  const { t } = useLanguage();
  const now = value(question.field);
  const chosen = new Set(now ? now.split(",") : []);
  const single = question.kind === "single";
  return (
    <>
      {!single && <p className="instruction">{t("paper.multiple")}</p>}
      <div role={single ? "radiogroup" : "group"} aria-labelledby={labelledBy} className="options">
        {question.options.map((o, i) => (
          <label key={o.id} className={`option${chosen.has(o.id) ? " on" : ""}`}>
            <input
              type={single ? "radio" : "checkbox"}
              name={question.field}
              value={o.id}
              checked={chosen.has(o.id)}
              disabled={disabled}
              onChange={() => answer(question.field, chooseOption(question, now, o.id))}
            />
            <span className={`option-letter${single ? "" : " square"}`}>{letter(i)}</span>
            <Html html={o.html} />
          </label>
        ))}
      </div>
      <ClearButton fields={[question.field]} {...{ value, answer, disabled }} />
    </>
  );
}
