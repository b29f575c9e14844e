import { App, Button, Empty, Flex, Input, Select, Table, Tag } from "antd";
import { useState } from "react";

import { api, ok, type Schema } from "../api";
import { Async } from "../parts/async";
import { DownloadOutlined, NumberOutlined, UploadOutlined } from "../parts/icons";
import { count, date } from "../text/format";
import { useLanguage, useText } from "../text/language";
import { useAction } from "../use-action";
import { useApi } from "../use-api";
import type { Exam } from "./exam-page";
import { NeedsDialog, needsText } from "./needs-dialog";
import { RosterDialog } from "./roster-dialog";

type Candidate = Schema["CandidateView"];

const pageSize = 50;

/** The candidates of an exam: search, import, numbers. */
export function CandidatesTab({ exam }: { exam: Exam }) {
  const t = useText();
  const { language } = useLanguage();
  const [text, setText] = useState("");
  const [subject, setSubject] = useState("");
  const [page, setPage] = useState(1);
  const [importing, setImporting] = useState(false);
  const [needing, setNeeding] = useState<Candidate | null>(null);
  const query = { q: text, subject, limit: pageSize, offset: (page - 1) * pageSize };
  const read = useApi(`candidates ${exam.id} ${text} ${subject} ${page}`, () =>
    ok(api.GET("/api/exams/{id}/candidates", { params: { path: { id: exam.id }, query } })),
  );
  const unfiltered = text === "" && subject === "";
  return (
    <>
      <Flex gap={12} wrap justify="space-between" className="kt-gap">
        <Flex gap={12} wrap>
          <Input.Search
            allowClear
            placeholder={t("Tên, số báo danh hoặc mã", "Name, number or code")}
            onSearch={(value) => {
              setText(value.trim());
              setPage(1);
            }}
            style={{ width: 260 }}
          />
          <Select
            value={subject}
            onChange={(value) => {
              setSubject(value);
              setPage(1);
            }}
            style={{ width: 180 }}
            options={[
              { value: "", label: t("Mọi môn", "Every subject") },
              ...exam.settings.subjects.map((s) => ({ value: s.code, label: s.name })),
            ]}
          />
        </Flex>
        <Flex gap={8} wrap>
          <Button type="primary" icon={<UploadOutlined />} onClick={() => setImporting(true)}>
            {t("Nhập danh sách", "Import a roster")}
          </Button>
          <NumberButton exam={exam} data={read.data} onDone={read.reload} />
          <Button
            icon={<DownloadOutlined />}
            href={`/api/exams/${exam.id}/candidates.xlsx`}
            disabled={read.data?.total === 0 && unfiltered}
          >
            {t("Tải Excel", "Excel")}
          </Button>
        </Flex>
      </Flex>
      <Async of={read}>
        {(data) => (
          <>
            <p className="kt-note kt-gap">
              {t(
                `${count(data.total, language)} thí sinh, ${count(data.numbered, language)} đã có số báo danh`,
                `${count(data.total, language)} candidates, ${count(data.numbered, language)} with a number`,
              )}
            </p>
            {data.total === 0 && unfiltered ? (
              <Empty
                image={Empty.PRESENTED_IMAGE_SIMPLE}
                description={t(
                  "Chưa có thí sinh. Tải tệp mẫu, điền rồi nhập vào đây.",
                  "No candidates yet. Get the template, fill it in and import it.",
                )}
              />
            ) : (
              <CandidateTable
                exam={exam}
                data={data}
                page={page}
                onPage={setPage}
                onNeeds={setNeeding}
              />
            )}
          </>
        )}
      </Async>
      {needing && (
        <NeedsDialog
          key={needing.id}
          candidate={needing}
          onClose={() => setNeeding(null)}
          onSaved={() => {
            setNeeding(null);
            read.reload();
          }}
        />
      )}
      <RosterDialog
        exam={exam}
        open={importing}
        onClose={() => setImporting(false)}
        onImported={() => {
          setImporting(false);
          read.reload();
        }}
      />
    </>
  );
}

interface NumberProps {
  exam: Exam;
  data: Schema["CandidatesView"] | undefined;
  onDone: () => void;
}

