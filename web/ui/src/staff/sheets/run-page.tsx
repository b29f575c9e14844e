import { Alert, Button, Card, Flex, Input, Progress, Statistic, Tag } from "antd";
import { useState } from "react";
import { Link, useParams } from "react-router";

import { api, ok, type Schema } from "../api";
import { Async } from "../parts/async";
import { Page } from "../parts/page";
import { dateTime } from "../text/format";
import { useLanguage, useText } from "../text/language";
import { useAction } from "../use-action";
import { useApi } from "../use-api";
import { Bags } from "./bags";
import { SealForm } from "./seal-form";
import { Verify } from "./verify";
import { StageLine } from "./sheets-page";
import { faultWords, stageOf } from "./words";
import "./sheets.css";

type Status = Schema["SheetsStatusView"];
type StageID = "scan" | "read" | "fix" | "score";

/** The answer sheets of one sitting: its stages, and the work of the open one. */
export default function RunPage() {
  const t = useText();
  const { sitting = "" } = useParams();
  const read = useApi(
    `sheets ${sitting}`,
    () => ok(api.GET("/api/sheets/sittings/{sitting}", { params: { path: { sitting } } })),
    { everyMs: 5000 },
  );
  return (
    <Page
      title={t("Chấm phiếu trả lời", "Answer sheets")}
      actions={<Link to="/cham-phieu">{t("Về danh sách ca thi", "Back to the sittings")}</Link>}
    >
      <Async of={read}>
        {(status) => (
          <Flex vertical gap={16}>
            <Card>
              <StageLine of={status.stages} />
            </Card>
            {status.stages.map((s, i) => (
              <StageCard
                key={s.stage}
                of={s}
                before={status.stages[i - 1]}
                {...{ status, sitting }}
                changed={read.reload}
              />
            ))}
            <Verify sitting={sitting} />
          </Flex>
        )}
      </Async>
    </Page>
  );
}

interface CardProps {
  of: Schema["StageView"];
  before: Schema["StageView"] | undefined;
  status: Status;
  sitting: string;
  changed: () => void;
}

function StageCard({ of, before, status, sitting, changed }: CardProps) {
  const t = useText();
  const { language } = useLanguage();
  const stage = stageOf(of.stage);
  const open = of.holder !== "" && !of.sealed_at;
  const ready = !before || before.sealed_at;
  return (
    <Card
      title={`${String(stage.no)}. ${stage.name[language]}`}
      extra={
        of.sealed_at ? (
          <Tag color="success">{t("Đã niêm phong", "Sealed")}</Tag>
        ) : open ? (
          <Tag color="processing">
            {t("Đang mở", "Open")}: {of.holder}
          </Tag>
        ) : (
          <Tag>{t("Chưa mở", "Not open")}</Tag>
        )
      }
    >
      <p className="kt-lead">{stage.lead[language]}</p>
      {of.sealed_at && (
        <p>
          {t("Niêm phong lúc", "Sealed at")} {dateTime(of.sealed_at)} · {of.n} {t("mục", "entries")}{" "}
          · <code>{of.root.slice(0, 16)}…</code>
        </p>
      )}
      {!open && !of.sealed_at && ready && <OpenForm stage={of.stage} {...{ sitting, changed }} />}
      {of.stage === "scan" && (open || of.sealed_at) && (
        <Bags status={status} sitting={sitting} editable={open} changed={changed} />
      )}
      {of.stage === "read" && (open || of.sealed_at) && <Reading of={status} />}
      {of.stage === "score" && of.sealed_at && <Scored sitting={sitting} />}
      {of.stage === "fix" && open && <Deciding of={status} sitting={sitting} />}
      {open && <SealForm stage={of.stage} {...{ status, sitting, changed }} />}
    </Card>
  );
}

interface StageProps {
  stage: StageID;
  sitting: string;
  changed: () => void;
}

function OpenForm({ stage, sitting, changed }: StageProps) {
  const t = useText();
  const { busy, run } = useAction();
  const [secret, setSecret] = useState("");
  const open = async () => {
    const params = { path: { sitting } };
    const done = await run(
      () =>
        ok(
          api.POST("/api/sheets/sittings/{sitting}/open", { params, body: { stage, secret } }),
        ).then(() => true),
      { done: t("Đã mở bước này.", "The stage is open.") },
    );
    if (done) changed();
  };
  return (
    <form
      onSubmit={(e) => {
        e.preventDefault();
        void open();
      }}
    >
      <Flex gap={8} wrap>
        <Input
          style={{ width: 280 }}
          value={secret}
          autoComplete="off"
          aria-label={t("Mã mở bước", "Secret of the stage")}
          placeholder="XXXXX-XXXXX-XXXXX-XXXXX"
          onChange={(e) => setSecret(e.target.value)}
        />
        <Button type="primary" htmlType="submit" loading={busy} disabled={secret.trim() === ""}>
          {t("Mở bước", "Open the stage")}
        </Button>
      </Flex>
    </form>
  );
}

function Reading({ of }: { of: Status }) {
  const t = useText();
  const { language } = useLanguage();
  const total = of.scans.length;
  const done = total - of.unread;
  const failed = of.scans.filter((s) => s.fault !== "");
  return (
    <Flex vertical gap={8}>
      <Progress percent={total === 0 ? 0 : Math.floor((100 * done) / total)} />
      <Flex gap={32} wrap>
        <Statistic
          title={t("Tệp đã đọc", "Files read")}
          value={`${String(done)}/${String(total)}`}
        />
        <Statistic title={t("Phiếu", "Sheets")} value={of.sheets} />
        <Statistic title={t("Để riêng", "Put aside")} value={of.aside} />
        <Statistic title={t("Chờ xử lý", "In doubt")} value={of.doubts.length} />
      </Flex>
      {of.stuck !== "" && (
        <Alert
          type="error"
          showIcon
          title={t(
            "Đang dừng đọc, máy chủ sẽ tự thử lại",
            "Reading stands still; it is tried again",
          )}
          description={faultWords(of.stuck)[language]}
        />
      )}
      {failed.length > 0 && (
        <Alert
          type="error"
          showIcon
          title={t("Có tệp không đọc được", "Some files could not be read")}
          description={
            <>
              {failed.map((s) => (
                <p key={s.id}>
                  {s.file}: {faultWords(s.fault)[language]}
                </p>
              ))}
            </>
          }
        />
      )}
    </Flex>
  );
}

/** Where the results of a scored sitting are. */
function Scored({ sitting }: { sitting: string }) {
  const t = useText();
  return (
    <Link to={`/ket-qua/ca/${sitting}`}>{t("Xem kết quả của ca thi", "See the results")}</Link>
  );
}

function Deciding({ of, sitting }: { of: Status; sitting: string }) {
  const t = useText();
  return (
    <Flex gap={16} align="center" wrap>
      <Statistic title={t("Phiếu chờ xử lý", "Sheets in doubt")} value={of.doubts.length} />
      <Statistic title={t("Đã có quyết định", "Decided")} value={of.decided} />
      {of.doubts.length > 0 && (
        <Link to={`/cham-phieu/${sitting}/nghi-van`}>
          <Button type="primary">{t("Xử lý nghi vấn", "Decide")}</Button>
        </Link>
      )}
    </Flex>
  );
}
