import { Alert, Button } from "antd";

import { CaretRightOutlined } from "../parts/icons";
import { time } from "../text/format";
import { useText } from "../text/language";
import type { Intent } from "./action-dialog";
import { may, openPause, type Powers } from "./actions";
import type { Room } from "./live";

interface Props {
  room: Room;
  powers: Powers | undefined;
  onAct: (intent: Intent) => void;
}

/** Says that the whole sitting stands still, since when and why, and who lets it go on. */
export function PauseBanner({ room, powers, onAct }: Props) {
  const t = useText();
  const pause = openPause(room.actions, "sitting", "");
  if (pause === undefined || room.sitting.state === "closed") return null;
  const at = time(pause.at, true);
  const allowed = may(powers, "resume", "sitting");
  return (
    <Alert
      className="kt-gap"
      type="warning"
      showIcon
      title={t(
        `Toàn ca thi đang tạm dừng, giờ đứng từ ${at}: ${pause.reason}.`,
        `The whole sitting is paused, clocks stand since ${at}: ${pause.reason}.`,
      )}
      description={
        allowed
          ? t(
              "Khi mọi phòng đã sẵn sàng, bấm Tiếp tục toàn ca: thí sinh còn đúng thời gian như lúc dừng.",
              "Resume when every room is ready: candidates have the time that they had then.",
            )
          : t(
              "Cho thí sinh đăng nhập lại và ngồi chờ; báo hội đồng thi khi phòng đã sẵn sàng. Hội đồng cho cả ca tiếp tục.",
              "Let candidates sign in again and wait; tell the board when the room is ready. The board resumes the sitting.",
            )
      }
      action={
        allowed && (
          <Button
            type="primary"
            icon={<CaretRightOutlined />}
            onClick={() => onAct({ kind: "resume", scope: "sitting", people: [] })}
          >
            {t("Tiếp tục toàn ca", "Resume the sitting")}
          </Button>
        )
      }
    />
  );
}
