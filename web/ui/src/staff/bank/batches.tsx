import { Button, Card, Popconfirm, Table, Tag } from "antd";
import { Link } from "react-router";

import { api, ok, type Schema } from "../api";
import { Async } from "../parts/async";
import { dateTime } from "../text/format";
import { useText } from "../text/language";
import { useAction } from "../use-action";
import type { Loaded } from "../use-api";

type Batch = Schema["Batch"];

/** The imports so far. One of which nothing is in use can be undone. */
export function Batches({ read }: { read: Loaded<{ batches: Batch[] }> }) {
  const t = useText();
  const { busy, run } = useAction();
  const undo = async (id: string) => {
    const done = await run(
      async () => {
        await ok(api.DELETE("/api/item-imports/{id}", { params: { path: { id } } }));
        return true;
      },
      { done: t("Đã hoàn tác.", "Undone.") },
    );
    if (done) read.reload();
  };
  return (
    <Card title={t("Các lần nhập", "Imports so far")}>
      <Async
        of={read}
        isEmpty={({ batches }) => batches.length === 0}
        empty={t("Chưa nhập tệp nào.", "No file was imported yet.")}
      >
        {({ batches }) => (
          <Table<Batch>
            size="small"
            rowKey="id"
            dataSource={batches}
            pagination={{ defaultPageSize: 10, hideOnSinglePage: true }}
            columns={[
              {
                title: t("Tệp", "File"),
                render: (_, b) => (
                  <div>
                    {b.undone_at ? b.file : <Link to={`/ngan-hang?batch=${b.id}`}>{b.file}</Link>}
                    <div className="kt-note">
                      {b.pool} · {dateTime(b.created_at)}
                    </div>
                  </div>
                ),
              },
              { title: t("Số câu", "Questions"), dataIndex: "items", align: "right", width: 90 },
              {
                title: "",
                width: 130,
                render: (_, b) =>
                  b.undone_at ? (
                    <Tag>{t("Đã hoàn tác", "Undone")}</Tag>
                  ) : (
                    <Popconfirm
                      title={t(
                        `Xoá ${b.items} câu của lần nhập này?`,
                        `Remove the ${b.items} questions of this import?`,
                      )}
                      okText={t("Hoàn tác", "Undo")}
                      cancelText={t("Không", "No")}
                      onConfirm={() => void undo(b.id)}
                    >
                      <Button size="small" danger disabled={busy}>
                        {t("Hoàn tác", "Undo")}
                      </Button>
                    </Popconfirm>
                  ),
              },
            ]}
          />
        )}
      </Async>
    </Card>
  );
}
