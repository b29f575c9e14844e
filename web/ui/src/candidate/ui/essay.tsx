import { byteLength, cleanEssay, countWords, maxEssayBytes } from "../paper/essay";
import type { EssayQuestion } from "../paper/types";
import { useLanguage } from "../text/language";
import type { ControlProps } from "./choices";

interface EssayProps extends ControlProps<EssayQuestion> {
  type: (field: string, value: string) => void;
  flush: () => void;
}

/** A text of several paragraphs, saved while it is typed. */
export function Essay({ question, value, type, flush, disabled }: EssayProps) {
  const { t } = useLanguage();
  const { field, words } = question;
  const limit = Math.min(question.bytes ?? maxEssayBytes, maxEssayBytes);
  const now = value(field);
  const n = countWords(now);
  const bytes = byteLength(now);
  const left = limit - bytes;
  const over = words !== undefined && n > words;
  return (
    <div className="essay">
      <label htmlFor="essay-answer" className="field-name">
        {t("paper.essay")}
      </label>
      <textarea
        id="essay-answer"
        rows={14}
        value={now}
        disabled={disabled}
        onChange={(e) => type(field, cleanEssay(e.target.value, limit))}
        onBlur={flush}
        spellCheck={false}
        autoComplete="off"
        aria-describedby="essay-count essay-note"
      />
      <p className={over ? "hint strong" : "hint"} id="essay-count">
        {words ? t("paper.essay.words_of", { n, max: words }) : t("paper.essay.words", { n })}
        {over && ` ⚠ ${t("paper.essay.over")}`}
      </p>
      <p className="hint" id="essay-note">
        {t("paper.essay.note")}
      </p>
      <p className="hint strong" role="status">
        {left < 200 && `⚠ ${t("paper.essay.full", { n: Math.max(0, left) })}`}
      </p>
    </div>
  );
}
