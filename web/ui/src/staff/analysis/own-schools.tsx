import { Card, Table } from "antd";
import { Link } from "react-router";

import type { Schema } from "../api";
import { dateTime } from "../text/format";
import { useText } from "../text/language";

type Report = Schema["OwnSchoolView"];

/** The published reports of the schools of one's own, for their own staff. */
export function OwnSchools({ of: reports }: { of: Report[] }) {
  const t = useText();
  if (reports.length === 0) return null;
  return (
    <Card className="kt-gap" title={t("Báo cáo của trường", "Reports of your school")}>
      <Table<Report>
        size="middle"
        rowKey="run"
        dataSource={reports}
        pagination={{ pageSize: 20, hideOnSinglePage: true }}
        scroll={{ x: "max-content" }}
        columns={[
          {
            title: t("Kì thi", "Exam"),
            render: (_, r) => <Link to={`/phan-tich/${r.run}/bao-cao`}>{r.exam_name}</Link>,
          },
          { title: t("Môn", "Subject"), dataIndex: "subject_name" },
          { title: t("Năm học", "Year"), dataIndex: "school_year" },
          { title: t("Lúc phân tích", "Analysed"), render: (_, r) => dateTime(r.at) },
        ]}
      />
    </Card>
  );
}
