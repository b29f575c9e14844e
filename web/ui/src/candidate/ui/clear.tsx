import { useLanguage } from "../text/language";
import type { ControlProps } from "./choices";

interface ClearProps extends Pick<ControlProps<unknown>, "value" | "answer" | "disabled"> {
  fields: readonly string[];
}

/** Takes the answers of a question back. */
export function ClearButton({ fields, value, answer, disabled }: ClearProps) {
  const { t } = useLanguage();
  const given = fields.filter((field) => value(field) !== "");
  return (
    <button
      type="button"
      className="button quiet clear"
      disabled={disabled || given.length === 0}
      onClick={() => {
        for (const field of given) answer(field, "");
      }}
    >
      {t("paper.clear")}
    </button>
  );
}
