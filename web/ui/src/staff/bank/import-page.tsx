import { DownloadOutlined, InboxOutlined } from "@ant-design/icons";
import { AutoComplete, Button, Card, Flex, Form, Progress, Upload } from "antd";
import { useState } from "react";
import { useNavigate } from "react-router";

import { api, ok, upload, type Schema } from "../api";
import { Page } from "../parts/page";
import { useText } from "../text/language";
import { useAction } from "../use-action";
import { useApi } from "../use-api";
import { Batches } from "./batches";
import { ImportReport } from "./import-report";
import "./bank.css";

type Report = Schema["ImportView"];

/** A file of questions: dry run and report first, import second, undo later. */
export default function ImportPage() {
  const t = useText();
  const navigate = useNavigate();
  const { busy, run } = useAction();
  const [file, setFile] = useState<File | null>(null);
  const [report, setReport] = useState<Report | null>(null);
  const [pool, setPool] = useState("");
  const pools = useApi("pools", () =>
    ok(api.GET("/api/items", { params: { query: { limit: 1 } } })),
  );
  const batches = useApi("imports", () => ok(api.GET("/api/item-imports")));

  const check = async (f: File) => {
    setFile(f);
    setReport(null);
    const answer = await run(() => upload<Report>("/api/item-imports/check", f));
    if (answer) setReport(answer);
    else setFile(null);
  };
  const confirm = async () => {
    if (file === null) return;
    const done = await run(() => upload<Report>("/api/item-imports", file, { pool }));
    if (!done) return;
    setReport(done);
    if (done.batch !== "") batches.reload();
  };
  const ready = report !== null && report.errors.length === 0 && report.batch === "";
  return (
    <Page
      title={t("Nhập câu hỏi từ tệp", "Import questions")}
      lead={t(
        "Tệp được kiểm tra trước; chỉ khi không còn lỗi mới nhập được, và nhập trọn vẹn cả tệp.",
        "The file is checked first. It is imported only without an error, and then as a whole.",
      )}
      actions={
        <Button icon={<DownloadOutlined />} href="/api/item-template.xlsx">
          {t("Tải mẫu Excel", "Excel template")}
        </Button>
      }
    >
      <Card className="kt-gap">
        {report === null ? (
          <>
            <Upload.Dragger
              accept=".xlsx,.xml,.gift,.txt,.json"
              showUploadList={false}
              disabled={busy}
              beforeUpload={(f: File) => {
                void check(f);
                return false;
              }}
            >
              <p className="ant-upload-drag-icon">
                <InboxOutlined />
              </p>
              <p>{t("Kéo tệp vào đây hoặc bấm để chọn", "Drop a file here or press to choose")}</p>
              <p className="kt-note">
                {t(
                  "Excel theo mẫu (.xlsx), Moodle XML (.xml), GIFT (.gift, .txt), JSON của chương trình",
                  "Excel template (.xlsx), Moodle XML (.xml), GIFT (.gift, .txt), our JSON",
                )}
              </p>
            </Upload.Dragger>
            {busy && (
              <Progress
                percent={100}
                status="active"
                showInfo={false}
                aria-label={t("Đang đọc tệp", "Reading")}
              />
            )}
          </>
        ) : (
          <>
            <ImportReport report={report} />
            <Flex gap={8} wrap align="end">
              {ready && (
                <Form.Item
                  className="kt-pool"
                  label={t("Nhập vào kho", "Into the pool")}
                  layout="vertical"
                  htmlFor="pool"
                >
                  <AutoComplete
                    id="pool"
                    value={pool}
                    onChange={setPool}
                    maxLength={200}
                    placeholder={t("ví dụ: Toán 12", "such as Maths 12")}
                    options={(pools.data?.pools ?? []).map((p) => ({ value: p }))}
                  />
                </Form.Item>
              )}
              {ready && (
                <Button
                  type="primary"
                  loading={busy}
                  disabled={pool.trim() === ""}
                  onClick={() => void confirm()}
                >
                  {t(`Nhập ${report.items} câu`, `Import ${report.items} questions`)}
                </Button>
              )}
              {report.batch !== "" && (
                <Button
                  type="primary"
                  onClick={() => void navigate(`/ngan-hang?batch=${report.batch}`)}
                >
                  {t("Xem các câu vừa nhập", "See the questions")}
                </Button>
              )}
              <Button
                disabled={busy}
                onClick={() => {
                  setReport(null);
                  setFile(null);
                }}
              >
                {t("Chọn tệp khác", "Another file")}
              </Button>
            </Flex>
          </>
        )}
      </Card>
      <Batches read={batches} />
    </Page>
  );
}
