import { Alert, Button, Card, Dropdown, Space, Tabs, Tag, Upload } from "antd";
import { useEffect, useRef, useState } from "react";
import { useParams } from "react-router";

import { api, ok, upload, type Schema } from "../api";
import { Async } from "../parts/async";
import {
  DownloadOutlined,
  RedoOutlined,
  SaveOutlined,
  UndoOutlined,
  UploadOutlined,
} from "../parts/icons";
import { Page } from "../parts/page";
import { useLanguage, useText } from "../text/language";
import { useAction } from "../use-action";
import { useApi } from "../use-api";
import { BlueprintDraw } from "./blueprint-draw";
import { BlueprintGrid } from "./blueprint-grid";
import { useHistory } from "./blueprint-history";
import { mark, totals, type Blueprint } from "./blueprint-model";
import { ImportReport } from "./blueprint-report";
import { RowDrawer } from "./blueprint-row";
import { BlueprintSettings } from "./blueprint-settings";
import { subjectName } from "./words";
import "./bank.css";
import "./blueprint.css";

type View = Schema["BlueprintView"];

/** One matrix: its grid, its conditions, the forms drawn for it. */
export default function BlueprintPage() {
  const { id = "" } = useParams();
  const read = useApi(`blueprint ${id}`, () =>
    ok(api.GET("/api/blueprints/{id}", { params: { path: { id } } })),
  );
  return <Async of={read}>{(b) => <Opened key={b.id} first={b} />}</Async>;
}

function Opened({ first }: { first: View }) {
  const t = useText();
  const { language } = useLanguage();
  const { busy, run } = useAction();
  const [saved, setSaved] = useState(first);
  const [kept, setKept] = useState(first.body as Blueprint);
  const [row, setRow] = useState<number>();
  const [file, setFile] = useState<Schema["MatrixFileView"]>();
  const { now, canUndo, canRedo, set, undo, redo } = useHistory(first.body as Blueprint);
  const dirty = now !== kept;
  const supply = useApi(
    `supply ${now.subject ?? ""} ${String(now.grade ?? 0)} ${(now.pool?.pools ?? []).join("|")}`,
    () =>
      ok(
        api.GET("/api/blueprint-supply", {
          params: {
            query: {
              subject: now.subject ?? "",
              grade: now.grade ?? 0,
              pools: (now.pool?.pools ?? []).join("|"),
              states: (now.pool?.states ?? []).join("|"),
            },
          },
        }),
      ),
  );

  const save = async (): Promise<boolean> => {
    const answer = await run(
      () =>
        ok(
          api.PUT("/api/blueprints/{id}", {
            params: { path: { id: saved.id } },
            body: { revision: saved.revision, body: now },
          }),
        ),
      { done: t("Đã lưu ma trận.", "Saved.") },
    );
    if (answer === undefined) return false;
    setSaved(answer);
    setKept(now);
    return true;
  };
  const keys = useRef({ undo, redo, save });
  useEffect(() => {
    keys.current = { undo, redo, save };
  });
  useEffect(() => {
    const onKey = (e: KeyboardEvent) => {
      if (!(e.ctrlKey || e.metaKey)) return;
      const text = e.target instanceof HTMLTextAreaElement;
      if (e.key === "s") void keys.current.save();
      else if (!text && e.key === "z" && !e.shiftKey) keys.current.undo();
      else if (!text && (e.key === "y" || (e.key === "Z" && e.shiftKey))) keys.current.redo();
      else return;
      e.preventDefault();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);

  const take = async (f: File) => {
    const answer = await run(() => upload<Schema["MatrixFileView"]>("/api/blueprint-files", f));
    if (answer === undefined) return;
    setFile(answer.errors.length + answer.warnings.length > 0 ? answer : undefined);
    if (answer.errors.length === 0) {
      const b = answer.body as Blueprint;
      set({ ...now, parts: b.parts, rows: b.rows ?? [] });
    }
  };
  const path = `/api/blueprints/${saved.id}`;
  const sum = totals(now);
  return (
    <Page
      title={
        <>
          {now.name} {dirty && <Tag color="gold">{t("chưa lưu", "not saved")}</Tag>}
        </>
      }
      lead={`${subjectName(now.subject ?? "")[language]} · ${String(sum.questions)} ${t("câu", "questions")} · ${mark(sum.points, language)} ${t("điểm", "points")}`}
      actions={
        <Space wrap>
          <Button
            icon={<UndoOutlined />}
            disabled={!canUndo}
            onClick={undo}
            aria-label={t("Hoàn tác", "Undo")}
          />
          <Button
            icon={<RedoOutlined />}
            disabled={!canRedo}
            onClick={redo}
            aria-label={t("Làm lại", "Redo")}
          />
          <Upload
            accept=".xlsx,.docx,.json"
            showUploadList={false}
            beforeUpload={(f) => {
              void take(f);
              return false;
            }}
          >
            <Button icon={<UploadOutlined />}>{t("Lấy từ tệp", "From a file")}</Button>
          </Upload>
          <Dropdown
            disabled={dirty}
            menu={{
              items: [
                { key: "matrix.xlsx", label: t("Ma trận .xlsx", "Matrix .xlsx") },
                {
                  key: "matrix.docx",
                  label: t("Phụ lục 1: ma trận .docx", "Annex 1: matrix .docx"),
                },
                {
                  key: "specification.docx",
                  label: t("Phụ lục 2: bản đặc tả .docx", "Annex 2: specification .docx"),
                },
                { key: "blueprint.json", label: "JSON" },
              ].map((item) => ({
                ...item,
                label: (
                  <a href={`${path}/${item.key}`} download>
                    {item.label}
                  </a>
                ),
              })),
            }}
          >
            <Button
              icon={<DownloadOutlined />}
              title={dirty ? t("Hãy lưu trước", "Save first") : ""}
            >
              {t("Tải về", "Download")}
            </Button>
          </Dropdown>
          <Button
            type="primary"
            icon={<SaveOutlined />}
            loading={busy}
            disabled={!dirty}
            onClick={() => void save()}
          >
            {t("Lưu", "Save")}
          </Button>
        </Space>
      }
    >
      {file !== undefined && <ImportReport of={file} onClose={() => setFile(undefined)} />}
      {!dirty && saved.problems.length > 0 && (
        <Alert
          className="kt-gap"
          type="warning"
          showIcon
          title={t("Chưa rút đề được:", "Forms cannot be drawn yet:")}
          description={
            <ul>
              {saved.problems.slice(0, 8).map((p, i) => (
                <li key={i}>
                  {p.message} {p.fix}
                </li>
              ))}
            </ul>
          }
        />
      )}
      <Card className="kt-tabs">
        <Tabs
          items={[
            {
              key: "grid",
              label: t("Ma trận", "Matrix"),
              children: (
                <BlueprintGrid
                  value={now}
                  supply={supply.data?.supply ?? []}
                  onChange={set}
                  onRow={setRow}
                />
              ),
            },
            {
              key: "settings",
              label: t("Phần và điều kiện", "Parts and conditions"),
              children: (
                <BlueprintSettings value={now} pools={supply.data?.pools ?? []} onChange={set} />
              ),
            },
            {
              key: "draw",
              label: t("Rút đề", "Draw forms"),
              children: (
                <BlueprintDraw
                  id={saved.id}
                  dirty={dirty}
                  ready={saved.problems.length === 0}
                  save={save}
                />
              ),
            },
          ]}
        />
      </Card>
      <RowDrawer value={now} row={row} onChange={set} onClose={() => setRow(undefined)} />
    </Page>
  );
}
