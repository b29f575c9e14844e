import { Alert, Button, Card, Flex, Progress } from "antd";
import { Link } from "react-router";

import { api, ok, type Schema } from "../api";
import { Async } from "../parts/async";
import { dateTime } from "../text/format";
import { useText } from "../text/language";
import { useAction } from "../use-action";
import { useApi } from "../use-api";

type Check = Schema["SheetsCheckView"];

/** Whether a check is still under way. */
export function going(c: Check | undefined): boolean {
  return c?.state === "waiting" || c?.state === "running";
}

/** Checks the seals and reads every original again, in the background. */
export function Verify({ sitting }: { sitting: string }) {
  const t = useText();
  const { busy, run } = useAction();
  const params = { path: { sitting } };
  const read = useApi(
    `checks ${sitting}`,
    () => ok(api.GET("/api/sheets/sittings/{sitting}/checks", { params })),
    { everyMs: 1500 },
  );
  const start = async () => {
    await run(() => ok(api.POST("/api/sheets/sittings/{sitting}/checks", { params })));
    read.reload();
  };
  return (
    <Card title={t("Đối chiếu với bản quét gốc", "Check against the originals")}>
      <p className="kt-lead">
        {t(
          "Kiểm tra chữ ký của từng bước, đọc lại mọi bản quét gốc và liệt kê mọi khác biệt. Làm trước khi công bố điểm.",
          "Checks the signature of each stage, reads every original again and lists every difference. To be done before results are published.",
        )}
      </p>
      <Async of={read}>
        {({ checks }) => {
          const latest = checks[0];
          return (
            <Flex vertical gap={12}>
              {latest && going(latest) ? (
                <Going of={latest} changed={read.reload} />
              ) : (
                <Flex>
                  <Button loading={busy} onClick={() => void start()}>
                    {t("Đối chiếu", "Check")}
                  </Button>
                </Flex>
              )}
              {checks
                .filter((c) => !going(c))
                .map((c) => (
                  <Ended key={c.id} of={c} />
                ))}
            </Flex>
          );
        }}
      </Async>
    </Card>
  );
}

function Going({ of, changed }: { of: Check; changed: () => void }) {
  const t = useText();
  const { busy, run } = useAction();
  const cancel = async () => {
    const params = { path: { check: of.id } };
    await run(() => ok(api.POST("/api/sheets/checks/{check}/cancel", { params })));
    changed();
  };
  return (
    <Flex gap={12} align="center" wrap>
      <Progress
        style={{ flex: "1 1 240px" }}
        percent={of.total === 0 ? 0 : Math.floor((100 * of.done) / of.total)}
        format={() => `${String(of.done)}/${String(of.total)} ${t("tệp", "files")}`}
        aria-label={t("Tệp đã đọc lại", "Files read again")}
      />
      <Button loading={busy} onClick={() => void cancel()}>
        {t("Dừng đối chiếu", "Stop the check")}
      </Button>
    </Flex>
  );
}

/** What came of a check: the latest ones stand first. */
function Ended({ of }: { of: Check }) {
  const t = useText();
  const read = useApi(
    `check ${of.id}`,
    () => ok(api.GET("/api/sheets/checks/{check}", { params: { path: { check: of.id } } })),
    { skip: of.state !== "done" },
  );
  const when = `${dateTime(of.at)} · ${of.by}`;
  if (of.state !== "done") {
    return (
      <Alert
        type="warning"
        showIcon
        title={
          of.state === "cancelled"
            ? t("Đã dừng giữa chừng, chưa kết luận gì.", "Stopped on the way: it says nothing.")
            : t(
                "Không đối chiếu được, hãy xem nhật ký máy chủ.",
                "It failed: see the server's log.",
              )
        }
        description={when}
      />
    );
  }
  const n = read.data?.wrong.length;
  if (n === undefined) return null;
  const size = t(
    `${String(of.scans)} tệp, ${String(of.sheets)} phiếu`,
    `${String(of.scans)} files, ${String(of.sheets)} sheets`,
  );
  return (
    <Alert
      type={n === 0 ? "success" : "error"}
      showIcon
      title={
        n === 0
          ? `${t("Không có khác biệt", "No difference")}: ${size}.`
          : `${t(`Có ${String(n)} khác biệt`, `${String(n)} differences`)}: ${size}.`
      }
      description={when}
      action={
        <Link to={`/cham-phieu/doi-chieu/${of.id}`}>{t("Xem biên bản", "See the report")}</Link>
      }
    />
  );
}
