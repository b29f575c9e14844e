import { Alert, Form, InputNumber, Modal } from "antd";
import { useState } from "react";

import { api, ok } from "../api";
import { Field } from "../parts/field";
import { useText } from "../text/language";
import { useAction } from "../use-action";
import type { FormView } from "./parts";

interface Props {
  form: FormView;
  open: boolean;
  onClose: () => void;
  onLocked: () => void;
}

/** Asks for the codes and locks the form. There is no way back. */
export function LockDialog({ form, open, onClose, onLocked }: Props) {
  const t = useText();
  const { busy, run } = useAction();
  const [first, setFirst] = useState(101);
  const [count, setCount] = useState(4);
  const lock = async () => {
    const done = await run(
      () =>
        ok(
          api.POST("/api/forms/{id}/lock", {
            params: { path: { id: form.id } },
            body: { first, count },
          }),
        ),
      { done: t("Đã khoá đề.", "The form is locked.") },
    );
    if (done) onLocked();
  };
  const code = (n: number) => String(n).padStart(4, "0");
  return (
    <Modal
      open={open}
      onCancel={onClose}
      onOk={() => void lock()}
      confirmLoading={busy}
      okText={t("Khoá đề", "Lock")}
      title={t("Khoá đề và sinh mã đề", "Lock and make variants")}
    >
      <Alert
        className="kt-gap"
        type="warning"
        showIcon
        title={t(
          "Đề đã khoá không sửa được nữa: câu, thứ tự và đáp án được giữ nguyên bằng mã băm.",
          "A locked form never changes: questions, order and key are kept by hash.",
        )}
      />
      <Form layout="vertical">
        <Field label={t("Mã đề đầu tiên", "First code")}>
          <InputNumber min={1} max={9999} value={first} onChange={(v) => setFirst(v ?? 101)} />
        </Field>
        <Field label={t("Số mã đề", "Variants")}>
          <InputNumber min={1} max={100} value={count} onChange={(v) => setCount(v ?? 1)} />
        </Field>
      </Form>
      <p className="kt-note">
        {t("Các mã: ", "Codes: ")}
        {code(first)} – {code(first + count - 1)}
      </p>
    </Modal>
  );
}
