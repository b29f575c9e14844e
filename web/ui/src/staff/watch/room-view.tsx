import { Alert, App, Badge, Button, Skeleton, Tabs } from "antd";
import { useState } from "react";

import { ApiError, api, ok, type Schema } from "../api";
import { sentence } from "../errors";
import { Failure } from "../parts/async";
import { useLanguage, useText } from "../text/language";
import { useAction } from "../use-action";
import { useApi } from "../use-api";
import { ActionDialog, type Intent } from "./action-dialog";
import { kinds, may, type Kind, type Powers } from "./actions";
import { LateTab } from "./late";
import { Ledger } from "./ledger";
import type { LiveSeat } from "./live";
import { OutageBanners } from "./outage-banner";
import { PauseBanner } from "./pause-banner";
import { printTranscript } from "./print";
import { RoomHead } from "./room-head";
import { RoomsTable } from "./rooms-table";
import { SeatDrawer } from "./seat-drawer";
import { SeatGrid } from "./seat-grid";
import { useLive } from "./use-live";
import { WholeBar } from "./whole-bar";

interface Props {
  sitting: string;
  /** Empty: all rooms. */
  roomID: string;
  rooms: readonly Schema["LiveRoomView"][];
  onOpen: (room: string) => void;
}

/** One room, or all rooms of a sitting, live. */
export function RoomView({ sitting, roomID, rooms, onOpen }: Props) {
  const t = useText();
  const { language } = useLanguage();
  const { room, error, pushed, reload } = useLive(sitting, roomID);
  const powers = useApi(`powers ${sitting}`, () =>
    ok(api.GET("/api/live/sittings/{id}/powers", { params: { path: { id: sitting } } })),
  ).data;
  const [picked, setPicked] = useState<string | null>(null);
  const [intent, setIntent] = useState<Intent | undefined>();
  const onDone = useOnDone(sitting);

  if (room === undefined) {
    return error === undefined ? (
      <Skeleton active paragraph={{ rows: 8 }} />
    ) : (
      <Failure error={error} retry={reload} />
    );
  }
  const actOn = (kind: Kind, seats: LiveSeat[]) =>
    setIntent({
      kind,
      scope: "candidate",
      people: seats.map((s) => ({ attempt: s.attempt, number: s.number, name: s.name })),
    });
  const trouble =
    room.trouble !== "" ? sentence(new ApiError(503, room.trouble, {}), language) : undefined;
  return (
    <>
      {error !== undefined && <Failure error={error} retry={reload} />}
      {trouble !== undefined && (
        <Alert className="kt-gap" type="warning" showIcon title={trouble} />
      )}
      <PauseBanner room={room} powers={powers} onAct={setIntent} />
      <OutageBanners sitting={sitting} room={room} powers={powers} onAct={setIntent} />
      <RoomHead room={room}>
        <WholeBar
          sitting={sitting}
          roomID={wholeOf(roomID, rooms, powers)}
          room={room}
          powers={powers}
          onAct={setIntent}
        />
      </RoomHead>
      <Tabs
        tabBarExtraContent={
          <Badge
            status={pushed ? "success" : "warning"}
            text={pushed ? t("trực tiếp", "live") : t("hỏi lại mỗi 2 giây", "asking each 2 s")}
          />
        }
        items={[
          {
            key: "seats",
            label: t("Chỗ ngồi", "Seats"),
            children: (
              <>
                {roomID === "" && rooms.length > 1 && (
                  <RoomsTable room={room} rooms={rooms} onOpen={onOpen} />
                )}
                <SeatGrid
                  room={room}
                  withRoom={roomID === ""}
                  powers={powers}
                  onAct={actOn}
                  onPick={setPicked}
                />
              </>
            ),
          },
          {
            key: "ledger",
            label: `${t("Nhật ký phòng thi", "Ledger")} (${room.actions.length})`,
            children: <Ledger actions={room.actions} />,
          },
          {
            key: "late",
            label: (
              <Badge count={room.late} size="small" offset={[10, 0]}>
                {t("Đến muộn", "Late")}
              </Badge>
            ),
            children: (
              <LateTab
                sitting={sitting}
                room={roomID}
                actions={room.actions}
                powers={powers}
                onAct={setIntent}
              />
            ),
          },
        ]}
      />
      <SeatDrawer
        sitting={sitting}
        seat={room.seats.find((s) => s.attempt === picked)}
        actions={room.actions}
        powers={powers}
        onAct={actOn}
        onClose={() => setPicked(null)}
      />
      <ActionDialog
        sitting={sitting}
        intent={intent}
        powers={powers}
        onClose={() => setIntent(undefined)}
        onDone={onDone}
      />
    </>
  );
}

/** What the buttons above the seats are of: who may not touch a sitting has its only room. */
function wholeOf(roomID: string, rooms: Props["rooms"], powers: Powers | undefined): string {
  const [only] = rooms;
  if (roomID !== "" || rooms.length !== 1 || only === undefined) return roomID;
  return may(powers, "pause", "sitting") ? "" : only.id;
}

/** Says that it is done, and offers the record to print after a move to paper. */
function useOnDone(sitting: string) {
  const t = useText();
  const { language } = useLanguage();
  const { message, modal } = App.useApp();
  const { run } = useAction();
  return (intent: Intent, attempts: string[]) => {
    if (attempts.length === 0) return;
    const done = kinds[intent.kind].done[language];
    void message.success(`${t("Đã ghi nhận", "Done")}: ${lowerFirst(done)}.`);
    if (intent.kind !== "to_paper") return;
    modal.info({
      title: t("In bản ghi bài làm trên máy", "Print what was answered"),
      icon: null,
      okText: t("Đóng", "Close"),
      content: (
        <div className="kt-act-people">
          {intent.people
            .filter((p) => attempts.includes(p.attempt))
            .map((p) => (
              <Button
                key={p.attempt}
                type="primary"
                onClick={() => void run(() => printTranscript(sitting, p.attempt))}
              >
                {t(`In của ${p.number} ${p.name}`, `Print ${p.number} ${p.name}`)}
              </Button>
            ))}
        </div>
      ),
    });
  };
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
