import { DownloadOutlined } from "@ant-design/icons";
import { Alert, Button, Collapse, Flex, Statistic, Table } from "antd";

import type { Schema } from "../api";
import { saveBlob } from "../board/save-file";
import { useLanguage, useText } from "../text/language";
import { Html } from "./html";
import { reportCSV } from "./report-file";
import { kindName, kinds } from "./words";

type Report = Schema["ImportView"];
type Row = Schema["Row"];

/** What a file holds, and everything that is wrong with it. */
export function ImportReport({ report }: { report: Report }) {
  const t = useText();
  const { language } = useLanguage();
  const bad = report.errors.length > 0;
  return (
    <>
      <Alert
        className="kt-gap"
        showIcon
        type={bad ? "error" : report.batch === "" ? "info" : "success"}
        title={title(report, t)}
        {...(bad
          ? {
              description: t(
                "Sửa tệp theo bảng dưới rồi chọn lại. Chưa có gì được nhập.",
                "Mend the file as the table says and choose it again. Nothing was imported.",
              ),
            }
          : {})}
      />
      <Flex gap={32} wrap className="kt-gap">
        <Statistic title={t("Số câu thấy", "Questions seen")} value={report.found} />
        <Statistic title={t("Đọc được", "Good")} value={report.items} />
        {kinds
          .filter((k) => (report.by_kind[k] ?? 0) > 0)
          .map((k) => (
            <Statistic key={k} title={kindName(k)[language]} value={report.by_kind[k] ?? 0} />
          ))}
        <Statistic title={t("Hình", "Pictures")} value={report.media} />
      </Flex>
      {bad && <Rows rows={report.errors} />}
      <Collapse
        className="kt-gap"
        size="small"
        defaultActiveKey={bad || report.warnings.length > 20 ? [] : ["warnings"]}
        items={[
          ...(report.warnings.length > 0
            ? [
                {
                  key: "warnings",
                  label: t(
                    `${report.warnings.length} điều cần xem lại (không chặn việc nhập)`,
                    `${report.warnings.length} things to look at (they do not stop the import)`,
                  ),
                  children: <Rows rows={report.warnings} />,
                },
              ]
            : []),
          ...(report.preview.length > 0
            ? [
                {
                  key: "preview",
                  label: t("Các câu đầu như máy đã đọc", "The first questions as they were read"),
                  children: <Preview report={report} />,
                },
              ]
            : []),
        ]}
      />
      {report.errors.length + report.warnings.length > 0 && (
        <p>
          <Button
            icon={<DownloadOutlined />}
            onClick={() =>
              saveBlob(
                new Blob([reportCSV(report)], { type: "text/csv;charset=utf-8" }),
                `${report.file}-bao-cao.csv`,
              )
            }
          >
            {t("Tải báo cáo", "Save the report")}
          </Button>
        </p>
      )}
    </>
  );
}

function title(report: Report, t: (vi: string, en: string) => string): string {
  if (report.errors.length > 0) {
    return t(
      `${report.file}: ${report.errors.length} lỗi`,
      `${report.file}: ${report.errors.length} errors`,
    );
  }
  if (report.batch !== "") {
    return t(`Đã nhập ${report.items} câu.`, `${report.items} questions were imported.`);
  }
  return t(
    `${report.file}: đọc được ${report.items} câu, không có lỗi. Chưa nhập.`,
    `${report.file}: ${report.items} questions, no error. Not imported yet.`,
  );
}

function Rows({ rows }: { rows: Row[] }) {
  const t = useText();
  return (
    <Table<Row & { key: number }>
      className="kt-gap"
      size="small"
      dataSource={rows.map((r, key) => ({ ...r, key }))}
      pagination={{ defaultPageSize: 10, hideOnSinglePage: true, showSizeChanger: false }}
      columns={[
        { title: t("Vị trí", "Where"), width: 150, render: (_, r) => <code>{r.where}</code> },
        {
          title: t("Vấn đề và cách sửa", "What is wrong and what to do"),
          render: (_, r) => (
            <div>
              <div className="kt-strong">{r.message}</div>
              {r.fix && <div>{r.fix}</div>}
              {r.excerpt && <div className="kt-note">“{r.excerpt}”</div>}
            </div>
          ),
        },
        {
          title: t("Mã", "Code"),
          width: 150,
          responsive: ["md"],
          render: (_, r) => <code>{r.code}</code>,
        },
      ]}
    />
  );
}

function Preview({ report }: { report: Report }) {
  const t = useText();
  const { language } = useLanguage();
  return (
    <Table
      size="small"
      rowKey="where"
      dataSource={report.preview}
      pagination={false}
      columns={[
        { title: t("Vị trí", "Where"), width: 130, responsive: ["sm"], dataIndex: "where" },
        {
          title: t("Dạng", "Kind"),
          width: 120,
          responsive: ["sm"],
          render: (_, d) => kindName(d.kind)[language],
        },
        {
          title: t("Câu hỏi", "Question"),
          render: (_, d) => <Html html={escapeText(d.stem)} className="kt-clip" />,
        },
        { title: t("Đáp án", "Key"), width: 110, dataIndex: "key" },
      ]}
    />
  );
}

/** The preview is text, not HTML. */
function escapeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
