import { DatePicker, Flex, Form, Input, InputNumber, Modal, Select } from "antd";
import type { Dayjs } from "dayjs";

import { api, ok, type Schema } from "../api";
import { useText } from "../text/language";
import { useAction } from "../use-action";
import type { Exam } from "./exam-page";
import { fromPicker, soon, toPicker } from "./saigon";
import type { Editing } from "./sittings-tab";

interface Choices {
  forms: Schema["FormChoiceView"][];
  rules: Schema["RuleChoiceView"][];
  profile: Schema["ProfileView"] | undefined;
}

interface Values {
  subject: string;
  name: string;
  form_id?: string;
  rule: string;
  starts_at: Dayjs;
  minutes: number;
  grace_s: number;
  late_minutes: number;
  submit_minutes: number;
}

interface Props {
  exam: Exam;
  editing: Editing | null;
  choices: Choices | undefined;
  onClose: () => void;
  onSaved: () => void;
}

/** What the form of the dialog starts with. */
function start(exam: Exam, editing: Editing | null, profile: Choices["profile"]) {
  if (editing === null || editing === "new") {
    return {
      starts_at: toPicker(soon(new Date())),
      grace_s: profile?.grace_s ?? 10,
      late_minutes: (profile?.late_limit_s ?? 0) / 60,
      submit_minutes: (profile?.submit_after_s ?? 0) / 60,
      ...bySubject(exam, exam.settings.subjects[0]?.code ?? ""),
    };
  }
  const s = editing.sitting;
  return {
    subject: s.subject,
    name: s.name,
    form_id: s.form_id || undefined,
    rule: s.rule,
    starts_at: toPicker(s.starts_at),
    minutes: s.duration_s / 60,
    grace_s: s.grace_s,
    late_minutes: s.late_limit_s / 60,
    submit_minutes: s.submit_after_s / 60,
  };
}

/** What follows from the subject in a new sitting. */
function bySubject(exam: Exam, code: string): Partial<Values> {
  const subject = exam.settings.subjects.find((s) => s.code === code);
  if (subject === undefined) return {};
  const { name, rule, duration_s } = subject;
  return { subject: code, name, rule, minutes: duration_s / 60 };
}

const seconds = (minutes: number) => Math.round(minutes * 60);

function bodyOf(v: Values, rev: number): Schema["SittingBody"] {
  return {
    subject: v.subject,
    name: v.name,
    form_id: v.form_id ?? "",
    rule: v.rule,
    starts_at: fromPicker(v.starts_at),
    duration_s: seconds(v.minutes),
    grace_s: v.grace_s,
    late_limit_s: seconds(v.late_minutes),
    submit_after_s: seconds(v.submit_minutes),
    rev,
  };
}

/** Plans a sitting or changes its plan. */
export function SittingDialog({ exam, editing, choices, onClose, onSaved }: Props) {
  const t = useText();
  const { busy, run } = useAction();
  const [form] = Form.useForm<Values>();
  const save = async (values: Values) => {
    const send = () =>
      editing === null || editing === "new"
        ? ok(
            api.POST("/api/exams/{id}/sittings", {
              params: { path: { id: exam.id } },
              body: bodyOf(values, 0),
            }),
          )
        : ok(
            api.PUT("/api/sittings/{id}", {
              params: { path: { id: editing.sitting.id } },
              body: bodyOf(values, editing.sitting.rev),
            }),
          );
    if (await run(send, { done: t("Đã lưu.", "Saved.") })) onSaved();
  };
  return (
    <Modal
      open={editing !== null}
      onCancel={onClose}
      onOk={() => form.submit()}
      confirmLoading={busy}
      loading={choices === undefined}
      destroyOnHidden
      width={640}
      style={{ top: 24 }}
      title={
        editing === "new" ? t("Thêm ca thi", "Add a sitting") : t("Sửa ca thi", "Edit the sitting")
      }
      okText={t("Lưu", "Save")}
    >
      <Form<Values>
        form={form}
        layout="vertical"
        clearOnDestroy
        initialValues={start(exam, editing, choices?.profile)}
        onFinish={(values) => void save(values)}
        onValuesChange={(changed: Partial<Values>) => {
          if (editing === "new" && changed.subject !== undefined) {
            form.setFieldsValue(bySubject(exam, changed.subject));
          }
        }}
      >
        <PlanFields exam={exam} choices={choices} />
        <TimeFields />
      </Form>
    </Modal>
  );
}

