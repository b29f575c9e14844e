import { Button, Card, Dropdown, Upload } from "antd";
import { useState } from "react";

import { api, ok } from "../api";
import { DownloadOutlined, InboxOutlined } from "../parts/icons";
import { Page } from "../parts/page";
import { useText } from "../text/language";
import { useApi } from "../use-api";
import { Batches } from "./batches";
import { ImportActions } from "./import-actions";
import { useImportFiles } from "./import-file";
import { ImportFiles } from "./import-files";
import { ImportReport } from "./import-report";
import "./bank.css";
import "./import.css";

const accepted = ".xlsx,.docx,.xml,.gift,.txt,.aiken,.tex,.zip,.json,.imscc";

/** Files of questions: dry run and report first, import second, undo later. */
export default function ImportPage() {
  const t = useText();
  const { files, add, confirm, remove, change } = useImportFiles();
  const [shown, setShown] = useState<number | null>(null);
  const [pool, setPool] = useState("");
  const batches = useApi("imports", () => ok(api.GET("/api/item-imports")));
  const file = files.find((f) => f.id === shown) ?? files[0];
  return (
    <Page
      title={t("Nhập câu hỏi từ tệp", "Import questions")}
      lead={t(
        "Mỗi tệp được kiểm tra trước; nhập trọn vẹn, hoặc bỏ qua câu lỗi khi thầy cô đồng ý. Có thể hoàn tác.",
        "Each file is checked first; it is imported as a whole, or without its bad questions if you say so. It can be undone.",
      )}
      actions={
        <Dropdown
          menu={{
            items: [
              {
                key: "xlsx",
                label: (
                  <a href="/api/item-template.xlsx">{t("Mẫu Excel (.xlsx)", "Excel (.xlsx)")}</a>
                ),
              },
              ...["gift", "aiken", "extest"].map((f) => ({
                key: f,
                label: (
                  <a href={`/api/item-template/${f}`}>
                    {
                      {
                        gift: "GIFT (.gift)",
                        aiken: "Aiken (.txt)",
                        extest: "LaTeX ex_test (.tex)",
                      }[f]
                    }
                  </a>
                ),
              })),
            ],
          }}
        >
          <Button icon={<DownloadOutlined />}>{t("Tải tệp mẫu", "Templates")}</Button>
        </Dropdown>
      }
    >
      <Card className="kt-gap">
        <Upload.Dragger
          accept={accepted}
          multiple
          showUploadList={false}
          beforeUpload={(f: File, all: File[]) => {
            if (f === all[0]) void add(all); // once for all that were dropped
            return false;
          }}
        >
          <p className="ant-upload-drag-icon kt-drop-icon">
            <InboxOutlined />
          </p>
          <p>{t("Kéo các tệp vào đây hoặc bấm để chọn", "Drop files here or press to choose")}</p>
          <p className="kt-note">
            {t(
              "Word, Excel theo mẫu, Moodle XML, GIFT, Aiken, LaTeX ex_test, QTI; mỗi tệp tối đa 64 MB",
              "Word, Excel template, Moodle XML, GIFT, Aiken, LaTeX ex_test, QTI; at most 64 MB each",
            )}
          </p>
        </Upload.Dragger>
        <ImportFiles files={files} shown={file?.id ?? null} show={setShown} remove={remove} />
      </Card>
      {file?.report && (
        <Card className="kt-gap">
          <ImportActions
            file={file}
            report={file.report}
            pool={pool}
            setPool={setPool}
            confirm={async (skipErrors) => {
              const done = await confirm(file, pool, skipErrors);
              if (done !== null && done.batch !== "") batches.reload();
            }}
          />
          <ImportReport
            key={file.id}
            report={file.report}
            skip={file.skip}
            setSkip={(skip) => {
              change(file.id, { skip });
            }}
          />
        </Card>
      )}
      <Batches read={batches} />
    </Page>
  );
}
