import { Descriptions, Drawer } from "antd";

import { age, countdown } from "../text/format";
import { useLanguage, useText } from "../text/language";
import { left, lookOf, type Seat } from "./seats";
import { useNow } from "./use-now";
import { lookNames } from "./words";

interface Props {
  seat: Seat | undefined;
  at: number;
  onClose: () => void;
}

/** Everything that is known of one seat. */
export function SeatDrawer({ seat, at, onClose }: Props) {
  const t = useText();
  return (
    <Drawer
      open={seat !== undefined}
      onClose={onClose}
      size={400}
      title={seat?.name ?? t("Chỗ", "Seat")}
    >
      {seat && <Details seat={seat} at={at} />}
    </Drawer>
  );
}

function Details({ seat, at }: { seat: Seat; at: number }) {
  const t = useText();
  const { language } = useLanguage();
  const now = useNow();
  const ago = (ms: number) =>
    t(`${age(ms + now - at, language)} trước`, `${age(ms + now - at, language)} ago`);
  const rows: [string, string][] = [
    [t("Số báo danh", "Number"), seat.number],
    [t("Phòng, chỗ", "Room, seat"), `${seat.room}, ${seat.seat}`],
    [t("Trạng thái", "State"), lookNames[lookOf(seat)][language]],
    [t("Kết nối", "Connection"), seat.connected ? t("Có", "Yes") : t("Không", "No")],
    [t("Đã trả lời", "Answered"), `${seat.answered}/${seat.total}`],
    [t("Thao tác đã lưu", "Events saved"), String(seat.saved)],
    [t("Trong hồ sơ", "In the record"), String(seat.archived)],
    [
      t("Lưu lần cuối", "Last saved"),
      seat.saved_age_ms >= 0 ? ago(seat.saved_age_ms) : t("Chưa lưu gì", "Nothing yet"),
    ],
    [
      t("Tín hiệu cuối", "Last sign of life"),
      seat.saved > 0 || seat.connected ? ago(seat.idle_ms) : "–",
    ],
    [
      t("Còn lại", "Time left"),
      seat.state === "open" ? countdown(left(seat.remaining_ms, at, now)) : "–",
    ],
    [t("Mã biên nhận", "Receipt"), seat.receipt === "" ? "–" : seat.receipt],
    [t("Mã bài làm", "Attempt"), seat.attempt],
  ];
  return (
    <Descriptions
      column={1}
      size="small"
      bordered
      items={rows.map(([label, value]) => ({ key: label, label, children: value }))}
    />
  );
}
