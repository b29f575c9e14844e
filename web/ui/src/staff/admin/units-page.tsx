import { Button, Card, Flex, Form, Input, Modal, Select, Table, Tag } from "antd";
import { useState } from "react";

import { api, ok, type Schema } from "../api";
import { Async } from "../parts/async";
import { EditOutlined, PlusOutlined } from "../parts/icons";
import { Page } from "../parts/page";
import { useLanguage, useText } from "../text/language";
import {
  schoolKindNames,
  schoolKinds,
  unitKindNames,
  unitKinds,
  type SchoolKind,
  type UnitKind,
} from "../text/words";
import { useAction } from "../use-action";
import { useApi } from "../use-api";
import { matches } from "./search";

type Unit = Schema["UnitView"];

interface Row extends Unit {
  children?: Row[];
}

/** What the dialog works on: a unit, or the parent of a new one. */
type Editing = { unit: Unit } | { parent: Unit };

/** The tree of units that the person administers. */
export default function UnitsPage() {
  const t = useText();
  const [editing, setEditing] = useState<Editing | null>(null);
  const [search, setSearch] = useState("");
  const read = useApi("units", () =>
    ok(api.GET("/api/units", { params: { query: { role: "admin" } } })),
  );
  return (
    <Page
      title={t("Đơn vị", "Units")}
      lead={t(
        "Cây đơn vị quyết định ai được xem và làm gì.",
        "The tree of units decides who may see and do what.",
      )}
    >
      <Card>
        <Input.Search
          allowClear
          className="kt-gap"
          placeholder={t("Tìm theo mã hoặc tên", "Search by code or name")}
          onChange={(e) => setSearch(e.target.value)}
          style={{ maxWidth: 320 }}
        />
        <Async of={read}>
          {({ units }) => <UnitTable units={units} search={search} onEdit={setEditing} />}
        </Async>
      </Card>
      <UnitDialog
        editing={editing}
        onClose={() => setEditing(null)}
        onSaved={() => {
          setEditing(null);
          read.reload();
        }}
      />
    </Page>
  );
}

/** Rows of the table: a tree, or the flat list of what was searched for. */
function rowsOf(units: readonly Unit[], search: string): Row[] {
  if (search.trim() !== "") return units.filter((u) => matches(`${u.code} ${u.name}`, search));
  const rows = new Map<string, Row>(units.map((u) => [u.id, { ...u }]));
  const tops: Row[] = [];
  for (const row of rows.values()) {
    const parent = rows.get(row.parent_id);
    if (parent) (parent.children ??= []).push(row);
    else tops.push(row);
  }
  return tops;
}

interface TableProps {
  units: Unit[];
  search: string;
  onEdit: (editing: Editing) => void;
}

function UnitTable({ units, search, onEdit }: TableProps) {
  const t = useText();
  const { language } = useLanguage();
  return (
    <Table<Row>
      key={search === "" ? "tree" : "found"}
      size="middle"
      rowKey="id"
      dataSource={rowsOf(units, search)}
      pagination={{ defaultPageSize: 50, hideOnSinglePage: true }}
      expandable={{ defaultExpandedRowKeys: units.slice(0, 1).map((u) => u.id) }}
      columns={[
        { title: t("Tên", "Name"), dataIndex: "name" },
        {
          title: t("Mã", "Code"),
          dataIndex: "code",
          width: 170,
          responsive: ["sm"],
          render: (code: string) => <span className="kt-mono">{code}</span>,
        },
        {
          title: t("Cấp", "Kind"),
          width: 190,
          responsive: ["md"],
          render: (_, u) => (
            <>
              <Tag>{unitKindNames[u.kind][language]}</Tag>
              {u.school_kind && schoolKindNames[u.school_kind][language]}
            </>
          ),
        },
        {
          title: "",
          width: 104,
          render: (_, u) => (
            <Flex justify="flex-end">
              <Button
                type="text"
                icon={<EditOutlined />}
                onClick={() => onEdit({ unit: u })}
                aria-label={t(`Sửa ${u.name}`, `Edit ${u.name}`)}
              />
              {u.kind !== "lop" && (
                <Button
                  type="text"
                  icon={<PlusOutlined />}
                  onClick={() => onEdit({ parent: u })}
                  aria-label={t(`Thêm đơn vị dưới ${u.name}`, `Add a unit under ${u.name}`)}
                />
              )}
            </Flex>
          ),
        },
      ]}
    />
  );
}

interface Values {
  kind: UnitKind;
  school_kind?: SchoolKind | "";
  code: string;
  name: string;
}

interface DialogProps {
  editing: Editing | null;
  onClose: () => void;
  onSaved: () => void;
}

function UnitDialog({ editing, onClose, onSaved }: DialogProps) {
  const t = useText();
  const { language } = useLanguage();
  const { busy, run } = useAction();
  const [form] = Form.useForm<Values>();
  const unit = editing && "unit" in editing ? editing.unit : undefined;
  const parent = editing && "parent" in editing ? editing.parent : undefined;
  const below = parent ? unitKinds.slice(unitKinds.indexOf(parent.kind) + 1) : [];

  const save = async ({ kind, code, name, school_kind = "" }: Values) => {
    const send = async () => {
      if (unit) {
        const params = { path: { id: unit.id } };
        await ok(api.PUT("/api/units/{id}", { params, body: { code, name, school_kind } }));
      } else if (parent) {
        await ok(
          api.POST("/api/units", { body: { parent_id: parent.id, kind, code, name, school_kind } }),
        );
      }
      return true;
    };
    if (await run(send, { done: t("Đã lưu.", "Saved.") })) onSaved();
  };

  const required = [{ required: true, message: t("Bắt buộc nhập", "Required") }];
  const start = unit ? { ...unit, school_kind: unit.school_kind || undefined } : { kind: below[0] };
  const kind = Form.useWatch<UnitKind | undefined>("kind", form) ?? start.kind;
  return (
    <Modal
      open={editing !== null}
      onCancel={onClose}
      onOk={() => form.submit()}
      confirmLoading={busy}
      destroyOnHidden
      title={
        unit
          ? t("Sửa đơn vị", "Edit the unit")
          : t(`Thêm đơn vị dưới ${parent?.name ?? ""}`, `Add a unit under ${parent?.name ?? ""}`)
      }
      okText={t("Lưu", "Save")}
    >
      <Form<Values>
        form={form}
        layout="vertical"
        initialValues={start}
        onFinish={(values) => void save(values)}
        clearOnDestroy
      >
        {parent && (
          <Form.Item name="kind" label={t("Cấp", "Kind")} rules={required}>
            <Select<UnitKind>
              options={below.map((k) => ({ value: k, label: unitKindNames[k][language] }))}
            />
          </Form.Item>
        )}
        {(unit?.kind ?? kind) === "truong" && (
          <Form.Item
            name="school_kind"
            label={t("Loại trường", "Kind of school")}
            extra={t(
              "Để so sánh câu hỏi giữa các loại trường; có thể để trống.",
              "To compare items between kinds of schools; may be empty.",
            )}
          >
            <Select<SchoolKind>
              allowClear
              placeholder={t("Chưa ghi", "Not said")}
              options={schoolKinds.map((k) => ({ value: k, label: schoolKindNames[k][language] }))}
            />
          </Form.Item>
        )}
        <Form.Item name="code" label={t("Mã", "Code")} rules={required}>
          <Input autoComplete="off" />
        </Form.Item>
        <Form.Item name="name" label={t("Tên", "Name")} rules={required}>
          <Input autoComplete="off" />
        </Form.Item>
      </Form>
    </Modal>
  );
}
