import { Button, Flex, Form, InputNumber, Select } from "antd";
import { useState } from "react";

import { DeleteOutlined, PlusOutlined } from "../../parts/icons";
import type { Criterion } from "../body";
import { RichField } from "../editor/rich-field";
import { useText } from "../../text/language";
import { setKey, setQuestion, without, withItem, type Edit } from "./edit";
import { Problems } from "./problems";

const megabyte = 1 << 20;

/** A text that people mark: advice on its length, and the rubric. */
export function Essay({ edit }: { edit: Edit }) {
  const t = useText();
  const w = edit.body.question.writing ?? {};
  const set = (part: Partial<typeof w>) =>
    setQuestion(edit, (q) => {
      const next = { ...q.writing, ...part };
      return { writing: next };
    });
  return (
    <>
      <Form.Item label={t("Độ dài bài viết (0: không gợi ý)", "Length (0: no advice)")}>
        <Flex gap={16} wrap>
          <label>
            {t("Khoảng ", "About ")}
            <InputNumber
              min={0}
              max={10_000}
              value={w.words ?? 0}
              onChange={(n) => set({ words: n ?? 0 })}
            />{" "}
            {t("chữ", "words")}
          </label>
          <label>
            <InputNumber
              min={0}
              max={1000}
              value={w.lines ?? 0}
              onChange={(n) => set({ lines: n ?? 0 })}
            />{" "}
            {t("dòng kẻ trên giấy", "lines on paper")}
          </label>
        </Flex>
        <Problems of="writing" />
      </Form.Item>
      <Rubric edit={edit} />
    </>
  );
}

/** A file that people mark: its types and size, and the rubric. */
export function FileUpload({ edit }: { edit: Edit }) {
  const t = useText();
  const files = edit.body.question.files ?? { max_bytes: 10 * megabyte };
  const set = (part: Partial<typeof files>) =>
    setQuestion(edit, () => ({ files: { ...files, ...part } }));
  return (
    <>
      <Form.Item label={t("Tệp thí sinh nộp", "File to hand in")}>
        <Flex gap={16} wrap align="center">
          <Select
            mode="tags"
            className="kt-target"
            aria-label={t("Loại tệp (đuôi)", "Types by extension")}
            placeholder={t("Mọi loại tệp", "Any type")}
            value={files.types ?? []}
            onChange={(types: string[]) =>
              set({ types: types.map((x) => x.trim().replace(/^\./, "").toLowerCase()) })
            }
            options={["pdf", "docx", "xlsx", "pptx", "py", "cpp", "sb3", "zip", "jpg", "png"].map(
              (x) => ({ value: x, label: x }),
            )}
          />
          <label>
            {t("Tối đa ", "At most ")}
            <InputNumber
              min={1}
              max={50}
              value={Math.max(1, Math.round(files.max_bytes / megabyte))}
              onChange={(n) => set({ max_bytes: (n ?? 10) * megabyte })}
            />{" "}
            MB
          </label>
        </Flex>
        <Problems of="files" />
      </Form.Item>
      <Rubric edit={edit} />
    </>
  );
}

/** Points are hundredths on the wire and tenths of a mark to people. */
const hundredths = 100;

function Points({
  value,
  label,
  onChange,
}: {
  value: number;
  label: string;
  onChange: (n: number) => void;
}) {
  return (
    <InputNumber
      min={0}
      max={100}
      step={0.25}
      precision={2}
      decimalSeparator=","
      aria-label={label}
      value={value / hundredths}
      onChange={(n) => onChange(Math.round((n ?? 0) * hundredths))}
    />
  );
}

/** What people mark by: criteria with points, and steps within them. */
function Rubric({ edit }: { edit: Edit }) {
  const t = useText();
  // A removal shifts the criteria: their texts start anew.
  const [turn, setTurn] = useState(0);
  const rubric = edit.body.key.rubric ?? [];
  const set = (next: Criterion[], shifted = false) => {
    setKey(edit, () => ({ rubric: next }));
    if (shifted) setTurn((n) => n + 1);
  };
  const total = rubric.reduce((sum, c) => sum + c.points, 0) / hundredths;
  return (
    <Form.Item
      label={`${t("Hướng dẫn chấm", "Rubric")} · ${total.toLocaleString("vi")} ${t("điểm", "points")}`}
      extra={t("Thí sinh không thấy phần này.", "Candidates never see it.")}
    >
      {rubric.map((c, i) => (
        <div key={`${turn} ${i}`} className="kt-criterion">
          <div className="kt-answer-line">
            <b>{i + 1}.</b>
            <RichField
              label={t(`Tiêu chí ${i + 1}`, `Criterion ${i + 1}`)}
              value={c.html}
              onChange={(html) => set(withItem(rubric, i, { html }))}
            />
            <Points
              label={t(`Điểm tiêu chí ${i + 1}`, `Points of ${i + 1}`)}
              value={c.points}
              onChange={(points) => set(withItem(rubric, i, { points }))}
            />
            <Button
              type="text"
              icon={<DeleteOutlined />}
              aria-label={t(`Xoá tiêu chí ${i + 1}`, `Remove criterion ${i + 1}`)}
              onClick={() => set(without(rubric, i), true)}
            />
          </div>
          {(c.steps ?? []).map((s, n) => (
            <div key={n} className="kt-answer-line kt-step">
              <span>{t("mức", "step")}</span>
              <RichField
                label={t(`Tiêu chí ${i + 1}, mức ${n + 1}`, `Criterion ${i + 1}, step ${n + 1}`)}
                value={s.html}
                onChange={(html) =>
                  set(withItem(rubric, i, { steps: withItem(c.steps, n, { html }) }))
                }
              />
              <Points
                label={t(`Điểm mức ${n + 1}`, `Points of step ${n + 1}`)}
                value={s.points}
                onChange={(points) =>
                  set(withItem(rubric, i, { steps: withItem(c.steps, n, { points }) }))
                }
              />
              <Button
                type="text"
                icon={<DeleteOutlined />}
                aria-label={t(`Xoá mức ${n + 1}`, `Remove step ${n + 1}`)}
                onClick={() => set(withItem(rubric, i, { steps: without(c.steps, n) }), true)}
              />
            </div>
          ))}
          <Button
            size="small"
            type="text"
            icon={<PlusOutlined />}
            onClick={() =>
              set(withItem(rubric, i, { steps: [...(c.steps ?? []), { html: "", points: 0 }] }))
            }
          >
            {t("Thêm mức điểm", "Add a step")}
          </Button>
        </div>
      ))}
      <Button
        size="small"
        icon={<PlusOutlined />}
        onClick={() => set([...rubric, { html: "", points: 50 }])}
      >
        {t("Thêm tiêu chí", "Add a criterion")}
      </Button>
      <Problems of="rubric" />
    </Form.Item>
  );
}
