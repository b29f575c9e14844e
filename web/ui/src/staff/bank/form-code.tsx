import { Select } from "antd";

import { useText } from "../text/language";
import type { FormView } from "./parts";

interface Props {
  form: FormView;
  /** Empty: the base order. */
  code: string;
  onCode: (code: string) => void;
  label: string;
  className?: string;
}

/** Chooses a variant of a form, or its base order; nothing until there are variants. */
export function FormCode({ form, code, onCode, label, className }: Props) {
  const t = useText();
  if (form.codes.length === 0) return null;
  return (
    <p className={className}>
      {t("Mã đề ", "Variant ")}
      <Select
        aria-label={label}
        value={code}
        onChange={onCode}
        options={[
          ...form.codes.map((c) => ({ value: c, label: c })),
          { value: "", label: t("thứ tự gốc", "base order") },
        ]}
      />
    </p>
  );
}
