import { Button, Checkbox, Flex, Form, InputNumber, Radio, Select } from "antd";

import { newOption, type Gap, type Option } from "../body";
import { RichField } from "../editor/rich-field";
import { bankText } from "../plain";
import { useText } from "../../text/language";
import { capital, small } from "../words";
import { AcceptedList } from "./accepted";
import { CreditInput } from "./credit";
import { setKey, setQuestion, withItem, type Edit } from "./edit";
import { OptionRows } from "./options";
import { Problems } from "./problems";

/** How a gap is filled. */
type Way = "typed" | "chosen" | "pool";

function wayOf(gap: Gap): Way {
  if (gap.grid) return "typed";
  return (gap.options ?? []).length > 0 ? "chosen" : "pool";
}

/** The longest typed answer of a new gap. */
const startMax = 40;

/** The gaps of the text above, in its order: how each is filled, and what is right. */
export function Cloze({ edit }: { edit: Edit }) {
  const t = useText();
  const { question, key } = edit.body;
  const gaps = question.gaps ?? [];
  const pool = gaps.some((g) => wayOf(g) === "pool");
  return (
    <>
      <Form.Item label={t("Chỗ trống", "Gaps")}>
        {gaps.length === 0 && (
          <p className="kt-note">
            {t(
              "Bôi đen từ cần điền trong câu hỏi rồi bấm nút Tạo chỗ trống (Ctrl+Shift+G); từ đó thành đáp án.",
              "Choose a word of the question and press the gap tool (Ctrl+Shift+G); the word becomes the answer.",
            )}
          </p>
        )}
        {gaps.map((g, i) => (
          <GapForm key={i} edit={edit} gap={g} i={i} />
        ))}
        <Problems of="gaps" />
        <Problems of="key" />
      </Form.Item>
      {pool && (
        <Form.Item label={t("Ngân hàng từ dùng chung", "Words to choose from")}>
          <OptionRows
            edit={edit}
            least={1}
            name={t("Từ", "Word")}
            add={t("Thêm từ", "Add a word")}
          />
          <Problems of="options" />
        </Form.Item>
      )}
      <Checkbox
        checked={key.fold === true}
        onChange={(e) => setKey(edit, () => ({ fold: e.target.checked }))}
      >
        {t(
          "Từ gõ vào: không phân biệt chữ hoa, chữ thường",
          "Typed words: upper and lower case alike",
        )}
      </Checkbox>
    </>
  );
}

function GapForm({ edit, gap, i }: { edit: Edit; gap: Gap; i: number }) {
  const t = useText();
  const letter = small(i);
  const way = wayOf(gap);
  const right = edit.body.key.gaps?.[i] ?? [];
  const setGap = (part: Partial<Gap>) =>
    setQuestion(edit, (q) => ({ gaps: withItem(q.gaps, i, part) }));
  const setRight = (values: string[]) =>
    setKey(edit, (k) => {
      const all = edit.body.question.gaps ?? [];
      return { gaps: all.map((_, n) => (n === i ? values : (k.gaps?.[n] ?? []))) };
    });
  const setWay = (next: Way) => {
    edit.change((b) => ({
      ...b,
      question: { ...b.question, ...asWay(b.question, i, next) },
      key: {
        ...b.key,
        gaps: (b.question.gaps ?? []).map((_, n) => (n === i ? [] : (b.key.gaps?.[n] ?? []))),
      },
    }));
  };
  const choices = way === "chosen" ? (gap.options ?? []) : (edit.body.question.options ?? []);
  return (
    <div className="kt-gap-form" id={`gap-${letter}`}>
      <Flex gap={12} wrap align="center">
        <b>({letter})</b>
        <Radio.Group
          optionType="button"
          size="small"
          aria-label={t(`Cách điền chỗ ${letter}`, `How gap ${letter} is filled`)}
          value={way}
          onChange={(e) => setWay(e.target.value as Way)}
          options={[
            { value: "typed", label: t("Gõ", "Typed") },
            { value: "chosen", label: t("Chọn", "Chosen") },
            { value: "pool", label: t("Từ dùng chung", "From the words") },
          ]}
        />
        <label>
          {t("Trọng số ", "Weight ")}
          <InputNumber
            size="small"
            min={1}
            max={100}
            value={gap.weight && gap.weight > 0 ? gap.weight : 1}
            onChange={(w) => setGap({ weight: w === null || w === 1 ? 0 : w })}
          />
        </label>
        {gap.grid && (
          <label>
            {t("Tối đa ", "At most ")}
            <InputNumber
              size="small"
              min={1}
              max={100}
              value={gap.grid.max}
              onChange={(max) => setGap({ grid: { ...gap.grid, max: max ?? startMax } })}
            />{" "}
            {t("ký tự", "characters")}
          </label>
        )}
      </Flex>
      {way === "typed" ? (
        <AcceptedList
          label={t(`Đáp án ${letter}`, `Answer ${letter}`)}
          values={right}
          onChange={setRight}
          credit={(v) => <CreditInput edit={edit} name={`${letter}:${v}`} right label={v} />}
        />
      ) : (
        <>
          {way === "chosen" && <GapOptions gap={gap} letter={letter} onChange={setGap} />}
          <Select
            mode="multiple"
            className="kt-target"
            aria-label={t(`Đáp án ${letter}`, `Key of ${letter}`)}
            placeholder={t("Đáp án đúng", "Right answer")}
            value={right.filter((id) => choices.some((o) => o.id === id))}
            onChange={setRight}
            options={choices.map((o, n) => ({
              value: o.id,
              label: `${capital(n)}. ${bankText(o.html, 40)}`,
            }))}
          />
        </>
      )}
      <Problems of={`gap ${letter}`} />
    </div>
  );
}

function asWay(
  q: Edit["body"]["question"],
  i: number,
  way: Way,
): Partial<Edit["body"]["question"]> {
  const gap: Gap = { ...q.gaps?.[i] };
  delete gap.grid;
  delete gap.options;
  if (way === "typed") gap.grid = { max: startMax };
  if (way === "chosen") gap.options = [newOption(), newOption(), newOption()];
  const options =
    way === "pool" && (q.options ?? []).length === 0 ? [newOption(), newOption()] : q.options;
  return {
    gaps: (q.gaps ?? []).map((g, n) => (n === i ? gap : g)),
    ...(options ? { options } : {}),
  };
}

interface GapOptionsProps {
  gap: Gap;
  letter: string;
  onChange: (part: Partial<Gap>) => void;
}

/** The options of one gap. */
function GapOptions({ gap, letter, onChange }: GapOptionsProps) {
  const t = useText();
  const options = gap.options ?? [];
  const set = (next: Option[]) => onChange({ options: next });
  return (
    <div className="kt-gap-options">
      {options.map((o, n) => (
        <RichField
          key={o.id}
          label={t(`Chỗ ${letter}, phương án ${capital(n)}`, `Gap ${letter}, option ${capital(n)}`)}
          value={o.html}
          onChange={(html) => set(withItem(options, n, { html }))}
        />
      ))}
      <Flex gap={8}>
        <Button size="small" onClick={() => set([...options, newOption()])}>
          {t("Thêm phương án", "Add an option")}
        </Button>
        {options.length > 2 && (
          <Button size="small" onClick={() => set(options.slice(0, -1))}>
            {t("Bớt phương án cuối", "Remove the last")}
          </Button>
        )}
      </Flex>
    </div>
  );
}
