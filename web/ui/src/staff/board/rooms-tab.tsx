import { Button, Empty, Flex, Popconfirm, Table } from "antd";
import { useState } from "react";

import { api, ok, type Schema } from "../api";
import { Async } from "../parts/async";
import { DeleteOutlined, EditOutlined, PlusOutlined } from "../parts/icons";
import { useText } from "../text/language";
import { useAction } from "../use-action";
import { useApi } from "../use-api";
import type { Exam } from "./exam-page";
import { NewRoomsDialog, RoomDialog } from "./room-dialogs";

export type Room = Schema["RoomView"];

/** The rooms of an exam. */
export function RoomsTab({ exam }: { exam: Exam }) {
  const t = useText();
  const { run } = useAction();
  const [adding, setAdding] = useState(false);
  const [editing, setEditing] = useState<Room | null>(null);
  const read = useApi(`rooms ${exam.id}`, () =>
    ok(api.GET("/api/exams/{id}/rooms", { params: { path: { id: exam.id } } })),
  );
  const remove = async (room: Room) => {
    const params = { path: { id: exam.id, room_id: room.id } };
    await run(async () => {
      await ok(api.DELETE("/api/exams/{id}/rooms/{room_id}", { params }));
      read.reload();
    });
  };
  const saved = () => {
    setAdding(false);
    setEditing(null);
    read.reload();
  };
  const rooms = read.data?.rooms ?? [];
  const places = rooms.reduce((n, r) => n + r.capacity, 0);
  return (
    <>
      <Flex gap={12} wrap justify="space-between" align="center" className="kt-gap">
        <span className="kt-note">
          {t(
            `${rooms.length} phòng, ${places} chỗ mỗi ca. Phòng được xếp đầy theo thứ tự này.`,
            `${rooms.length} rooms, ${places} places a shift. Rooms fill in this order.`,
          )}
        </span>
        <Button type="primary" icon={<PlusOutlined />} onClick={() => setAdding(true)}>
          {t("Thêm phòng", "Add rooms")}
        </Button>
      </Flex>
      <Async
        of={read}
        isEmpty={(d) => d.rooms.length === 0}
        empty={<Empty image={null} description={t("Chưa có phòng thi.", "No room yet.")} />}
      >
        {(data) => (
          <Table<Room>
            size="middle"
            rowKey="id"
            dataSource={data.rooms}
            pagination={{ defaultPageSize: 50, hideOnSinglePage: true }}
            columns={[
              { title: t("Tên phòng", "Room"), dataIndex: "name" },
              { title: t("Địa điểm", "Place"), dataIndex: "place", responsive: ["sm"] },
              { title: t("Số chỗ", "Places"), dataIndex: "capacity", align: "right", width: 100 },
              {
                title: "",
                width: 104,
                render: (_, room) => (
                  <Flex justify="flex-end">
                    <Button
                      type="text"
                      icon={<EditOutlined />}
                      onClick={() => setEditing(room)}
                      aria-label={t(`Sửa ${room.name}`, `Edit ${room.name}`)}
                    />
                    <Popconfirm
                      title={t(`Xoá ${room.name}?`, `Remove ${room.name}?`)}
                      onConfirm={() => void remove(room)}
                    >
                      <Button
                        type="text"
                        danger
                        icon={<DeleteOutlined />}
                        aria-label={t(`Xoá ${room.name}`, `Remove ${room.name}`)}
                      />
                    </Popconfirm>
                  </Flex>
                ),
              },
            ]}
          />
        )}
      </Async>
      <NewRoomsDialog
        exam={exam}
        open={adding}
        from={rooms.length + 1}
        onClose={() => setAdding(false)}
        onSaved={saved}
      />
      <RoomDialog exam={exam} room={editing} onClose={() => setEditing(null)} onSaved={saved} />
    </>
  );
}
