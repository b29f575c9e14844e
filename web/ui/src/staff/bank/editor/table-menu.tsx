import type { Editor } from "@tiptap/core";
import { Dropdown, type MenuProps } from "antd";
import type { ReactNode } from "react";

import { useText } from "../../text/language";
import { Tool } from "./tool";

interface Props {
  editor: Editor;
  /** Whether the cursor is in a table. */
  inside: boolean;
  icon: ReactNode;
}

/** Makes a table, or changes the one that the cursor is in. */
export function TableMenu({ editor, inside, icon }: Props) {
  const t = useText();
  const chain = () => editor.chain().focus();
  const act: Record<string, () => boolean> = {
    t22: () => chain().insertTable({ rows: 2, cols: 2, withHeaderRow: false }).run(),
    t33: () => chain().insertTable({ rows: 3, cols: 3, withHeaderRow: false }).run(),
    t25: () => chain().insertTable({ rows: 2, cols: 5, withHeaderRow: true }).run(),
    t44: () => chain().insertTable({ rows: 4, cols: 4, withHeaderRow: true }).run(),
    rowBefore: () => chain().addRowBefore().run(),
    rowAfter: () => chain().addRowAfter().run(),
    colBefore: () => chain().addColumnBefore().run(),
    colAfter: () => chain().addColumnAfter().run(),
    rowDelete: () => chain().deleteRow().run(),
    colDelete: () => chain().deleteColumn().run(),
    merge: () => chain().mergeCells().run(),
    split: () => chain().splitCell().run(),
    header: () => chain().toggleHeaderRow().run(),
    delete: () => chain().deleteTable().run(),
  };
  const items: MenuProps["items"] = inside
    ? [
        { key: "rowBefore", label: t("Thêm hàng phía trên", "Row above") },
        { key: "rowAfter", label: t("Thêm hàng phía dưới", "Row below") },
        { key: "colBefore", label: t("Thêm cột bên trái", "Column to the left") },
        { key: "colAfter", label: t("Thêm cột bên phải", "Column to the right") },
        { type: "divider" },
        { key: "merge", label: t("Gộp các ô đang chọn", "Merge chosen cells") },
        { key: "split", label: t("Tách ô", "Split the cell") },
        { key: "header", label: t("Hàng tiêu đề", "Header row") },
        { type: "divider" },
        { key: "rowDelete", label: t("Xoá hàng", "Delete row") },
        { key: "colDelete", label: t("Xoá cột", "Delete column") },
        { key: "delete", label: t("Xoá bảng", "Delete table"), danger: true },
      ]
    : [
        { key: "t22", label: "2 × 2" },
        { key: "t33", label: "3 × 3" },
        { key: "t25", label: t("2 × 5, có tiêu đề", "2 × 5 with header") },
        { key: "t44", label: t("4 × 4, có tiêu đề", "4 × 4 with header") },
      ];
  return (
    <Dropdown trigger={["click"]} menu={{ items, onClick: ({ key }) => void act[key]?.() }}>
      <span>
        <Tool label={t("Bảng", "Table")} icon={icon} on={inside} />
      </span>
    </Dropdown>
  );
}
