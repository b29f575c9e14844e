import { Card, Empty, Flex, Select, Switch } from "antd";
import { useState } from "react";
import { useSearchParams } from "react-router";

import { api, ok } from "../api";
import { Async, Nothing } from "../parts/async";
import { Page } from "../parts/page";
import { time } from "../text/format";
import { useText } from "../text/language";
import { useApi } from "../use-api";
import { RoomHead } from "./room-head";
import "./room.css";
import { SeatCard } from "./seat-card";
import { SeatDrawer } from "./seat-drawer";
import { inOrder, needsAttention } from "./seats";

/** How often the room is asked for. */
const everyMs = 2000;

/** The live room: who is connected, how far they are, how much time is left. */
export default function RoomPage() {
  const t = useText();
  const [params, setParams] = useSearchParams();
  const room = params.get("phong") ?? "";
  const sittings = useApi("live sittings", () => ok(api.GET("/api/live/sittings")), {
    everyMs: 20_000,
  });
  const only = sittings.data?.sittings.length === 1 ? sittings.data.sittings[0]?.id : undefined;
  const sitting = params.get("ca") ?? only ?? "";
  const rooms = useApi(
    `live rooms ${sitting}`,
    () => ok(api.GET("/api/live/sittings/{id}/rooms", { params: { path: { id: sitting } } })),
    { skip: sitting === "" },
  );
  const choose = (next: { ca: string; phong?: string }) =>
    setParams(next.phong === undefined ? { ca: next.ca } : { ca: next.ca, phong: next.phong });

  return (
    <Page
      title={t("Phòng thi trực tiếp", "Live room")}
      lead={t("Tự cập nhật mỗi 2 giây.", "Refreshes itself every 2 seconds.")}
    >
      <Async
        of={sittings}
        isEmpty={(d) => d.sittings.length === 0}
        empty={t(
          "Hiện không có ca thi nào đang mở trong đơn vị của bạn.",
          "No sitting is open in your units now.",
        )}
      >
        {(d) => (
          <Card className="kt-gap">
            <Flex gap={12} wrap className="kt-room-choice">
              <Select
                value={sitting === "" ? null : sitting}
                placeholder={t("Chọn ca thi", "Choose a sitting")}
                onChange={(ca: string) => choose({ ca })}
                options={d.sittings.map((s) => ({
                  value: s.id,
                  label: `${s.name} · ${time(s.starts_at)}`,
                }))}
              />
              <Select
                value={sitting === "" ? null : room}
                disabled={sitting === ""}
                placeholder={t("Chọn phòng", "Choose a room")}
                onChange={(phong: string) => choose({ ca: sitting, phong })}
                options={[
                  { value: "", label: t("Tất cả phòng", "All rooms") },
                  ...(rooms.data?.rooms ?? []).map((r) => ({
                    value: r.id,
                    label: `${r.name} · ${r.seats} ${t("chỗ", "seats")}`,
                  })),
                ]}
              />
            </Flex>
          </Card>
        )}
      </Async>
      {sitting === "" ? (
        sittings.data !== undefined &&
        sittings.data.sittings.length > 0 && (
          <Empty
            image={Empty.PRESENTED_IMAGE_SIMPLE}
            description={t("Chọn ca thi để xem phòng.", "Choose a sitting to see its room.")}
          />
        )
      ) : (
        <Room key={`${sitting} ${room}`} sitting={sitting} room={room} />
      )}
    </Page>
  );
}

function Room({ sitting, room }: { sitting: string; room: string }) {
  const t = useText();
  const [onlyAttention, setOnlyAttention] = useState(false);
  const [picked, setPicked] = useState<string | null>(null);
  const seats = useApi(
    `seats ${sitting} ${room}`,
    () =>
      ok(
        api.GET("/api/live/sittings/{id}/seats", {
          params: { path: { id: sitting }, query: { room } },
        }),
      ),
    { everyMs },
  );
  return (
    <Async of={seats}>
      {(d) => {
        const all = inOrder(d.seats);
        const shown = onlyAttention ? all.filter((s) => needsAttention(s, d.sitting.state)) : all;
        return (
          <>
            <RoomHead sitting={d.sitting} seats={all} at={seats.at} serverAt={d.at} />
            <Flex align="center" gap={8} className="kt-gap">
              <Switch
                size="small"
                checked={onlyAttention}
                onChange={setOnlyAttention}
                aria-label={t("Chỉ chỗ cần chú ý", "Only seats that need attention")}
              />
              <span>{t("Chỉ chỗ cần chú ý", "Only seats that need attention")}</span>
            </Flex>
            {shown.length === 0 && (
              <Nothing>{t("Không có chỗ nào cần chú ý.", "No seat needs attention.")}</Nothing>
            )}
            <div className="kt-seats">
              {shown.map((s) => (
                <SeatCard
                  key={s.attempt}
                  seat={s}
                  sitting={d.sitting.state}
                  withRoom={room === ""}
                  at={seats.at}
                  onPick={() => setPicked(s.attempt)}
                />
              ))}
            </div>
            <SeatDrawer
              seat={all.find((s) => s.attempt === picked)}
              at={seats.at}
              onClose={() => setPicked(null)}
            />
          </>
        );
      }}
    </Async>
  );
}
