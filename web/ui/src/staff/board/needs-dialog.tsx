import { App, Form, Input, InputNumber, Modal, Radio, Switch } from "antd";
import { useState } from "react";

import { api, ok, type Schema } from "../api";
import { Field } from "../parts/field";
import { useText } from "../text/language";
import { useAction } from "../use-action";

type Candidate = Schema["CandidateView"];
type Needs = Schema["NeedsView"];

interface Props {
  candidate: Candidate;
  onClose: () => void;
  onSaved: () => void;
}

/** What a candidate needs in words: "+25 %, 150 %, tương phản cao"; empty for nothing. */
export function needsText(n: Needs, highContrast: string): string {
  const parts: string[] = [];
  if (n.extra_min > 0) parts.push(`+${n.extra_min}′`);
  if (n.extra_percent > 0) parts.push(`+${n.extra_percent} %`);
  if (n.scale > 100) parts.push(`A ${n.scale} %`);
  if (n.contrast === "high") parts.push(highContrast);
  if (n.note !== "") parts.push("✎");
  return parts.join(", ");
}

/** Extra time, size of type, contrast and a note of one candidate. */
export function NeedsDialog({ candidate: c, onClose, onSaved }: Props) {
  const t = useText();
  const { message } = App.useApp();
  const { busy, run } = useAction();
  const [needs, setNeeds] = useState<Needs>(c.needs);
  const [unit, setUnit] = useState<"min" | "percent">(
    c.needs.extra_percent > 0 ? "percent" : "min",
  );
  const amount = unit === "min" ? needs.extra_min : needs.extra_percent;
  const setExtra = (kind: "min" | "percent", n: number) =>
    setNeeds({
      ...needs,
      extra_min: kind === "min" ? n : 0,
      extra_percent: kind === "percent" ? n : 0,
    });
  const save = async () => {
    const params = { path: { id: c.id } };
    const done = await run(() =>
      ok(api.PUT("/api/candidates/{id}/needs", { params, body: needs })),
    );
    if (!done) return;
    void message.success(savedText(t, done));
    onSaved();
  };
  return (
    <Modal
      open
      title={t(
        `Hỗ trợ: ${c.family_name} ${c.given_name}`,
        `What ${c.family_name} ${c.given_name} needs`,
      )}
      okText={t("Lưu", "Save")}
      cancelText={t("Huỷ", "Cancel")}
      confirmLoading={busy}
      onOk={() => void save()}
      onCancel={onClose}
    >
      <Form layout="vertical">
        <Form.Item label={t("Thời gian thêm mỗi ca", "Extra time in each sitting")}>
          <InputNumber
            min={0}
            max={unit === "min" ? 240 : 200}
            precision={0}
            value={amount}
            onChange={(n) => setExtra(unit, n ?? 0)}
            aria-label={t("Thời gian thêm", "Extra time")}
            style={{ width: 110, marginRight: 12 }}
          />
          <Radio.Group
            value={unit}
            onChange={(e) => {
              const next = e.target.value as "min" | "percent";
              setUnit(next);
              setExtra(next, Math.min(amount, next === "min" ? 240 : 200));
            }}
            options={[
              { value: "min", label: t("phút", "minutes") },
              { value: "percent", label: t("% thời gian làm bài", "% of the duration") },
            ]}
          />
        </Form.Item>
        <Field label={t("Cỡ chữ trên máy thi", "Size of type on the candidate's page")}>
          <InputNumber
            min={100}
            max={300}
            step={25}
            precision={0}
            suffix="%"
            value={needs.scale}
            onChange={(n) => setNeeds({ ...needs, scale: n ?? 100 })}
            aria-label={t("Cỡ chữ", "Size of type")}
            style={{ width: 110 }}
          />
        </Field>
        <Field label={t("Tương phản cao", "High contrast")}>
          <Switch
            checked={needs.contrast === "high"}
            onChange={(on) => setNeeds({ ...needs, contrast: on ? "high" : "normal" })}
            aria-label={t("Tương phản cao", "High contrast")}
          />
        </Field>
        <Field
          label={t("Giám thị cần làm gì", "What the invigilator has to do")}
          extra={t(
            "Chỉ in trong danh sách của giám thị. Không ghi lý do sức khoẻ.",
            "Printed on the invigilator's list only. No reasons of health.",
          )}
        >
          <Input.TextArea
            rows={2}
            maxLength={500}
            value={needs.note}
            onChange={(e) => setNeeds({ ...needs, note: e.target.value })}
          />
        </Field>
      </Form>
    </Modal>
  );
}

function savedText(t: ReturnType<typeof useText>, d: Schema["AccommodatedView"]): string {
  const minutes = Math.round(d.granted_s / 60);
  if (d.kept > 0) {
    return t(
      "Đã lưu. Ca thi đã mở giữ nguyên thời gian đã cộng: không lấy lại thời gian của thí sinh.",
      "Saved. Opened sittings keep the time that was given: time is never taken away.",
    );
  }
  if (minutes > 0) {
    return t(
      `Đã lưu. Bài đang mở được cộng ngay ${minutes} phút.`,
      `Saved. The open attempt was given ${minutes} more minutes.`,
    );
  }
  return t("Đã lưu.", "Saved.");
}
