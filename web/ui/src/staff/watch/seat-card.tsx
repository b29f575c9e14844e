import { Checkbox, Tooltip } from "antd";

import { EyeInvisibleOutlined, PauseCircleFilled } from "../parts/icons";
import { age, countdown } from "../text/format";
import { useLanguage, useText } from "../text/language";
import type { LiveSeat } from "./live";
import { lookOf, needsAttention, remaining, type SittingState } from "./seats";
import { useNow } from "./use-now";
import { lookNames } from "./words";

interface Props {
  seat: LiveSeat;
  sitting: SittingState;
  withRoom: boolean;
  /** undefined: nothing may be done here, so nothing is selected. */
  selected: boolean | undefined;
  onSelect: (on: boolean) => void;
  onPick: () => void;
}

/** One seat of the grid. */
export function SeatCard({ seat, sitting, withRoom, selected, onSelect, onPick }: Props) {
  const t = useText();
  const { language } = useLanguage();
  const now = useNow();
  const look = lookOf(seat);
  const started = seat.state !== "waiting" && seat.state !== "absent";
  const share = seat.total === 0 ? 0 : Math.min(1, seat.answered / seat.total);
  const left = seat.lost_focus && look === "working";
  const away = t("Đã rời khỏi trang làm bài", "Left the page of the test");
  const classes = ["kt-seat", `kt-seat-${look}`];
  if (needsAttention(seat, sitting)) classes.push("kt-seat-attention");
  if (selected === true) classes.push("kt-seat-selected");
  return (
    <div className="kt-seat-cell">
      {selected !== undefined && (
        <Checkbox
          className="kt-seat-tick"
          checked={selected}
          tabIndex={-1}
          onChange={(e) => onSelect(e.target.checked)}
          aria-label={t(`Chọn ${seat.number}`, `Select ${seat.number}`)}
        />
      )}
      <button
        type="button"
        className={classes.join(" ")}
        onClick={onPick}
        data-attempt={seat.attempt}
        aria-label={`${seat.seat} ${seat.name} ${lookNames[look][language]}${left ? `, ${away}` : ""}`}
      >
        <span className="kt-seat-top">
          <b>{seat.seat}</b>
          <span className="kt-seat-look">
            {left && (
              <Tooltip title={away}>
                <EyeInvisibleOutlined />
              </Tooltip>
            )}
            {look === "paused" && <PauseCircleFilled />}
            {lookNames[look][language]}
          </span>
        </span>
        <span className="kt-seat-name">{seat.name}</span>
        <span className="kt-seat-number">
          <span className="kt-mono">{seat.number}</span>
          {withRoom && ` · ${seat.room}`}
          {seat.machine !== "" && ` · ${seat.machine}`}
        </span>
        <span className="kt-seat-bar">
          <svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
            <rect width="100" height="4" className="kt-bar-back" />
            <rect width={share * 100} height="4" className="kt-bar-fill" />
          </svg>
        </span>
        <span className="kt-seat-foot">
          <span>
            {started ? `${seat.answered}/${seat.total}` : "–"} {t("ý", "answers")}
          </span>
          <span className="kt-clock">
            {seat.state === "open" ? countdown(remaining(seat, now)) : seat.receipt}
          </span>
        </span>
        <span className="kt-seat-foot">
          <span>{sign(seat, now, language === "vi")}</span>
          {seat.granted_ms > 0 && (
            <span className="kt-seat-extra">
              {t(`+${minutes(seat.granted_ms)} phút`, `+${minutes(seat.granted_ms)} min`)}
            </span>
          )}
        </span>
      </button>
    </div>
  );
}

/** The line that tells how long ago something came from the seat. */
function sign(seat: LiveSeat, now: number, vi: boolean): string {
  const since = (ms: number) => age(ms + (now - seat.at), vi ? "vi" : "en");
  const silent = !seat.connected && seat.state === "open";
  if (silent) return vi ? `im lặng ${since(seat.idle_ms)}` : `silent for ${since(seat.idle_ms)}`;
  if (seat.saved_age_ms < 0) return "";
  return vi ? `lưu ${since(seat.saved_age_ms)} trước` : `saved ${since(seat.saved_age_ms)} ago`;
}

function minutes(ms: number): number {
  return Math.round(ms / 6000) / 10;
}
