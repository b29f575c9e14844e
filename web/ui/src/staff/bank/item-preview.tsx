import { Card, Empty, Segmented } from "antd";
import { lazy, Suspense, useState } from "react";

import { useText } from "../text/language";
import { ProblemLine } from "./answers/problems";
import { blank, finished } from "./body";
import { PaperPreview } from "./paper-preview";
import { QuestionView } from "./question-view";
import { Shield } from "./shield";
import type { Checked } from "./use-check";
import type { Body } from "./words";

const CandidatePreview = lazy(async () => ({
  default: (await import("./candidate-preview")).CandidatePreview,
}));

type View = "candidate" | "paper" | "key";

/** Parts of a question that have a place of their own for what is wrong with them. */
const placed =
  /^(stem|stimulus|solution|key|grid|options|statements|gaps|image|points|rubric|files|writing|tags|level|grade|option .+|statement .+|gap .+)$/;

/** The question as it will be seen, and what is wrong with it that belongs nowhere else. */
export function ItemPreview({ body, checked }: { body: Body; checked: Checked }) {
  const t = useText();
  const [view, setView] = useState<View>("candidate");
  const rest = checked.problems.filter((p) => !placed.test(p.field));
  const asked = checked.paper?.parts[0]?.questions[0];
  const noPicture = asked?.kind === "hotspot" && !asked.image;
  const empty = blank(body.question.stem) || checked.paper === null || noPicture;
  return (
    <Card
      className="kt-sticky kt-preview"
      title={
        <Segmented<View>
          block
          value={view}
          onChange={setView}
          options={[
            { value: "candidate", label: t("Thí sinh thấy", "As candidate") },
            { value: "paper", label: t("Trên giấy", "On paper") },
            { value: "key", label: t("Kèm đáp án", "With key") },
          ]}
        />
      }
    >
      {rest.length > 0 && (
        <ul className="kt-problems">
          {rest.map((p) => (
            <ProblemLine key={p.code + p.field} problem={p} />
          ))}
        </ul>
      )}
      {empty || checked.paper === null ? (
        <Empty
          image={Empty.PRESENTED_IMAGE_SIMPLE}
          description={t(
            "Nhập nội dung câu hỏi để xem trước.",
            "Write the question to see it here.",
          )}
        />
      ) : (
        <Shield key={view} of={checked.paper}>
          <Suspense fallback={<p className="kt-note">{t("Đang dựng…", "Drawing…")}</p>}>
            {view === "candidate" && <CandidatePreview paper={checked.paper} />}
            {view === "paper" && <PaperPreview paper={checked.paper} />}
            {view === "key" && <QuestionView body={finished(body)} />}
          </Suspense>
        </Shield>
      )}
    </Card>
  );
}
