import type { Editor } from "@tiptap/core";
import { Button, Form, InputNumber, Modal, Upload } from "antd";
import { useState } from "react";

import { upload } from "../../api";
import { Field } from "../../parts/field";
import { SoundOutlined } from "../../parts/icons";
import { useText } from "../../text/language";
import { useAction } from "../../use-action";

interface Props {
  editor: Editor;
  pos: number | null;
  onClose: () => void;
}

/** Uploads a sound and says how often candidates may start it. */
export function SoundDialog({ editor, pos, onClose }: Props) {
  const t = useText();
  const { busy, run } = useAction();
  const node = pos === null ? null : editor.state.doc.nodeAt(pos);
  const [hash, setHash] = useState(String(node?.attrs["hash"] ?? ""));
  const [plays, setPlays] = useState((node?.attrs["plays"] ?? (node ? 0 : 2)) as number);
  const add = async (file: File) => {
    const made = await run(() => upload<{ hash: string }>("/api/item-sounds", file));
    if (made) setHash(made.hash);
  };
  const done = () => {
    const content = { type: "sound", attrs: { hash, plays: plays === 0 ? null : plays } };
    if (pos === null) editor.chain().focus().insertContent(content).run();
    else
      editor
        .chain()
        .focus()
        .insertContentAt({ from: pos, to: pos + 1 }, content)
        .run();
    onClose();
  };
  return (
    <Modal
      open
      destroyOnHidden
      focusable={{ focusTriggerAfterClose: false }}
      title={t("Âm thanh", "Sound")}
      okText={t("Xong", "Done")}
      cancelText={t("Huỷ", "Cancel")}
      okButtonProps={{ disabled: hash === "" }}
      onOk={done}
      onCancel={onClose}
    >
      <Form layout="vertical">
        <Form.Item
          label={t("Tệp âm thanh", "Sound file")}
          extra={t(
            "MP3, M4A, AAC, OGG hoặc WAV, tới 10 MB.",
            "MP3, M4A, AAC, OGG or WAV up to 10 MB.",
          )}
        >
          <Upload
            accept="audio/mpeg,audio/mp4,audio/aac,audio/ogg,audio/wav,.mp3,.m4a,.aac,.ogg,.wav"
            showUploadList={false}
            beforeUpload={(f: File) => {
              void add(f);
              return false;
            }}
          >
            <Button icon={<SoundOutlined />} loading={busy}>
              {t("Chọn tệp", "Choose a file")}
            </Button>
          </Upload>
          {hash !== "" && (
            <audio className="kt-listen" controls preload="none" src={`/api/item-sounds/${hash}`} />
          )}
        </Form.Item>
        <Field label={t("Số lần nghe (0: không giới hạn)", "Plays (0: no limit)")}>
          <InputNumber
            aria-label={t("Số lần nghe", "Plays")}
            min={0}
            max={20}
            value={plays}
            onChange={(n) => setPlays(n ?? 0)}
          />
        </Field>
      </Form>
    </Modal>
  );
}
