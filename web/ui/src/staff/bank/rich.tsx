import { PictureOutlined, SoundOutlined } from "@ant-design/icons";
import { Button, Flex, Form, Input, InputNumber, Upload } from "antd";
import { useState } from "react";

import { upload } from "../api";
import { useText } from "../text/language";
import { useAction } from "../use-action";

interface Props {
  label: string;
  value: string;
  rows: number;
  /** Sounds belong to the question and its stimulus only. */
  sounds?: boolean;
  onChange: (value: string) => void;
}

/** Text with LaTeX and the simple tags, and buttons that add a picture or a sound at its end. */
export function Rich({ label, value, rows, sounds = false, onChange }: Props) {
  const t = useText();
  const { busy, run } = useAction();
  const add = async (file: File) => {
    const made = await run(() => upload<{ hash: string }>("/api/item-pictures", file));
    if (made) onChange(`${value}<img src="media:${made.hash}" alt="">`);
  };
  return (
    <Form.Item
      label={label}
      extra={
        <Flex gap={4} align="center" wrap>
          <Upload
            accept="image/png,image/jpeg,image/gif"
            showUploadList={false}
            beforeUpload={(f: File) => {
              void add(f);
              return false;
            }}
          >
            <Button size="small" type="text" icon={<PictureOutlined />} loading={busy}>
              {t("Thêm hình", "Add a picture")}
            </Button>
          </Upload>
          {sounds && <SoundUpload onAdd={(html) => onChange(`${value}${html}`)} />}
        </Flex>
      }
    >
      <Input.TextArea
        autoSize={{ minRows: rows, maxRows: 12 }}
        aria-label={label}
        value={value}
        onChange={(e) => onChange(e.target.value)}
      />
    </Form.Item>
  );
}

/** Uploads a sound and says how often candidates may start it. */
function SoundUpload({ onAdd }: { onAdd: (html: string) => void }) {
  const t = useText();
  const { busy, run } = useAction();
  const [plays, setPlays] = useState(2);
  const add = async (file: File) => {
    const made = await run(() => upload<{ hash: string }>("/api/item-sounds", file));
    if (made) onAdd(`<audio src="media:${made.hash}" data-plays="${plays}"></audio>`);
  };
  return (
    <>
      <Upload
        accept="audio/mpeg,audio/mp4,audio/aac,audio/ogg,audio/wav,.mp3,.m4a,.aac,.ogg,.wav"
        showUploadList={false}
        beforeUpload={(f: File) => {
          void add(f);
          return false;
        }}
      >
        <Button size="small" type="text" icon={<SoundOutlined />} loading={busy}>
          {t("Thêm âm thanh", "Add a sound")}
        </Button>
      </Upload>
      <InputNumber
        size="small"
        min={0}
        max={20}
        value={plays}
        aria-label={t("Số lần nghe", "Plays")}
        onChange={(n) => setPlays(n ?? 0)}
      />
      <span className="kt-note-inline">
        {t("lần nghe (0: không giới hạn)", "plays (0: no limit)")}
      </span>
    </>
  );
}
