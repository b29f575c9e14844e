import { InputNumber } from "antd";
import { createContext, useContext } from "react";

import { useText } from "../../text/language";
import { setKey, type Edit } from "./edit";

/** A share in hundred-thousandths of a per cent, as the server counts it. */
const perCent = 100_000;

/** Whether shares are shown; most questions need none. */
export const CreditShown = createContext(false);

interface Props {
  edit: Edit;
  /** The name of the value in the key's credit. */
  name: string;
  /** What it earns when nothing is written here. */
  right: boolean;
  label: string;
}

/** What a value earns, in per cent of the question; empty: all if right, else nothing. */
export function CreditInput({ edit, name, right, label }: Props) {
  const t = useText();
  const shown = useContext(CreditShown);
  const now = edit.body.key.credit?.[name];
  if (!shown) return null;
  const set = (value: number | null) =>
    setKey(edit, (key) => {
      const rest = Object.entries(key.credit ?? {}).filter(([n]) => n !== name);
      if (value !== null) rest.push([name, Math.round(value * perCent)]);
      return { credit: Object.fromEntries(rest) };
    });
  return (
    <InputNumber
      className="kt-credit"
      size="small"
      min={-100}
      max={100}
      suffix="%"
      decimalSeparator=","
      value={now === undefined ? null : now / perCent}
      placeholder={right ? "100" : "0"}
      aria-label={`${t("Phần điểm của", "Share of")} ${label}`}
      onChange={set}
    />
  );
}