/** Numbers everybody anew, or only those who came later, after a question. */
function NumberButton({ exam, data, onDone }: NumberProps) {
  const t = useText();
  const { modal, message } = App.useApp();
  const { busy, run } = useAction();
  const { total = 0, numbered = 0 } = data ?? {};
  const onlyNew = numbered > 0 && numbered < total;
  const number = async (only_new: boolean) => {
    const params = { path: { id: exam.id }, query: { only_new } };
    const done = await run(() => ok(api.POST("/api/exams/{id}/numbers", { params })));
    if (!done) return;
    void message.success(
      t(
        `Đã đánh ${done.numbered} số báo danh, từ ${done.first} đến ${done.last}.`,
        `${done.numbered} numbers were given, from ${done.first} to ${done.last}.`,
      ),
    );
    onDone();
  };
  const order =
    exam.settings.order === "class"
      ? t("Thứ tự: trường, lớp, tên, họ đệm, ngày sinh.", "By school, class, name, birth date.")
      : t("Thứ tự: tên, họ đệm, ngày sinh.", "By given name, family name, birth date.");
  const ask = () => {
    modal.confirm({
      title: onlyNew
        ? t("Đánh số cho thí sinh chưa có số?", "Number those who have no number?")
        : t("Đánh số báo danh cho toàn bộ thí sinh?", "Number all candidates?"),
      content: onlyNew
        ? t(
            `${total - numbered} thí sinh được đánh số tiếp sau số lớn nhất. Số đã có giữ nguyên.`,
            `${total - numbered} candidates get the numbers after the highest. Present numbers stay.`,
          )
        : `${order} ${t("Số cũ (nếu có) bị thay.", "Old numbers are replaced.")}`,
      onOk: () => number(onlyNew),
    });
  };
  return (
    <Button icon={<NumberOutlined />} loading={busy} disabled={total === 0} onClick={ask}>
      {onlyNew ? t("Đánh số thí sinh mới", "Number the new") : t("Đánh số báo danh", "Number")}
    </Button>
  );
}

interface TableProps {
  exam: Exam;
  data: Schema["CandidatesView"];
  page: number;
  onPage: (page: number) => void;
  onNeeds: (candidate: Candidate) => void;
}

function CandidateTable({ exam, data, page, onPage, onNeeds }: TableProps) {
  const t = useText();
  return (
    <Table<Candidate>
      size="middle"
      rowKey="id"
      dataSource={data.candidates}
      pagination={{
        current: page,
        pageSize,
        total: data.total,
        onChange: onPage,
        showSizeChanger: false,
        hideOnSinglePage: true,
      }}
      columns={[
        {
          title: t("Số báo danh", "Number"),
          width: 116,
          render: (_, c) => <span className="kt-mono">{c.number || "–"}</span>,
        },
        {
          title: t("Họ và tên", "Name"),
          render: (_, c) => (
            <div>
              {c.family_name} <b>{c.given_name}</b>
              <div className="kt-note">
                {date(c.birth_date)}
                {c.gender === "male" && ` · ${t("Nam", "Male")}`}
                {c.gender === "female" && ` · ${t("Nữ", "Female")}`}
              </div>
            </div>
          ),
        },
        {
          title: t("Trường, lớp", "School, class"),
          responsive: ["md"],
          render: (_, c) => (
            <div>
              {c.school_name || c.school_code}
              <div className="kt-note">{c.class_code}</div>
            </div>
          ),
        },
        {
          title: t("Mã học sinh", "Pupil code"),
          responsive: ["lg"],
          render: (_, c) => <span className="kt-mono">{c.pupil_code}</span>,
        },
        {
          title: t("Môn đăng ký", "Subjects"),
          responsive: ["sm"],
          render: (_, c) => <Subjects exam={exam} codes={c.subjects} />,
        },
        {
          title: t("Hỗ trợ", "Needs"),
          width: 130,
          render: (_, c) => {
            const text = needsText(c.needs, t("tương phản cao", "high contrast"));
            return (
              <Button
                size="small"
                type={text === "" ? "text" : "default"}
                onClick={() => onNeeds(c)}
                aria-label={t(
                  `Hỗ trợ của ${c.family_name} ${c.given_name}: ${text || "không"}`,
                  `Needs of ${c.family_name} ${c.given_name}: ${text || "none"}`,
                )}
                style={{ whiteSpace: "normal", height: "auto" }}
              >
                {text === "" ? "–" : text}
              </Button>
            );
          },
        },
      ]}
    />
  );
}

function Subjects({ exam, codes }: { exam: Exam; codes: string[] }) {
  const t = useText();
  if (codes.length === 0) return <Tag>{t("Tất cả", "All")}</Tag>;
  const names = new Map(exam.settings.subjects.map((s) => [s.code, s.name]));
  return (
    <Flex wrap gap={4}>
      {codes.map((code) => (
        <Tag key={code}>{names.get(code) ?? code}</Tag>
      ))}
    </Flex>
  );
}
