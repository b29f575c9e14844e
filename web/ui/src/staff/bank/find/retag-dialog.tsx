import {
  Alert,
  Button,
  Flex,
  Form,
  Input,
  InputNumber,
  Modal,
  Select,
  type FormInstance,
} from "antd";
import { useState } from "react";

import { api, ok, type Schema } from "../../api";
import { useLanguage, useText } from "../../text/language";
import { useAction } from "../../use-action";
import { NodePicker } from "../node-picker";
import { levelNames, levels, subjectName, subjects } from "../words";
import { nameOf } from "./words";

type Retag = Schema["Retag"];
type Retagged = Schema["Retagged"];

interface Values {
  pool?: string;
  subject?: string;
  grade?: number | null;
  topic?: string;
  content?: string;
  outcome?: string;
  level?: string;
  add_free?: string[];
  remove_free?: string[];
  add_competences?: string[];
  remove_competences?: string[];
}

interface Props {
  ids: string[];
  pools: string[];
  /** Tags of what was found, to take away. */
  free: string[];
  onClose: () => void;
  onDone: (done: Retagged) => void;
}

/** Changes tags of all picked questions; says first how many would change. */
export function RetagDialog({ ids, pools, free, onClose, onDone }: Props) {
  const t = useText();
  const { busy, run } = useAction();
  const [form] = Form.useForm<Values>();
  const [plan, setPlan] = useState<Retagged | null>(null);
  const send = (dry: boolean) => {
    const retag = retagOf(form.getFieldsValue());
    return run(() => ok(api.POST("/api/items/retag", { body: { ids, retag, dry } })));
  };
  const preview = async () => setPlan((await send(true)) ?? null);
  const apply = async () => {
    const done = await send(false);
    if (done) onDone(done);
  };
  return (
    <Modal
      open
      width={620}
      title={t(`Gắn nhãn ${ids.length} câu`, `Tag ${ids.length} questions`)}
      onCancel={onClose}
      footer={
        <Flex gap={8} justify="end">
          <Button onClick={onClose}>{t("Thôi", "Cancel")}</Button>
          <Button loading={busy && plan === null} onClick={() => void preview()}>
            {t("Xem trước", "Preview")}
          </Button>
          <Button
            type="primary"
            disabled={plan === null || plan.changed === 0}
            loading={busy && plan !== null}
            onClick={() => void apply()}
          >
            {plan === null
              ? t("Đổi", "Change")
              : t(`Đổi ${plan.changed} câu`, `Change ${plan.changed}`)}
          </Button>
        </Flex>
      }
    >
      <p className="kt-note">
        {t(
          "Chỉ những ô có điền mới đổi. Câu đã duyệt vẫn là đã duyệt; đề đã khoá giữ nhãn cũ. Có thể hoàn tác.",
          "Only what you fill in changes. Approved questions stay approved; locked forms keep the old tags. It can be undone.",
        )}
      </p>
      <RetagForm form={form} pools={pools} free={free} onChange={() => setPlan(null)} />
      {plan && <Plan plan={plan} />}
    </Modal>
  );
}

interface FormProps {
  form: FormInstance<Values>;
  pools: string[];
  free: string[];
  onChange: () => void;
}

function RetagForm({ form, pools, free, onChange }: FormProps) {
  const t = useText();
  const { language } = useLanguage();
  const label = (name: string) => nameOf(name, language);
  return (
    <Form form={form} layout="vertical" className="kt-retag" onValuesChange={onChange}>
      <Form.Item label={t("Từ chương trình", "From the programme")}>
        <NodePicker
          onPick={(tags) => {
            form.setFieldsValue(tags);
            onChange();
          }}
        />
      </Form.Item>
      <Flex gap={8} wrap>
        <Form.Item name="subject" label={label("subject")} className="kt-grow">
          <Select
            allowClear
            showSearch={{ optionFilterProp: "label" }}
            options={subjects.map((s) => ({ value: s, label: subjectName(s)[language] }))}
          />
        </Form.Item>
        <Form.Item name="grade" label={label("grade")}>
          <InputNumber min={1} max={12} className="kt-bound" />
        </Form.Item>
        <Form.Item name="level" label={label("level")} className="kt-grow">
          <Select
            allowClear
            options={levels.map((l) => ({ value: l, label: levelNames[l][language] }))}
          />
        </Form.Item>
      </Flex>
      <Form.Item name="topic" label={label("topic")}>
        <Input allowClear maxLength={300} />
      </Form.Item>
      <Form.Item name="content" label={label("content")}>
        <Input allowClear maxLength={300} />
      </Form.Item>
      <Form.Item name="outcome" label={label("outcome")}>
        <Input.TextArea autoSize allowClear maxLength={1000} />
      </Form.Item>
      <Flex gap={8} wrap>
        <Form.Item name="add_free" label={t("Thêm nhãn", "Add tags")} className="kt-grow">
          <Select mode="tags" options={free.map((f) => ({ value: f, label: f }))} />
        </Form.Item>
        <Form.Item name="remove_free" label={t("Bỏ nhãn", "Remove tags")} className="kt-grow">
          <Select mode="tags" options={free.map((f) => ({ value: f, label: f }))} />
        </Form.Item>
      </Flex>
      <Flex gap={8} wrap>
        <Form.Item
          name="add_competences"
          label={t("Thêm năng lực", "Add competences")}
          className="kt-grow"
        >
          <Select mode="tags" />
        </Form.Item>
        <Form.Item name="pool" label={t("Chuyển sang kho", "Move to pool")} className="kt-grow">
          <Select allowClear showSearch options={pools.map((p) => ({ value: p, label: p }))} />
        </Form.Item>
      </Flex>
    </Form>
  );
}

function Plan({ plan }: { plan: Retagged }) {
  const t = useText();
  const skipped = plan.skipped.length;
  return (
    <Alert
      type={plan.changed > 0 ? "info" : "warning"}
      showIcon
      title={t(
        `Sẽ đổi ${plan.changed} câu; ${plan.unchanged} câu đã như vậy${skipped > 0 ? `; ${skipped} câu không đổi được` : ""}.`,
        `${plan.changed} will change; ${plan.unchanged} are so already${skipped > 0 ? `; ${skipped} cannot` : ""}.`,
      )}
    />
  );
}

/** What was filled in: an empty field changes nothing. */
export function retagOf(v: Values): Retag {
  const retag: Retag = {};
  for (const name of ["pool", "subject", "topic", "content", "outcome", "level"] as const) {
    const value = v[name]?.trim();
    if (value) retag[name] = value;
  }
  if (typeof v.grade === "number") retag.grade = v.grade;
  for (const name of [
    "add_free",
    "remove_free",
    "add_competences",
    "remove_competences",
  ] as const) {
    const list = v[name];
    if (list !== undefined && list.length > 0) retag[name] = list;
  }
  return retag;
}
