import { Tag } from "antd";

import { Nothing } from "../parts/async";
import { time } from "../text/format";
import { useLanguage, useText, type Text } from "../text/language";
import { kinds } from "./actions";
import type { Action } from "./live";
import { outcomeNames } from "./words";

interface Props {
  actions: readonly Action[];
  /** Only what is about this candidate. */
  attempt?: string;
}

/** The ledger of the room, the newest first: what the minutes will list. */
export function Ledger({ actions, attempt }: Props) {
  const t = useText();
  const list = actions.filter((a) => attempt === undefined || a.attempt === attempt).reverse();
  if (list.length === 0) {
    return <Nothing>{t("Chưa có sự việc nào.", "Nothing has happened yet.")}</Nothing>;
  }
  return (
    <ol className="kt-ledger">
      {list.map((a) => (
        <Entry key={a.id} action={a} named={attempt === undefined} />
      ))}
    </ol>
  );
}

function Entry({ action, named }: { action: Action; named: boolean }) {
  const t = useText();
  const { language } = useLanguage();
  return (
    <li className={`kt-ledger-${action.kind}`}>
      <time>{time(action.created_at, true)}</time>
      <div>
        <b>{kinds[action.kind].done[language]}</b>
        {action.amount_ms > 0 &&
          ` ${t(`${action.amount_ms / 60_000} phút`, `${action.amount_ms / 60_000} min`)}`}
        {backdated(action) && ` ${t("tính từ", "from")} ${time(action.at, true)}`}
        {action.incidents > 0 &&
          ` (${t(`${action.incidents} thao tác`, `${action.incidents} events`)})`}
        <Outcome action={action} />
        {named && <div className="kt-ledger-who">{about(action, t)}</div>}
        {action.reason !== "" && <div className="kt-ledger-reason">{action.reason}</div>}
        <div className="kt-ledger-by">
          {action.who === "" || action.who === "system" ? t("Hệ thống", "System") : action.who}
        </div>
      </div>
    </li>
  );
}

function Outcome({ action }: { action: Action }) {
  const t = useText();
  const { language } = useLanguage();
  if (action.outcome === "done") return null;
  if (action.outcome === "") return <Tag color="blue">{t("đang thực hiện", "under way")}</Tag>;
  const why = outcomeNames[action.outcome]?.[language] ?? t("máy chủ từ chối", "refused");
  return <Tag color="red">{t(`không thực hiện được: ${why}`, `not done: ${why}`)}</Tag>;
}

function backdated(action: Action): boolean {
  return new Date(action.created_at).getTime() - new Date(action.at).getTime() > 2000;
}

function about(action: Action, t: Text): string {
  switch (action.scope) {
    case "sitting":
      return t("Toàn ca thi", "The whole sitting");
    case "room":
      return t(`Cả phòng ${action.room_name}`, `Room ${action.room_name}`);
    case "candidate":
      return `${action.number} ${action.name}`;
  }
}
