import { Card, Flex, Progress, Tag } from "antd";

import type { Schema } from "../api";
import { countdown, time } from "../text/format";
import { useText } from "../text/language";
import { left, tally, type Seat } from "./seats";
import { useNow } from "./use-now";

interface Props {
  sitting: Schema["LiveSittingView"];
  seats: readonly Seat[];
  /** When the seats came, by the browser's clock. */
  at: number;
  /** When the server made the answer, by its own clock. */
  serverAt: string;
}

/** The sums of the room and the clock of the sitting. */
export function RoomHead({ sitting, seats, at, serverAt }: Props) {
  const t = useText();
  const sums = tally(seats, sitting.state);
  return (
    <Card className="kt-gap kt-room-head">
      <Flex wrap gap={24} align="center" justify="space-between">
        <div>
          <div className="kt-room-name">
            {sitting.name} <StateTag state={sitting.state} />
          </div>
          <div className="kt-room-exam">{sitting.exam_name}</div>
        </div>
        <Flex wrap gap={28} className="kt-sums">
          <Sum label={t("Kết nối", "Connected")} value={`${sums.connected}/${sums.total}`} />
          <Sum label={t("Đang làm", "Working")} value={String(sums.working)} />
          <Sum label={t("Đã nộp", "Handed in")} value={String(sums.sealed)} />
          <Sum
            label={t("Cần chú ý", "Attention")}
            value={String(sums.attention)}
            alarm={sums.attention > 0}
          />
          <Clock sitting={sitting} at={at} serverAt={serverAt} />
        </Flex>
      </Flex>
      <Progress
        percent={percent(seats)}
        size="small"
        format={(p) => `${p ?? 0}% ${t("số câu đã trả lời", "answered")}`}
        className="kt-room-progress"
      />
    </Card>
  );
}

/** How much of all that can be answered has an answer, in whole per cent. */
function percent(seats: readonly Seat[]): number {
  let answered = 0;
  let total = 0;
  for (const s of seats) {
    answered += s.answered;
    total += s.total;
  }
  return total === 0 ? 0 : Math.floor((100 * answered) / total);
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

/** Time to the start or to the end, counted on from the server's clock. */
function Clock({ sitting, at, serverAt }: Pick<Props, "sitting" | "at" | "serverAt">) {
  const t = useText();
  const now = useNow();
  const goal = sitting.state === "open" ? sitting.starts_at : sitting.ends_at;
  const span = new Date(goal).getTime() - new Date(serverAt).getTime();
  const known = sitting.state !== "closed" && new Date(goal).getFullYear() > 1;
  if (!known) return null;
  return (
    <div className="kt-sum">
      <span>
        {sitting.state === "open"
          ? t(`Bắt đầu lúc ${time(goal)}`, `Starts at ${time(goal)}`)
          : t(`Hết giờ lúc ${time(goal)}`, `Ends at ${time(goal)}`)}
      </span>
      <b className="kt-clock">{countdown(left(span, at, now))}</b>
    </div>
  );
}
