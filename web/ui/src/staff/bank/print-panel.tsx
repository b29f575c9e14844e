import { Alert, Button, Checkbox, Form, Input, InputNumber, Space } from "antd";
import { useState } from "react";

import { api, ok, type Schema } from "../api";
import { Async } from "../parts/async";
import {
  DownloadOutlined,
  FileExcelOutlined,
  FilePdfOutlined,
  FileWordOutlined,
  SolutionOutlined,
} from "../parts/icons";
import { useText } from "../text/language";
import { useAction } from "../use-action";
import { useApi } from "../use-api";
import { FormCode } from "./form-code";
import type { FormView } from "./parts";
import { PrintAllButton } from "./print-all-button";
import { savePrint, type Print } from "./save-print";

type Heading = Schema["Heading"];

/** What is printed of a form: papers, key tables, solutions, and what stands above them. */
export function PrintPanel({ form }: { form: FormView }) {
  const [headings, setHeadings] = useState(0); // counts how often the heading was saved
  const heading = useApi(`heading ${form.id}`, () =>
    ok(api.GET("/api/forms/{id}/heading", { params: { path: { id: form.id } } })),
  );
  const check = useApi(`print-check ${form.id}`, () =>
    ok(api.GET("/api/forms/{id}/print-check", { params: { path: { id: form.id } } })),
  );
  const saved = () => {
    setHeadings((n) => n + 1);
    heading.reload();
  };
  return (
    <div className="kt-print">
      <Async of={check}>
        {({ rows, pdf }) => (
          <>
            <Remarks rows={rows} />
            <Files form={form} pdf={pdf} headings={headings} />
          </>
        )}
      </Async>
      <Async of={heading}>
        {(h) => <HeadingForm key={form.id} form={form} heading={h} onSaved={saved} />}
      </Async>
    </div>
  );
}

function Remarks({ rows }: { rows: Schema["Row"][] }) {
  const t = useText();
  if (rows.length === 0) return null;
  return (
    <Alert
      className="kt-gap"
      type="warning"
      showIcon
      title={t(
        "Trên giấy có chỗ không giống trên máy:",
        "Some things on paper differ from the screen:",
      )}
      description={
        <ul className="kt-plain">
          {rows.slice(0, 20).map((r) => (
            <li key={`${r.where} ${r.code} ${r.excerpt ?? ""}`}>
              <b>{r.where}</b>: {r.message} {r.excerpt !== undefined && <code>{r.excerpt}</code>}
            </li>
          ))}
        </ul>
      }
    />
  );
}

/** The buttons; each shows that its file is being made. */
function Files({ form, pdf, headings }: { form: FormView; pdf: boolean; headings: number }) {
  const t = useText();
  const { run } = useAction();
  const [code, setCode] = useState(form.codes[0] ?? "");
  const [making, setMaking] = useState("");
  const make = async (print: Print) => {
    setMaking(print);
    await run(() => savePrint(form.id, print, code));
    setMaking("");
  };
  const button = (print: Print, icon: React.ReactNode, label: string, off = false) => (
    <Button
      key={print}
      icon={icon}
      loading={making === print}
      disabled={off || (making !== "" && making !== print)}
      onClick={() => void make(print)}
    >
      {label}
    </Button>
  );
  return (
    <section className="kt-gap">
      <h3>{t("Tệp để in", "Files to print")}</h3>
      <FormCode
        form={form}
        code={code}
        onCode={setCode}
        label={t("Mã đề để in", "Variant to print")}
      />
      <Space wrap>
        {button("paper.docx", <FileWordOutlined />, t("Đề thi (.docx)", "Paper (.docx)"))}
        {button("paper.pdf", <FilePdfOutlined />, t("Đề thi (.pdf)", "Paper (.pdf)"), !pdf)}
        {button(
          "solutions.docx",
          <SolutionOutlined />,
          t("Hướng dẫn giải (.docx)", "Solutions (.docx)"),
        )}
      </Space>
      <p className="kt-note">{t("Cho mọi mã đề:", "For all variants:")}</p>
      <Space wrap>
        {button(
          "papers.zip",
          <DownloadOutlined />,
          t("Tất cả đề (.docx, .zip)", "All papers (.docx, .zip)"),
        )}
        <PrintAllButton
          key={`${String(headings)} ${JSON.stringify(form.parts)}`}
          form={form}
          disabled={!pdf || making !== ""}
        />
        {button("keys.xlsx", <FileExcelOutlined />, t("Bảng đáp án (.xlsx)", "Key table (.xlsx)"))}
      </Space>
      {!pdf && (
        <p className="kt-note">
          {t(
            "Máy chủ chưa cài Chromium nên chưa tạo được .pdf; có thể mở tệp .docx rồi lưu thành PDF.",
            "No Chromium on the server: no .pdf here; open the .docx and save it as PDF.",
          )}
        </p>
      )}
    </section>
  );
}

function HeadingForm({
  form,
  heading,
  onSaved,
}: {
  form: FormView;
  heading: Heading;
  onSaved: () => void;
}) {
  const t = useText();
  const { busy, run } = useAction();
  const save = async (body: Heading) => {
    const done = await run(
      () =>
        ok(
          api.PUT("/api/forms/{id}/heading", {
            params: { path: { id: form.id } },
            body,
          }),
        ),
      { done: t("Đã lưu phần đầu đề.", "The heading is saved.") },
    );
    if (done) onSaved();
  };
  const text = (name: keyof Heading, label: string, placeholder: string) => (
    <Form.Item name={name} label={label}>
      <Input placeholder={placeholder} maxLength={300} />
    </Form.Item>
  );
  return (
    <Form<Heading>
      layout="vertical"
      initialValues={heading}
      onFinish={(v) => void save(v)}
      className="kt-gap"
    >
      <h3>{t("Phần đầu và cuối đề", "Heading and end of the paper")}</h3>
      <div className="kt-print-grid">
        {text("authority", t("Cơ quan", "Authority"), "SỞ GIÁO DỤC VÀ ĐÀO TẠO …")}
        {text("school", t("Trường", "School"), "TRƯỜNG THPT …")}
        {text("exam", t("Kỳ kiểm tra", "Exam"), form.name)}
        {text("year", t("Năm học", "School year"), "2026 – 2027")}
        {text("subject", t("Môn (như in trên đề)", "Subject as printed"), "")}
        {text("grade", t("Lớp", "Grade"), "12")}
        {text("official", t("Dòng dưới tên trường", "Line below the school"), "ĐỀ CHÍNH THỨC")}
        <Form.Item name="size" label={t("Cỡ chữ (0 là 12)", "Font size (0 is 12)")}>
          <InputNumber min={0} max={20} />
        </Form.Item>
      </div>
      <Form.Item name="notes" label={t("Ghi chú cuối đề", "Notes at the end")}>
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 5 }} maxLength={1000} />
      </Form.Item>
      <Form.Item name="lines" valuePropName="checked">
        <Checkbox>
          {t(
            "Chừa chỗ làm bài trên đề (dòng trả lời, dòng kẻ cho bài viết)",
            "Room for answers on the paper",
          )}
        </Checkbox>
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={busy}>
        {t("Lưu phần đầu đề", "Save the heading")}
      </Button>
    </Form>
  );
}
