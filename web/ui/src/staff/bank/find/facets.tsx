import { Button, Checkbox, DatePicker, InputNumber, Select } from "antd";
import dayjs from "dayjs";
import { useState } from "react";

import { count } from "../../text/format";
import { useLanguage, useText } from "../../text/language";
import { toQuery, fromQuery, toggled, replaced, type Change, type Filter } from "./filter";
import type { Found } from "./use-find";
import { facetOrder, featureNames, filterOf, nameOf, valueOf } from "./words";

interface Props {
  filter: Filter;
  found: Found | undefined;
  onChange: (change: Change) => void;
}

/** Values of one facet that are shown before "more". */
const shown = 6;

/** What else could be asked for, with counts, and the bounds of figures. */
export function Facets({ filter, found, onChange }: Props) {
  const t = useText();
  const query = toQuery(filter);
  return (
    <div className="kt-facets">
      {found?.more && (
        <p className="kt-note">
          {t(
            `Số bên cạnh đếm trên ${found.total} câu đầu.`,
            `Numbers count the first ${found.total} questions.`,
          )}
        </p>
      )}
      {facetOrder.map((facet) => {
        const name = filterOf(facet);
        const values = found?.facets?.find((f) => f.name === facet)?.values ?? [];
        const set = query.getAll(name);
        const missing = set.filter((v) => !values.some((x) => x.value === v));
        const all = [
          ...missing.map((value) => ({ value, count: 0 })),
          ...sortedValues(facet, values),
        ];
        return (
          <FacetGroup
            key={facet}
            name={name}
            values={all}
            set={set}
            authors={found?.authors ?? {}}
            onToggle={(v) => onChange((now) => toggled(now, name, v))}
          />
        );
      })}
      <Lacks filter={filter} onChange={onChange} />
      <Figures filter={filter} onChange={onChange} />
    </div>
  );
}

/** Grades and levels stand in their own order, all else by number. */
function sortedValues(facet: string, values: { value: string; count: number }[]) {
  if (facet === "grade") {
    return values.filter((v) => v.value !== "0").sort((a, b) => Number(a.value) - Number(b.value));
  }
  const order = ["biet", "hieu", "vandung", "vandungcao", "draft", "review", "approved", "retired"];
  if (facet === "level" || facet === "state") {
    return [...values].sort((a, b) => order.indexOf(a.value) - order.indexOf(b.value));
  }
  return values;
}

interface GroupProps {
  name: string;
  values: { value: string; count: number }[];
  set: string[];
  authors: Record<string, string>;
  onToggle: (value: string) => void;
}

function FacetGroup({ name, values, set, authors, onToggle }: GroupProps) {
  const t = useText();
  const { language } = useLanguage();
  const [all, setAll] = useState(false);
  if (values.length === 0) return null;
  return (
    <fieldset className="kt-facet">
      <legend>{nameOf(name, language)}</legend>
      {(all ? values : values.slice(0, shown)).map((v) => (
        <label
          key={v.value}
          className="kt-facet-row"
          title={valueOf(name, v.value, language, authors)}
        >
          <Checkbox checked={set.includes(v.value)} onChange={() => onToggle(v.value)} />
          <span className="kt-facet-name">{valueOf(name, v.value, language, authors)}</span>
          <span className="kt-facet-count">{v.count > 0 && count(v.count, language)}</span>
        </label>
      ))}
      {values.length > shown && (
        <Button type="link" size="small" onClick={() => setAll(!all)}>
          {all
            ? t("Thu gọn", "Fewer")
            : t(`Thêm ${values.length - shown}`, `${values.length - shown} more`)}
        </Button>
      )}
    </fieldset>
  );
}

function Lacks({ filter, onChange }: Omit<Props, "found">) {
  const { language } = useLanguage();
  const label = nameOf("lacks", language);
  return (
    <fieldset className="kt-facet">
      <legend>{label}</legend>
      <Select
        mode="multiple"
        size="small"
        className="kt-wide"
        aria-label={label}
        value={filter.lacks ?? []}
        options={featureNames.map((f) => ({ value: f, label: valueOf("lacks", f, language) }))}
        onChange={(lacks) =>
          onChange((now) => {
            const query = toQuery(now);
            query.delete("lacks");
            for (const v of lacks) query.append("lacks", v);
            return fromQuery(query);
          })
        }
      />
    </fieldset>
  );
}

/** Bounds of what exams said about questions, and days. */
function Figures({ filter, onChange }: Omit<Props, "found">) {
  const t = useText();
  const { language } = useLanguage();
  const query = toQuery(filter);
  const bound = (name: string, scale: number, min: number, max: number) => (
    <InputNumber
      size="small"
      className="kt-bound"
      aria-label={nameOf(name, language)}
      placeholder={name.endsWith("min") ? t("từ", "from") : t("đến", "to")}
      min={min}
      max={max}
      step={scale === 1 ? 10 : 0.05}
      decimalSeparator={language === "vi" ? "," : "."}
      value={query.has(name) ? Number(query.get(name)) / scale : null}
      onChange={(v) =>
        onChange((now) => replaced(now, name, v === null ? "" : String(Math.round(v * scale))))
      }
    />
  );
  const day = (name: string) => (
    <DatePicker
      size="small"
      className="kt-wide"
      format="DD/MM/YYYY"
      aria-label={nameOf(name, language)}
      placeholder={nameOf(name, language)}
      value={query.has(name) ? dayjs(query.get(name)) : null}
      onChange={(d) =>
        onChange((now) => replaced(now, name, d === null ? "" : d.startOf("day").toISOString()))
      }
    />
  );
  return (
    <>
      <fieldset className="kt-facet">
        <legend>{t("Độ dễ (p)", "Easiness (p)")}</legend>
        {bound("p_min", 1000, 0, 1)} {bound("p_max", 1000, 0, 1)}
      </fieldset>
      <fieldset className="kt-facet">
        <legend>{t("Độ phân biệt", "Discrimination")}</legend>
        {bound("disc_min", 1000, -1, 1)} {bound("disc_max", 1000, -1, 1)}
      </fieldset>
      <fieldset className="kt-facet">
        <legend>{t("Số thí sinh đã gặp", "Seen by")}</legend>
        {bound("seen_min", 1, 0, 9_999_999)} {bound("seen_max", 1, 0, 9_999_999)}
        <label className="kt-facet-row">
          <Checkbox
            checked={filter.use?.never_used ?? false}
            onChange={() => onChange((now) => toggled(now, "never_used", "true"))}
          />
          <span>{nameOf("never_used", language)}</span>
        </label>
      </fieldset>
      <fieldset className="kt-facet">
        <legend>{t("Ngày", "Days")}</legend>
        {day("used_since")}
        {day("not_used_since")}
        {day("from")}
        {day("to")}
      </fieldset>
    </>
  );
}
