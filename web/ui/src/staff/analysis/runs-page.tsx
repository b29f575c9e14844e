import { Button, Card, Flex, Select, Table, Tabs } from "antd";
import { useState } from "react";
import { Link, useNavigate, useSearchParams } from "react-router";

import type { Schema } from "../api";
import { Async } from "../parts/async";
import { Page } from "../parts/page";
import { count, dateTime } from "../text/format";
import { useLanguage, useText } from "../text/language";
import { useApi } from "../use-api";
import { calls, type ExamView, type SubjectView } from "./calls";
import { OwnSchools } from "./own-schools";
import { RunState } from "./run-frame";
import { StartDialog } from "./start-dialog";
import type { RunView } from "./types";
import { models } from "./words";
import "../results/results.css";
import "./analysis.css";

type Exams = Schema["AnalysisExamsView"];

/** The analyses of each exam and subject, and a new one. */
export default function RunsPage() {
  const t = useText();
  const [search, setSearch] = useSearchParams();
  const exams = useApi("analysis exams", () => calls.exams());
  const reports = useApi("own schools", () => calls.ownSchools()).data?.reports ?? [];
  return (
    <Page
      title={t("Phân tích đề thi", "Item analysis")}
      lead={t(
        "Câu nào hỏng và vì sao; độ khó, độ phân biệt, độ tin cậy; tham số câu hỏi cho ngân hàng; báo cáo cho từng trường.",
        "Which items failed and why; difficulty, discrimination, reliability; parameters for the bank; a report for each school.",
      )}
    >
      <OwnSchools of={reports} />
      <Async
        of={exams}
        isEmpty={(d) => d.exams.length === 0}
        empty={
          reports.length > 0
            ? t("Đơn vị của bạn không tổ chức kì thi nào.", "Your unit holds no exam of its own.")
            : t(
                "Đơn vị của bạn chưa có kì thi nào. Báo cáo của trường hiện ở đây khi Sở đã phân tích và công bố kết quả.",
                "No exam in your units yet. Reports of your school appear here once results are analysed and published.",
              )
        }
      >
        {(d) => {
          const exam =
            d.exams.find((e) => e.id === search.get("ky")) ??
            d.exams.find((e) => e.subjects.some((s) => s.scored > 0)) ??
            d.exams[0];
          return (
            <>
              <Select
                className="kt-gap kt-exam-select"
                aria-label={t("Kì thi", "Exam")}
                value={exam?.id ?? null}
                onChange={(id: string) => setSearch({ ky: id })}
                options={d.exams.map((e) => ({
                  value: e.id,
                  label: `${e.name} · ${e.school_year}`,
                }))}
              />
              {exam && <Subjects key={exam.id} of={exam} all={d} />}
            </>
          );
        }}
      </Async>
    </Page>
  );
}

function Subjects({ of, all }: { of: ExamView; all: Exams }) {
  const t = useText();
  const [search, setSearch] = useSearchParams();
  const wanted = search.get("mon");
  const first = of.subjects.find((s) => s.scored > 0) ?? of.subjects[0];
  if (!first) {
    return <Card>{t("Kì thi này chưa có ca thi.", "This exam has no sitting yet.")}</Card>;
  }
  return (
    <Card>
      <Tabs
        activeKey={of.subjects.find((s) => s.code === wanted)?.code ?? first.code}
        onChange={(mon) => setSearch({ ky: of.id, mon })}
        destroyOnHidden
        items={of.subjects.map((s) => ({
          key: s.code,
          label: s.name,
          children: <Subject exam={of} of={s} all={all} />,
        }))}
      />
    </Card>
  );
}

function Subject({ exam, of, all }: { exam: ExamView; of: SubjectView; all: Exams }) {
  const t = useText();
  const { language } = useLanguage();
  const navigate = useNavigate();
  const [starting, setStarting] = useState(false);
  const read = useApi(`runs ${exam.id} ${of.code}`, () => calls.runs(exam.id, of.code));
  return (
    <>
      <Flex gap={12} wrap align="center" justify="space-between" className="kt-gap">
        <span>
          {t(
            `${count(of.scored, language)} bài đã có điểm trong ${of.sittings} ca thi.`,
            `${count(of.scored, language)} scored works in ${of.sittings} sittings.`,
          )}
        </span>
        {exam.may_work && (
          <Button type="primary" disabled={of.scored === 0} onClick={() => setStarting(true)}>
            {t("Phân tích mới…", "New analysis…")}
          </Button>
        )}
      </Flex>
      <Async
        of={read}
        isEmpty={(d) => d.runs.length === 0}
        empty={
          of.scored === 0
            ? t(
                "Môn này chưa có bài nào được chấm nên chưa phân tích được.",
                "Nothing is scored in this subject yet, so there is nothing to analyse.",
              )
            : t("Chưa có lần phân tích nào.", "No analysis yet.")
        }
      >
        {({ runs }) => <Runs of={runs} />}
      </Async>
      {starting && (
        <StartDialog
          exam={exam}
          subject={of}
          needs={all.needs}
          groupOf={all.dif_persons}
          close={() => setStarting(false)}
          started={(run) => void navigate(`/phan-tich/${run.id}`)}
        />
      )}
    </>
  );
}

function Runs({ of }: { of: RunView[] }) {
  const t = useText();
  const { language } = useLanguage();
  return (
    <Table<RunView>
      rowKey="id"
      size="middle"
      dataSource={of}
      scroll={{ x: 640 }}
      pagination={{ pageSize: 20, hideOnSinglePage: true }}
      columns={[
        {
          title: t("Lúc", "At"),
          render: (_, r) => <Link to={`/phan-tich/${r.id}`}>{dateTime(r.created_at)}</Link>,
        },
        { title: t("Người chạy", "By"), dataIndex: "created_by_name" },
        {
          title: t("Mô hình", "Model"),
          render: (_, r) =>
            models.find((m) => m.value === (r.spec.model ?? "auto"))?.[language] ?? r.spec.model,
        },
        {
          title: t("Số bài", "Works"),
          align: "right",
          render: (_, r) => count(r.persons, language),
        },
        { title: t("Số câu", "Items"), align: "right", render: (_, r) => count(r.items, language) },
        { title: t("Tình trạng", "State"), render: (_, r) => <RunState of={r} /> },
      ]}
    />
  );
}
