import { Button, Progress, Table, Tag } from "antd";

import type { Schema } from "../api";
import { useText } from "../text/language";
import { pausedHere } from "./actions";
import type { Room } from "./live";
import { byRoom, tally, type Tally } from "./seats";

interface Row extends Tally {
  id: string;
  name: string;
  stopped: boolean;
}

interface Props {
  room: Room;
  rooms: readonly Schema["LiveRoomView"][];
  onOpen: (id: string) => void;
}

/** The rooms of a sitting, those with problems first. */
export function RoomsTable({ room, rooms, onOpen }: Props) {
  const t = useText();
  const seats = byRoom(room.seats);
  const rows: Row[] = rooms
    .map((r) => ({
      id: r.id,
      name: r.name,
      stopped: pausedHere(room.actions, "room", r.id),
      ...tally(seats.get(r.name) ?? [], room.sitting.state),
    }))
    .sort((a, b) => b.attention - a.attention);
  return (
    <Table<Row>
      className="kt-gap"
      size="small"
      rowKey="id"
      dataSource={rows}
      pagination={rows.length > 50 ? { pageSize: 50 } : false}
      scroll={{ x: true }}
      columns={[
        {
          title: t("Phòng", "Room"),
          render: (_, r) => (
            <Button type="link" size="small" className="kt-room-link" onClick={() => onOpen(r.id)}>
              {r.name}
            </Button>
          ),
        },
        {
          title: t("Cần chú ý", "Attention"),
          render: (_, r) => (r.attention > 0 ? <Tag color="red">{r.attention}</Tag> : "0"),
        },
        { title: t("Kết nối", "Connected"), render: (_, r) => `${r.connected}/${r.total}` },
        { title: t("Đang làm", "Working"), dataIndex: "working" },
        {
          title: t("Tạm dừng", "Paused"),
          render: (_, r) =>
            r.stopped ? <Tag color="orange">{t("cả phòng", "all")}</Tag> : r.paused,
        },
        { title: t("Chưa vào", "Not here"), dataIndex: "away" },
        { title: t("Đã nộp", "Handed in"), dataIndex: "sealed" },
        {
          title: t("Đã trả lời", "Answered"),
          width: 140,
          render: (_, r) => <Progress percent={r.percent} size="small" />,
        },
      ]}
    />
  );
}
