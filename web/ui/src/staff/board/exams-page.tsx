import { Button, Card, Table } from "antd";
import { useState } from "react";
import { Link, useNavigate } from "react-router";

import { api, ok, type Schema } from "../api";
import { Async } from "../parts/async";
import { PlusOutlined } from "../parts/icons";
import { Page } from "../parts/page";
import { count, date } from "../text/format";
import { useLanguage, useText } from "../text/language";
import { useApi } from "../use-api";
import { ExamDialog } from "./exam-dialog";
import "./board.css";

type Exam = Schema["ExamSummaryView"];

/** The exams of the units that the person is in charge of. */
export default function ExamsPage() {
  const t = useText();
  const navigate = useNavigate();
  const [adding, setAdding] = useState(false);
  const read = useApi("exams", () => ok(api.GET("/api/exams")));
  const add = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setAdding(true)}>
      {t("Tạo kỳ thi", "New exam")}
    </Button>
  );
  return (
    <Page
      title={t("Kỳ thi", "Exams")}
      lead={t(
        "Danh sách thí sinh, số báo danh, phòng thi, ca thi và phiếu dự thi.",
        "Candidates, numbers, rooms, sittings and tickets.",
      )}
      actions={add}
    >
      <Card>
        <Async
          of={read}
          isEmpty={({ exams }) => exams.length === 0}
          empty={t(
            "Chưa có kỳ thi nào. Bấm “Tạo kỳ thi” để bắt đầu.",
            "No exam yet. Press “New exam” to begin.",
          )}
        >
          {({ exams }) => <ExamTable exams={exams} />}
        </Async>
      </Card>
      <ExamDialog
        open={adding}
        onClose={() => setAdding(false)}
        onMade={(id) => void navigate(`/ky-thi/${id}`)}
      />
    </Page>
  );
}

function ExamTable({ exams }: { exams: Exam[] }) {
  const t = useText();
  const { language } = useLanguage();
  const number = (n: number) => count(n, language);
  return (
    <Table<Exam>
      size="middle"
      rowKey="id"
      dataSource={exams}
      pagination={{ defaultPageSize: 20, hideOnSinglePage: true }}
      columns={[
        {
          title: t("Tên kỳ thi", "Exam"),
          render: (_, e) => (
            <div>
              <Link to={`/ky-thi/${e.id}`} className="kt-strong">
                {e.name}
              </Link>
              <div className="kt-note">
                {e.unit_name} · {e.school_year}
              </div>
            </div>
          ),
        },
        {
          title: t("Thí sinh", "Candidates"),
          align: "right",
          width: 100,
          render: (_, e) => number(e.candidates),
        },
        {
          title: t("Phòng", "Rooms"),
          align: "right",
          width: 90,
          responsive: ["sm"],
          render: (_, e) => number(e.rooms),
        },
        {
          title: t("Ca thi", "Sittings"),
          align: "right",
          width: 90,
          responsive: ["sm"],
          render: (_, e) => number(e.sittings),
        },
        {
          title: t("Ngày tạo", "Made on"),
          width: 130,
          responsive: ["md"],
          render: (_, e) => date(e.created_at),
        },
      ]}
    />
  );
}
