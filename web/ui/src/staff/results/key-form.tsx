import { Alert, Button, Checkbox, Flex, Input, Modal, Select, Table } from "antd";
import { useState } from "react";

import { api, ok, type Schema } from "../api";
import { count } from "../text/format";
import { useLanguage, useText } from "../text/language";
import { useAction } from "../use-action";
import { shownKey, type FieldInfo, type KeyField } from "./key-tab";
import { points } from "./points";
import { fieldName } from "./words";

type Difference = Schema["DifferenceView"];

interface Props {
  sitting: string;
  base: Schema["KeyVersionView"];
  fields: FieldInfo[];
  close: (saved: boolean) => void;
}

/**
 * Corrects the key in two steps: what would change, then the confirmation. The
 * correction is undone by closing; nothing is stored before the second step.
 */
export function KeyForm({ sitting, base, fields, close }: Props) {
  const t = useText();
  const { busy, run } = useAction();
  const [changes, setChanges] = useState<KeyField[]>([]);
  const [reason, setReason] = useState("");
  const [difference, setDifference] = useState<Difference | undefined>();
  const params = { path: { sitting } };

  const change = (list: KeyField[]) => {
    setChanges(list);
    setDifference(undefined);
  };
  const preview = async () => {
    const body = { base: base.version, changes };
    setDifference(
      await run(() =>
        ok(api.POST("/api/results/sittings/{sitting}/key/preview", { params, body })),
      ),
    );
  };
  const confirm = async () => {
    const body = { base: base.version, changes, reason: reason.trim() };
    const saved = await run(
      () => ok(api.POST("/api/results/sittings/{sitting}/key", { params, body })),
      {
        done: t(
          "Đã lưu đáp án mới và chấm lại.",
          "The new key is stored and everybody was scored again.",
        ),
      },
    );
    if (saved !== undefined) close(true);
  };
  const free = base.fields.filter((f) => !changes.some((c) => c.field === f.field));
  return (
    <Modal
      open
      width={720}
      title={t("Sửa đáp án", "Correct the key")}
      onCancel={() => close(false)}
      footer={[
        <Button key="close" onClick={() => close(false)}>
          {t("Thôi", "Cancel")}
        </Button>,
        <Button
          key="preview"
          loading={busy}
          disabled={changes.length === 0}
          onClick={() => void preview()}
        >
          {t("Xem điểm đổi ra sao", "See what changes")}
        </Button>,
        <Button
          key="confirm"
          type="primary"
          danger
          loading={busy}
          disabled={difference === undefined || reason.trim() === ""}
          onClick={() => void confirm()}
        >
          {t("Xác nhận và chấm lại", "Confirm and score again")}
        </Button>,
      ]}
    >
      <Flex vertical gap={12}>
        <Select
          showSearch={{ optionFilterProp: "label" }}
          value={null}
          aria-label={t("Chọn câu cần sửa", "Question to correct")}
          placeholder={t("Chọn câu cần sửa, ví dụ I.3", "Question to correct, such as I.3")}
          options={free.map((f) => ({
            value: f.field,
            label: `${fieldName(f.field)} · ${shownKey(f, fields)}`,
          }))}
          onChange={(field: string) => {
            const was = base.fields.find((f) => f.field === field);
            if (was) change([...changes, { ...was, accept: was.accept }]);
          }}
        />
        {changes.map((c) => (
          <Change
            key={c.field}
            of={c}
            info={fields.find((f) => f.field === c.field)}
            set={(next) => change(changes.map((x) => (x.field === c.field ? next : x)))}
            remove={() => change(changes.filter((x) => x.field !== c.field))}
          />
        ))}
        <Input.TextArea
          rows={2}
          maxLength={500}
          value={reason}
          placeholder={t(
            "Lý do sửa (bắt buộc, được ghi vào nhật ký)",
            "Reason (required, kept in the trail)",
          )}
          onChange={(e) => setReason(e.target.value)}
        />
        {difference && <Shown of={difference} />}
      </Flex>
    </Modal>
  );
}

interface ChangeProps {
  of: KeyField;
  info: FieldInfo | undefined;
  set: (next: KeyField) => void;
  remove: () => void;
}

/** One corrected question: its accepted answers, or cancelled. */
function Change({ of, info, set, remove }: ChangeProps) {
  const t = useText();
  const choices = info?.choices ?? [];
  const known = choices.length > 0;
  const kind = info?.kind ?? "";
  // Of a multiple choice, places and an order the chosen letters are one answer; else each is one.
  const isOrder = kind === "order";
  const isSet = isOrder || kind === "multiple" || (kind === "hotspot" && known);
  const byHand = kind === "essay" || kind === "upload";
  const joined = (list: string[]) => (isOrder ? list : [...list].sort()).join(",");
  return (
    <Flex gap={8} align="center" wrap>
      <b style={{ width: 64 }}>{fieldName(of.field)}</b>
      <Select
        mode={known ? "multiple" : "tags"}
        style={{ flex: 1, minWidth: 180 }}
        disabled={of.cancelled || byHand}
        value={isSet ? (of.accept[0]?.split(",").filter(Boolean) ?? []) : of.accept}
        aria-label={t("Các đáp án được chấp nhận", "Accepted answers")}
        placeholder={
          byHand
            ? t("Người chấm theo hướng dẫn chấm", "Marked by people with a rubric")
            : isOrder
              ? t("Bấm lần lượt theo thứ tự đúng", "Choose them in the right order")
              : t("Đáp án được chấp nhận", "Accepted answers")
        }
        options={known ? choices.map((c) => ({ value: c.value, label: c.label })) : []}
        onChange={(list: string[]) =>
          set({ ...of, accept: isSet ? [joined(list)].filter(Boolean) : list })
        }
      />
      <Checkbox
        checked={of.cancelled}
        onChange={(e) => set({ ...of, cancelled: e.target.checked })}
      >
        {t("Huỷ câu", "Cancel")}
      </Checkbox>
      <Button size="small" onClick={remove}>
        {t("Bỏ", "Remove")}
      </Button>
    </Flex>
  );
}

/** The dry run: who moves, and by how much. */
function Shown({ of }: { of: Difference }) {
  const t = useText();
  const { language } = useLanguage();
  const n = (x: number) => count(x, language);
  return (
    <>
      <Alert
        type={of.changed.length > 0 ? "warning" : "info"}
        showIcon
        title={t(
          `Nếu xác nhận: ${n(of.up)} thí sinh tăng điểm, ${n(of.down)} giảm, ${n(of.same)} không đổi.`,
          `If confirmed: ${n(of.up)} candidates go up, ${n(of.down)} down, ${n(of.same)} stay.`,
        )}
      />
      {of.changed.length > 0 && (
        <Table
          size="small"
          rowKey="candidate"
          dataSource={of.changed}
          pagination={{ pageSize: 8, hideOnSinglePage: true, showSizeChanger: false }}
          scroll={{ x: 480 }}
          columns={[
            { title: t("Số báo danh", "Number"), dataIndex: "number", width: 120 },
            { title: t("Họ và tên", "Name"), dataIndex: "name" },
            {
              title: t("Trước", "Before"),
              align: "right",
              width: 80,
              render: (_, c) => points(c.before, language),
            },
            {
              title: t("Sau", "After"),
              align: "right",
              width: 80,
              render: (_, c) => <b>{points(c.after, language)}</b>,
            },
            {
              title: t("Câu", "Questions"),
              width: 110,
              render: (_, c) => c.questions.map((q) => fieldName(q.name)).join(", "),
            },
          ]}
        />
      )}
    </>
  );
}
