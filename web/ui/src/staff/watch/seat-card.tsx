import { EyeInvisibleOutlined } from "@ant-design/icons";
import { Tooltip } from "antd";

import { age, countdown } from "../text/format";
import { useLanguage, useText } from "../text/language";
import { left, lookOf, needsAttention, type Seat, type SittingState } from "./seats";
import { useNow } from "./use-now";
import { lookNames } from "./words";

interface Props {
  seat: Seat;
  sitting: SittingState;
  withRoom: boolean;
  at: number;
  onPick: () => void;
}

/** One seat of the grid. */
export function SeatCard({ seat, sitting, withRoom, at, onPick }: Props) {
  const t = useText();
  const { language } = useLanguage();
  const now = useNow();
  const look = lookOf(seat);
  const started = seat.state !== "waiting" && seat.state !== "absent";
  const share = seat.total === 0 ? 0 : Math.min(1, seat.answered / seat.total);
  const classes = ["kt-seat", `kt-seat-${look}`];
  if (needsAttention(seat, sitting)) classes.push("kt-seat-attention");
  return (
    <button type="button" className={classes.join(" ")} onClick={onPick}>
      <span className="kt-seat-top">
        <b>{seat.seat}</b>
        <span className="kt-seat-look">
          {seat.lost_focus && look === "working" && (
            <Tooltip title={t("Đã rời khỏi trang làm bài", "Left the page of the test")}>
              <EyeInvisibleOutlined />
            </Tooltip>
          )}
          {lookNames[look][language]}
        </span>
      </span>
      <span className="kt-seat-name">{seat.name}</span>
      <span className="kt-seat-number kt-mono">
        {seat.number}
        {withRoom && ` · ${seat.room}`}
      </span>
      <span className="kt-seat-bar">
        <svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
          <rect width="100" height="4" className="kt-bar-back" />
          <rect width={share * 100} height="4" className="kt-bar-fill" />
        </svg>
      </span>
      <span className="kt-seat-foot">
        <span>
          {started ? `${seat.answered}/${seat.total}` : "–"} {t("câu", "answers")}
        </span>
        <span>
          {seat.saved_age_ms >= 0
            ? t(
                `lưu ${age(seat.saved_age_ms + (now - at), language)}`,
                `saved ${age(seat.saved_age_ms + (now - at), language)}`,
              )
            : ""}
        </span>
      </span>
      <span className="kt-seat-foot">
        <span>
          {look === "silent"
            ? t(
                `im lặng ${age(seat.idle_ms + (now - at), language)}`,
                `silent for ${age(seat.idle_ms + (now - at), language)}`,
              )
            : ""}
        </span>
        <span className="kt-clock">
          {seat.state === "open" ? countdown(left(seat.remaining_ms, at, now)) : seat.receipt}
        </span>
      </span>
    </button>
  );
}
