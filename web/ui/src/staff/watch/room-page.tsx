import { Card, Empty, Flex, Select } from "antd";
import { useSearchParams } from "react-router";

import { api, ok } from "../api";
import { Async } from "../parts/async";
import { Page } from "../parts/page";
import { time } from "../text/format";
import { useText } from "../text/language";
import { useApi } from "../use-api";
import "./room.css";
import { RoomView } from "./room-view";

/** The live room: choose a sitting and a room, then watch and act. */
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
      lead={t(
        "Tự cập nhật từng giây. Bấm vào một chỗ để xem và xử lý; phím cách để chọn nhiều chỗ.",
        "Updates each second. Open a seat to see and act; press space to select several.",
      )}
    >
      <Async
        of={sittings}
        isEmpty={(d) => d.sittings.length === 0 && sitting === ""}
        empty={t(
          "Hiện không có ca thi nào đang mở trong đơn vị của bạn.",
          "No sitting is open in your units now.",
        )}
      >
        {(d) => (
          <Card className="kt-gap" size="small">
            <Flex gap={12} wrap className="kt-room-choice">
              <Select
                value={sitting === "" ? null : sitting}
                placeholder={t("Chọn ca thi", "Choose a sitting")}
                onChange={(ca: string) => choose({ ca })}
                options={d.sittings.map((s) => ({
                  value: s.id,
                  label: `${s.name}${s.practice ? t(" · THI THỬ", " · PRACTICE") : ""} · ${time(s.starts_at)}`,
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
        <RoomView
          key={`${sitting} ${room}`}
          sitting={sitting}
          roomID={room}
          rooms={rooms.data?.rooms ?? []}
          onOpen={(id) => choose({ ca: sitting, phong: id })}
        />
      )}
    </Page>
  );
}
