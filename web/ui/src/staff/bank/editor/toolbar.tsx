import type { Editor } from "@tiptap/core";
import { useEditorState } from "@tiptap/react";
import { Upload } from "antd";
import type { KeyboardEvent } from "react";

import {
  AppstoreAddOutlined,
  BoldOutlined,
  BorderInnerOutlined,
  FunctionOutlined,
  ItalicOutlined,
  OrderedListOutlined,
  PictureOutlined,
  RedoOutlined,
  SoundOutlined,
  StrikethroughOutlined,
  UnderlineOutlined,
  UndoOutlined,
  UnorderedListOutlined,
} from "../../parts/icons";
import { useText } from "../../text/language";
import { useDesk } from "./desk";
import { picturesOf } from "./pictures";
import { SpecialCharacters } from "./special-characters";
import { TableMenu } from "./table-menu";
import { Tool } from "./tool";

/** Arrow keys walk through the tools; Escape goes back to the text. */
function walk(e: KeyboardEvent<HTMLElement>, editor: Editor | undefined): void {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[e.key];
  if (e.key === "Escape") editor?.commands.focus();
  if (step === undefined) return;
  const all = [...e.currentTarget.querySelectorAll<HTMLElement>("button:not(:disabled)")];
  const at = all.indexOf(document.activeElement as HTMLElement);
  all[(at + step + all.length) % all.length]?.focus();
  e.preventDefault();
}

const marks = ["bold", "italic", "underline", "strike", "sub", "sup"] as const;

/** The tools for the text that one is in: one row for all texts of a question. */
export function Toolbar() {
  const t = useText();
  const { field } = useDesk();
  const editor = field?.editor;
  return (
    <div
      className="kt-toolbar"
      role="toolbar"
      aria-label={t("Công cụ soạn thảo", "Text tools")}
      onKeyDown={(e) => walk(e, editor)}
    >
      <span className="kt-toolbar-name">
        {field?.label ?? t("Chọn một ô để soạn", "Choose a text")}
      </span>
      {editor && !editor.isDestroyed && <Tools key={field.label} editor={editor} />}
    </div>
  );
}

function Tools({ editor }: { editor: Editor }) {
  const t = useText();
  const { field } = useDesk();
  const now = useEditorState({
    editor,
    selector: ({ editor: e }) => ({
      marks: marks.filter((m) => e.isActive(m)),
      bullet: e.isActive("bulletList"),
      ordered: e.isActive("orderedList"),
      table: e.isActive("table"),
      undo: e.can().undo(),
      redo: e.can().redo(),
    }),
  });
  const chain = () => editor.chain().focus();
  const toggle = (m: (typeof marks)[number]) => ({
    on: now.marks.includes(m),
    onClick: () => void chain().toggleMark(m).run(),
  });
  return (
    <>
      <Tool label={t("Đậm", "Bold")} keys="Ctrl+B" icon={<BoldOutlined />} {...toggle("bold")} />
      <Tool
        label={t("Nghiêng", "Italic")}
        keys="Ctrl+I"
        icon={<ItalicOutlined />}
        {...toggle("italic")}
      />
      <Tool
        label={t("Gạch chân", "Underline")}
        keys="Ctrl+U"
        icon={<UnderlineOutlined />}
        {...toggle("underline")}
      />
      <Tool
        label={t("Gạch ngang", "Strike")}
        keys="Ctrl+Shift+X"
        icon={<StrikethroughOutlined />}
        {...toggle("strike")}
      />
      <Tool
        label={t("Chỉ số dưới", "Subscript")}
        keys="Ctrl+,"
        icon={<span>x₂</span>}
        {...toggle("sub")}
      />
      <Tool
        label={t("Chỉ số trên", "Superscript")}
        keys="Ctrl+."
        icon={<span>x²</span>}
        {...toggle("sup")}
      />
      <i className="kt-toolbar-gap" />
      <Tool
        label={t("Công thức", "Formula")}
        keys="Alt+="
        icon={<FunctionOutlined />}
        onClick={() => field?.open({ kind: "formula", pos: null })}
      />
      <Upload
        accept="image/png,image/jpeg,image/gif"
        multiple
        showUploadList={false}
        beforeUpload={(f: File) => {
          field?.addPictures(picturesOf([f]));
          return false;
        }}
      >
        <Tool label={t("Hình", "Picture")} icon={<PictureOutlined />} />
      </Upload>
      <TableMenu editor={editor} inside={now.table} icon={<BorderInnerOutlined />} />
      {field?.sounds && (
        <Tool
          label={t("Âm thanh", "Sound")}
          icon={<SoundOutlined />}
          onClick={() => field.open({ kind: "sound", pos: null })}
        />
      )}
      {field?.addGap && (
        <Tool
          label={t("Tạo chỗ trống từ chữ đang chọn", "Make a gap of the chosen text")}
          keys="Ctrl+Shift+G"
          icon={<AppstoreAddOutlined />}
          onClick={field.addGap}
        />
      )}
      <SpecialCharacters
        onPick={(c) => void chain().insertContent({ type: "text", text: c }).run()}
      />
      <i className="kt-toolbar-gap" />
      <Tool
        label={t("Gạch đầu dòng", "Bulleted list")}
        on={now.bullet}
        icon={<UnorderedListOutlined />}
        onClick={() => void chain().toggleBulletList().run()}
      />
      <Tool
        label={t("Danh sách đánh số", "Numbered list")}
        on={now.ordered}
        icon={<OrderedListOutlined />}
        onClick={() => void chain().toggleOrderedList().run()}
      />
      <i className="kt-toolbar-gap" />
      <Tool
        label={t("Hoàn tác", "Undo")}
        keys="Ctrl+Z"
        disabled={!now.undo}
        icon={<UndoOutlined />}
        onClick={() => void chain().undo().run()}
      />
      <Tool
        label={t("Làm lại", "Redo")}
        keys="Ctrl+Y"
        disabled={!now.redo}
        icon={<RedoOutlined />}
        onClick={() => void chain().redo().run()}
      />
    </>
  );
}
