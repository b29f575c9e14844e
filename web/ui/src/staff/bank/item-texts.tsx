import { Button, Form } from "antd";
import { useMemo, useState } from "react";

import { useText } from "../text/language";
import { setQuestion, type Edit } from "./answers/edit";
import { Problems, useProblems } from "./answers/problems";
import { blank } from "./body";
import { RichField, type Gaps } from "./editor/rich-field";
import { GapShelf } from "./gaps";

/** Most gaps of a question: they have letters. */
const maxGaps = 26;

/** Stimulus, stem and solution. */
export function ItemTexts({ edit }: { edit: Edit }) {
  const t = useText();
  const { question, solution = "" } = edit.body;
  const [stimulus, setStimulus] = useState(!blank(question.stimulus ?? ""));
  const { change } = edit;
  const wrong = useProblems("stem").some((p) => !p.warning && !p.unready);
  const cloze = question.kind === "cloze";
  const [shelf] = useState(() => new GapShelf(question.stem));
  const gaps = useMemo<Gaps | null>(
    () =>
      cloze
        ? {
            add: (answer) => (shelf.count >= maxGaps ? null : shelf.add(answer)),
            open: (name) => {
              const form = document.getElementById(`gap-${shelf.letterOf(name)}`);
              form?.scrollIntoView({ block: "center" });
              form?.querySelector<HTMLElement>("input:not([type=radio])")?.focus();
            },
          }
        : null,
    [cloze, shelf],
  );
  return (
    <>
      {stimulus ? (
        <Form.Item label={t("Ngữ liệu dùng chung", "Shared stimulus")}>
          <RichField
            label={t("Ngữ liệu dùng chung", "Shared stimulus")}
            value={question.stimulus ?? ""}
            sounds
            onChange={(html) => setQuestion(edit, () => ({ stimulus: html }))}
          />
          <Problems of="stimulus" />
        </Form.Item>
      ) : (
        <Button type="link" size="small" className="kt-add" onClick={() => setStimulus(true)}>
          {t("+ Ngữ liệu dùng chung (bài đọc, bài nghe)", "+ Shared stimulus (to read or hear)")}
        </Button>
      )}
      <Form.Item
        label={question.kind === "cluster" ? t("Lời dẫn", "Stem") : t("Câu hỏi", "Question")}
      >
        <RichField
          label={t("Câu hỏi", "Question")}
          className="kt-stem-field"
          value={question.stem}
          sounds
          gaps={gaps}
          invalid={wrong}
          onChange={(html) => change((b) => (cloze ? shelf.withStem(b, html) : withStem(b, html)))}
        />
        <Problems of="stem" />
      </Form.Item>
      <SolutionField edit={edit} solution={solution} />
    </>
  );
}

function withStem(body: Edit["body"], stem: string): Edit["body"] {
  return { ...body, question: { ...body.question, stem } };
}

function SolutionField({ edit, solution }: { edit: Edit; solution: string }) {
  const t = useText();
  const [open, setOpen] = useState(!blank(solution));
  if (!open) {
    return (
      <Button type="link" size="small" className="kt-add" onClick={() => setOpen(true)}>
        {t("+ Lời giải (thí sinh không thấy)", "+ Solution (never shown to candidates)")}
      </Button>
    );
  }
  return (
    <Form.Item label={t("Lời giải (thí sinh không thấy)", "Solution, never shown to candidates")}>
      <RichField
        label={t("Lời giải", "Solution")}
        value={solution}
        onChange={(html) => edit.change((b) => ({ ...b, solution: html }))}
      />
      <Problems of="solution" />
    </Form.Item>
  );
}
