import { Form, Input, Modal, Select } from "antd";

import { api, ok } from "../api";
import { useSession } from "../session/session";
import { useLanguage, useText } from "../text/language";
import { useAction } from "../use-action";
import type { Node } from "./node-picker";
import { kindsUnder, nodeKinds } from "./node-words";

interface Props {
  parent: Node | undefined;
  /** What is edited; undefined adds one. */
  node: Node | undefined;
  onClose: () => void;
  onDone: () => void;
}

/** Adds a node of one's unit, or renames it. */
export function NodeDialog({ parent, node, onClose, onDone }: Props) {
  const t = useText();
  const { language } = useLanguage();
  const { busy, run } = useAction();
  const unit = useSession().unit;
  const [form] = Form.useForm<Node>();
  const save = async (v: Node) => {
    const made: Node = {
      ...v,
      ...(parent ? { parent: parent.code } : {}),
      grades: [...v.grades].sort((a, b) => a - b),
    };
    const done = await run(
      async () => {
        await ok(api.PUT("/api/curriculum", { body: { unit_id: unit.id, nodes: [made] } }));
        return true;
      },
      { done: t("Đã lưu.", "Saved.") },
    );
    if (done) onDone();
  };
  const required = [{ required: true, whitespace: true, message: t("Bắt buộc nhập", "Required") }];
  const kinds = parent ? kindsUnder(parent.kind) : [];
  return (
    <Modal
      open
      title={
        node
          ? t("Sửa mục", "Edit")
          : t(`Thêm vào “${parent?.name ?? ""}”`, `Add under “${parent?.name ?? ""}”`)
      }
      okText={t("Lưu", "Save")}
      cancelText={t("Thôi", "Cancel")}
      confirmLoading={busy}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      <Form
        form={form}
        layout="vertical"
        initialValues={
          node ?? {
            code: `${unit.code.toLowerCase().replace(/[^a-z0-9]/g, "")}.`,
            kind: kinds[0],
            grades: parent?.grades ?? [],
            name: "",
          }
        }
        onFinish={(v) => void save(v)}
      >
        <Form.Item name="kind" label={t("Loại", "Kind")} rules={[{ required: true }]}>
          <Select options={kinds.map((k) => ({ value: k, label: nodeKinds[k][language] }))} />
        </Form.Item>
        <Form.Item
          name="code"
          label={t("Mã", "Code")}
          rules={required}
          extra={t(
            "Chữ không dấu, số, dấu chấm; không trùng mã nào khác.",
            "Letters, digits, dots; no other node has it.",
          )}
        >
          <Input disabled={node !== undefined} maxLength={80} />
        </Form.Item>
        <Form.Item name="name" label={t("Tên", "Name")} rules={required}>
          <Input.TextArea autoSize maxLength={900} />
        </Form.Item>
        <Form.Item name="grades" label={t("Lớp", "Grades")}>
          <Select
            mode="multiple"
            options={Array.from({ length: 12 }, (_, i) => ({ value: i + 1, label: String(i + 1) }))}
          />
        </Form.Item>
      </Form>
    </Modal>
  );
}
