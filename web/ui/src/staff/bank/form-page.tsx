import { Alert, Button, Card, Space, Tabs, Tag } from "antd";
import { useState } from "react";
import { useParams } from "react-router";

import { api, ok } from "../api";
import { ApiError } from "../api";
import { sentence } from "../errors";
import { Async } from "../parts/async";
import { LockOutlined, PrinterOutlined } from "../parts/icons";
import { Page } from "../parts/page";
import { useLanguage, useText } from "../text/language";
import { useApi, type Loaded } from "../use-api";
import { FormEditor } from "./form-editor";
import { FormMatrix } from "./form-matrix";
import { FormPreview } from "./form-preview";
import { LockDialog } from "./lock-dialog";
import type { FormView } from "./parts";
import { PrintPanel } from "./print-panel";
import { subjectName } from "./words";
import "./bank.css";

/** One form: its questions, its paper, its key. */
export default function FormPage() {
  const { id = "" } = useParams();
  const read = useApi(`form ${id}`, () =>
    ok(api.GET("/api/forms/{id}", { params: { path: { id } } })),
  );
  return <Async of={read}>{(form) => <Opened key={form.id} form={form} read={read} />}</Async>;
}

function Opened({ form, read }: { form: FormView; read: Loaded<FormView> }) {
  const t = useText();
  const { language } = useLanguage();
  const [tab, setTab] = useState(form.state === "locked" ? "paper" : "edit");
  const [locking, setLocking] = useState(false);
  const locked = form.state === "locked";
  return (
    <Page
      title={
        <>
          {form.name}{" "}
          {locked && (
            <Tag color="green" icon={<LockOutlined />}>
              {t("Đã khoá", "Locked")}
            </Tag>
          )}
        </>
      }
      lead={`${subjectName(form.subject)[language]} · ${Math.round(form.duration_s / 60)} ${t("phút", "minutes")}`}
      actions={
        <Space wrap>
          {(tab === "paper" || tab === "key") && (
            <Button icon={<PrinterOutlined />} onClick={() => window.print()}>
              {t("In", "Print")}
            </Button>
          )}
          {!locked && (
            <Button
              type="primary"
              icon={<LockOutlined />}
              disabled={form.problem !== ""}
              onClick={() => setLocking(true)}
            >
              {t("Khoá đề và sinh mã đề", "Lock and make variants")}
            </Button>
          )}
        </Space>
      }
    >
      {!locked && form.problem !== "" && (
        <Alert
          className="kt-gap kt-no-print"
          type="warning"
          showIcon
          title={t("Chưa khoá được: ", "It cannot be locked yet: ")}
          description={sentence(
            new ApiError(422, form.problem, { field: form.field, part: partOfField(form) }),
            language,
          )}
        />
      )}
      {locked && (
        <p className="kt-note kt-no-print">
          {t("Mã băm của đề: ", "Hash of the form: ")}
          <code>{form.hash.slice(0, 16)}…</code>
        </p>
      )}
      <Card className="kt-tabs">
        <Tabs
          activeKey={tab}
          onChange={setTab}
          items={[
            {
              key: "edit",
              label: t("Các câu", "Questions"),
              children: <FormEditor form={form} onSaved={read.reload} />,
            },
            {
              key: "matrix",
              label: t("Ma trận", "Matrix"),
              children: <FormMatrix form={form.id} />,
            },
            {
              key: "paper",
              label: t("Xem như thí sinh", "As candidates see it"),
              children: <FormPreview key={form.state} form={form} show="paper" />,
            },
            {
              key: "key",
              label: t("Đáp án", "Key"),
              children: <FormPreview key={form.state} form={form} show="key" />,
            },
            {
              key: "print",
              label: t("In đề, đáp án", "Print"),
              children: <PrintPanel key={form.state} form={form} />,
            },
          ]}
        />
      </Card>
      <LockDialog
        form={form}
        open={locking}
        onClose={() => setLocking(false)}
        onLocked={() => {
          setLocking(false);
          setTab("paper");
          read.reload();
        }}
      />
    </Page>
  );
}

/** The first part without a question, for the sentence about it. */
function partOfField(form: FormView): number {
  return form.parts.findIndex((p) => p.pins.length === 0) + 1;
}
