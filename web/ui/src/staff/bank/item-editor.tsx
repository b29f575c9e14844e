import { Alert, App, Button, Card, Col, Form, Row, Space } from "antd";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useNavigate } from "react-router";

import { api, ApiError, ok } from "../api";
import { sentence } from "../errors";
import { Page } from "../parts/page";
import { useSession } from "../session/session";
import { dateTime, time } from "../text/format";
import { useLanguage, useText } from "../text/language";
import { AnswerEditor } from "./answer-editor";
import type { Edit } from "./answers/edit";
import { ProblemList } from "./answers/problems";
import { CreditShown } from "./answers/credit";
import { finished } from "./body";
import { EditorDesk } from "./editor/desk";
import { Toolbar } from "./editor/toolbar";
import { ItemHead } from "./item-head";
import { ItemPreview } from "./item-preview";
import { ItemTags } from "./item-tags";
import { ItemTexts } from "./item-texts";
import { KeepStatus } from "./keep/keep-status";
import { useAutosave } from "./keep/use-autosave";
import { usePresence } from "./keep/use-presence";
import { MergeDialog } from "./merge/merge-dialog";
import { useCheck } from "./use-check";
import type { Body, Item } from "./words";

/** What writing starts with. */
export interface Start {
  /** The item's id, or the name of a new question. */
  key: string;
  item: Item | null;
  body: Body;
  pool: string;
  /** Hash of the version that the text comes from; empty for a new question. */
  base: string;
  rev: number;
  /** When the unsaved text was kept; null: the text is the current version. */
  restored: string | null;
}

interface Props {
  start: Start;
  /** Reads everything anew: unsaved text was thrown away. */
  onReload?: () => void;
}

