import { Drawer, Button, Input, Table } from "antd";
import { useState } from "react";

import { api, ok } from "../api";
import { Async } from "../parts/async";
import { useText } from "../text/language";
import { useApi } from "../use-api";
import { Html } from "./html";
import { Tags } from "./question-view";
import type { Item } from "./words";

interface Props {
  open: boolean;
  subject: string;
  used: Set<string>;
  onClose: () => void;
  onPick: (items: Item[]) => void;
}

const pageSize = 20;

/** Picks questions for a part of a form; those in the form already are greyed. */
export function ItemPicker({ open, subject, used, onClose, onPick }: Props) {
  const t = useText();
  const [q, setQ] = useState("");
  const [page, setPage] = useState(1);
  const [picked, setPicked] = useState<Item[]>([]);
  const read = useApi(
    `pick ${subject} ${q} ${page}`,
    () =>
      ok(
        api.GET("/api/items", {
          params: { query: { q, subject, limit: pageSize, offset: (page - 1) * pageSize } },
        }),
      ),
    { skip: !open },
  );
  return (
    <Drawer
      open={open}
      onClose={onClose}
      size={760}
      title={t("Chọn câu hỏi", "Pick questions")}
      extra={
        <Button
          type="primary"
          disabled={picked.length === 0}
          onClick={() => {
            onPick(picked);
            setPicked([]);
          }}
        >
          {t(`Thêm ${picked.length} câu`, `Add ${picked.length}`)}
        </Button>
      }
    >
      <Input.Search
        className="kt-gap"
        allowClear
        placeholder={t("Tìm không cần dấu", "Search, accents optional")}
        onSearch={(v) => {
          setQ(v);
          setPage(1);
        }}
      />
      <Async of={read}>
        {({ items, total }) => (
          <Table<Item>
            size="small"
            rowKey="id"
            showHeader={false}
            dataSource={items}
            rowSelection={{
              selectedRowKeys: picked.map((it) => it.id),
              preserveSelectedRowKeys: true,
              onChange: (_, rows) => setPicked(rows),
              getCheckboxProps: (it) => ({ disabled: used.has(it.id) }),
            }}
            pagination={{
              current: page,
              pageSize,
              total,
              showSizeChanger: false,
              onChange: setPage,
            }}
            columns={[
              {
                render: (_, it) => (
                  <div>
                    <Html html={it.current.body.question.stem} className="kt-clip" />
                    <Tags body={it.current.body} />
                  </div>
                ),
              },
            ]}
          />
        )}
      </Async>
    </Drawer>
  );
}
