import { AutoComplete, Checkbox, Col, Form, Input, InputNumber, Row, Select } from "antd";

import { api, ok } from "../api";
import { useLanguage, useText } from "../text/language";
import { useApi } from "../use-api";
import { Field } from "../parts/field";
import type { Edit } from "./answers/edit";
import { Problems } from "./answers/problems";
import { NodePicker } from "./node-picker";
import { levelNames, levels, subjectName, subjects, type Body } from "./words";

interface Props {
  edit: Edit;
  pool: string;
  /** The pool of a stored question is changed elsewhere. */
  fixedPool: boolean;
  onPool: (pool: string) => void;
  credit: boolean;
  onCredit: (shown: boolean) => void;
}

/** What the question is about, and where it is kept. */
export function ItemTags({ edit, pool, fixedPool, onPool, credit, onCredit }: Props) {
  const t = useText();
  const { language } = useLanguage();
  const { tags, label = "", question } = edit.body;
  const set = (part: Partial<Body["tags"]>) =>
    edit.change((b) => ({ ...b, tags: { ...b.tags, ...part } }));
  const pools = useApi("pools", () =>
    ok(api.GET("/api/items", { params: { query: { limit: 1 } } })),
  );
  const credited = !["cluster", "order", "hotspot", "essay", "upload"].includes(question.kind);
  return (
    <>
      {credited && (
        <p className="kt-credit-switch">
          <Checkbox checked={credit} onChange={(e) => onCredit(e.target.checked)}>
            {t(
              "Chấm điểm từng phần: ghi phần trăm cho từng đáp án",
              "Part-credit: a percentage for each answer",
            )}
          </Checkbox>
        </p>
      )}
      <Row gutter={12}>
        <Col xs={24} sm={12}>
          <Field label={t("Kho", "Pool")} required={!fixedPool}>
            <AutoComplete
              value={pool}
              disabled={fixedPool}
              maxLength={200}
              aria-label={t("Kho", "Pool")}
              onChange={onPool}
              options={(pools.data?.pools ?? []).map((p) => ({ value: p }))}
            />
          </Field>
        </Col>
        <Col xs={24} sm={12}>
          <Field label={t("Mã câu", "Label")}>
            <Input
              value={label}
              aria-label={t("Mã câu", "Label")}
              onChange={(e) => edit.change((b) => ({ ...b, label: e.target.value }))}
            />
          </Field>
        </Col>
        <Col xs={12} sm={8}>
          <Field label={t("Môn", "Subject")}>
            <AutoComplete
              value={tags.subject ? subjectName(tags.subject)[language] : ""}
              aria-label={t("Môn", "Subject")}
              onChange={(name: string) =>
                set({ subject: subjects.find((s) => subjectName(s)[language] === name) ?? name })
              }
              options={subjects.map((s) => ({ value: subjectName(s)[language] }))}
            />
          </Field>
        </Col>
        <Col xs={12} sm={8}>
          <Form.Item label={t("Lớp", "Grade")}>
            <InputNumber
              min={0}
              max={12}
              aria-label={t("Lớp", "Grade")}
              value={tags.grade ?? 0}
              onChange={(grade) => set({ grade: grade ?? 0 })}
            />
            <Problems of="grade" />
          </Form.Item>
        </Col>
        <Col xs={24} sm={8}>
          <Form.Item label={t("Mức độ", "Level")}>
            <Select
              aria-label={t("Mức độ", "Level")}
              value={tags.level ?? ""}
              disabled={question.kind === "cluster"}
              onChange={(level: string) => set({ level })}
              options={[
                { value: "", label: "–" },
                ...levels.map((l) => ({ value: l, label: levelNames[l][language] })),
              ]}
            />
            <Problems of="level" />
          </Form.Item>
        </Col>
      </Row>
      <Form.Item label={t("Từ chương trình", "From the programme")}>
        <NodePicker
          {...(tags.subject ? { subject: tags.subject } : {})}
          {...(tags.grade ? { grade: tags.grade } : {})}
          onPick={set}
        />
      </Form.Item>
      <Field label={t("Chủ đề", "Topic")}>
        <Input
          value={tags.topic ?? ""}
          aria-label={t("Chủ đề", "Topic")}
          onChange={(e) => set({ topic: e.target.value })}
        />
      </Field>
      <Field label={t("Đơn vị kiến thức", "Content")}>
        <Input
          value={tags.content ?? ""}
          aria-label={t("Đơn vị kiến thức", "Content")}
          onChange={(e) => set({ content: e.target.value })}
        />
      </Field>
      <Field label={t("Yêu cầu cần đạt", "Outcome")}>
        <Input
          value={tags.outcome ?? ""}
          aria-label={t("Yêu cầu cần đạt", "Outcome")}
          onChange={(e) => set({ outcome: e.target.value })}
        />
      </Field>
      <Row gutter={12}>
        <Col xs={24} sm={12}>
          <Field label={t("Năng lực", "Competences")}>
            <Select
              mode="tags"
              aria-label={t("Năng lực", "Competences")}
              value={tags.competences ?? []}
              onChange={(competences: string[]) => set({ competences })}
            />
          </Field>
        </Col>
        <Col xs={24} sm={12}>
          <Field label={t("Nhãn tự do", "Free tags")}>
            <Select
              mode="tags"
              aria-label={t("Nhãn tự do", "Free tags")}
              value={tags.free ?? []}
              onChange={(free: string[]) => set({ free })}
            />
          </Field>
        </Col>
      </Row>
      <Problems of="tags" />
    </>
  );
}
