import { Button, Descriptions, Drawer } from "antd";

import { PrinterOutlined } from "../parts/icons";
import { age, countdown } from "../text/format";
import { useLanguage, useText } from "../text/language";
import { useAction } from "../use-action";
import { ActionBar } from "./action-bar";
import type { Kind, Powers } from "./actions";
import { Ledger } from "./ledger";
import type { Action, LiveSeat } from "./live";
import { printTranscript } from "./print";
import { lookOf, remaining } from "./seats";
import { useNow } from "./use-now";
import { lookNames, sealedNames } from "./words";

interface Props {
  sitting: string;
  seat: LiveSeat | undefined;
  actions: readonly Action[];
  powers: Powers | undefined;
  onAct: (kind: Kind, seats: LiveSeat[]) => void;
  onClose: () => void;
}

/** Everything that is known of one seat, and what can be done there. */
export function SeatDrawer({ sitting, seat, actions, powers, onAct, onClose }: Props) {
  const t = useText();
  const { busy, run } = useAction();
  return (
    <Drawer
      open={seat !== undefined}
      onClose={onClose}
      size={420}
      title={seat?.name ?? t("Chỗ", "Seat")}
    >
      {seat && (
        <>
          <ActionBar seats={[seat]} actions={actions} powers={powers} onAct={onAct} />
          <Details seat={seat} />
          {seat.state !== "waiting" && seat.state !== "absent" && (
            <Button
              className="kt-drawer-print"
              icon={<PrinterOutlined />}
              loading={busy}
              onClick={() => void run(() => printTranscript(sitting, seat.attempt))}
            >
              {t("In các trả lời đã lưu", "Print what was answered")}
            </Button>
          )}
          <h3 className="kt-drawer-head">{t("Nhật ký của thí sinh", "What happened")}</h3>
          <Ledger actions={actions} attempt={seat.attempt} />
        </>
      )}
    </Drawer>
  );
}

function Details({ seat }: { seat: LiveSeat }) {
  const t = useText();
  const { language } = useLanguage();
  const now = useNow();
  const ago = (ms: number) => {
    const since = age(ms + now - seat.at, language);
    return t(`${since} trước`, `${since} ago`);
  };
  const rows: [string, string][] = [
    [t("Số báo danh", "Number"), seat.number],
    [t("Phòng, chỗ", "Room, seat"), `${seat.room}, ${seat.seat}`],
    [t("Máy", "Computer"), seat.machine === "" ? "–" : seat.machine],
    [t("Trạng thái", "State"), lookNames[lookOf(seat)][language]],
    [t("Kết nối", "Connection"), seat.connected ? t("Có", "Yes") : t("Không", "No")],
    [t("Đã trả lời", "Answered"), `${seat.answered}/${seat.total}`],
    [t("Còn lại", "Time left"), seat.state === "open" ? countdown(remaining(seat, now)) : "–"],
    [
      t("Đã cho thêm", "Time given"),
      seat.granted_ms > 0
        ? t(`${seat.granted_ms / 60_000} phút`, `${seat.granted_ms / 60_000} min`)
        : "–",
    ],
    [
      t("Lưu lần cuối", "Last saved"),
      seat.saved_age_ms >= 0 ? ago(seat.saved_age_ms) : t("Chưa lưu gì", "Nothing yet"),
    ],
    [
      t("Tín hiệu cuối", "Last sign of life"),
      seat.saved > 0 || seat.connected ? ago(seat.idle_ms) : "–",
    ],
    [t("Thao tác đã lưu", "Events saved"), String(seat.saved)],
    [t("Trong hồ sơ", "In the record"), String(seat.archived)],
    [t("Mã biên nhận", "Receipt"), seat.receipt === "" ? "–" : seat.receipt],
  ];
  if (seat.sealed_by !== "") {
    rows.push([t("Kết thúc bài", "Ended by"), sealedNames[seat.sealed_by]?.[language] ?? "–"]);
  }
  if (seat.round > 0) rows.push([t("Số lần mở lại", "Reopened"), String(seat.round)]);
  rows.push([t("Mã bài làm", "Attempt"), seat.attempt]);
  return (
    <Descriptions
      column={1}
      size="small"
      bordered
      items={rows.map(([label, value]) => ({ key: label, label, children: value }))}
    />
  );
}
