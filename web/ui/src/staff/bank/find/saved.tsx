import { Button, Checkbox, Form, Input, Modal, Popconfirm, Popover, Space } from "antd";
import { useState } from "react";

import { api, ok } from "../../api";
import { Failure, Nothing } from "../../parts/async";
import { DeleteOutlined, SaveOutlined, ShareAltOutlined, StarOutlined } from "../../parts/icons";
import { useSession } from "../../session/session";
import { useText } from "../../text/language";
import { useAction } from "../../use-action";
import { useApi } from "../../use-api";
import type { Filter } from "./filter";

interface Props {
  filter: Filter;
  onUse: (filter: Filter) => void;
}

/** Filters with a name: one's own and those shared with the unit. */
export function SavedFilters({ filter, onUse }: Props) {
  const t = useText();
  const [open, setOpen] = useState(false);
  const [naming, setNaming] = useState(false);
  return (
    <>
      <Popover
        open={open}
        onOpenChange={setOpen}
        trigger="click"
        placement="bottomRight"
        title={t("Bộ lọc đã lưu", "Saved filters")}
        content={
          open && (
            <SavedList
              onUse={(f) => {
                setOpen(false);
                onUse(f);
              }}
              onSave={() => {
                setOpen(false);
                setNaming(true);
              }}
            />
          )
        }
      >
        <Button icon={<StarOutlined />}>{t("Bộ lọc đã lưu", "Saved filters")}</Button>
      </Popover>
      {naming && <SaveDialog filter={filter} onClose={() => setNaming(false)} />}
    </>
  );
}

function SavedList({ onUse, onSave }: { onUse: (f: Filter) => void; onSave: () => void }) {
  const t = useText();
  const { run } = useAction();
  const me = useSession().account_id;
  const read = useApi("item-filters", () => ok(api.GET("/api/item-filters")));
  const remove = async (id: string) => {
    await run(() => ok(api.DELETE("/api/item-filters/{id}", { params: { path: { id } } })));
    read.reload();
  };
  return (
    <div className="kt-saved">
      {read.error !== undefined && <Failure error={read.error} retry={read.reload} />}
      {read.data?.length === 0 && <Nothing>{t("Chưa lưu bộ lọc nào", "None saved yet")}</Nothing>}
      {(read.data ?? []).map((f) => (
        <div key={f.id} className="kt-saved-row">
          <button type="button" className="kt-open" onClick={() => onUse(f.filter)}>
            {f.name}
          </button>
          {f.unit_id && <ShareAltOutlined aria-label={t("dùng chung", "shared")} />}
          {f.owner === me && (
            <Popconfirm
              title={t("Xoá bộ lọc này?", "Delete this filter?")}
              onConfirm={() => void remove(f.id)}
            >
              <Button
                size="small"
                type="text"
                icon={<DeleteOutlined />}
                aria-label={t("Xoá", "Delete")}
              />
            </Popconfirm>
          )}
        </div>
      ))}
      <Button block icon={<SaveOutlined />} onClick={onSave}>
        {t("Lưu bộ lọc đang dùng", "Save the filter in use")}
      </Button>
    </div>
  );
}

function SaveDialog({ filter, onClose }: { filter: Filter; onClose: () => void }) {
  const t = useText();
  const { busy, run } = useAction();
  const unit = useSession().unit;
  const [form] = Form.useForm<{ name: string; shared: boolean }>();
  const save = async (v: { name: string; shared?: boolean }) => {
    const body = { name: v.name, filter, ...(v.shared ? { unit_id: unit.id } : {}) };
    const saved = await run(() => ok(api.PUT("/api/item-filters", { body })), {
      done: t("Đã lưu.", "Saved."),
    });
    if (saved) onClose();
  };
  return (
    <Modal
      open
      title={t("Lưu bộ lọc", "Save the filter")}
      okText={t("Lưu", "Save")}
      cancelText={t("Thôi", "Cancel")}
      confirmLoading={busy}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      <Form form={form} layout="vertical" onFinish={(v) => void save(v)}>
        <Form.Item
          name="name"
          label={t("Tên", "Name")}
          rules={[{ required: true, whitespace: true, message: t("Bắt buộc nhập", "Required") }]}
        >
          <Input autoFocus maxLength={100} />
        </Form.Item>
        <Form.Item name="shared" valuePropName="checked">
          <Checkbox>
            <Space>{t(`Dùng chung trong ${unit.name}`, `Share with ${unit.name}`)}</Space>
          </Checkbox>
        </Form.Item>
      </Form>
    </Modal>
  );
}
