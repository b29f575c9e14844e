import { App, Button, Flex, Form, Input, InputNumber, Radio, Tag } from "antd";

import { api, ok, type Schema } from "../api";
import { useText } from "../text/language";
import { useAction } from "../use-action";
import type { Exam } from "./exam-page";

type Settings = Schema["Settings"];

interface Values extends Omit<Settings, "subjects"> {
  name: string;
  school_year: string;
}

interface Props {
  exam: Exam;
  onSaved: () => void;
  onDeleted: () => void;
}

/** Name, numbering and rooms of an exam. */
export function SettingsTab({ exam, onSaved, onDeleted }: Props) {
  const t = useText();
  const { busy, run } = useAction();
  const [form] = Form.useForm<Values>();
  const prefix =
    (Form.useWatch("number_prefix", form) as string | undefined) ?? exam.settings.number_prefix;
  const digits =
    (Form.useWatch("number_digits", form) as number | undefined) ?? exam.settings.number_digits;
  const save = async ({ name, school_year, ...rest }: Values) => {
    const settings = { ...exam.settings, ...rest };
    const send = () =>
      ok(
        api.PUT("/api/exams/{id}", {
          params: { path: { id: exam.id } },
          body: { name, school_year, settings, rev: exam.rev },
        }),
      );
    if (await run(send, { done: t("Đã lưu.", "Saved.") })) onSaved();
  };
  const required = [{ required: true, message: t("Bắt buộc nhập", "Required") }];
  return (
    <Form<Values>
      form={form}
      layout="vertical"
      style={{ maxWidth: 640 }}
      initialValues={{
        name: exam.name,
        school_year: exam.school_year,
        room_outage: "ask",
        ...exam.settings,
      }}
      onFinish={(values) => void save(values)}
    >
      <Form.Item name="name" label={t("Tên kỳ thi", "Name")} rules={required}>
        <Input />
      </Form.Item>
      <Form.Item
        name="school_year"
        label={t("Năm học", "School year")}
        rules={[
          {
            required: true,
            pattern: /^\d{4}-\d{4}$/,
            message: t("Ví dụ 2025-2026", "Such as 2025-2026"),
          },
        ]}
      >
        <Input style={{ width: 160 }} />
      </Form.Item>
      <Flex gap={12} wrap align="end">
        <Form.Item
          name="number_prefix"
          label={t("Mã hội đồng (đầu SBD)", "Number prefix")}
          rules={[{ pattern: /^\d*$/, message: t("Chỉ gồm chữ số", "Digits only") }]}
        >
          <Input style={{ width: 170 }} maxLength={8} />
        </Form.Item>
        <Form.Item
          name="number_digits"
          label={t("Số chữ số chạy", "Running digits")}
          rules={required}
        >
          <InputNumber min={2} max={12} />
        </Form.Item>
        <Form.Item label={t("Ví dụ", "Example")}>
          <span className="kt-mono">{`${prefix}${"1".padStart(digits, "0")}`}</span>
        </Form.Item>
      </Flex>
      <Form.Item name="order" label={t("Thứ tự đánh số báo danh", "Order of numbers")}>
        <Radio.Group
          options={[
            { value: "name", label: t("Theo tên (a, ă, â, b…)", "By given name") },
            {
              value: "class",
              label: t("Theo trường, lớp rồi đến tên", "By school, class, then name"),
            },
          ]}
        />
      </Form.Item>
      <Flex gap={12} wrap>
        <Form.Item
          name="room_capacity"
          label={t("Số chỗ của phòng mới", "Places in a new room")}
          rules={required}
        >
          <InputNumber min={1} max={500} />
        </Form.Item>
        <Form.Item
          name="room_subjects"
          label={t("Số môn tối đa trong một phòng, một buổi", "Most subjects in a room at a time")}
          rules={required}
        >
          <InputNumber min={1} max={20} />
        </Form.Item>
      </Flex>
      <Form.Item
        name="room_outage"
        label={t("Khi gần như cả phòng mất kết nối", "When nearly a whole room falls silent")}
        extra={t(
          "Áp dụng cho ca thi mở sau khi lưu. Giờ luôn lùi về lúc mất kết nối.",
          "For sittings opened from now on. Clocks stand from the last sign of life.",
        )}
      >
        <Radio.Group
          options={[
            { value: "ask", label: t("Báo giám thị quyết định", "Tell the invigilator") },
            { value: "pause", label: t("Tự dừng giờ cả phòng", "Stop the room's clocks") },
          ]}
        />
      </Form.Item>
      <Form.Item label={t("Môn thi", "Subjects")}>
        <Flex wrap gap={4}>
          {exam.settings.subjects.map((s) => (
            <Tag key={s.code}>{s.name}</Tag>
          ))}
        </Flex>
      </Form.Item>
      <Flex gap={12} wrap justify="space-between">
        <Button type="primary" htmlType="submit" loading={busy}>
          {t("Lưu thiết lập", "Save")}
        </Button>
        <DeleteButton exam={exam} onDeleted={onDeleted} />
      </Flex>
    </Form>
  );
}

function DeleteButton({ exam, onDeleted }: { exam: Exam; onDeleted: () => void }) {
  const t = useText();
  const { modal } = App.useApp();
  const { run } = useAction();
  const remove = () =>
    run(async () => {
      await ok(api.DELETE("/api/exams/{id}", { params: { path: { id: exam.id } } }));
      onDeleted();
    });
  return (
    <Button
      danger
      onClick={() => {
        modal.confirm({
          title: t(`Xoá kỳ thi ${exam.name}?`, `Remove ${exam.name}?`),
          content: t(
            "Thí sinh, phòng và ca thi của kỳ thi bị xoá theo.",
            "Its candidates, rooms and sittings are removed with it.",
          ),
          okButtonProps: { danger: true },
          onOk: remove,
        });
      }}
    >
      {t("Xoá kỳ thi", "Remove the exam")}
    </Button>
  );
}
