import { Flex, Form, Input, InputNumber, Modal } from "antd";

import { api, ok } from "../api";
import { useText } from "../text/language";
import { useAction } from "../use-action";
import type { Exam } from "./exam-page";
import type { Room } from "./rooms-tab";

interface NewRooms {
  prefix: string;
  from: number;
  count: number;
  capacity: number;
  place?: string;
}

/** The rooms that a prefix and a run of numbers name: Phòng 01, Phòng 02. */
export function roomNames({ prefix, from, count }: Pick<NewRooms, "prefix" | "from" | "count">) {
  const digits = Math.max(2, String(from + count - 1).length);
  return Array.from({ length: count }, (_, i) =>
    `${prefix.trim()} ${String(from + i).padStart(digits, "0")}`.trim(),
  );
}

interface Props {
  exam: Exam;
  onClose: () => void;
  onSaved: () => void;
}

/** Adds a run of rooms of one size. */
export function NewRoomsDialog(props: Props & { open: boolean; from: number }) {
  const { exam, open, from, onClose, onSaved } = props;
  const t = useText();
  const { busy, run } = useAction();
  const [form] = Form.useForm<NewRooms>();
  const save = async (values: NewRooms) => {
    const rooms = roomNames(values).map((name) => ({
      name,
      place: values.place ?? "",
      capacity: values.capacity,
    }));
    const params = { path: { id: exam.id } };
    const done = await run(
      () => ok(api.POST("/api/exams/{id}/rooms", { params, body: { rooms } })),
      {
        done: t("Đã thêm phòng.", "The rooms were added."),
      },
    );
    if (done) onSaved();
  };
  const required = [{ required: true, message: t("Bắt buộc nhập", "Required") }];
  return (
    <Modal
      open={open}
      onCancel={onClose}
      onOk={() => form.submit()}
      confirmLoading={busy}
      destroyOnHidden
      title={t("Thêm phòng thi", "Add rooms")}
      okText={t("Thêm", "Add")}
    >
      <Form<NewRooms>
        form={form}
        layout="vertical"
        clearOnDestroy
        initialValues={{
          prefix: t("Phòng", "Room"),
          from,
          count: 1,
          capacity: exam.settings.room_capacity,
        }}
        onFinish={(values) => void save(values)}
      >
        <Flex gap={12} wrap>
          <Form.Item
            name="prefix"
            label={t("Tên bắt đầu bằng", "Names begin with")}
            rules={required}
          >
            <Input style={{ width: 160 }} />
          </Form.Item>
          <Form.Item name="from" label={t("Từ số", "From")} rules={required}>
            <InputNumber min={1} max={9999} />
          </Form.Item>
          <Form.Item name="count" label={t("Số phòng", "How many")} rules={required}>
            <InputNumber min={1} max={500} />
          </Form.Item>
          <Form.Item
            name="capacity"
            label={t("Số chỗ mỗi phòng", "Places in each")}
            rules={required}
          >
            <InputNumber min={1} max={500} />
          </Form.Item>
        </Flex>
        <Form.Item name="place" label={t("Địa điểm", "Place")}>
          <Input placeholder={t("Nhà A, tầng 2", "Building A, floor 2")} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

/** Changes one room. */
export function RoomDialog({ exam, room, onClose, onSaved }: Props & { room: Room | null }) {
  const t = useText();
  const { busy, run } = useAction();
  const [form] = Form.useForm<Omit<Room, "id">>();
  const save = async (body: Omit<Room, "id">) => {
    if (room === null) return;
    const send = async () => {
      const params = { path: { id: exam.id, room_id: room.id } };
      await ok(api.PUT("/api/exams/{id}/rooms/{room_id}", { params, body }));
      return true;
    };
    if (await run(send, { done: t("Đã lưu.", "Saved.") })) onSaved();
  };
  const required = [{ required: true, message: t("Bắt buộc nhập", "Required") }];
  return (
    <Modal
      open={room !== null}
      onCancel={onClose}
      onOk={() => form.submit()}
      confirmLoading={busy}
      destroyOnHidden
      title={t("Sửa phòng thi", "Edit the room")}
      okText={t("Lưu", "Save")}
    >
      <Form
        form={form}
        layout="vertical"
        clearOnDestroy
        {...(room ? { initialValues: room } : {})}
        onFinish={(values) => void save(values)}
      >
        <Form.Item name="name" label={t("Tên phòng", "Room")} rules={required}>
          <Input />
        </Form.Item>
        <Form.Item name="place" label={t("Địa điểm", "Place")}>
          <Input />
        </Form.Item>
        <Form.Item name="capacity" label={t("Số chỗ", "Places")} rules={required}>
          <InputNumber min={1} max={500} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
