import { Alert, Button, Form } from "antd";

import {
  ArrowDownOutlined,
  ArrowUpOutlined,
  DeleteOutlined,
  PlusOutlined,
} from "../../parts/icons";
import { newOption, type Option } from "../body";
import { RichField } from "../editor/rich-field";
import { useText } from "../../text/language";
import { moved } from "../parts";
import { setKey, setQuestion, withItem, type Edit } from "./edit";
import { Problems } from "./problems";

/** Things to be put in order. Once the order is said to be right, the list shows the key. */
export function Order({ edit }: { edit: Edit }) {
  const t = useText();
  const { question, key } = edit.body;
  const options = question.options ?? [];
  const keyed = (key.options?.length ?? 0) > 0;
  const byID = new Map(options.map((o) => [o.id, o]));
  const inKey = (key.options ?? []).flatMap((id) => byID.get(id) ?? []);
  const rest = options.filter((o) => !key.options?.includes(o.id));
  const shown: Option[] = keyed ? [...inKey, ...rest] : options;
  const ids = shown.map((o) => o.id);
  const place = (next: string[]) => {
    if (keyed) setKey(edit, () => ({ options: next }));
    else {
      setQuestion(edit, () => ({ options: next.flatMap((id) => byID.get(id) ?? []) }));
    }
  };
  const remove = (id: string) =>
    edit.change((b) => ({
      ...b,
      question: { ...b.question, options: (b.question.options ?? []).filter((o) => o.id !== id) },
      key: { ...b.key, options: (b.key.options ?? []).filter((o) => o !== id) },
    }));
  const add = () => {
    const made = newOption();
    edit.change((b) => ({
      ...b,
      question: { ...b.question, options: [...(b.question.options ?? []), made] },
      key: keyed ? { ...b.key, options: [...ids, made.id] } : b.key,
    }));
  };
  return (
    <Form.Item label={t("Các mục, theo thứ tự đúng", "Things, in the right order")}>
      {!keyed && (
        <Alert
          type="info"
          showIcon
          className="kt-row"
          title={t("Chưa có thứ tự đúng", "The right order is not known yet")}
          action={
            <Button size="small" onClick={() => setKey(edit, () => ({ options: ids }))}>
              {t("Thứ tự đang hiện là đúng", "The order shown is right")}
            </Button>
          }
        />
      )}
      {shown.map((o, i) => (
        <div key={o.id} className="kt-answer-row">
          <div className="kt-answer-line">
            <b>{i + 1}.</b>
            <RichField
              label={t(`Mục ${i + 1}`, `Thing ${i + 1}`)}
              value={o.html}
              onChange={(html) =>
                setQuestion(edit, (q) => ({
                  options: withItem(
                    q.options,
                    (q.options ?? []).findIndex((x) => x.id === o.id),
                    { html },
                  ),
                }))
              }
            />
            <Button
              type="text"
              icon={<ArrowUpOutlined />}
              disabled={i === 0}
              aria-label={t(`Chuyển mục ${i + 1} lên`, `Move ${i + 1} up`)}
              onClick={() => place(moved(ids, i, -1))}
            />
            <Button
              type="text"
              icon={<ArrowDownOutlined />}
              disabled={i === shown.length - 1}
              aria-label={t(`Chuyển mục ${i + 1} xuống`, `Move ${i + 1} down`)}
              onClick={() => place(moved(ids, i, 1))}
            />
            <Button
              type="text"
              icon={<DeleteOutlined />}
              disabled={options.length <= 2}
              aria-label={t(`Xoá mục ${i + 1}`, `Remove ${i + 1}`)}
              onClick={() => remove(o.id)}
            />
          </div>
        </div>
      ))}
      <Button size="small" icon={<PlusOutlined />} disabled={options.length >= 26} onClick={add}>
        {t("Thêm mục", "Add")}
      </Button>
      {options.map((o, i) => (
        <Problems key={o.id} of={`option ${String.fromCharCode(65 + i)}`} />
      ))}
      <Problems of="options" />
      <Problems of="key" />
    </Form.Item>
  );
}
