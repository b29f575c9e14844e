import { cleanShort } from "../paper/short";
import { offer } from "../paper/select";
import type { ClozeQuestion, Gap, Option } from "../paper/types";
import { useLanguage } from "../text/language";
import { ClearButton } from "./clear";
import { letter } from "./format";
import { Html } from "./html";
import { Legend } from "./legend";
import type { ControlProps } from "./choices";

interface ClozeProps extends ControlProps<ClozeQuestion> {
  type: (field: string, value: string) => void;
  flush: () => void;
}

const widestGap = 30;

/** The options of a gap: its own, or those that all gaps share; none where it is typed. */
function optionsOf(q: ClozeQuestion, g: Gap): Option[] {
  if (g.max) return [];
  return g.options ?? q.options ?? [];
}

/** The stem with its gaps in the text, and the options that they share above it. */
export function Cloze(props: ClozeProps) {
  const { question, value, answer, disabled } = props;
  const { t } = useLanguage();
  const pool = question.options ?? [];
  const own = question.gaps.filter((g) => g.options && offer(g.options, letter).rich);
  return (
    <>
      <p className="instruction">{t("paper.cloze")}</p>
      {pool.length > 0 && <Legend title={t("paper.pool")} options={pool} always />}
      <Html
        html={question.stem}
        className="stem cloze"
        id="question-stem"
        gap={(mark) => {
          const gap = question.gaps.find((g) => g.field.endsWith(mark));
          return gap ? <GapControl {...props} gap={gap} /> : null;
        }}
      />
      {own.map((g) => (
        <Legend
          key={g.field}
          title={t("paper.gap", { n: g.field.slice(-1) })}
          options={g.options ?? []}
        />
      ))}
      <ClearButton fields={question.gaps.map((g) => g.field)} {...{ value, answer, disabled }} />
    </>
  );
}

function GapControl(props: ClozeProps & { gap: Gap }) {
  const { question, gap, value, answer, type, flush, disabled } = props;
  const { t } = useLanguage();
  const now = value(gap.field);
  const n = gap.field.slice(-1);
  const options = optionsOf(question, gap);
  if (options.length > 0) {
    const { choices } = offer(options, letter);
    return (
      <select
        className={`gap-select${now ? " on" : ""}`}
        aria-label={t("paper.gap", { n })}
        value={now}
        disabled={disabled}
        onChange={(e) => answer(gap.field, e.target.value)}
      >
        <option value="">{`(${n}) …`}</option>
        {choices.map((c) => (
          <option key={c.id} value={c.id}>
            {c.label}
          </option>
        ))}
      </select>
    );
  }
  const finish = () => {
    if (now !== now.trim()) type(gap.field, now.trim());
    flush();
  };
  return (
    <input
      className={`gap-input${now ? " on" : ""}`}
      aria-label={t("paper.gap", { n })}
      placeholder={`(${n})`}
      value={now}
      disabled={disabled}
      style={{ width: `${Math.min(Math.max(gap.max ?? 12, 4), widestGap) + 2}ch` }}
      onChange={(e) => type(gap.field, cleanShort(e.target.value, gap.charset, gap.max))}
      onBlur={finish}
      autoComplete="off"
      autoCorrect="off"
      spellCheck={false}
    />
  );
}
