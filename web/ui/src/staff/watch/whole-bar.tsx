import { Button, Flex } from "antd";

import {
  ClockCircleOutlined,
  PauseOutlined,
  CaretRightOutlined,
  PrinterOutlined,
} from "../parts/icons";
import { useText } from "../text/language";
import { useAction } from "../use-action";
import type { Intent } from "./action-dialog";
import { may, pausedHere, type Powers } from "./actions";
import type { Room } from "./live";
import { printMinutes } from "./print";

interface Props {
  sitting: string;
  /** Empty: all rooms. */
  roomID: string;
  room: Room;
  powers: Powers | undefined;
  onAct: (intent: Intent) => void;
}

/** What can be done to a room, or to the sitting, as a whole. */
export function WholeBar({ sitting, roomID, room, powers, onAct }: Props) {
  const t = useText();
  const { busy, run } = useAction();
  const scope = roomID === "" ? "sitting" : "room";
  const paused = pausedHere(room.actions, scope, roomID);
  const over = room.sitting.state === "closed";
  const name = room.seats[0]?.room ?? "";
  const intent = (kind: Intent["kind"]): Intent => ({
    kind,
    scope,
    people: [],
    ...(roomID === "" ? {} : { room: { id: roomID, name } }),
  });
  return (
    <Flex wrap gap={8} className="kt-whole-bar">
      {!over && paused && may(powers, "resume", scope) && (
        <Button
          type="primary"
          icon={<CaretRightOutlined />}
          onClick={() => onAct(intent("resume"))}
        >
          {scope === "room"
            ? t("Tiếp tục cả phòng", "Resume the room")
            : t("Tiếp tục toàn ca", "Resume the sitting")}
        </Button>
      )}
      {!over && !paused && may(powers, "pause", scope) && (
        <Button
          type="primary"
          danger
          icon={<PauseOutlined />}
          onClick={() => onAct(intent("pause"))}
        >
          {scope === "room"
            ? t("Tạm dừng cả phòng", "Pause the room")
            : t("Tạm dừng toàn ca", "Pause the sitting")}
        </Button>
      )}
      {!over && may(powers, "grant", scope) && (
        <Button icon={<ClockCircleOutlined />} onClick={() => onAct(intent("grant"))}>
          {scope === "room"
            ? t("Thêm giờ cả phòng", "More time for the room")
            : t("Thêm giờ toàn ca", "More time for all")}
        </Button>
      )}
      {!over && scope === "sitting" && !may(powers, "pause", scope) && (
        <span className="kt-act-hint">
          {t(
            "Chọn một phòng ở trên để tạm dừng hoặc thêm giờ cả phòng.",
            "Choose a room above to pause it or give it time.",
          )}
        </span>
      )}
      <Button
        icon={<PrinterOutlined />}
        loading={busy}
        onClick={() => void run(() => printMinutes(sitting, roomID))}
      >
        {scope === "room"
          ? t("In biên bản phòng", "Print the minutes")
          : t("In biên bản mọi phòng", "Print all minutes")}
      </Button>
    </Flex>
  );
}
