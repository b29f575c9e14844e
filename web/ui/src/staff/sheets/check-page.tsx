import { Alert, Button, Flex, Table } from "antd";
import { Link, useParams } from "react-router";

import { api, ok, type Schema } from "../api";
import { Async } from "../parts/async";
import { DownloadOutlined, PrinterOutlined } from "../parts/icons";
import { Page } from "../parts/page";
import { saveAnswer } from "../save-file";
import { dateTime } from "../text/format";
import { useLanguage, useText } from "../text/language";
import { useAction } from "../use-action";
import { useApi } from "../use-api";
import { differenceWords, fieldName, stages } from "./words";
import "./sheets.css";

type Check = Schema["SheetsCheckView"];

/** The report of a check against the originals, to be printed, signed or saved. */
export default function CheckPage() {
  const t = useText();
  const { check = "" } = useParams();
  const { busy, run } = useAction();
  const params = { path: { check } };
  const read = useApi(`check ${check}`, () =>
    ok(api.GET("/api/sheets/checks/{check}", { params })),
  );
  const list = useApi("sheets", () => ok(api.GET("/api/sheets/sittings")));
  const save = (kind: "xlsx" | "csv") =>
    run(() =>
      saveAnswer(
        api.GET(`/api/sheets/checks/{check}/report.${kind}`, { params, parseAs: "blob" }),
        `doi-chieu-${check}.${kind}`,
      ),
    );
  return (
    <Page
      title={t("Biên bản đối chiếu với bản quét gốc", "Report of the check against the originals")}
      actions={
        <Flex gap={8} wrap className="kt-no-print">
          {(["xlsx", "csv"] as const).map((kind) => (
            <Button
              key={kind}
              icon={<DownloadOutlined />}
              disabled={busy}
              onClick={() => void save(kind)}
            >
              {kind === "xlsx" ? t("Tải bảng Excel", "Save as Excel") : t("Tải CSV", "Save as CSV")}
            </Button>
          ))}
          <Button icon={<PrinterOutlined />} onClick={() => window.print()}>
            {t("In biên bản", "Print")}
          </Button>
        </Flex>
      }
    >
      <Async of={read}>
        {(c) => <Report of={c} sitting={list.data?.sittings.find((s) => s.id === c.sitting)} />}
      </Async>
    </Page>
  );
}

interface ReportProps {
  of: Check;
  sitting: Schema["SheetSittingView"] | undefined;
}

function Report({ of, sitting }: ReportProps) {
  const t = useText();
  const { language } = useLanguage();
  const facts: [string, string][] = [
    [t("Ca thi", "Sitting"), sitting ? `${sitting.exam} · ${sitting.name}` : of.sitting],
    [t("Người yêu cầu", "Asked by"), of.by],
    [t("Bắt đầu", "Began"), dateTime(of.at)],
    [t("Kết thúc", "Ended"), of.ended_at ? dateTime(of.ended_at) : "–"],
    [t("Tệp quét đã đọc lại", "Files read again"), String(of.scans)],
    [t("Phiếu đã so", "Sheets compared"), String(of.sheets)],
    [t("Khác biệt", "Differences"), String(of.wrong.length)],
  ];
  const fieldOf = (w: Check["wrong"][number]) =>
    stages.find((s) => s.id === w.field)?.name[language] ?? fieldName(w.field)[language];
  return (
    <Flex vertical gap={16} className="kt-report">
      <dl className="kt-facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {of.state === "done" && of.wrong.length === 0 && (
        <Alert
          type="success"
          showIcon
          title={t(
            "Chữ ký của mọi bước đúng; mọi phiếu đọc lại và mọi câu trả lời đã chấm như đã lưu.",
            "Every signature holds; every sheet reads, and every answer was scored, as kept.",
          )}
        />
      )}
      {of.state !== "done" && (
        <Alert
          type="warning"
          showIcon
          title={t("Lần đối chiếu này không chạy hết.", "This check did not run to its end.")}
        />
      )}
      {of.wrong.length > 0 && (
        <Table
          rowKey={(w) => Object.values(w).join(" ")}
          size="small"
          dataSource={of.wrong}
          pagination={false}
          scroll={{ x: 640 }}
          columns={[
            {
              title: t("Ở đâu", "Where"),
              render: (_, w) =>
                w.candidate ||
                (w.page ? `${w.file} · ${t("trang", "page")} ${String(w.page)}` : w.file) ||
                t("niêm phong", "seal"),
            },
            { title: t("Ô, bước", "Field, stage"), render: (_, w) => fieldOf(w) },
            { title: t("Khác ở", "What"), render: (_, w) => differenceWords(w.code)[language] },
            { title: t("Đã lưu", "Kept"), dataIndex: "kept" },
            { title: t("Đọc lại", "Now"), dataIndex: "now" },
          ]}
        />
      )}
      <p className="kt-signed">{t("Người lập biên bản: ………………………………", "Signed: ………………………………")}</p>
      <p className="kt-no-print">
        <Link to={`/cham-phieu/${of.sitting}`}>{t("Về ca thi", "Back to the sitting")}</Link>
      </p>
    </Flex>
  );
}
