import { Button, Flex } from "antd";

import { useLanguage, useText } from "../text/language";
import { fits, kinds, may, seatKinds, type Kind, type Powers } from "./actions";
import type { Action, LiveSeat } from "./live";

interface Props {
  seats: readonly LiveSeat[];
  actions: readonly Action[];
  powers: Powers | undefined;
  onAct: (kind: Kind, seats: LiveSeat[]) => void;
  onClear?: () => void;
}

/** What can be done to the seats chosen: each button says for how many of them. */
export function ActionBar({ seats, actions, powers, onAct, onClear }: Props) {
  const t = useText();
  const { language } = useLanguage();
  const offers = seatKinds
    .filter((kind) => may(powers, kind, "candidate"))
    .map((kind) => ({ kind, who: seats.filter((s) => fits(kind, s, actions)) }))
    .filter((o) => o.who.length > 0);
  return (
    <Flex wrap gap={8} align="center" className="kt-act-bar" role="toolbar">
      {onClear && (
        <b className="kt-act-count">{t(`Đã chọn ${seats.length}`, `${seats.length} selected`)}</b>
      )}
      {offers.map(({ kind, who }) => (
        <Button
          key={kind}
          size="small"
          danger={kinds[kind].heavy === true}
          onClick={() => onAct(kind, who)}
        >
          {kinds[kind].verb[language]}
          {who.length < seats.length && ` (${who.length})`}
        </Button>
      ))}
      {onClear && (
        <Button size="small" type="text" onClick={onClear}>
          {t("Bỏ chọn", "Clear")}
        </Button>
      )}
    </Flex>
  );
}
