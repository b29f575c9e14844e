import { Alert, Checkbox, Flex, Modal, Radio, Select } from "antd";
import { useState } from "react";

import { Field } from "../parts/field";
import { count } from "../text/format";
import { useLanguage, useText } from "../text/language";
import { useAction } from "../use-action";
import { calls, type ExamView, type SubjectView } from "./calls";
import type { RunView, Spec } from "./types";
import { groupings, models } from "./words";

interface Props {
  exam: ExamView;
  subject: SubjectView;
  close: () => void;
  started: (run: RunView) => void;
}

type By = NonNullable<Spec["groupings"]>;

const usualGroupings: By = ["gender", "region", "mode"];

/** What to analyse and how; what the sample does not carry is said before the start. */
export function StartDialog({ exam, subject, close, started }: Props) {
  const t = useText();
  const { language } = useLanguage();
  const { busy, run } = useAction();
  const [model, setModel] = useState<NonNullable<Spec["model"]>>("auto");
  const [polytomous, setPolytomous] = useState<NonNullable<Spec["polytomous"]>>("gpcm");
  const [by, setBy] = useState<By>(usualGroupings);
  const start = async () => {
    const spec = { model, polytomous, groupings: by };
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
              <Radio key={m.value} value={m.value}>
                {m[language]} <small className="kt-note-inline">{m.help[language]}</small>
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
      <Alert
        type="info"
        showIcon
        title={t(
          "Cái gì mẫu không gánh được sẽ bị từ chối kèm lí do; phần còn lại vẫn chạy.",
          "What the sample cannot carry is refused with its reason; the rest goes on.",
        )}
      />
    </Modal>
  );
}
