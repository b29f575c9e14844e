import { Alert, Checkbox, Flex, Modal, Radio, Select } from "antd";
import { useState } from "react";

import { Field } from "../parts/field";
import { count } from "../text/format";
import { useLanguage, useText, type Both } from "../text/language";
import { useAction } from "../use-action";
import type { Schema } from "../api";
import { calls, type ExamView, type SubjectView } from "./calls";
import { insteadOf } from "./sentences";
import type { RunView, Spec } from "./types";
import { groupings, models } from "./words";

interface Props {
  needs: readonly Need[];
  /** Groups of fewer persons are not compared. */
  groupOf: number;
  exam: ExamView;
  subject: SubjectView;
  close: () => void;
  started: (run: RunView) => void;
}

type By = NonNullable<Spec["groupings"]>;

const usualGroupings: By = ["gender", "region", "school_kind", "mode"];

type Need = Schema["AnalysisNeed"];

/** Comparisons that calibrate take their time, so they are asked for. */
const slow: NonNullable<Spec["dif"]> = ["lord", "ratio"];

const slowNames: Record<(typeof slow)[number], Both> = {
  lord: {
    vi: "Lord và Raju (ước lượng riêng từng nhóm)",
    en: "Lord and Raju (each group calibrated by itself)",
  },
  ratio: {
    vi: "Tỉ số hợp lý (thả từng câu; đề nhiều câu, nhiều nhóm có thể mất vài phút)",
    en: "Likelihood ratio (one item at a time; many items and groups may take minutes)",
  },
};

/** What to analyse and how; what the sample does not carry is said before the start. */
export function StartDialog({ exam, subject, needs, groupOf, close, started }: Props) {
  const t = useText();
  const { language } = useLanguage();
  const { busy, run } = useAction();
  const [model, setModel] = useState<NonNullable<Spec["model"]>>("auto");
  const [polytomous, setPolytomous] = useState<NonNullable<Spec["polytomous"]>>("gpcm");
  const [by, setBy] = useState<By>(usualGroupings);
  const [methods, setMethods] = useState<NonNullable<Spec["dif"]>>([]);
  const refusal = (m: string): string | undefined => {
    const need = needs.find((x) => x.model === m);
    if (!need || subject.scored >= need.persons) return undefined;
    return t(
      `Cần từ ${count(need.persons, language)} bài, mới có ${count(subject.scored, language)}: ${insteadOf[need.instead]?.vi ?? ""}.`,
      `Needs ${count(need.persons, language)} works, there are ${count(subject.scored, language)}: ${insteadOf[need.instead]?.en ?? ""}.`,
    );
  };
  const fewGroups = subject.scored < 2 * groupOf;
  const start = async () => {
    const spec = { model, polytomous, groupings: by, dif: model === "none" ? [] : methods };
    const made = await run(() => calls.start(exam.id, subject.code, spec));
    if (made) started(made);
  };
  return (
    <Modal
      open
      width={640}
      title={t(
        `Phân tích ${subject.name}: ${count(subject.scored, language)} bài`,
        `Analyse ${subject.name}: ${count(subject.scored, language)} works`,
      )}
      okText={t("Bắt đầu phân tích", "Start the analysis")}
      cancelText={t("Thôi", "Cancel")}
      confirmLoading={busy}
      onOk={() => void start()}
      onCancel={close}
    >
      <Field label={t("Mô hình câu hỏi", "Model")} layout="vertical">
        <Radio.Group
          value={model}
          onChange={(e) => setModel(e.target.value as NonNullable<Spec["model"]>)}
        >
          <Flex vertical gap={6}>
            {models.map((m) => (
              <Radio key={m.value} value={m.value} disabled={refusal(m.value) !== undefined}>
                {m[language]}{" "}
                <small className="kt-note-inline">{refusal(m.value) ?? m.help[language]}</small>
              </Radio>
            ))}
          </Flex>
        </Radio.Group>
      </Field>
      {model !== "none" && model !== "rasch" && (
        <Field
          layout="vertical"
          label={t("Câu nhiều mức điểm (đúng/sai bốn ý)", "Items of several scores")}
        >
          <Select
            value={polytomous}
            onChange={setPolytomous}
            options={(["gpcm", "grm", "pcm"] as const).map((value) => ({
              value,
              label: value.toUpperCase(),
            }))}
          />
        </Field>
      )}
      <Field layout="vertical" label={t("So sánh các nhóm (DIF)", "Compare groups (DIF)")}>
        <Checkbox.Group
          value={by}
          onChange={setBy}
          options={groupings.map((g) => ({
            value: g.value,
            label: `${g[language]} (${g.help[language]})`,
          }))}
        />
      </Field>
      {fewGroups && by.length > 0 && (
        <Alert
          className="kt-gap"
          type="warning"
          showIcon
          title={t(
            `Mỗi nhóm cần từ ${count(groupOf, language)} bài: với ${count(subject.scored, language)} bài sẽ không so sánh được nhóm nào.`,
            `Each group needs ${count(groupOf, language)} works: with ${count(subject.scored, language)} no groups are compared.`,
          )}
        />
      )}
      {!fewGroups && by.length > 0 && model !== "none" && (
        <Field
          layout="vertical"
          label={t(
            "Ngoài Mantel–Haenszel và hồi quy logistic, so thêm bằng",
            "Beside Mantel–Haenszel and logistic regression",
          )}
        >
          <Checkbox.Group
            value={methods}
            onChange={setMethods}
            options={slow.map((value) => ({ value, label: slowNames[value][language] }))}
          />
        </Field>
      )}
      <Alert
        type="info"
        showIcon
        title={
          refusal("rasch") === undefined
            ? t(
                "Câu hoặc đề nào mẫu không gánh được sẽ được để ngoài kèm lý do; phần còn lại vẫn chạy.",
                "Items and forms that the sample cannot carry are left out with the reason; the rest goes on.",
              )
            : t(
                "Mẫu này chỉ đủ cho phần cổ điển; các con số dao động nhiều, chỉ dùng để tìm câu hỏng rõ ràng.",
                "This sample carries the classical part only; it finds items that are plainly broken.",
              )
        }
      />
    </Modal>
  );
}
