import { Form, Input, Modal, Select } from "antd";

import { api, ok } from "../api";
import { UnitSelect } from "../admin/unit-select";
import { useText } from "../text/language";
import { useAction } from "../use-action";
import { useApi } from "../use-api";
import { schoolYear } from "./saigon";

interface Values {
  name: string;
  unit_id: string;
  profile: string;
  school_year: string;
}

interface Props {
  open: boolean;
  onClose: () => void;
  onMade: (id: string) => void;
}

/** Makes an exam from a profile. */
export function ExamDialog({ open, onClose, onMade }: Props) {
  const t = useText();
  const { busy, run } = useAction();
  const [form] = Form.useForm<Values>();
  const choices = useApi(
    "new-exam",
    async () => {
      const [units, profiles] = await Promise.all([
        ok(api.GET("/api/units", { params: { query: { role: "board" } } })),
        ok(api.GET("/api/exam-profiles")),
      ]);
      return { units: units.units, profiles: profiles.profiles };
    },
    { skip: !open },
  );
  const save = async (values: Values) => {
    const made = await run(() => ok(api.POST("/api/exams", { body: values })), {
      done: t("Đã tạo kỳ thi.", "The exam was made."),
    });
    if (made) onMade(made.id);
  };
  const required = [{ required: true, message: t("Bắt buộc nhập", "Required") }];
  const { units = [], profiles = [] } = choices.data ?? {};
  return (
    <Modal
      open={open}
      onCancel={onClose}
      onOk={() => form.submit()}
      confirmLoading={busy}
      loading={choices.loading}
      destroyOnHidden
      title={t("Tạo kỳ thi", "New exam")}
      okText={t("Tạo", "Make")}
    >
      <Form<Values>
        form={form}
        layout="vertical"
        clearOnDestroy
        initialValues={{
          school_year: schoolYear(new Date()),
          unit_id: units[0]?.id,
          profile: profiles[0]?.name,
        }}
        onFinish={(values) => void save(values)}
      >
        <Form.Item name="name" label={t("Tên kỳ thi", "Name")} rules={required}>
          <Input
            autoComplete="off"
            placeholder={t("Thi thử tốt nghiệp THPT lần 1", "Mock graduation exam 1")}
          />
        </Form.Item>
        <Form.Item name="unit_id" label={t("Đơn vị tổ chức", "Unit")} rules={required}>
          <UnitSelect units={units} />
        </Form.Item>
        <Form.Item
          name="profile"
          label={t("Quy chế", "Profile")}
          extra={t(
            "Độ dài số báo danh, môn thi, thời gian và quy tắc chấm lấy từ quy chế; sửa được sau.",
            "Number length, subjects, times and scoring rules come from the profile; they can be changed.",
          )}
          rules={required}
        >
          <Select options={profiles.map((p) => ({ value: p.name, label: p.title }))} />
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
      </Form>
    </Modal>
  );
}
