import { Alert, Button, Card, Table } from "antd";
import { useState } from "react";

import { api, ok, type Schema } from "../api";
import { useLanguage, useText } from "../text/language";
import { useAction } from "../use-action";
import { fieldName } from "./words";

/** Checks the seals and reads every original again. */
export function Verify({ sitting }: { sitting: string }) {
  const t = useText();
  const { language } = useLanguage();
  const { busy, run } = useAction();
  const [report, setReport] = useState<Schema["SheetsVerifyView"] | null>(null);
  const check = async () => {
    const params = { path: { sitting } };
    const made = await run(() => ok(api.POST("/api/sheets/sittings/{sitting}/verify", { params })));
    if (made) setReport(made);
  };
  return (
    <Card title={t("Đối chiếu với bản quét gốc", "Check against the originals")}>
      <p>
        {t(
          "Kiểm tra chữ kí của từng bước, đọc lại mọi bản quét gốc và liệt kê mọi khác biệt.",
          "Checks the signature of each stage, reads every original again and lists every difference.",
        )}
      </p>
      <Button loading={busy} onClick={() => void check()}>
        {t("Đối chiếu", "Check")}
      </Button>
      {report && report.wrong.length === 0 && (
        <Alert
          type="success"
          showIcon
          style={{ marginTop: 12 }}
          title={t(
            `Không có khác biệt: ${String(report.scans)} tệp, ${String(report.sheets)} phiếu.`,
            `No difference: ${String(report.scans)} files, ${String(report.sheets)} sheets.`,
          )}
        />
      )}
      {report && report.wrong.length > 0 && (
        <Table
          style={{ marginTop: 12 }}
          rowKey={(w) => `${w.file} ${String(w.page)} ${w.field} ${w.code}`}
          size="small"
          dataSource={report.wrong}
          scroll={{ x: 640 }}
          columns={[
            {
              title: t("Tệp", "File"),
              render: (_, w) => (w.page ? `${w.file} · ${String(w.page)}` : w.file),
            },
            { title: t("Ô", "Field"), render: (_, w) => fieldName(w.field)[language] },
            { title: t("Khác ở", "What"), dataIndex: "code" },
            { title: t("Đã lưu", "Kept"), dataIndex: "kept" },
            { title: t("Đọc lại", "Now"), dataIndex: "now" },
          ]}
        />
      )}
    </Card>
  );
}
