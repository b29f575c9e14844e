import { Alert, Button, Card, Flex, Input, InputNumber, Result } from "antd";
import { useEffect, useRef, useState } from "react";
import { Link, useParams } from "react-router";

import { api, ok, type Schema } from "../api";
import { Html } from "../bank/html";
import { bankText } from "../bank/plain";
import { Async } from "../parts/async";
import { Page } from "../parts/page";
import { points as shown } from "../results/points";
import { roman } from "../results/words";
import { useLanguage, useText } from "../text/language";
import { useAction } from "../use-action";
import { useApi } from "../use-api";
import { roundPoints, sumOf } from "./sum";
import "./marking.css";

type Work = Schema["WorkView"];
type Points = Record<string, number | null>;

/** One work after another: the text or file, the rubric, and the points. */
export default function DeskPage() {
  const t = useText();
  const { sitting = "" } = useParams();
  const [turn, setTurn] = useState(0);
  const read = useApi(`work ${sitting} ${turn}`, () =>
    ok(api.POST("/api/marking/sittings/{sitting}/next", { params: { path: { sitting } } })),
  );
  return (
    <Page
      title={t("Chấm bài", "Mark")}
      actions={<Link to="/cham-bai">{t("Về danh sách ca thi", "Back to the sittings")}</Link>}
    >
      <Async of={read}>
        {(work) =>
          work.id === "" ? (
            <Result
              status="success"
              title={t("Không còn bài nào chờ bạn chấm.", "Nothing is left for you to mark.")}
            />
          ) : (
            <Desk key={work.id} work={work} next={() => setTurn(turn + 1)} />
          )
        }
      </Async>
    </Page>
  );
}

function Desk({ work, next }: { work: Work; next: () => void }) {
  const t = useText();
  const { language } = useLanguage();
  const { busy, run } = useAction();
  const [points, setPoints] = useState<Points>({});
  const [note, setNote] = useState("");
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector("input")?.focus(), []);
  const full = work.rubric.reduce((n, c) => n + c.points, 0);
  const missing = work.rubric.some((c) => points[c.id] === undefined || points[c.id] === null);
  const save = async () => {
    if (missing) return;
    const body = {
      points: work.rubric.map((c) => ({ id: c.id, points: points[c.id] ?? 0 })),
      note: note.trim(),
    };
    const done = await run(
      () =>
        ok(
          api.POST("/api/marking/works/{work}/mark", { params: { path: { work: work.id } }, body }),
        ),
      { done: t("Đã ghi điểm.", "Stored.") },
    );
    if (done !== undefined) next();
  };
  return (
    <div className="kt-desk">
      <Card
        title={`${t("Phách", "Alias")} ${work.alias} · ${roman(work.part)}.${work.no}`}
        className="kt-desk-work"
      >
        <details>
          <summary>{t("Đề bài", "Question")}</summary>
          <Html html={work.stem} />
        </details>
        {work.kind === "essay" ? (
          <div className="kt-desk-text" tabIndex={0} aria-label={t("Bài viết", "Text")}>
            {work.text}
          </div>
        ) : (
          <p>
            <a href={`/api/marking/works/${work.id}/file`} download>
              {t("Tải tệp bài làm", "Save the file")} ({work.file})
            </a>
          </p>
        )}
      </Card>
      <form
        ref={form}
        className="kt-desk-rubric"
        onSubmit={(e) => {
          e.preventDefault();
          void save();
        }}
      >
        <Card title={t("Hướng dẫn chấm", "Rubric")}>
          <Flex vertical gap={12}>
            {work.others.length > 0 && (
              <Alert
                type="warning"
                showIcon
                title={t(
                  `Hai người chấm lệch nhau: ${work.others.map((o) => shown(o.total, "vi")).join(" và ")}. Điểm của bạn là điểm quyết định.`,
                  `Two marks differ: ${work.others.map((o) => shown(o.total, "en")).join(" and ")}. Yours decides.`,
                )}
                description={work.others
                  .map((o) => o.note)
                  .filter(Boolean)
                  .join(" · ")}
              />
            )}
            {work.rubric.map((c) => (
              <Criterion
                key={c.id}
                of={c}
                value={points[c.id] ?? null}
                set={(n) => setPoints({ ...points, [c.id]: n })}
              />
            ))}
            <p className="kt-desk-sum" role="status">
              {t("Tổng", "Sum")}: <b>{shown(sumOf(points), language)}</b> / {shown(full, language)}
            </p>
            <Input.TextArea
              rows={2}
              maxLength={2000}
              value={note}
              aria-label={t("Ghi chú", "Note")}
              placeholder={t("Ghi chú cho người quyết định (nếu cần)", "Note (optional)")}
              onChange={(e) => setNote(e.target.value)}
            />
            <Button type="primary" htmlType="submit" loading={busy} disabled={missing} block>
              {t("Ghi điểm, sang bài sau (Enter)", "Store and next (Enter)")}
            </Button>
          </Flex>
        </Card>
      </form>
    </div>
  );
}

interface CriterionProps {
  of: Work["rubric"][number];
  value: number | null;
  set: (hundredths: number | null) => void;
}

function Criterion({ of, value, set }: CriterionProps) {
  const t = useText();
  const { language } = useLanguage();
  return (
    <div className="kt-desk-criterion">
      <div>
        {of.html ? <Html html={of.html} /> : t("Cả bài", "The whole work")}
        {of.steps.length > 0 && (
          <ul>
            {of.steps.map((s, i) => (
              <li key={i}>
                <Button size="small" onClick={() => set(s.points)}>
                  {shown(s.points, language)}
                </Button>{" "}
                <Html html={s.html} />
              </li>
            ))}
          </ul>
        )}
      </div>
      <InputNumber
        aria-label={`${t("Điểm", "Points")}: ${bankText(of.html, 100) || t("Cả bài", "The whole work")}`}
        min={0}
        max={of.points / 100}
        step={0.25}
        controls={false}
        className="kt-desk-points"
        decimalSeparator={language === "vi" ? "," : "."}
        value={value === null ? null : value / 100}
        suffix={`/ ${shown(of.points, language)}`}
        onChange={(n) => set(n === null ? null : roundPoints(n))}
      />
    </div>
  );
}