/** The editor of one question: texts, answers, tags, preview, and what becomes of them. */
export function ItemEditor({ start, onReload }: Props) {
  const t = useText();
  const { language } = useLanguage();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const account = useSession().account_id;
  const id = start.item?.id ?? "";
  const [body, setBody] = useState(start.body);
  const [pool, setPool] = useState(start.pool);
  const [base, setBase] = useState(start.base);
  const [texts, setTexts] = useState(0); // counts how often all texts start anew
  const [changed, setChanged] = useState(start.restored !== null);
  const [restored, setRestored] = useState(start.restored);
  const [credit, setCredit] = useState(Object.keys(start.body.key.credit ?? {}).length > 0);
  const [saving, setSaving] = useState(false);
  const [theirs, setTheirs] = useState<Item | null>(null);
  const { state, autosave } = useAutosave({ account, key: start.key, item: id, rev: start.rev });
  const presence = usePresence(id, changed);
  const checked = useCheck(body);

  const now = useRef({ body, pool, base });
  useEffect(() => {
    now.current = { body, pool, base };
  });
  const touch = useCallback(
    (part: Partial<{ body: Body; pool: string; base: string }>) => {
      now.current = { ...now.current, ...part };
      setChanged(true);
      autosave.changed(now.current);
      if (id === "" && !location.search.includes("nhap=")) {
        window.history.replaceState(window.history.state, "", `?nhap=${start.key}`);
      }
    },
    [autosave, id, start.key],
  );
  const change = useCallback(
    (next: (b: Body) => Body) => {
      const made = next(now.current.body);
      setBody(made);
      touch({ body: made });
    },
    [touch],
  );
  const edit = useMemo<Edit>(() => ({ body, change }), [body, change]);

  /** Puts another text into the editor: a merge, or another kind. */
  const replace = (made: Body, from: string) => {
    setBody(made);
    setBase(from);
    setTexts((n) => n + 1);
    touch({ body: made, base: from });
  };

  const compare = async () => {
    try {
      setTheirs(await ok(api.GET("/api/items/{id}", { params: { path: { id } } })));
    } catch (error) {
      void message.error(sentence(error, language), 6);
    }
  };

  const save = async (then: "list" | "next") => {
    setSaving(true);
    await autosave.flush();
    const item = finished(now.current.body);
    try {
      await (id === ""
        ? ok(api.POST("/api/items", { body: { pool: pool.trim(), item, draft: start.key } }))
        : ok(
            api.PUT("/api/items/{id}", {
              params: { path: { id } },
              body: { base: now.current.base, item },
            }),
          ));
      await autosave.stop();
    } catch (error) {
      setSaving(false);
      if (error instanceof ApiError && id !== "" && error.code === "item.changed") return compare();
      void message.error(sentence(error, language), 6);
      return;
    }
    void message.success(t("Đã lưu.", "Saved."));
    if (then === "list") return void navigate("/ngan-hang");
    const handed = { pool: pool.trim(), tags: { ...item.tags }, kind: item.question.kind };
    void navigate("/ngan-hang/cau/moi", { state: handed });
  };

  const forget = async () => {
    await autosave.stop();
    try {
      await ok(api.DELETE("/api/item-drafts/{key}", { params: { path: { key: start.key } } }));
    } catch (error) {
      void message.error(sentence(error, language), 6);
    }
    if (onReload) onReload();
    else void navigate("/ngan-hang");
  };

  const stale = id !== "" && presence !== null && presence.hash !== "" && presence.hash !== base;
  const fatal = checked.problems.some((p) => !p.warning && !p.unready);
  return (
    <EditorDesk>
      <ProblemList value={changed || id !== "" ? checked.problems : []}>
        <CreditShown value={credit}>
          <Page
            title={
              id === ""
                ? t("Soạn câu hỏi", "Write a question")
                : t("Sửa câu hỏi", "Edit a question")
            }
            lead={<KeepStatus state={state} />}
            actions={
              <Space wrap>
                {changed && (
                  <Button onClick={() => void forget()}>
                    {id === ""
                      ? t("Bỏ bản nháp", "Throw away")
                      : t("Bỏ thay đổi", "Throw changes away")}
                  </Button>
                )}
                {id === "" && (
                  <Button
                    loading={saving}
                    disabled={pool.trim() === "" || fatal}
                    onClick={() => void save("next")}
                  >
                    {t("Lưu và soạn câu tiếp", "Save, write the next")}
                  </Button>
                )}
                <Button
                  type="primary"
                  loading={saving}
                  disabled={pool.trim() === "" || fatal}
                  onClick={() => void save("list")}
                >
                  {t("Lưu", "Save")}
                </Button>
              </Space>
            }
          >
            <div className="kt-notices">
              {restored !== null && (
                <Alert
                  type="info"
                  showIcon
                  closable={{ onClose: () => setRestored(null) }}
                  title={t(
                    `Đã khôi phục bản nháp bạn chưa lưu, lúc ${dateTime(restored)}.`,
                    `Your unsaved draft of ${dateTime(restored)} was restored.`,
                  )}
                />
              )}
              {(presence?.others ?? []).map((o) => (
                <Alert
                  key={`${o.name} ${o.since}`}
                  type="warning"
                  showIcon
                  title={
                    o.self
                      ? t(
                          "Bạn đang mở câu này ở một tab khác.",
                          "You have this question open in another tab.",
                        )
                      : o.editing
                        ? t(
                            `${o.name} đang sửa câu này từ ${time(o.since)}. Ai lưu sau sẽ được so sánh và gộp, không ai bị ghi đè.`,
                            `${o.name} has been editing this question since ${time(o.since)}. Who saves last compares and merges; nobody is overwritten.`,
                          )
                        : t(`${o.name} đang mở câu này.`, `${o.name} has this question open.`)
                  }
                />
              ))}
              {stale && (
                <Alert
                  type="error"
                  showIcon
                  title={t(
                    "Câu này vừa được lưu thành phiên bản mới trong khi bạn đang sửa.",
                    "A new version of this question was saved while you were editing.",
                  )}
                  action={
                    <Button size="small" onClick={() => void compare()}>
                      {t("So sánh và gộp", "Compare and merge")}
                    </Button>
                  }
                />
              )}
            </div>
            <Row gutter={[16, 16]}>
              <Col xs={24} lg={14}>
                <Toolbar />
                <Card className="kt-editor-card" key={texts}>
                  <Form layout="vertical" component={false}>
                    <ItemHead
                      body={body}
                      onKind={(made) => {
                        change(() => made);
                        setTexts((n) => n + 1);
                      }}
                    />
                    <ItemTexts edit={edit} />
                    <AnswerEditor edit={edit} />
                    <ItemTags
                      edit={edit}
                      pool={pool}
                      fixedPool={id !== ""}
                      onPool={(p) => {
                        setPool(p);
                        touch({ pool: p });
                      }}
                      credit={credit}
                      onCredit={setCredit}
                    />
                  </Form>
                </Card>
              </Col>
              <Col xs={24} lg={10}>
                <ItemPreview body={body} checked={checked} />
              </Col>
            </Row>
          </Page>
          {theirs && (
            <MergeDialog
              mine={finished(body)}
              theirs={theirs}
              base={base}
              onClose={() => setTheirs(null)}
              onMerged={(made) => {
                setTheirs(null);
                replace(made, theirs.current.hash);
              }}
            />
          )}
        </CreditShown>
      </ProblemList>
    </EditorDesk>
  );
}
