import { Button, Table, Tag } from "antd";

import type { Schema } from "../api";
import { dateTime } from "../text/format";
import { useLanguage, useText } from "../text/language";
import type { Places } from "./places";
import { SheetPicture } from "./sheet-picture";
import { fieldName } from "./words";

interface Props {
  sheet: Schema["SheetView"];
  places: Places;
  choose: (field: string) => void;
}

/** The page as it was scanned, every cell, and what was decided. */
export function WholeSheet({ sheet, places, choose }: Props) {
  const t = useText();
  const { language } = useLanguage();
  const cells = [...sheet.cells].sort((a, b) =>
    a.field.localeCompare(b.field, "en", { numeric: true }),
  );
  return (
    <>
      <SheetPicture sheet={sheet.id} {...{ places }} doubtful={sheet.doubts.map((d) => d.field)} />
      <div>
        <Table
          size="small"
          rowKey="field"
          dataSource={cells}
          pagination={{ pageSize: 20, size: "small", hideOnSinglePage: true }}
          columns={[
            {
              title: t("Ô", "Field"),
              render: (_, c) => (
                <Button type="link" size="small" onClick={() => choose(c.field)}>
                  {fieldName(c.field)[language]}
                </Button>
              ),
            },
            { title: t("Máy đọc", "Read"), dataIndex: "read" },
            {
              title: t("Tính", "Counts"),
              render: (_, c) => (c.clear ? c.value : <Tag color="warning">{c.value || "?"}</Tag>),
            },
          ]}
        />
        {sheet.fixes.map((f) => (
          <p key={f.id}>
            {dateTime(f.at)} · {f.by}: {fieldName(f.field)[language]} {f.before || "∅"} →{" "}
            {f.after || "∅"}
            {f.why && ` (${f.why})`}
            {f.agreed &&
              ` · ${f.refused ? t("không đồng ý", "refused by") : t("xác nhận", "agreed by")} ${f.agreed}`}
          </p>
        ))}
      </div>
    </>
  );
}
