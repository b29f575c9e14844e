import { PlusOutlined, UploadOutlined } from "@ant-design/icons";
import { Button, Card, Flex, Input, Select, Space, Table, Tag } from "antd";
import { useState } from "react";
import { useNavigate, useSearchParams } from "react-router";

import { api, ok } from "../api";
import { Async } from "../parts/async";
import { Page } from "../parts/page";
import { rolesOf, useSession } from "../session/session";
import { count } from "../text/format";
import { useLanguage, useText } from "../text/language";
import { useAction } from "../use-action";
import { useApi } from "../use-api";
import { FormDialog } from "./form-dialog";
import { Html } from "./html";
import { ItemDrawer } from "./item-drawer";
import { Tags } from "./question-view";
import { states } from "./review/words";
import { kindNames, kinds, levelNames, levels, subjectName, subjects, type Item } from "./words";
import "./bank.css";

type Kind = "" | "single" | "multiple" | "cluster" | "short";
type Level = "" | "biet" | "hieu" | "vandung";
type State = "" | "draft" | "review" | "approved" | "retired";

const pageSize = 20;

/** Search among the questions of one's units; open, approve, make a form. */
export default function ItemsPage() {
  const t = useText();
  const { language } = useLanguage();
  const navigate = useNavigate();
  const [query, setQuery] = useSearchParams();
  const [open, setOpen] = useState<string | null>(null);
  const [picked, setPicked] = useState<string[]>([]);
  const [making, setMaking] = useState(false);
  const { busy, run } = useAction();
  const reviewer = rolesOf(useSession()).includes("reviewer");

  const get = (name: string) => query.get(name) ?? "";
  const page = Number(get("page")) || 1;
  const change = (name: string, value: string) => {
    const next = new URLSearchParams(query);
    if (value === "") next.delete(name);
    else next.set(name, value);
    if (name !== "page") next.delete("page");
    setQuery(next, { replace: true });
  };
  const read = useApi(`items ${query.toString()}`, () =>
    ok(
      api.GET("/api/items", {
        params: {
          query: {
            q: get("q"),
            pool: get("pool"),
            subject: get("subject"),
            batch: get("batch"),
            kind: get("kind") as Kind,
            level: get("level") as Level,
            state: get("state") as State,
            limit: pageSize,
            offset: (page - 1) * pageSize,
          },
        },
      }),
    ),
  );
  const approve = async () => {
    const done = await run(() => ok(api.POST("/api/items/approve", { body: { ids: picked } })), {
      done: t("Đã duyệt.", "Approved."),
    });
    if (done) {
      setPicked([]);
      read.reload();
    }
  };
  return (
    <Page
      title={t("Ngân hàng câu hỏi", "Question bank")}
      lead={t(
        "Tìm không cần dấu. Chọn các câu để tạo đề.",
        "Search works without accents. Pick questions to make a form.",
      )}
      actions={
        <Space wrap>
          <Button icon={<PlusOutlined />} onClick={() => void navigate("/ngan-hang/cau/moi")}>
            {t("Soạn câu", "Write one")}
          </Button>
          <Button
            type="primary"
            icon={<UploadOutlined />}
            onClick={() => void navigate("/ngan-hang/nhap")}
          >
            {t("Nhập từ tệp", "Import a file")}
          </Button>
        </Space>
      }
    >
      <Card>
        <Flex gap={8} wrap className="kt-gap">
          <Input.Search
            className="kt-search"
            allowClear
            aria-label={t("Tìm câu hỏi", "Search questions")}
            placeholder={t("Tìm theo nội dung, mã, chủ đề", "Text, label or topic")}
            defaultValue={get("q")}
            onSearch={(v) => change("q", v)}
          />
          <Filter
            label={t("Kho", "Pool")}
            value={get("pool")}
            onChange={(v) => change("pool", v)}
            options={(read.data?.pools ?? []).map((p) => ({ value: p, label: p }))}
          />
          <Filter
            label={t("Môn", "Subject")}
            value={get("subject")}
            onChange={(v) => change("subject", v)}
            options={subjects.map((s) => ({ value: s, label: subjectName(s)[language] }))}
          />
          <Filter
            label={t("Dạng", "Kind")}
            value={get("kind")}
            onChange={(v) => change("kind", v)}
            options={kinds.map((k) => ({ value: k, label: kindNames[k][language] }))}
          />
          <Filter
            label={t("Mức độ", "Level")}
            value={get("level")}
            onChange={(v) => change("level", v)}
            options={levels.map((l) => ({ value: l, label: levelNames[l][language] }))}
          />
          <Filter
            label={t("Trạng thái", "State")}
            value={get("state")}
            onChange={(v) => change("state", v)}
            options={[
              ...Object.entries(states).map(([value, w]) => ({ value, label: w[language] })),
            ]}
          />
        </Flex>
        {picked.length > 0 && (
          <Flex gap={8} wrap align="center" className="kt-gap">
            <b>{t(`Đã chọn ${picked.length} câu`, `${picked.length} picked`)}</b>
            <Button size="small" type="primary" onClick={() => setMaking(true)}>
              {t("Tạo đề từ các câu này", "Make a form of these")}
            </Button>
            {reviewer && (
              <Button size="small" loading={busy} onClick={() => void approve()}>
                {t("Duyệt", "Approve")}
              </Button>
            )}
            <Button size="small" type="text" onClick={() => setPicked([])}>
              {t("Bỏ chọn", "Clear")}
            </Button>
          </Flex>
        )}
        <Async
          of={read}
          isEmpty={({ total }) => total === 0}
          empty={t(
            "Không có câu nào. Hãy nhập từ tệp hoặc soạn câu đầu tiên.",
            "No question here. Import a file or write the first one.",
          )}
        >
          {({ items, total }) => (
            <Table<Item>
              size="middle"
              rowKey="id"
              dataSource={items}
              rowSelection={{
                selectedRowKeys: picked,
                preserveSelectedRowKeys: true,
                onChange: (keys) => setPicked(keys.map(String)),
              }}
              pagination={{
                current: page,
                pageSize,
                total,
                showSizeChanger: false,
                hideOnSinglePage: true,
                showTotal: (n) => t(`${count(n, language)} câu`, `${count(n, language)} questions`),
                onChange: (p) => change("page", String(p)),
              }}
              columns={[
                {
                  title: t("Câu hỏi", "Question"),
                  render: (_, it) => (
                    <div>
                      <button type="button" className="kt-open" onClick={() => setOpen(it.id)}>
                        {it.current.body.label ?? t("Xem", "Open")}
                      </button>
                      <Html html={it.current.body.question.stem} className="kt-clip" />
                      <Tags body={it.current.body} />
                    </div>
                  ),
                },
                { title: t("Kho", "Pool"), dataIndex: "pool", width: 160, responsive: ["lg"] },
                {
                  title: t("Trạng thái", "State"),
                  width: 120,
                  responsive: ["sm"],
                  render: (_, it) => <StateTag state={it.state} />,
                },
              ]}
            />
          )}
        </Async>
      </Card>
      <ItemDrawer id={open} onClose={() => setOpen(null)} onChanged={read.reload} />
      <FormDialog
        open={making}
        items={picked}
        onClose={() => setMaking(false)}
        onMade={(id) => void navigate(`/de-thi/${id}`)}
      />
    </Page>
  );
}

export function StateTag({ state }: { state: string }) {
  const { language } = useLanguage();
  const words = states[state];
  if (!words) return <Tag>{state}</Tag>;
  return <Tag {...(words.color && { color: words.color })}>{words[language]}</Tag>;
}

interface FilterProps {
  label: string;
  value: string;
  options: { value: string; label: string }[];
  onChange: (value: string) => void;
}

function Filter({ label, value, options, onChange }: FilterProps) {
  return (
    <Select
      className="kt-filter"
      allowClear
      aria-label={label}
      placeholder={label}
      {...(value === "" ? {} : { value })}
      options={options}
      onChange={(v: string | undefined) => onChange(v ?? "")}
    />
  );
}