function PlanFields({ exam, choices }: Pick<Props, "exam" | "choices">) {
  const t = useText();
  const required = [{ required: true, message: t("Bắt buộc nhập", "Required") }];
  return (
    <>
      <Form.Item name="subject" label={t("Môn", "Subject")} rules={required}>
        <Select
          showSearch={{ optionFilterProp: "label" }}
          options={exam.settings.subjects.map((s) => ({ value: s.code, label: s.name }))}
        />
      </Form.Item>
      <Form.Item name="name" label={t("Tên ca thi", "Name")} rules={required}>
        <Input autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="form_id"
        label={t("Đề thi", "Form")}
        extra={t(
          "Chỉ đề đã khoá mới dùng được. Có thể chọn sau, trước khi mở ca thi.",
          "Only locked forms can be used. It may be chosen later, before the sitting is opened.",
        )}
      >
        <Select
          allowClear
          showSearch={{ optionFilterProp: "label" }}
          placeholder={t("Chưa chọn", "Not chosen")}
          options={(choices?.forms ?? []).map((f) => ({
            value: f.id,
            label: t(
              `${f.name} (${f.questions} câu, ${f.variants} mã đề)`,
              `${f.name} (${f.questions} questions, ${f.variants} variants)`,
            ),
          }))}
        />
      </Form.Item>
      <Form.Item name="rule" label={t("Quy tắc chấm", "Scoring rule")} rules={required}>
        <Select
          showSearch={{ optionFilterProp: "label" }}
          options={(choices?.rules ?? []).map((r) => ({
            value: r.name,
            label: r.title ? `${r.title} (${r.name})` : r.name,
          }))}
        />
      </Form.Item>
    </>
  );
}

function TimeFields() {
  const t = useText();
  const required = [{ required: true, message: t("Bắt buộc nhập", "Required") }];
  const minutes = { min: 0, step: 1, style: { width: 150 }, suffix: t("phút", "min") };
  return (
    <>
      <Flex gap={12} wrap>
        <Form.Item
          name="starts_at"
          label={t("Bắt đầu (giờ Việt Nam)", "Starts (Vietnam)")}
          rules={required}
        >
          <DatePicker showTime={{ format: "HH:mm" }} format="DD/MM/YYYY HH:mm" allowClear={false} />
        </Form.Item>
        <Form.Item name="minutes" label={t("Thời gian làm bài", "Duration")} rules={required}>
          <InputNumber {...minutes} max={480} />
        </Form.Item>
      </Flex>
      <Flex gap={12} wrap>
        <Form.Item
          name="late_minutes"
          label={t("Không nhận nếu muộn quá", "No admission after")}
          tooltip={t("0 = không giới hạn", "0 = no limit")}
          rules={required}
        >
          <InputNumber {...minutes} />
        </Form.Item>
        <Form.Item
          name="submit_minutes"
          label={t("Được nộp sau", "Submission after")}
          rules={required}
        >
          <InputNumber {...minutes} />
        </Form.Item>
        <Form.Item
          name="grace_s"
          label={t("Nhận thêm khi hết giờ", "Grace at the end")}
          tooltip={t(
            "Câu trả lời đã gửi trước giờ nhưng đến chậm vẫn được nhận",
            "Answers sent in time that arrive late are still taken",
          )}
          rules={required}
        >
          <InputNumber min={0} max={120} style={{ width: 150 }} suffix={t("giây", "s")} />
        </Form.Item>
      </Flex>
    </>
  );
}
