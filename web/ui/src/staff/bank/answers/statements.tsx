import { Button, Form, Radio, Select } from "antd";
import { useState, type ReactNode } from "react";

import { DeleteOutlined, PlusOutlined } from "../../parts/icons";
import { clusterSize, type Statement } from "../body";
import { RichField } from "../editor/rich-field";
import { useLanguage, useText } from "../../text/language";
import { levelNames, levels, small } from "../words";
import { setKey, setQuestion, without, withItem, withValue, type Edit } from "./edit";
import { Problems, useProblems } from "./problems";

/** Most rows of a question: they have letters. */
const maxRows = 26;

interface RowsProps {
  edit: Edit;
  /** What a row is called, before its letter. */
  name: string;
  /** The key of a row. */
  answer: (i: number) => ReactNode;
  /** Fixed: rows are neither added nor removed. */
  fixed?: boolean;
}

/** The statements of a cluster, or the rows of a match: text, level and key each. */
export function StatementRows({ edit, name, answer, fixed = false }: RowsProps) {
  const t = useText();
  // A removal shifts the rows: their texts start anew.
  const [turn, setTurn] = useState(0);
  const rows = edit.body.question.statements ?? [];
  const remove = (i: number) => {
    edit.change((b) => ({
      ...b,
      question: { ...b.question, statements: without(b.question.statements, i) },
      key: { ...b.key, statements: without(b.key.statements, i) },
    }));
    setTurn((n) => n + 1);
  };
  return (
    <>
      {rows.map((s, i) => (
        <Row
          key={`${turn} ${i}`}
          row={s}
          letter={small(i)}
          label={`${name} ${small(i)}`}
          answer={answer(i)}
          {...(fixed && rows.length === clusterSize ? {} : { onRemove: () => remove(i) })}
          onChange={(part) =>
            setQuestion(edit, (q) => ({ statements: withItem(q.statements, i, part) }))
          }
        />
      ))}
      {(fixed ? rows.length < clusterSize : rows.length < maxRows) && (
        <Button
          size="small"
          icon={<PlusOutlined />}
          onClick={() =>
            setQuestion(edit, (q) => ({ statements: [...(q.statements ?? []), { html: "" }] }))
          }
        >
          {t("Thêm", "Add")} {name.toLowerCase()}
        </Button>
      )}
      <Problems of="statements" />
      <Problems of="key" />
    </>
  );
}

interface RowProps {
  row: Statement;
  letter: string;
  label: string;
  answer: ReactNode;
  onChange: (part: Partial<Statement>) => void;
  onRemove?: () => void;
}

function Row({ row, letter, label, answer, onChange, onRemove }: RowProps) {
  const t = useText();
  const { language } = useLanguage();
  const wrong = useProblems(`statement ${letter}`);
  return (
    <div className="kt-answer-row">
      <div className="kt-answer-line">
        <b>{letter})</b>
        <RichField
          label={label}
          value={row.html}
          invalid={wrong.some((p) => !p.warning && !p.unready)}
          onChange={(html) => onChange({ html })}
        />
        <Select
          className="kt-level"
          aria-label={t(`Mức độ ${letter}`, `Level of ${letter}`)}
          value={row.level ?? ""}
          onChange={(level: string) => onChange({ level })}
          options={[
            { value: "", label: t("Mức độ", "Level") },
            ...levels.map((l) => ({ value: l, label: levelNames[l][language] })),
          ]}
        />
        {answer}
        {onRemove && (
          <Button
            type="text"
            icon={<DeleteOutlined />}
            aria-label={t(`Xoá ${letter}`, `Remove ${letter}`)}
            onClick={onRemove}
          />
        )}
      </div>
      <Problems of={`statement ${letter}`} />
    </div>
  );
}

/** Four statements, each true or false. */
export function Cluster({ edit }: { edit: Edit }) {
  const t = useText();
  const n = edit.body.question.statements?.length ?? 0;
  return (
    <Form.Item label={t("Bốn ý, mỗi ý đúng hoặc sai", "Four statements, each true or false")}>
      <StatementRows
        edit={edit}
        fixed
        name={t("Ý", "Statement")}
        answer={(i) => (
          <Radio.Group
            optionType="button"
            aria-label={t(`Đáp án ý ${small(i)}`, `Key of ${small(i)}`)}
            value={edit.body.key.statements?.[i] ?? ""}
            onChange={(e) =>
              setKey(edit, (k) => ({
                statements: withValue(k.statements, n, i, e.target.value as string),
              }))
            }
            options={[
              { value: "D", label: t("Đúng", "True") },
              { value: "S", label: t("Sai", "False") },
            ]}
          />
        )}
      />
    </Form.Item>
  );
}
