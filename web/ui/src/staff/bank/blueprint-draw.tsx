import { Alert, Button, Form, InputNumber, Progress, Space, Tag, Upload } from "antd";
import { useState } from "react";
import { Link } from "react-router";

import { api, ok, type Schema } from "../api";
import { StopOutlined, ThunderboltOutlined } from "../parts/icons";
import { count, dateTime } from "../text/format";
import { useLanguage, useText } from "../text/language";
import { useAction } from "../use-action";
import { useApi } from "../use-api";
import { mark } from "./blueprint-model";

type Draw = Schema["DrawView"];

interface Props {
  id: string;
  /** The page holds changes that are not saved. */
  dirty: boolean;
  ready: boolean;
  save: () => Promise<boolean>;
}

/** Draws forms in the background and says what came of it. */
export function BlueprintDraw({ id, dirty, ready, save }: Props) {
  const t = useText();
  const { busy, run } = useAction();
  const [bases, setBases] = useState(1);
  const [overlap, setOverlap] = useState<number | null>(null);
  const [information, setInformation] = useState<{ name: string; text: string }>();
  const [running, setRunning] = useState(true);
  const list = useApi(
    `draws ${id}`,
    async () => {
      const answer = await ok(api.GET("/api/blueprints/{id}/draws", { params: { path: { id } } }));
      setRunning(answer.draws.some((d) => d.state === "running"));
      return answer;
    },
    { everyMs: running ? 1000 : 0 },
  );

  const start = async () => {
    if (dirty && !(await save())) return;
    const draw = await run(() =>
      ok(
        api.POST("/api/blueprints/{id}/draws", {
          params: { path: { id } },
          body: {
            bases,
            ...(overlap === null ? {} : { overlap }),
            ...(information === undefined ? {} : { information: information.text }),
          },
        }),
      ),
    );
    if (draw === undefined) return;
    setRunning(true);
    list.reload();
  };
  return (
    <>
      <Form layout="vertical">
        <div className="kt-fields">
          <Form.Item label={t("Số đề gốc khác nhau", "Different forms")} htmlFor="draw-bases">
            <InputNumber
              id="draw-bases"
              min={1}
              max={50}
              value={bases}
              onChange={(v) => setBases(v ?? 1)}
            />
          </Form.Item>
          <Form.Item
            label={t("Số câu chung nhiều nhất của hai đề", "Questions that two may share")}
            htmlFor="draw-overlap"
            extra={t("Để trống: chung ít nhất có thể", "Empty: as few as the bank allows")}
          >
            <InputNumber
              id="draw-overlap"
              min={0}
              disabled={bases < 2}
              value={overlap}
              onChange={(v) => setOverlap(v)}
            />
          </Form.Item>
          <Form.Item
            label={t(
              "Bảng số của câu (nếu ma trận cần)",
              "Table of numbers (if the blueprint asks)",
            )}
            extra="CSV: item,ability,value"
          >
            <Upload
              accept=".csv,.txt"
              maxCount={1}
              onRemove={() => setInformation(undefined)}
              beforeUpload={(file) => {
                void file.text().then((text) => setInformation({ name: file.name, text }));
                return false;
              }}
            >
              <Button>{t("Chọn tệp", "Choose a file")}</Button>
            </Upload>
          </Form.Item>
        </div>
        <Button
          type="primary"
          icon={<ThunderboltOutlined />}
          loading={busy}
          disabled={!ready && !dirty}
          onClick={() => void start()}
        >
          {dirty ? t("Lưu và rút đề", "Save and draw") : t("Rút đề", "Draw forms")}
        </Button>
      </Form>
      <div className="kt-gap-top">
        {(list.data?.draws ?? []).map((d) => (
          <Outcome key={d.id} draw={d} onCancelled={list.reload} />
        ))}
      </div>
    </>
  );
}

