import { PictureOutlined } from "@ant-design/icons";
import { Button, Form, Input, Upload } from "antd";

import { upload } from "../api";
import { useText } from "../text/language";
import { useAction } from "../use-action";

interface Props {
  label: string;
  value: string;
  rows: number;
  onChange: (value: string) => void;
}

/** Text with LaTeX and the simple tags, and a button that adds a picture at its end. */
export function Rich({ label, value, rows, onChange }: Props) {
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
