import { Card, Flex, Progress, Tag } from "antd";
import type { ReactNode } from "react";

import type { Schema } from "../api";
import { countdown, time } from "../text/format";
import { useText } from "../text/language";
import type { Room } from "./live";
import { left, remaining, tally } from "./seats";
import { useNow } from "./use-now";

interface Props {
  room: Room;
  /** Buttons for the room or the sitting as a whole. */
  children?: ReactNode;
}

/** The sums of the room, its clock, and what can be done to all of it. */
export function RoomHead({ room, children }: Props) {
  const t = useText();
  const { sitting } = room;
  const sums = tally(room.seats, sitting.state);
  return (
    <Card className="kt-gap kt-room-head">
      <Flex wrap gap={24} align="center" justify="space-between">
        <div>
          <div className="kt-room-name">
            {sitting.name} <StateTag state={sitting.state} />
            {sitting.practice && <Tag color="gold">{t("THI THỬ", "PRACTICE")}</Tag>}
          </div>
          <div className="kt-room-exam">{sitting.exam_name}</div>
        </div>
        <Flex wrap gap={28} className="kt-sums">
          <Sum label={t("Kết nối", "Connected")} value={`${sums.connected}/${sums.total}`} />
          <Sum label={t("Đang làm", "Working")} value={String(sums.working)} />
          {sums.paused > 0 && <Sum label={t("Tạm dừng", "Paused")} value={String(sums.paused)} />}
          <Sum label={t("Đã nộp", "Handed in")} value={String(sums.sealed)} />
          <Sum
            label={t("Cần chú ý", "Attention")}
            value={String(sums.attention)}
            alarm={sums.attention > 0}
          />
          <Clock room={room} />
        </Flex>
      </Flex>
      <Flex wrap gap={16} align="center" className="kt-room-foot">
        {children}
        <Progress
          percent={sums.percent}
          size="small"
          format={(p) => `${p ?? 0}% ${t("đã trả lời", "answered")}`}
          className="kt-room-progress"
        />
      </Flex>
    </Card>
  );
}

function StateTag({ state }: { state: Schema["LiveSittingView"]["state"] }) {
  const t = useText();
  switch (state) {
    case "open":
      return <Tag color="blue">{t("Chờ bắt đầu", "Waiting")}</Tag>;
    case "running":
      return <Tag color="green">{t("Đang thi", "Running")}</Tag>;
    case "closed":
      return <Tag>{t("Đã kết thúc", "Closed")}</Tag>;
  }
}

function Sum({ label, value, alarm = false }: { label: string; value: string; alarm?: boolean }) {
  return (
    <div className={alarm ? "kt-sum kt-sum-alarm" : "kt-sum"}>
      <span>{label}</span>
      <b>{value}</b>
    </div>
  );
}

/**
 * Time to the start, or to the end of the candidate who has longest. Where all
 * clocks stand it says so.
 */
function Clock({ room }: { room: Room }) {
  const t = useText();
  const now = useNow();
  const { sitting } = room;
  if (sitting.state === "open") {
    const goal = new Date(sitting.starts_at);
    if (goal.getFullYear() <= 1) return null;
    const label = t(
      `Bắt đầu lúc ${time(sitting.starts_at)}`,
      `Starts at ${time(sitting.starts_at)}`,
    );
    return <Value label={label} value={countdown(left(goal.getTime(), 0, now + room.ahead))} />;
  }
  if (sitting.state === "closed") return null;
  const open = room.seats.filter((s) => s.state === "open");
  const going = open.filter((s) => !s.paused);
  if (open.length > 0 && going.length === 0) {
    return <Value label={t("Đồng hồ", "Clock")} value={t("Đang dừng", "Standing")} />;
  }
  const goal =
    going.length > 0
      ? now + room.ahead + Math.max(...going.map((s) => remaining(s, now)))
      : new Date(sitting.ends_at).getTime();
  const at = time(new Date(goal).toISOString());
  return (
    <Value
      label={t(`Hết giờ lúc ${at}`, `Ends at ${at}`)}
      value={countdown(left(goal, 0, now + room.ahead))}
    />
  );
}

function Value({ label, value }: { label: string; value: string }) {
  return (
    <div className="kt-sum">
      <span>{label}</span>
      <b className="kt-clock">{value}</b>
    </div>
  );
}
