import { Button, Card, Form, Input, InputNumber, Modal, Select, Space, Table, Upload } from "antd";
import { useState } from "react";
import { Link, useNavigate } from "react-router";

import { api, ok, upload, type Schema } from "../api";
import { Async } from "../parts/async";
import { PlusOutlined, UploadOutlined } from "../parts/icons";
import { Page } from "../parts/page";
import { date } from "../text/format";
import { useLanguage, useText } from "../text/language";
import { useAction } from "../use-action";
import { useApi } from "../use-api";
import { Field } from "../parts/field";
import { blank, type Blueprint } from "./blueprint-model";
import { ImportReport } from "./blueprint-report";
import { subjectName, subjects } from "./words";
import "./bank.css";
import "./blueprint.css";

type Saved = Schema["Blueprint"];

/** The matrices that one may see. */
export default function BlueprintsPage() {
  const t = useText();
  const { language } = useLanguage();
  const navigate = useNavigate();
  const { busy, run } = useAction();
  const [making, setMaking] = useState(false);
  const [refused, setRefused] = useState<Schema["MatrixFileView"]>();
  const read = useApi("blueprints", () => ok(api.GET("/api/blueprints")));

  const keep = async (body: Blueprint) => {
    const made = await run(() => ok(api.POST("/api/blueprints", { body: { body } })));
    if (made) void navigate(`/ma-tran/${made.id}`);
  };
  const take = async (file: File) => {
    const answer = await run(() => upload<Schema["MatrixFileView"]>("/api/blueprint-files", file));
    if (answer === undefined) return;
    if (answer.errors.length > 0 || answer.warnings.length > 0) setRefused(answer);
    if (answer.errors.length === 0) await keep(answer.body as Blueprint);
  };
  return (
    <Page
      title={t("Ma trận đề", "Blueprints")}
      lead={t(
        "Lập ma trận theo công văn 7991, rút đề từ ngân hàng, tải phụ lục ma trận và bản đặc tả.",
        "Make matrices (letter 7991), draw forms from the bank, download both annexes.",
      )}
      actions={
        <Space wrap>
          <Upload
            accept=".xlsx,.docx,.json"
            showUploadList={false}
            beforeUpload={(file) => {
              void take(file);
              return false;
            }}
          >
            <Button icon={<UploadOutlined />} loading={busy}>
              {t("Lấy từ tệp .xlsx, .docx", "From .xlsx, .docx")}
            </Button>
          </Upload>
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setMaking(true)}>
            {t("Tạo ma trận", "New blueprint")}
          </Button>
        </Space>
      }
    >
      {refused !== undefined && <ImportReport of={refused} onClose={() => setRefused(undefined)} />}
      <Card>
        <Async
          of={read}
          isEmpty={({ blueprints }) => blueprints.length === 0}
          empty={t(
            "Chưa có ma trận nào. Tạo mới, hoặc lấy từ tệp Word hay Excel đang dùng.",
            "No blueprint yet. Make one, or take it from a Word or Excel file.",
          )}
        >
          {({ blueprints }) => (
            <Table<Saved>
              size="middle"
              rowKey="id"
              dataSource={blueprints}
              pagination={{ defaultPageSize: 20, hideOnSinglePage: true }}
              columns={[
                {
                  title: t("Ma trận", "Blueprint"),
                  render: (_, b) => (
                    <div>
                      <Link to={`/ma-tran/${b.id}`} className="kt-strong">
                        {b.name}
                      </Link>
                      <div className="kt-note">
                        {subjectName(b.subject)[language]}
                        {b.grade > 0 && ` · ${t("lớp", "grade")} ${String(b.grade)}`}
                      </div>
                    </div>
                  ),
                },
                {
                  title: t("Sửa lần cuối", "Last change"),
                  width: 140,
                  responsive: ["sm"],
                  render: (_, b) => date(b.updated_at),
                },
              ]}
            />
          )}
        </Async>
      </Card>
      <NewDialog open={making} busy={busy} onClose={() => setMaking(false)} onMade={keep} />
    </Page>
  );
}

interface DialogProps {
  open: boolean;
  busy: boolean;
  onClose: () => void;
  onMade: (b: Blueprint) => Promise<void>;
}

function NewDialog({ open, busy, onClose, onMade }: DialogProps) {
  const t = useText();
  const { language } = useLanguage();
  const [name, setName] = useState("");
  const [subject, setSubject] = useState("toan");
  const [grade, setGrade] = useState(12);
  return (
    <Modal
      open={open}
      onCancel={onClose}
      onOk={() => void onMade(blank(name.trim(), subject, grade))}
      okButtonProps={{ disabled: name.trim() === "" }}
      confirmLoading={busy}
      okText={t("Tạo", "Make")}
      title={t("Tạo ma trận", "New blueprint")}
    >
      <Form layout="vertical">
        <Field label={t("Tên", "Name")}>
          <Input
            value={name}
            maxLength={300}
            placeholder={t("Kiểm tra cuối học kì I", "End of term I")}
            onChange={(e) => setName(e.target.value)}
          />
        </Field>
        <Field label={t("Môn", "Subject")}>
          <Select
            value={subject}
            onChange={setSubject}
            options={subjects.map((s) => ({ value: s, label: subjectName(s)[language] }))}
          />
        </Field>
        <Field label={t("Lớp", "Grade")}>
          <InputNumber min={0} max={12} value={grade} onChange={(v) => setGrade(v ?? 0)} />
        </Field>
      </Form>
    </Modal>
  );
}
