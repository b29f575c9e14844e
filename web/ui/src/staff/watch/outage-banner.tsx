import { PauseOutlined } from "@ant-design/icons";
import { Alert, Button, Space } from "antd";
import { useState } from "react";

import { time } from "../text/format";
import { useText } from "../text/language";
import { useAction } from "../use-action";
import { act, type Intent } from "./action-dialog";
import { may, openOutage, type Powers } from "./actions";
import type { Room } from "./live";
import { useNow } from "./use-now";

interface Props {
  sitting: string;
  room: Room;
  powers: Powers | undefined;
  onAct: (intent: Intent) => void;
}

/**
 * Says that a whole room fell silent, and offers to stop its clocks from that
 * moment on, so that the minutes before somebody noticed are not lost.
 */
export function OutageBanner({ sitting, room, powers, onAct }: Props) {
  const t = useText();
  const now = useNow();
  const { busy, run } = useAction();
  const [hidden, setHidden] = useState("");
  const outage = openOutage(room.actions, new Date(now + room.ahead).toISOString());
  if (outage === undefined || outage.id === hidden || room.sitting.state === "closed") return null;
  const at = time(outage.at, true);
  const intent: Intent = {
    kind: "pause",
    scope: "room",
    people: [],
    room: { id: outage.room, name: outage.room_name },
    at: outage.at,
  };
  return (
    <Alert
      className="kt-gap"
      type="error"
      showIcon
      title={t(
        `Phòng ${outage.room_name}: gần như tất cả máy mất kết nối từ ${at}.`,
        `Room ${outage.room_name}: nearly all computers have been silent since ${at}.`,
      )}
      description={t(
        "Nếu mất điện hoặc mất mạng cả phòng, hãy dừng giờ từ lúc đó: thí sinh được trả lại đủ thời gian.",
        "After a power cut or a network failure, stop the clocks from that moment: candidates get the time back in full.",
      )}
      action={
        may(powers, "pause", "room") && (
          <Space orientation="vertical">
            <Button
              type="primary"
              danger
              icon={<PauseOutlined />}
              loading={busy}
              onClick={() =>
                void run(() => act(sitting, intent, "Cả phòng mất kết nối, hệ thống ghi nhận", 0), {
                  done: t(`Đã dừng giờ từ ${at}.`, `Clocks stand from ${at}.`),
                })
              }
            >
              {t(`Dừng giờ từ ${at}`, `Stop the clocks from ${at}`)}
            </Button>
            <Space>
              <Button size="small" onClick={() => onAct(intent)}>
                {t("Ghi lí do khác", "Another reason")}
              </Button>
              <Button size="small" type="text" onClick={() => setHidden(outage.id)}>
                {t("Bỏ qua", "Dismiss")}
              </Button>
            </Space>
          </Space>
        )
      }
    />
  );
}