/** One draw: how far it is, its forms, or why there are none. */
function Outcome({ draw, onCancelled }: { draw: Draw; onCancelled: () => void }) {
  const t = useText();
  const { language } = useLanguage();
  const { busy, run } = useAction();
  const when = <span className="kt-note">{dateTime(draw.created_at)}</span>;
  if (draw.state === "running") {
    const stop = () =>
      run(() => ok(api.POST("/api/draws/{id}/cancel", { params: { path: { id: draw.id } } }))).then(
        onCancelled,
      );
    return (
      <div className="kt-gap" role="status">
        <Space>
          {stageName(draw, t)} {when}
          <Button size="small" icon={<StopOutlined />} loading={busy} onClick={() => void stop()}>
            {t("Dừng", "Stop")}
          </Button>
        </Space>
        <Progress percent={draw.done} status="active" />
      </div>
    );
  }
  if (draw.state === "done") {
    return (
      <Alert
        className="kt-gap"
        type="success"
        showIcon
        title={
          <Space wrap>
            {t(
              `Đã rút ${String(draw.forms.length)} đề gốc.`,
              `${String(draw.forms.length)} forms were drawn.`,
            )}
            {draw.report.bound !== 0 && (
              <Tag>
                {t("cách mức tốt nhất có thể", "from the best possible")}{" "}
                {mark(10000 * draw.report.gap, language)} %
              </Tag>
            )}
            {when}
          </Space>
        }
        description={
          <>
            <Space wrap>
              {draw.forms.map((f, i) => (
                <Link key={f} to={`/de-thi/${f}`}>
                  {t("Đề gốc", "Form")} {i + 1}
                </Link>
              ))}
            </Space>
            <Calibrated of={draw.report.calibrated} />
          </>
        }
      />
    );
  }
  return <Refused draw={draw} when={when} />;
}

/** What the draw took from item parameters, and which questions have none. */
function Calibrated({ of }: { of: Draw["report"]["calibrated"] }) {
  const t = useText();
  const { language } = useLanguage();
  if (of.items === 0 && of.lacking === 0) return null;
  const n = (x: number) => count(x, language);
  return (
    <div className="kt-gap-top">
      {of.items > 0 &&
        t(
          `Thông tin của ${n(of.items)} câu lấy từ tham số đã áp dụng.`,
          `The information of ${n(of.items)} questions comes from applied parameters.`,
        )}{" "}
      {of.runs > 1 && (
        <b>
          {t(
            `Tham số đến từ ${n(of.runs)} lần phân tích: hãy kết nối thang đo trước, nếu không các con số chưa so được với nhau.`,
            `They come from ${n(of.runs)} analyses: link the scales first, or the numbers do not compare.`,
          )}
        </b>
      )}
      {of.lacking > 0 && (
        <details>
          <summary>
            {t(
              `${n(of.lacking)} câu không được xét vì chưa có số liệu mà ma trận cần`,
              `${n(of.lacking)} questions were left out: they lack the numbers asked for`,
            )}
          </summary>
          {of.missing.join(", ")}
          {of.lacking > of.missing.length && ", …"}
        </details>
      )}
    </div>
  );
}

function Refused({ draw, when }: { draw: Draw; when: React.ReactNode }) {
  const t = useText();
  const demands = draw.report.short.length > 0 ? draw.report.short : draw.report.conflict;
  const title = {
    conflict:
      draw.report.short.length > 0 || demands.length < 2
        ? t("Ngân hàng không đủ câu:", "The bank has too few questions:")
        : t(
            "Các yêu cầu sau không thể cùng đạt; bỏ hoặc nới một trong số đó:",
            "These wishes cannot all be granted; give up or loosen one:",
          ),
    cancelled: t("Đã dừng theo yêu cầu.", "Stopped as asked."),
    failed:
      draw.report.problem === "draw.time"
        ? t(
            "Hết thời gian mà chưa tìm được đề. Hãy bớt số đề hoặc nới điều kiện.",
            "Time ran out. Ask for fewer forms or loosen the conditions.",
          )
        : t("Lần rút đề này bị gián đoạn. Hãy rút lại.", "This draw was interrupted. Draw again."),
  }[draw.state as "conflict" | "cancelled" | "failed"];
  return (
    <Alert
      className="kt-gap"
      type={draw.state === "conflict" ? "error" : "info"}
      showIcon
      title={
        <Space wrap>
          {title} {when}
        </Space>
      }
      description={
        <>
          {demands.length > 0 && (
            <ul>
              {demands.map((d, i) => (
                <li key={i}>{d.message}</li>
              ))}
            </ul>
          )}
          <Calibrated of={draw.report.calibrated} />
        </>
      }
    />
  );
}

function stageName(draw: Draw, t: (vi: string, en: string) => string): string {
  const of = draw.stage.of ?? 0;
  const form = of > 0 ? ` ${String(draw.stage.form ?? 0)}/${String(of)}` : "";
  switch (draw.stage.name) {
    case "bound":
      return t("Đang tính mức tốt nhất có thể", "Computing the bound");
    case "form":
      return t("Đang rút đề", "Drawing form") + form;
    case "exchange":
      return t("Đang làm đều các đề", "Evening out the forms");
    case "explain":
      return t("Đang tìm chỗ thiếu", "Looking for what is short");
    case "verify":
      return t("Đang kiểm tra lại", "Verifying");
    default:
      return t("Đang chờ đến lượt", "Waiting");
  }
}
