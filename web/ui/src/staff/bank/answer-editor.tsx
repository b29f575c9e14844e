import { DeleteOutlined, PlusOutlined, PushpinOutlined } from "@ant-design/icons";
import { Button, Checkbox, Flex, Form, Input, InputNumber, Radio, Select, Tooltip } from "antd";

import { useLanguage, useText } from "../text/language";
import type { Draft } from "./draft";
import { capital, levelNames, levels, small } from "./words";

interface Props {
  draft: Draft;
  onChange: (part: Partial<Draft>) => void;
}

/** The part of a question that depends on its kind, key included. */
export function AnswerEditor(props: Props) {
  switch (props.draft.kind) {
    case "single":
    case "multiple":
      return <Options {...props} />;
    case "cluster":
      return <Statements {...props} />;
    case "short":
      return <ShortAnswer {...props} />;
    default: // the other kinds come from imports
      return null;
  }
}

function Options({ draft, onChange }: Props) {
  const t = useText();
  const { options, kind } = draft;
  const change = (i: number, part: Partial<Draft["options"][number]>) =>
    onChange({
      options: options.map((o, k) => {
        if (k === i) return { ...o, ...part };
        return part.right === true && kind === "single" ? { ...o, right: false } : o;
      }),
    });
  return (
    <Form.Item label={t("Phương án; đánh dấu đáp án đúng", "Options; tick what is right")}>
      {options.map((o, i) => {
        const name = t(`Phương án ${capital(i)} đúng`, `Option ${capital(i)} is right`);
        return (
          <Flex key={i} gap={8} align="center" className="kt-row">
            {kind === "single" ? (
              <Radio
                aria-label={name}
                checked={o.right}
                onChange={() => change(i, { right: true })}
              />
            ) : (
              <Checkbox
                aria-label={name}
                checked={o.right}
                onChange={(e) => change(i, { right: e.target.checked })}
              />
            )}
            <b>{capital(i)}</b>
            <Input.TextArea
              autoSize
              aria-label={t(`Phương án ${capital(i)}`, `Option ${capital(i)}`)}
              value={o.html}
              onChange={(e) => change(i, { html: e.target.value })}
            />
            <Tooltip title={t("Không đảo chỗ phương án này", "Keep this option in its place")}>
              <Button
                aria-pressed={o.fixed}
                type={o.fixed ? "primary" : "text"}
                icon={<PushpinOutlined />}
                aria-label={t("Không đảo chỗ", "Keep in place")}
                onClick={() => change(i, { fixed: !o.fixed })}
              />
            </Tooltip>
            <Button
              type="text"
              icon={<DeleteOutlined />}
              aria-label={t("Xoá phương án", "Remove option")}
              disabled={options.length <= 2}
              onClick={() => onChange({ options: options.filter((_, k) => k !== i) })}
            />
          </Flex>
        );
      })}
      {options.length < 8 && (
        <Button
          size="small"
          icon={<PlusOutlined />}
          onClick={() =>
            onChange({ options: [...options, { id: "", html: "", fixed: false, right: false }] })
          }
        >
          {t("Thêm phương án", "Add an option")}
        </Button>
      )}
    </Form.Item>
  );
}

function Statements({ draft, onChange }: Props) {
  const t = useText();
  const { language } = useLanguage();
  const change = (i: number, part: Partial<Draft["statements"][number]>) =>
    onChange({ statements: draft.statements.map((s, k) => (k === i ? { ...s, ...part } : s)) });
  return (
    <Form.Item label={t("Bốn ý, mỗi ý đúng hoặc sai", "Four statements, each true or false")}>
      {draft.statements.map((s, i) => (
        <Flex key={i} gap={8} align="center" wrap className="kt-row">
          <b>{small(i)})</b>
          <Input.TextArea
            autoSize
            className="kt-grow"
            aria-label={t(`Ý ${small(i)}`, `Statement ${small(i)}`)}
            value={s.html}
            onChange={(e) => change(i, { html: e.target.value })}
          />
          <Select
            className="kt-level"
            aria-label={t(`Mức độ ý ${small(i)}`, `Level of ${small(i)}`)}
            value={s.level}
            onChange={(level) => change(i, { level })}
            options={[
              { value: "", label: "–" },
              ...levels.map((l) => ({ value: l, label: levelNames[l][language] })),
            ]}
          />
          <Radio.Group
            optionType="button"
            aria-label={t(`Đáp án ý ${small(i)}`, `Key of ${small(i)}`)}
            value={s.value}
            onChange={(e) => change(i, { value: e.target.value as "D" | "S" })}
            options={[
              { value: "D", label: t("Đúng", "True") },
              { value: "S", label: t("Sai", "False") },
            ]}
          />
        </Flex>
      ))}
    </Form.Item>
  );
}

function ShortAnswer({ draft, onChange }: Props) {
  const t = useText();
  return (
    <Flex gap={12} wrap>
      <Form.Item
        className="kt-grow"
        label={t("Đáp số (nhiều đáp số cách nhau bằng dấu |)", "Answers, separated by |")}
      >
        <Input
          value={draft.accepted}
          placeholder="0,5"
          aria-label={t("Đáp số", "Answers")}
          onChange={(e) => onChange({ accepted: e.target.value })}
        />
      </Form.Item>
      <Form.Item label={t("Số ký tự", "Characters")}>
        <InputNumber
          min={1}
          max={100}
          value={draft.max}
          onChange={(max) => onChange({ max: max ?? 4 })}
        />
      </Form.Item>
      <Form.Item label=" ">
        <Checkbox
          checked={draft.charset === ""}
          onChange={(e) => onChange({ charset: e.target.checked ? "" : "0123456789-," })}
        >
          {t("Cho gõ chữ", "Letters allowed")}
        </Checkbox>
      </Form.Item>
    </Flex>
  );
}
