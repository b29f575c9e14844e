import { Form, Input, InputNumber, Modal, Select } from "antd";

import { api, ok } from "../api";
import { useLanguage, useText } from "../text/language";
import { useAction } from "../use-action";
import { partsOfItems } from "./parts";
import { subjectName, subjects } from "./words";

interface Values {
  name: string;
  subject: string;
  minutes: number;
}

interface Props {
  open: boolean;
  /** Questions that go in at once, each into the part of its kind. */
  items: string[];
  onClose: () => void;
  onMade: (id: string) => void;
}

/** Makes a draft form. */
export function FormDialog({ open, items, onClose, onMade }: Props) {
  const t = useText();
  const { language } = useLanguage();
  const { busy, run } = useAction();
  const [form] = Form.useForm<Values>();
  const save = async (v: Values) => {
    const made = await run(async () => {
      const bodies = await Promise.all(
        items.map((id) => ok(api.GET("/api/items/{id}", { params: { path: { id } } }))),
      );
      return ok(
        api.POST("/api/forms", {
          body: {
            name: v.name,
            subject: v.subject,
            duration_s: Math.round(v.minutes * 60),
            parts: partsOfItems(bodies),
          },
        }),
      );
    });
    if (made) onMade(made.id);
  };
  const required = [{ required: true, message: t("Bắt buộc nhập", "Required") }];
  return (
    <Modal
      open={open}
      onCancel={onClose}
      onOk={() => form.submit()}
      confirmLoading={busy}
      destroyOnHidden
      title={
        items.length > 0
          ? t(`Tạo đề từ ${items.length} câu`, `A form of ${items.length} questions`)
          : t("Tạo đề", "New form")
      }
      okText={t("Tạo", "Make")}
    >
      <Form<Values>
        form={form}
        layout="vertical"
        clearOnDestroy
        initialValues={{ subject: "toan", minutes: 90 }}
        onFinish={(v) => void save(v)}
      >
        <Form.Item name="name" label={t("Tên đề", "Name")} rules={required}>
          <Input autoComplete="off" placeholder={t("Đề thi thử Toán 12", "Mock paper, Maths 12")} />
        </Form.Item>
        <Form.Item name="subject" label={t("Môn", "Subject")} rules={required}>
          <Select options={subjects.map((s) => ({ value: s, label: subjectName(s)[language] }))} />
        </Form.Item>
        <Form.Item name="minutes" label={t("Thời gian (phút)", "Minutes")} rules={required}>
          <InputNumber min={1} max={600} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
