import { Alert, Collapse, Table, Tag } from "antd";

import type { Schema } from "../api";
import { count, date } from "../text/format";
import { useLanguage, useText } from "../text/language";

type Report = Schema["RosterReportView"];
type Problem = Schema["ProblemView"];

/** What the dry run of a roster found. */
export function RosterReport({ report }: { report: Report }) {
  const t = useText();
  const { language } = useLanguage();
  const errors = report.errors.length + report.more;
  return (
    <>
      <Alert
        className="kt-gap"
        type={report.ok ? "success" : "error"}
        showIcon
        title={
          report.ok
            ? t(
                `${report.file}: ${count(report.rows, language)} thí sinh, không có lỗi.`,
                `${report.file}: ${count(report.rows, language)} candidates, no error.`,
              )
            : t(
                `${report.file}: ${count(errors, language)} lỗi. Không dòng nào được nhập.`,
                `${report.file}: ${count(errors, language)} errors. Nothing will be imported.`,
              )
        }
        {...(report.columns.length > 0
          ? { description: t("Cột đã hiểu: ", "Columns understood: ") + report.columns.join(", ") }
          : {})}
      />
      {report.errors.length > 0 && <Problems problems={report.errors} />}
      {report.warnings.length > 0 && (
        <Collapse
          className="kt-gap"
          size="small"
          defaultActiveKey={report.ok ? ["warnings"] : []}
          items={[
            {
              key: "warnings",
              label: t(
                `${report.warnings.length} điều cần xem lại`,
                `${report.warnings.length} things to look at`,
              ),
              children: <Problems problems={report.warnings} />,
            },
          ]}
        />
      )}
      {report.preview.length > 0 && <Preview report={report} />}
    </>
  );
}

function Problems({ problems }: { problems: Problem[] }) {
  const t = useText();
  const { language } = useLanguage();
  return (
    <Table<Problem & { key: number }>
      className="kt-gap"
      size="small"
      dataSource={problems.map((p, key) => ({ ...p, key }))}
      pagination={{ defaultPageSize: 10, hideOnSinglePage: true, showSizeChanger: false }}
      columns={[
        {
          title: t("Ô", "Cell"),
          width: 72,
          render: (_, p) =>
            p.row > 0 ? (
              <b>{p.column === "" ? t(`Dòng ${p.row}`, `Row ${p.row}`) : `${p.column}${p.row}`}</b>
            ) : (
              <Tag>{t("Tệp", "File")}</Tag>
            ),
        },
        {
          title: t("Cột", "Column"),
          width: 150,
          responsive: ["sm"],
          dataIndex: "header",
        },
        {
          title: t("Lỗi và cách sửa", "What is wrong and what to do"),
          render: (_, p) => (language === "vi" ? p.message : p.message_en),
        },
      ]}
    />
  );
}

function Preview({ report }: { report: Report }) {
  const t = useText();
  return (
    <>
      <p className="kt-note">
        {t("Những dòng đầu như máy đã đọc:", "The first rows as they were read:")}
      </p>
      <Table
        size="small"
        rowKey={(c) =>
          `${c.pupil_code} ${c.citizen_id} ${c.family_name} ${c.given_name} ${c.birth_date}`
        }
        dataSource={report.preview}
        pagination={false}
        columns={[
          { title: t("Họ đệm", "Family name"), dataIndex: "family_name" },
          { title: t("Tên", "Given name"), dataIndex: "given_name" },
          { title: t("Ngày sinh", "Born"), render: (_, c) => date(c.birth_date) },
          {
            title: t("Mã học sinh", "Pupil code"),
            dataIndex: "pupil_code",
            responsive: ["sm"],
          },
          { title: t("Trường", "School"), dataIndex: "school_name", responsive: ["md"] },
          { title: t("Lớp", "Class"), dataIndex: "class_code", responsive: ["sm"] },
        ]}
      />
    </>
  );
}
