import { Table } from "antd";
import { useState } from "react";

import { api, ok, type Schema } from "../api";
import { Async } from "../parts/async";
import { useLanguage, useText } from "../text/language";
import { useApi } from "../use-api";
import { FormCode } from "./form-code";
import { Html } from "./html";
import { PrintedAnswer, PrintedStem } from "./paper-preview";
import type { FormView } from "./parts";
import { kindName } from "./words";

type Paper = Schema["PrintedForm"];
type Answer = Schema["PrintedAnswer"];

/** A variant as candidates see it, or its key; the base order until locked. */
export function FormPreview({ form, show }: { form: FormView; show: "paper" | "key" }) {
  const t = useText();
  const [code, setCode] = useState(form.codes[0] ?? "");
  const params = { params: { path: { id: form.id }, query: code === "" ? {} : { code } } };
  const version = `${form.id} ${code} ${form.parts.map((p) => p.pins.map((q) => q.version_id).join()).join(";")}`;
  const paper = useApi(`paper ${version}`, () => ok(api.GET("/api/forms/{id}/paper", params)), {
    skip: show !== "paper",
  });
  const key = useApi(`key ${version}`, () => ok(api.GET("/api/forms/{id}/key", params)), {
    skip: show !== "key",
  });
  return (
    <>
      <FormCode
        className="kt-no-print"
        form={form}
        code={code}
        onCode={setCode}
        label={t("Mã đề", "Variant")}
      />
      {show === "paper" ? (
        <Async of={paper}>{(p) => <PaperView paper={p} />}</Async>
      ) : (
        <Async of={key}>{({ answers }) => <KeyView answers={answers} />}</Async>
      )}
    </>
  );
}

function PaperView({ paper }: { paper: Paper }) {
  const t = useText();
  return (
    <article className="kt-paper">
      <header>
        <h2>{paper.title}</h2>
        <p>
          {t("Thời gian làm bài: ", "Time: ")}
          {Math.round(paper.duration_s / 60)} {t("phút", "minutes")}
          {paper.form_code !== "" && ` · ${t("Mã đề", "Code")} ${paper.form_code}`}
        </p>
      </header>
      {paper.parts.map((part) => (
        <section key={part.part}>
          <h3>{part.title}</h3>
          {part.intro && <Html html={part.intro} />}
          {part.questions.map((q, i) => (
            <div key={q.no}>
              {q.stimulus && q.stimulus !== part.questions[i - 1]?.stimulus && (
                <Html html={paper.stimuli?.[q.stimulus] ?? ""} className="kt-stimulus" />
              )}
              {q.track && q.track !== part.questions[i - 1]?.track && (
                <h4>{part.tracks?.find((x) => x.id === q.track)?.title}</h4>
              )}
              <div className="kt-printed">
                <PrintedStem q={q} no={q.no} />
                <PrintedAnswer q={q} />
              </div>
            </div>
          ))}
        </section>
      ))}
    </article>
  );
}

function KeyView({ answers }: { answers: Answer[] }) {
  const t = useText();
  const { language } = useLanguage();
  return (
    <Table<Answer>
      size="small"
      rowKey="printed"
      dataSource={answers}
      pagination={false}
      columns={[
        { title: t("Phần", "Part"), dataIndex: "part", width: 80 },
        { title: t("Câu", "Question"), dataIndex: "no", width: 80 },
        {
          title: t("Dạng", "Kind"),
          responsive: ["sm"],
          render: (_, a) => kindName(a.kind)[language],
        },
        {
          title: t("Đáp án", "Answer"),
          render: (_, a) => <b>{a.answer}</b>,
        },
      ]}
    />
  );
}
