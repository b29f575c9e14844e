import type { Editor } from "@tiptap/core";
import { Button, Form, Input, InputNumber, Modal, type InputRef } from "antd";
import { useEffect, useRef, useState } from "react";

import { useText } from "../../text/language";
import { Field } from "../../parts/field";

interface Props {
  editor: Editor;
  pos: number;
  onClose: () => void;
}

/** Longest alternative text; a screen reader says it in one go. */
const maxAlt = 500;

/** What a picture shows, in words, and how wide it is. */
export function PictureDialog({ editor, pos, onClose }: Props) {
  const t = useText();
  const node = editor.state.doc.nodeAt(pos);
  const [alt, setAlt] = useState(String(node?.attrs["alt"] ?? ""));
  const [width, setWidth] = useState((node?.attrs["width"] ?? null) as number | null);
  const input = useRef<InputRef>(null);
  useEffect(() => {
    const timer = window.setTimeout(() => input.current?.focus(), 100);
    return () => window.clearTimeout(timer);
  }, []);
  const done = () => {
    const now = editor.state.doc.nodeAt(pos);
    if (now?.type.name === "picture") {
      const height = width === now.attrs["width"] ? (now.attrs["height"] as number | null) : null;
      const attrs = { ...now.attrs, alt: alt.trim(), width, height };
      editor.view.dispatch(editor.state.tr.setNodeMarkup(pos, null, attrs));
    }
    onClose();
  };
  const remove = () => {
    editor.commands.deleteRange({ from: pos, to: pos + 1 });
    onClose();
  };
  return (
    <Modal
      open
      destroyOnHidden
      focusable={{ focusTriggerAfterClose: false }}
      title={t("Hình", "Picture")}
      onCancel={onClose}
      footer={[
        <Button key="x" danger onClick={remove}>
          {t("Xoá hình", "Remove")}
        </Button>,
        <Button key="ok" type="primary" onClick={done}>
          {t("Xong", "Done")}
        </Button>,
      ]}
    >
      <Form layout="vertical" onFinish={done}>
        <Field
          label={t("Mô tả hình bằng lời", "What the picture shows")}
          extra={t(
            "Trình đọc màn hình đọc câu này cho thí sinh khiếm thị. Đừng để lộ đáp án. Hình chỉ trang trí thì để trống.",
            "Screen readers say it. Do not give the answer away. Leave it empty for decoration.",
          )}
        >
          <Input
            ref={input}
            aria-label={t("Mô tả hình bằng lời", "What the picture shows")}
            value={alt}
            maxLength={maxAlt}
            onChange={(e) => setAlt(e.target.value)}
          />
        </Field>
        <Field label={t("Rộng (điểm ảnh; trống: tự nhiên)", "Width in pixels; empty: natural")}>
          <InputNumber
            aria-label={t("Rộng", "Width")}
            min={24}
            max={2000}
            step={20}
            value={width}
            onChange={setWidth}
          />
        </Field>
        <button type="submit" hidden />
      </Form>
    </Modal>
  );
}
