import { Button, Flex, Segmented, Select, Statistic, Tabs } from "antd";
import { useMemo, useState } from "react";

import { DownloadOutlined } from "../parts/icons";
import { saveBlob } from "../save-file";
import { useLanguage, useText } from "../text/language";
import { PictureSource, pictureURL } from "./html";
import { ImportAlike } from "./import-alike";
import type { Report } from "./import-file";
import { Rows } from "./import-rows";
import { QuestionView, Tags } from "./question-view";
import { reportCSV } from "./report-file";
import { kindName, kindNames, type Kind } from "./words";

interface Props {
  report: Report;
  skip: number[];
  setSkip: (skip: number[]) => void;
}

/** What a file holds, everything that is wrong with it, and its questions. */
export function ImportReport({ report, skip, setSkip }: Props) {
  const t = useText();
  const { language } = useLanguage();
  const pictures = useMemo(() => {
    const data = new Map(report.pictures.map((p) => [p.hash, `data:${p.mime};base64,${p.data}`]));
    return (hash: string) => data.get(hash) ?? pictureURL(hash);
  }, [report]);
  const counts = (Object.keys(kindNames) as Kind[]).filter((k) => (report.by_kind[k] ?? 0) > 0);
  const rows = report.errors.length + report.warnings.length;
  return (
    <PictureSource value={pictures}>
      <Flex gap={28} wrap className="kt-gap kt-counts">
        <Statistic title={t("Số câu thấy", "Questions seen")} value={report.found} />
        <Statistic title={t("Đọc được", "Good")} value={report.items} />
        <Statistic title={t("Đủ để duyệt", "Nothing missing")} value={report.ready} />
        {counts.map((k) => (
          <Statistic key={k} title={kindName(k)[language]} value={report.by_kind[k] ?? 0} />
        ))}
        <Statistic title={t("Hình", "Pictures")} value={report.media} />
      </Flex>
      <Tabs
        defaultActiveKey={rows > 0 ? "rows" : "drafts"}
        items={[
          {
            key: "rows",
            label: t(`Báo cáo (${rows})`, `Report (${rows})`),
            children: <Filtered report={report} />,
          },
          {
            key: "alike",
            label: t(`Câu trùng (${report.alike.length})`, `Duplicates (${report.alike.length})`),
            disabled: report.alike.length === 0,
            children: <ImportAlike report={report} skip={skip} setSkip={setSkip} />,
          },
          {
            key: "drafts",
            label: t("Các câu như máy đã đọc", "The questions as they were read"),
            disabled: report.drafts.length === 0,
            children: <Drafts report={report} />,
          },
        ]}
      />
    </PictureSource>
  );
}

type Severity = "all" | "error" | "warning";

/** The rows of the report, errors first, by severity and by what they say. */
function Filtered({ report }: { report: Report }) {
  const t = useText();
  const [severity, setSeverity] = useState<Severity>("all");
  const [code, setCode] = useState<string | undefined>();
  const all = [...report.errors, ...report.warnings];
  const of = all.filter((r) => severity === "all" || r.severity === severity);
  const codes = [...new Set(of.map((r) => r.code))].sort();
  return (
    <>
      <Flex gap={8} wrap className="kt-gap">
        <Segmented<Severity>
          value={severity}
          onChange={(s) => {
            setSeverity(s);
            setCode(undefined);
          }}
          options={[
            { value: "all", label: t(`Tất cả (${all.length})`, `All (${all.length})`) },
            {
              value: "error",
              label: t(`Lỗi (${report.errors.length})`, `Errors (${report.errors.length})`),
            },
            {
              value: "warning",
              label: t(`Lưu ý (${report.warnings.length})`, `Notes (${report.warnings.length})`),
            },
          ]}
        />
        <Select
          className="kt-filter"
          allowClear
          value={code ?? null}
          onChange={(c: string | null) => {
            setCode(c ?? undefined);
          }}
          placeholder={t("Mọi loại", "Every sort")}
          aria-label={t("Loại vấn đề", "Sort of problem")}
          options={codes.map((c) => ({
            value: c,
            label: `${c} (${of.filter((r) => r.code === c).length})`,
          }))}
        />
        {all.length > 0 && (
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
        )}
      </Flex>
      <Rows rows={of.filter((r) => code === undefined || r.code === code)} drafts={report.drafts} />
    </>
  );
}

/** The questions of a file as the bank will have them. */
function Drafts({ report }: { report: Report }) {
  const t = useText();
  const [most, setMost] = useState(20);
  return (
    <>
      {report.drafts.slice(0, most).map((d) => (
        <section key={d.draft} className="kt-draft" aria-label={d.where}>
          <Flex gap={8} wrap align="center">
            <code>{d.where}</code>
            <Tags body={d.body} />
          </Flex>
          <QuestionView body={d.body} />
        </section>
      ))}
      {most < report.drafts.length && (
        <Button
          onClick={() => {
            setMost(most + 20);
          }}
        >
          {t("Xem thêm", "More")}
        </Button>
      )}
      {report.items > report.drafts.length && (
        <p className="kt-note">
          {t(
            `Hiện ${report.drafts.length} trong ${report.items} câu; các câu khác xem sau khi nhập.`,
            `${report.drafts.length} of ${report.items} questions are shown; the others after the import.`,
          )}
        </p>
      )}
    </>
  );
}
