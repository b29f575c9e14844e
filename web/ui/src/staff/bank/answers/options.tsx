import { Button, Checkbox, Form, Radio, Tooltip } from "antd";

import { DeleteOutlined, PlusOutlined, PushpinOutlined } from "../../parts/icons";
import { newOption, type Option } from "../body";
import { RichField } from "../editor/rich-field";
import { useText } from "../../text/language";
import { capital } from "../words";
import { CreditInput } from "./credit";
import { setKey, setQuestion, without, withItem, type Edit } from "./edit";
import { Problems, useProblems } from "./problems";

/** Most options of a question: they have letters. */
const maxOptions = 26;

/** The options of a choice, with what is right beside them. */
export function Options({ edit }: { edit: Edit }) {
  const t = useText();
  const { question, key } = edit.body;
  const single = question.kind === "single";
  const right = key.options ?? [];
  const mark = (id: string) =>
    setKey(edit, (k) => {
      const now = k.options ?? [];
      if (single) return { options: [id] };
      return { options: now.includes(id) ? now.filter((o) => o !== id) : [...now, id] };
    });
  return (
    <Form.Item
      label={
        single
          ? t("Phương án; đánh dấu đáp án đúng", "Options; mark the right one")
          : t("Phương án; đánh dấu mọi đáp án đúng", "Options; mark all that are right")
      }
    >
      <div role={single ? "radiogroup" : "group"} aria-label={t("Đáp án", "Key")}>
        <OptionRows
          edit={edit}
          lead={(o, i) => {
            const name = t(`Phương án ${capital(i)} đúng`, `Option ${capital(i)} is right`);
            const checked = right.includes(o.id);
            return single ? (
              <Radio aria-label={name} checked={checked} onChange={() => mark(o.id)} />
            ) : (
              <Checkbox aria-label={name} checked={checked} onChange={() => mark(o.id)} />
            );
          }}
          tail={(o, i) => (
            <CreditInput edit={edit} name={o.id} right={right.includes(o.id)} label={capital(i)} />
          )}
        />
      </div>
      <Problems of="options" />
      <Problems of="key" />
    </Form.Item>
  );
}

interface RowsProps {
  edit: Edit;
  lead?: (option: Option, i: number) => React.ReactNode;
  tail?: (option: Option, i: number) => React.ReactNode;
  /** Fewest rows. */
  least?: number;
  /** What a row is called, before its letter. */
  name?: string;
  add?: string;
}

/** The options of a question as rows: text, place, removal. */
export function OptionRows({ edit, lead, tail, least = 2, name, add }: RowsProps) {
  const t = useText();
  const options = edit.body.question.options ?? [];
  const change = (i: number, part: Partial<Option>) =>
    setQuestion(edit, (q) => ({ options: withItem(q.options, i, part) }));
  return (
    <>
      {options.map((o, i) => (
        <OptionRow
          key={o.id}
          option={o}
          label={`${name ?? t("Phương án", "Option")} ${capital(i)}`}
          letter={capital(i)}
          lead={lead?.(o, i)}
          tail={tail?.(o, i)}
          removable={options.length > least}
          onChange={(part) => change(i, part)}
          onRemove={() => setQuestion(edit, (q) => ({ options: without(q.options, i) }))}
        />
      ))}
      {options.length < maxOptions && (
        <Button
          size="small"
          icon={<PlusOutlined />}
          onClick={() =>
            setQuestion(edit, (q) => ({ options: [...(q.options ?? []), newOption()] }))
          }
        >
          {add ?? t("Thêm phương án", "Add an option")}
        </Button>
      )}
    </>
  );
}

interface RowProps {
  option: Option;
  label: string;
  letter: string;
  lead: React.ReactNode;
  tail: React.ReactNode;
  removable: boolean;
  onChange: (part: Partial<Option>) => void;
  onRemove: () => void;
}

function OptionRow({ option, label, letter, lead, tail, removable, onChange, onRemove }: RowProps) {
  const t = useText();
  const wrong = useProblems(`option ${letter}`);
  return (
    <div className="kt-answer-row">
      <div className="kt-answer-line">
        {lead}
        <b>{letter}</b>
        <RichField
          label={label}
          value={option.html}
          invalid={wrong.some((p) => !p.warning)}
          onChange={(html) => onChange({ html })}
        />
        {tail}
        <Tooltip title={t("Không đảo chỗ phương án này", "Keep this option in its place")}>
          <Button
            aria-pressed={option.fixed === true}
            type={option.fixed ? "primary" : "text"}
            icon={<PushpinOutlined />}
            aria-label={t(`Không đảo chỗ ${letter}`, `Keep ${letter} in place`)}
            onClick={() => onChange({ fixed: !option.fixed })}
          />
        </Tooltip>
        <Button
          type="text"
          icon={<DeleteOutlined />}
          aria-label={t(`Xoá ${letter}`, `Remove ${letter}`)}
          disabled={!removable}
          onClick={onRemove}
        />
      </div>
      <Problems of={`option ${letter}`} />
    </div>
  );
}
