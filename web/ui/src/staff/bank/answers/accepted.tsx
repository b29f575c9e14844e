import { Button, Checkbox, Flex, Form, Input, InputNumber } from "antd";

import { DeleteOutlined, PlusOutlined } from "../../parts/icons";
import { gridCharset, gridMax } from "../body";
import { useText } from "../../text/language";
import { CreditInput } from "./credit";
import { setKey, setQuestion, without, type Edit } from "./edit";
import { Problems } from "./problems";

interface ListProps {
  values: string[];
  onChange: (values: string[]) => void;
  label: string;
  placeholder?: string;
  credit?: (value: string) => React.ReactNode;
}

/** Answers that are all right, one to a line. There is always a line to type in. */
export function AcceptedList({ values, onChange, label, placeholder, credit }: ListProps) {
  const t = useText();
  const lines = values.length === 0 ? [""] : values;
  const set = (i: number, value: string) => onChange(lines.map((v, k) => (k === i ? value : v)));
  return (
    <div className="kt-accepted">
      {lines.map((v, i) => (
        <Flex key={i} gap={4} align="center">
          <Input
            aria-label={`${label} ${i + 1}`}
            value={v}
            placeholder={placeholder ?? ""}
            onChange={(e) => set(i, e.target.value)}
          />
          {v.trim() !== "" && credit?.(v.trim())}
          <Button
            type="text"
            icon={<DeleteOutlined />}
            disabled={lines.length === 1 && v === ""}
            aria-label={t(`Xoá đáp án ${i + 1}`, `Remove answer ${i + 1}`)}
            onClick={() => onChange(without(lines, i))}
          />
        </Flex>
      ))}
      <Button size="small" icon={<PlusOutlined />} onClick={() => onChange([...lines, ""])}>
        {t("Thêm đáp án cũng đúng", "Another right answer")}
      </Button>
    </div>
  );
}

/** A few characters in a grid, as part III of a paper has it, or a few words. */
export function Short({ edit }: { edit: Edit }) {
  const t = useText();
  const { question, key } = edit.body;
  const grid = question.grid ?? { max: gridMax, charset: gridCharset };
  const words = (grid.charset ?? "") === "";
  const setGrid = (part: Partial<typeof grid>) =>
    setQuestion(edit, () => ({ grid: { ...grid, ...part } }));
  return (
    <Form.Item label={t("Đáp số được chấp nhận", "Accepted answers")}>
      <Accepted edit={edit} placeholder={words ? "" : "0,5"} />
      <Flex gap={16} wrap align="center" className="kt-settings">
        <label>
          {t("Tối đa ", "At most ")}
          <InputNumber
            min={1}
            max={100}
            value={grid.max}
            onChange={(max) => setGrid({ max: max ?? gridMax })}
          />{" "}
          {t("ký tự", "characters")}
        </label>
        <Checkbox
          checked={words}
          onChange={(e) => setGrid({ charset: e.target.checked ? "" : gridCharset })}
        >
          {t("Cho gõ chữ", "Letters allowed")}
        </Checkbox>
        {words && (
          <Checkbox
            checked={key.fold === true}
            onChange={(e) => setKey(edit, () => ({ fold: e.target.checked }))}
          >
            {t("Không phân biệt chữ hoa, chữ thường", "Upper and lower case alike")}
          </Checkbox>
        )}
      </Flex>
      <Problems of="grid" />
      <Problems of="key" />
    </Form.Item>
  );
}

function Accepted({ edit, placeholder }: { edit: Edit; placeholder: string }) {
  const t = useText();
  return (
    <AcceptedList
      label={t("Đáp số", "Answer")}
      placeholder={placeholder}
      values={edit.body.key.accepted ?? []}
      onChange={(accepted) => setKey(edit, () => ({ accepted }))}
      credit={(v) => <CreditInput edit={edit} name={v} right label={v} />}
    />
  );
}

/** A number, exact, within a tolerance, or in a range. */
export function Numeric({ edit }: { edit: Edit }) {
  const t = useText();
  return (
    <Form.Item
      label={t("Đáp số", "Answer")}
      extra={t(
        "Ghi một số (9,81), hoặc một khoảng tính cả hai đầu (9,8..9,82). Ô sai số đổi một số thành khoảng.",
        "A number (9,81), or a range with both ends (9,8..9,82). A tolerance makes a range of a number.",
      )}
    >
      <Accepted edit={edit} placeholder="9,81" />
      <Tolerance edit={edit} />
      <Problems of="key" />
    </Form.Item>
  );
}

/** Makes ranges of single numbers: 9,81 ± 0,01 is 9,8..9,82. */
function Tolerance({ edit }: { edit: Edit }) {
  const t = useText();
  const numbers = (edit.body.key.accepted ?? []).filter(
    (a) => !a.includes("..") && a.trim() !== "",
  );
  const apply = (text: string) =>
    setKey(edit, (k) => ({
      accepted: (k.accepted ?? []).map((a) => (a.includes("..") ? a : (range(a, text) ?? a))),
    }));
  return (
    <Input.Search
      className="kt-tolerance"
      prefix="±"
      size="small"
      disabled={numbers.length === 0}
      enterButton={t("Thành khoảng", "Make ranges")}
      placeholder="0,01"
      aria-label={t("Sai số", "Tolerance")}
      onSearch={apply}
    />
  );
}

/** The range of a number and its tolerance, in exact decimals; null where one is no number. */
export function range(value: string, tolerance: string): string | null {
  const plain = /^-?\d{1,12}(?:[.,]\d{1,12})?$/;
  const v = value.trim();
  const d = tolerance.trim();
  if (!plain.test(v) || !plain.test(d) || d.startsWith("-")) return null;
  const places = Math.max(...[v, d].map((s) => s.split(/[.,]/)[1]?.length ?? 0));
  const whole = (s: string) => {
    const [head = "", tail = ""] = s.split(/[.,]/);
    return BigInt(head + tail.padEnd(places, "0"));
  };
  const text = (n: bigint) => {
    const digits = (n < 0n ? -n : n).toString().padStart(places + 1, "0");
    const head = digits.slice(0, digits.length - places);
    const tail = digits.slice(digits.length - places).replace(/0+$/, "");
    return (n < 0n ? "-" : "") + head + (tail === "" ? "" : `,${tail}`);
  };
  return `${text(whole(v) - whole(d))}..${text(whole(v) + whole(d))}`;
}
