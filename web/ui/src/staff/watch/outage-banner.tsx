import { Alert, Button, Space } from "antd";
import { useState } from "react";

import { PauseOutlined } from "../parts/icons";
import { time } from "../text/format";
import { useText } from "../text/language";
import { useAction } from "../use-action";
import { act, newRequest, type Intent } from "./action-dialog";
import { may, openOutages, type Powers } from "./actions";
import type { Action, Room } from "./live";
import { useNow } from "./use-now";

interface Props {
  sitting: string;
  room: Room;
  powers: Powers | undefined;
  onAct: (intent: Intent) => void;
}

/** Says which rooms, or whether all of them, fell silent and were not paused since. */
export function OutageBanners({ sitting, room, powers, onAct }: Props) {
  const now = useNow();
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  if (room.sitting.state === "closed") return null;
  return openOutages(room.actions, new Date(now + room.ahead).toISOString())
    .filter((o) => !hidden.has(o.id))
    .map((o) => (
      <OutageBanner
        key={o.id}
        sitting={sitting}
        outage={o}
        powers={powers}
        onAct={onAct}
        onHide={() => setHidden(new Set([...hidden, o.id]))}
      />
    ));
}

/**
 * Says that a whole room, or everybody, fell silent, and offers to stop its clocks from that
 * moment on, so that the minutes before somebody noticed are not lost.
 */
function OutageBanner({
  sitting,
  outage,
  powers,
  onAct,
  onHide,
}: Omit<Props, "room"> & { outage: Action; onHide: () => void }) {
  const t = useText();
  const { busy, run } = useAction();
  const [request] = useState(newRequest);
  const at = time(outage.at, true);
  const scope = outage.room === "" ? "sitting" : "room";
  const intent: Intent = {
    kind: "pause",
    scope,
    people: [],
    ...(scope === "room" ? { room: { id: outage.room, name: outage.room_name } } : {}),
    at: outage.at,
  };
  const allowed = may(powers, "pause", scope);
  const words = scope === "room" ? ofRoom(outage.room_name, at, t) : ofServer(allowed, at, t);
  return (
    <Alert
      className="kt-gap kt-outage"
      type="error"
      showIcon
      title={words.title}
      description={words.description}
      action={
        allowed && (
          <Space orientation="vertical" className="kt-outage-do">
            <Button
              type="primary"
              danger
              icon={<PauseOutlined />}
              loading={busy}
              onClick={() =>
                void run(() => act(sitting, intent, words.reason, 0, request), {
                  done: t(`Đã dừng giờ từ ${at}.`, `Clocks stand from ${at}.`),
                })
              }
            >
              {t(`Dừng giờ từ ${at}`, `Stop the clocks from ${at}`)}
            </Button>
            <Space>
              <Button size="small" onClick={() => onAct(intent)}>
                {t("Ghi lý do khác", "Another reason")}
              </Button>
              <Button size="small" type="text" onClick={onHide}>
                {t("Bỏ qua", "Dismiss")}
              </Button>
            </Space>
          </Space>
        )
      }
    />
  );
}

type Say = ReturnType<typeof useText>;

function ofRoom(room: string, at: string, t: Say) {
  return {
    title: t(
      `Phòng ${room}: gần như tất cả máy mất kết nối từ ${at}.`,
      `Room ${room}: nearly all computers have been silent since ${at}.`,
    ),
    description: t(
      "Nếu mất điện hoặc mất mạng cả phòng, hãy dừng giờ từ lúc đó: thí sinh được trả lại đủ thời gian.",
      "After a power cut or a network failure, stop the clocks from that moment: candidates get the time back in full.",
    ),
    reason: "Cả phòng mất kết nối, hệ thống ghi nhận",
  };
}

function ofServer(allowed: boolean, at: string, t: Say) {
  return {
    title: t(
      `Máy chủ ngừng làm việc từ ${at} và đã chạy lại.`,
      `The server was down from ${at} and is back.`,
    ),
    description: allowed
      ? t(
          "Nếu thí sinh không làm bài được trong lúc đó, hãy dừng giờ cả ca từ lúc đó, rồi cho tiếp tục khi mọi phòng sẵn sàng: thí sinh được trả lại đủ thời gian.",
          "If candidates could not work meanwhile, stop all clocks from that moment, and resume when every room is ready: they get the time back in full.",
        )
      : t(
          "Nếu thí sinh trong phòng không làm bài được trong lúc đó, hãy báo ngay hội đồng thi để dừng giờ cả ca, hoặc dừng giờ phòng này và chọn thời điểm trên.",
          "If candidates of the room could not work meanwhile, tell the board at once so that it stops all clocks, or pause this room from that moment.",
        ),
    reason: "Máy chủ ngừng làm việc, hệ thống ghi nhận",
  };
}
