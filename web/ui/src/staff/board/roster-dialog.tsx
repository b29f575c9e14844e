import { Alert, Button, Flex, Modal, Radio, Upload } from "antd";
import { useState } from "react";

import { upload, type Schema } from "../api";
import { DownloadOutlined, InboxOutlined } from "../parts/icons";
import { useText } from "../text/language";
import { useAction } from "../use-action";
import type { Exam } from "./exam-page";
import { RosterReport } from "./roster-report";

type Report = Schema["RosterReportView"];
type Mode = "add" | "replace";

interface Props {
  exam: Exam;
  open: boolean;
  onClose: () => void;
  onImported: () => void;
}

/** Takes a roster file: a dry run with its report first, the import second. */
export function RosterDialog({ exam, open, onClose, onImported }: Props) {
  const t = useText();
  const { busy, run } = useAction();
  const [mode, setMode] = useState<Mode>("add");
  const [file, setFile] = useState<File | null>(null);
  const [report, setReport] = useState<Report | null>(null);

  const send = (f: File, m: Mode, dry: boolean) =>
    run(() =>
      upload<Report>(
        `/api/exams/${exam.id}/roster`,
        f,
        dry ? { mode: m, dry_run: "1" } : { mode: m },
      ),
    );
  const check = async (f: File, m: Mode) => {
    setFile(f);
    setReport((await send(f, m, true)) ?? null);
  };
  const start = () => {
    setFile(null);
    setReport(null);
  };
  const confirm = async () => {
    if (file === null) return;
    const done = await send(file, mode, false);
    if (done?.imported) {
      start();
      onImported();
      return;
    }
    if (done) setReport(done);
  };
  return (
    <Modal
      open={open}
      onCancel={() => {
        start();
        onClose();
      }}
      width={920}
      style={{ top: 24 }}
      title={t("Nhập danh sách thí sinh", "Import a roster")}
      footer={
        <Flex justify="space-between" gap={8} wrap>
          <Button icon={<DownloadOutlined />} href={`/api/exams/${exam.id}/roster-template.xlsx`}>
            {t("Tệp mẫu", "Template")}
          </Button>
          <Flex gap={8}>
            {report && <Button onClick={start}>{t("Chọn tệp khác", "Another file")}</Button>}
            <Button
              type="primary"
              loading={busy}
              disabled={report?.ok !== true}
              onClick={() => void confirm()}
            >
              {report?.ok === true
                ? t(`Nhập ${report.rows} thí sinh`, `Import ${report.rows} candidates`)
                : t("Nhập", "Import")}
            </Button>
          </Flex>
        </Flex>
      }
    >
      <Radio.Group
        className="kt-gap"
        value={mode}
        disabled={busy}
        onChange={(e) => {
          const next = e.target.value as Mode;
          setMode(next);
          if (file) void check(file, next);
        }}
        options={[
          { value: "add", label: t("Thêm vào danh sách", "Add to the roster") },
          { value: "replace", label: t("Thay toàn bộ danh sách", "Replace the roster") },
        ]}
      />
      {mode === "replace" && (
        <Alert
          className="kt-gap"
          type="warning"
          showIcon
          title={t(
            "Thí sinh cũ, số báo danh và chỗ ngồi của kỳ thi này sẽ bị xoá.",
            "The exam's present candidates, numbers and seats will be removed.",
          )}
        />
      )}
      {report ? (
        <RosterReport report={report} />
      ) : (
        <Upload.Dragger
          accept=".xlsx,.csv"
          showUploadList={false}
          disabled={busy}
          beforeUpload={(f: File) => {
            void check(f, mode);
            return false;
          }}
        >
          <p className="ant-upload-drag-icon">
            <InboxOutlined />
          </p>
          <p>{t("Kéo tệp vào đây hoặc bấm để chọn", "Drop a file here or press to choose one")}</p>
          <p className="kt-note">
            {t(
              "Excel (.xlsx) hoặc CSV (UTF-8). Tệp được kiểm tra trước, chưa có gì được lưu.",
              "Excel (.xlsx) or CSV (UTF-8). The file is checked first; nothing is stored yet.",
            )}
          </p>
        </Upload.Dragger>
      )}
    </Modal>
  );
}
