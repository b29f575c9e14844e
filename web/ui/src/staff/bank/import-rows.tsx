import { Table, Tag } from "antd";

import type { Schema } from "../api";
import { useText } from "../text/language";
import type { Draft } from "./import-file";
import { QuestionView } from "./question-view";

type Row = Schema["Row"];

/** Rows of a report. One about a question that was read opens to show it. */
export function Rows({ rows, drafts }: { rows: Row[]; drafts: Draft[] }) {
  const t = useText();
  const of = new Map(drafts.map((d) => [d.where, d]));
  return (
    <Table<Row & { key: number }>
      className="kt-gap"
      size="small"
      dataSource={rows.map((r, key) => ({ ...r, key }))}
      pagination={{ defaultPageSize: 10, hideOnSinglePage: true, showSizeChanger: false }}
      locale={{ emptyText: t("Không có gì cần xem.", "Nothing to look at.") }}
      expandable={{
        rowExpandable: (r) => of.has(r.where),
        expandedRowRender: (r) => {
          const d = of.get(r.where);
          return d && <QuestionView body={d.body} />;
        },
      }}
      columns={[
        {
          title: t("Vị trí", "Where"),
          width: 170,
          responsive: ["sm"],
          render: (_, r) => <code>{r.where}</code>,
        },
        {
          title: t("Vấn đề và cách sửa", "What is wrong and what to do"),
          render: (_, r) => (
            <div>
              <div className="kt-strong">
                {r.severity === "error" ? (
                  <Tag color="red">{t("Lỗi", "Error")}</Tag>
                ) : (
                  <Tag>{t("Lưu ý", "Note")}</Tag>
                )}
                {r.message}
              </div>
              {r.fix && <div>{r.fix}</div>}
              {r.excerpt && <div className="kt-note">“{r.excerpt}”</div>}
              <div className="kt-note kt-only-narrow">{r.where}</div>
            </div>
          ),
        },
        {
          title: t("Mã", "Code"),
          width: 150,
          responsive: ["lg"],
          render: (_, r) => <code>{r.code}</code>,
        },
      ]}
    />
  );
}
