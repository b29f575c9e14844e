import { Button, Card, Popconfirm, Progress, Result, Tag } from "antd";
import { useEffect } from "react";
import { useNavigate } from "react-router";

import { Failure } from "../parts/async";
import { time } from "../text/format";
import { useLanguage, useText } from "../text/language";
import { useAction } from "../use-action";
import { useApi } from "../use-api";
import { calls } from "./calls";
import { sentence } from "./sentences";
import type { RunView } from "./types";
import { problems, runStates, stages } from "./words";

export function RunState({ of }: { of: RunView }) {
  const { language } = useLanguage();
  const state = runStates[of.state];
  return <Tag color={state?.colour ?? "default"}>{state?.[language] ?? of.state}</Tag>;
}

/** How often a run that is under way is looked at. */
const everyMs = 1000;

/** A run that is under way: how far it is, what it did, and a way to stop it. */
export function Running({
  of,
  mayWork,
  ended,
}: {
  of: RunView;
  mayWork: boolean;
  ended: () => void;
}) {
  const t = useText();
  const { language } = useLanguage();
  const { busy, run } = useAction();
  const read = useApi(`run ${of.id} now`, () => calls.run(of.id), { everyMs });
  const now = read.data ?? of;
  useEffect(() => {
    if (now.state !== "running") ended();
  }, [now.state, ended]);
  return (
    <Card
      title={t("Đang phân tích", "Analysing")}
      extra={
        mayWork && (
          <Popconfirm
            title={t("Dừng lần phân tích này?", "Stop this analysis?")}
            okText={t("Dừng", "Stop")}
            cancelText={t("Không", "No")}
            onConfirm={() => void run(() => calls.cancel(of.id)).then(read.reload)}
          >
            <Button danger loading={busy}>
              {t("Dừng", "Stop")}
            </Button>
          </Popconfirm>
        )
      }
    >
      {read.error !== undefined && <Failure error={read.error} retry={read.reload} />}
      <p aria-live="polite">
        <b>{stages[now.stage]?.[language] ?? now.stage}</b>
      </p>
      <Progress percent={now.done} status="active" />
      <p className="kt-note">
        {t(
          "Bạn có thể rời trang này; phân tích vẫn chạy trên máy chủ.",
          "You may leave this page; the analysis goes on at the server.",
        )}
      </p>
      <RunLog of={now} />
    </Card>
  );
}

/** What a run wrote down, the newest last. */
export function RunLog({ of }: { of: RunView }) {
  const { language } = useLanguage();
  return (
    <ol className="kt-run-log" aria-live="polite">
      {of.log.map((line, i) => (
        <li key={i}>
          <time dateTime={line.at}>{time(line.at, true)}</time>{" "}
          {sentence(line.code, line.args)?.[language] ?? line.text}
        </li>
      ))}
    </ol>
  );
}

/** A run that came to no end: why, and again. */
export function Ended({ of, mayWork }: { of: RunView; mayWork: boolean }) {
  const t = useText();
  const { language } = useLanguage();
  const navigate = useNavigate();
  const { busy, run } = useAction();
  const again = async () => {
    const made = await run(() => calls.again(of.id));
    if (made) void navigate(`/phan-tich/${made.id}`);
  };
  const cancelled = of.state === "cancelled";
  return (
    <Card>
      <Result
        status={cancelled ? "info" : "warning"}
        title={
          cancelled
            ? t("Lần phân tích này đã bị huỷ", "This analysis was cancelled")
            : t("Lần phân tích này không xong", "This analysis did not end")
        }
        subTitle={problems[of.problem]?.[language] ?? of.problem_text}
        extra={
          mayWork && (
            <Button type="primary" loading={busy} onClick={() => void again()}>
              {t("Chạy lại", "Run again")}
            </Button>
          )
        }
      />
      <RunLog of={of} />
    </Card>
  );
}
