import { SaveOutlined } from "@ant-design/icons";
import {
  AutoComplete,
  Button,
  Card,
  Col,
  Form,
  Input,
  InputNumber,
  Radio,
  Row,
  Select,
} from "antd";
import { useState } from "react";
import { useNavigate, useParams } from "react-router";

import { api, ok } from "../api";
import { Async } from "../parts/async";
import { Page } from "../parts/page";
import { useLanguage, useText } from "../text/language";
import { useAction } from "../use-action";
import { useApi } from "../use-api";
import { AnswerEditor } from "./answer-editor";
import { bodyOf, draftOf, emptyDraft, typed, type Draft } from "./draft";
import { QuestionView } from "./question-view";
import { Rich } from "./rich";
import {
  kindNames,
  kinds,
  levelNames,
  levels,
  subjectName,
  subjects,
  type Body,
  type Kind,
} from "./words";
import "./bank.css";

/** Write a question, or make a new version of one. */
export default function ItemPage() {
  const { id = "moi" } = useParams();
  const fresh = id === "moi";
  const read = useApi(
    `edit ${id}`,
    () => ok(api.GET("/api/items/{id}", { params: { path: { id } } })),
    { skip: fresh },
  );
  if (fresh) return <Editor key="moi" start={emptyDraft("single")} pool="" id="" />;
  return (
    <Async of={read}>
      {(it) => (
        <Editor key={it.current.id} start={draftOf(it.current.body)} pool={it.pool} id={id} />
      )}
    </Async>
  );
}

/** The body as the server will clean it: typed text becomes HTML. */
function finished(d: Draft): Body {
  return bodyOf({
    ...d,
    stem: typed(d.stem),
    stimulus: typed(d.stimulus),
    solution: typed(d.solution),
    options: d.options.map((o) => ({ ...o, html: typed(o.html) })),
    statements: d.statements.map((s) => ({ ...s, html: typed(s.html) })),
  });
}

function Editor({ start, pool, id }: { start: Draft; pool: string; id: string }) {
  const t = useText();
  const { language } = useLanguage();
  const navigate = useNavigate();
  const { busy, run } = useAction();
  const [draft, setDraft] = useState(start);
  const [into, setInto] = useState(pool);
  const pools = useApi("pools", () =>
    ok(api.GET("/api/items", { params: { query: { limit: 1 } } })),
  );
  const set = (part: Partial<Draft>) => setDraft((d) => ({ ...d, ...part }));
  const save = async () => {
    const item = finished(draft);
    const done = await run(
      () =>
        id === ""
          ? ok(api.POST("/api/items", { body: { pool: into, item } }))
          : ok(api.PUT("/api/items/{id}", { params: { path: { id } }, body: { item } })),
      { done: t("Đã lưu.", "Saved.") },
    );
    if (done) void navigate("/ngan-hang");
  };
  return (
    <Page
      title={
        id === "" ? t("Soạn câu hỏi", "Write a question") : t("Sửa câu hỏi", "Edit a question")
      }
      lead={t(
        "Công thức LaTeX đặt giữa \\( và \\). Bên phải là câu hỏi như thí sinh thấy, kèm đáp án.",
        "LaTeX goes between \\( and \\). The right side shows the question with its key.",
      )}
      actions={
        <Button
          type="primary"
          icon={<SaveOutlined />}
          loading={busy}
          disabled={id === "" && into.trim() === ""}
          onClick={() => void save()}
        >
          {t("Lưu", "Save")}
        </Button>
      }
    >
      <Row gutter={[16, 16]}>
        <Col xs={24} lg={13}>
          <Card>
            <Form layout="vertical">
              <Form.Item label={t("Dạng câu", "Kind")}>
                <Radio.Group
                  value={draft.kind}
                  onChange={(e) => set({ kind: e.target.value as Kind })}
                  optionType="button"
                  options={kinds.map((k) => ({ value: k, label: kindNames[k][language] }))}
                />
              </Form.Item>
              <Rich
                label={t("Ngữ liệu dùng chung (nếu có)", "Shared stimulus, if any")}
                rows={1}
                sounds
                value={draft.stimulus}
                onChange={(stimulus) => set({ stimulus })}
              />
              <Rich
                label={draft.kind === "cluster" ? t("Lời dẫn", "Stem") : t("Câu hỏi", "Question")}
                rows={3}
                sounds
                value={draft.stem}
                onChange={(stem) => set({ stem })}
              />
              <AnswerEditor draft={draft} onChange={set} />
              <Rich
                label={t(
                  "Lời giải (không hiện cho thí sinh)",
                  "Solution, never shown to candidates",
                )}
                rows={2}
                value={draft.solution}
                onChange={(solution) => set({ solution })}
              />
              <Row gutter={12}>
                <Col xs={12} sm={8}>
                  <Form.Item label={t("Môn", "Subject")}>
                    <AutoComplete
                      value={draft.subject}
                      onChange={(subject: string) => set({ subject })}
                      options={subjects.map((s) => ({ value: s, label: subjectName(s)[language] }))}
                    />
                  </Form.Item>
                </Col>
                <Col xs={12} sm={8}>
                  <Form.Item label={t("Lớp", "Grade")}>
                    <InputNumber
                      min={0}
                      max={12}
                      value={draft.grade}
                      onChange={(grade) => set({ grade: grade ?? 0 })}
                    />
                  </Form.Item>
                </Col>
                <Col xs={24} sm={8}>
                  <Form.Item label={t("Mức độ", "Level")}>
                    <Select
                      value={draft.level}
                      disabled={draft.kind === "cluster"}
                      onChange={(level) => set({ level })}
                      options={[
                        { value: "", label: "–" },
                        ...levels.map((l) => ({ value: l, label: levelNames[l][language] })),
                      ]}
                    />
                  </Form.Item>
                </Col>
              </Row>
              <Form.Item label={t("Chủ đề", "Topic")}>
                <Input value={draft.topic} onChange={(e) => set({ topic: e.target.value })} />
              </Form.Item>
              <Form.Item label={t("Yêu cầu cần đạt", "Outcome")}>
                <Input value={draft.outcome} onChange={(e) => set({ outcome: e.target.value })} />
              </Form.Item>
              <Row gutter={12}>
                <Col xs={24} sm={12}>
                  <Form.Item label={t("Mã câu", "Label")}>
                    <Input value={draft.label} onChange={(e) => set({ label: e.target.value })} />
                  </Form.Item>
                </Col>
                <Col xs={24} sm={12}>
                  <Form.Item label={t("Kho", "Pool")} required={id === ""}>
                    <AutoComplete
                      value={into}
                      disabled={id !== ""}
                      onChange={setInto}
                      options={(pools.data?.pools ?? []).map((p) => ({ value: p }))}
                    />
                  </Form.Item>
                </Col>
              </Row>
            </Form>
          </Card>
        </Col>
        <Col xs={24} lg={11}>
          <Card title={t("Xem trước", "Preview")} className="kt-sticky">
            <QuestionView body={finished(draft)} />
          </Card>
        </Col>
      </Row>
    </Page>
  );
}
