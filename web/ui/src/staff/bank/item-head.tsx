import { Select } from "antd";

import { useLanguage, useText } from "../text/language";
import { withKind } from "./body";
import { kindNames, kinds, type Body, type Kind } from "./words";
import { Field } from "../parts/field";

interface Props {
  body: Body;
  onKind: (body: Body) => void;
}

/** How the question is answered. What another kind had is there again when one goes back. */
export function ItemHead({ body, onKind }: Props) {
  const t = useText();
  const { language } = useLanguage();
  return (
    <Field label={t("Dạng câu", "Kind")} className="kt-kind">
      <Select
        aria-label={t("Dạng câu", "Kind")}
        value={body.question.kind as Kind}
        onChange={(kind: Kind) => onKind(withKind(body, kind))}
        options={kinds.map((k) => ({ value: k, label: kindNames[k][language] }))}
      />
    </Field>
  );
}
