import { Alert, Button, Flex, Modal, Table, Upload } from "antd";
import { useState } from "react";

import { upload, type Schema } from "../api";
import { InboxOutlined } from "../parts/icons";
import { useSession } from "../session/session";
import { useText } from "../text/language";
import { useAction } from "../use-action";

type Report = Schema["NodeFileView"];

/** Takes nodes of one's unit from a workbook: first a look at it, then all or nothing. */
export function NodeFileDialog({ onClose, onDone }: { onClose: () => void; onDone: () => void }) {
  const t = useText();
  const { busy, run } = useAction();
  const unit = useSession().unit;
  const [file, setFile] = useState<File | null>(null);
  const [report, setReport] = useState<Report | null>(null);
  const send = (path: string, f: File) => run(() => upload<Report>(path, f, { unit_id: unit.id }));
  const check = async (f: File) => {
    setFile(f);
    setReport((await send("/api/curriculum-files/check", f)) ?? null);
  };
  const write = async () => {
    const done = file === null ? undefined : await send("/api/curriculum-files", file);
    if (done?.written) {
      onDone();
      onClose();
    } else if (done) setReport(done);
  };
  return (
    <Modal
      open
      width={680}
      title={t("Nhập mục của đơn vị từ .xlsx", "Import nodes of the unit")}
      onCancel={onClose}
      footer={
        <Flex gap={8} justify="end">
          <Button onClick={onClose}>{t("Thôi", "Cancel")}</Button>
          <Button
            type="primary"
            loading={busy}
            disabled={report === null || report.errors.length > 0 || report.nodes.length === 0}
            onClick={() => void write()}
          >
            {t(`Ghi ${report?.nodes.length ?? 0} mục`, `Write ${report?.nodes.length ?? 0} nodes`)}
          </Button>
        </Flex>
      }
    >
      <Upload.Dragger
        accept=".xlsx"
        showUploadList={false}
        beforeUpload={(f) => {
          void check(f);
          return false;
        }}
      >
        <InboxOutlined />{" "}
        {file?.name ?? t("Chọn tệp theo mẫu đã tải", "Choose a file like the one to download")}
      </Upload.Dragger>
      {report && (
        <>
          <Alert
            className="kt-gap"
            type={report.errors.length > 0 ? "error" : "info"}
            showIcon
            title={t(
              `${report.nodes.length} mục thêm hoặc sửa, ${report.same} mục giữ nguyên, ${report.errors.length} lỗi.`,
              `${report.nodes.length} to add or change, ${report.same} as they are, ${report.errors.length} errors.`,
            )}
          />
          {report.errors.length > 0 && (
            <Table
              size="small"
              rowKey={(r) => `${r.where} ${r.code}`}
              dataSource={report.errors}
              pagination={{ pageSize: 8, hideOnSinglePage: true }}
              columns={[
                { title: t("Ở đâu", "Where"), dataIndex: "where" },
                { title: t("Lỗi", "What"), dataIndex: "message" },
                { title: t("Cách sửa", "What to do"), dataIndex: "fix" },
              ]}
            />
          )}
        </>
      )}
    </Modal>
  );
}
