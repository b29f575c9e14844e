import { Button, Card, Flex, Select, Table, Tag } from "antd";
import { useState } from "react";
import { Link, useSearchParams } from "react-router";

import { api, ok, type Schema } from "../api";
import { Async } from "../parts/async";
import { CloudUploadOutlined, FileExcelOutlined } from "../parts/icons";
import { Page } from "../parts/page";
import { count, dateTime } from "../text/format";
import { useLanguage, useText } from "../text/language";
import { useAction } from "../use-action";
import { useApi } from "../use-api";
import { EduReport } from "./edu-report";
import { sittingStates } from "./words";
import "./results.css";

type Exam = Schema["ExamResultsView"];
type Sitting = Schema["SittingResultView"];

/** The exams whose results one may see, and the sittings of the chosen one. */
export default function ResultsPage() {
  const t = useText();
  const [search, setSearch] = useSearchParams();
  const exams = useApi("result-exams", () => ok(api.GET("/api/results/exams")));
  return (
    <Page
      title={t("Kết quả thi", "Results")}
      lead={t(
        "Điểm từng ca thi, phổ điểm, đáp án; công bố, bảng tính và cơ sở dữ liệu giáo dục.",
        "Points of each sitting, distribution, key; publication, workbook, education database.",
      )}
    >
      <Async
        of={exams}
        isEmpty={(d) => d.exams.length === 0}
        empty={t("Chưa có kỳ thi nào trong đơn vị của bạn.", "No exam in your units yet.")}
      >
        {(d) => {
          const chosen =
            search.get("ky") ?? (d.exams.find((e) => e.scored > 0) ?? d.exams[0])?.id ?? "";
          return (
            <>
              <Select
                className="kt-gap kt-exam-select"
                aria-label={t("Kỳ thi", "Exam")}
                value={chosen}
                onChange={(id: string) => setSearch({ ky: id })}
                options={d.exams.map((e) => ({
                  value: e.id,
                  label: `${e.name} · ${e.school_year}`,
                }))}
              />
              <ExamResults key={chosen} id={chosen} />
            </>
          );
        }}
      </Async>
    </Page>
  );
}

function ExamResults({ id }: { id: string }) {
  const t = useText();
  const exam = useApi(`exam-results ${id}`, () =>
    ok(api.GET("/api/results/exams/{exam}", { params: { path: { exam: id } } })),
  );
  return (
    <Async
      of={exam}
      isEmpty={(e) => e.sittings.length === 0}
      empty={t("Kỳ thi này chưa có ca thi.", "This exam has no sitting yet.")}
    >
      {(e) => (
        <Card title={e.name} extra={<ExamActions of={e} />}>
          <Sittings of={e.sittings} />
        </Card>
      )}
    </Async>
  );
}

function ExamActions({ of }: { of: Exam }) {
  const t = useText();
  const { busy, run } = useAction();
  const [report, setReport] = useState<Schema["EduReport"] | undefined>();
  const send = async () => {
    const path = { exam: of.id };
    setReport(
      await run(() => ok(api.POST("/api/results/exams/{exam}/export-edu", { params: { path } }))),
    );
  };
  return (
    <Flex gap={8} wrap>
      <Button icon={<FileExcelOutlined />} href={`/api/results/exams/${of.id}/workbook`}>
        {t("Tải bảng tính", "Workbook")}
      </Button>
      {of.may_decide && (
        <Button icon={<CloudUploadOutlined />} loading={busy} onClick={() => void send()}>
          {t("Gửi CSDL giáo dục", "To the education database")}
        </Button>
      )}
      <EduReport of={report} close={() => setReport(undefined)} />
    </Flex>
  );
}

function Sittings({ of }: { of: Sitting[] }) {
  const t = useText();
  const { language } = useLanguage();
  const number = (n: number) => count(n, language);
  return (
    <Table<Sitting>
      rowKey="id"
      size="middle"
      dataSource={of}
      pagination={false}
      scroll={{ x: 820 }}
      columns={[
        {
          title: t("Ca thi", "Sitting"),
          render: (_, s) => <Link to={`/ket-qua/ca/${s.id}`}>{s.name}</Link>,
        },
        { title: t("Môn", "Subject"), dataIndex: "subject", width: 140 },
        { title: t("Bắt đầu", "Starts"), width: 150, render: (_, s) => dateTime(s.starts_at) },
        {
          title: t("Trạng thái", "State"),
          width: 120,
          render: (_, s) => {
            const state = sittingStates[s.state];
            return <Tag color={state.colour}>{state[language]}</Tag>;
          },
        },
        {
          title: t("Thí sinh", "Seats"),
          width: 90,
          align: "right",
          render: (_, s) => number(s.seated),
        },
        {
          title: t("Có điểm", "Scored"),
          width: 90,
          align: "right",
          render: (_, s) => number(s.scored + s.published + s.withdrawn),
        },
        {
          title: t("Công bố", "Published"),
          width: 95,
          align: "right",
          render: (_, s) => number(s.published),
        },
        {
          title: t("Thu hồi", "Withdrawn"),
          width: 90,
          align: "right",
          render: (_, s) => number(s.withdrawn),
        },
      ]}
    />
  );
}
