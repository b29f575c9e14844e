import { Button, Flex, Form, Input, Modal, Select } from "antd";

import { api, ok, type Schema } from "../api";
import { DeleteOutlined, PlusOutlined } from "../parts/icons";
import { useLanguage, useText } from "../text/language";
import { roleNames, roles, type Role } from "../text/words";
import { useAction } from "../use-action";
import type { Issued } from "./password-note";
import { UnitSelect } from "./unit-select";

type Unit = Schema["UnitView"];

/** What the dialog works on; without an account it makes a new one. */
export interface Editing {
  account?: Schema["AccountView"];
}

interface Values {
  username: string;
  full_name: string;
  unit_id: string;
  grants: { role: Role; unit_id: string }[];
}

interface Props {
  editing: Editing | null;
  units: Unit[];
  onClose: () => void;
  /** made is the temporary password of a new account. */
  onSaved: (made?: Issued) => void;
}

/** Makes an account, or changes its name, unit and roles. */
export function AccountDialog({ editing, units, onClose, onSaved }: Props) {
  const t = useText();
  const { busy, run } = useAction();
  const [form] = Form.useForm<Values>();
  const account = editing?.account;

  const save = async (values: Values) => {
    if (account === undefined) {
      const made = await run(() => ok(api.POST("/api/accounts", { body: values })));
      if (made) {
        const { username, full_name } = made.account;
        onSaved({ username, name: full_name, password: made.password });
      }
      return;
    }
    const { full_name, unit_id, grants } = values;
    const put = async () => {
      await ok(
        api.PUT("/api/accounts/{id}", {
          params: { path: { id: account.id } },
          body: { full_name, unit_id, grants },
        }),
      );
      return true;
    };
    if (await run(put, { done: t("Đã lưu.", "Saved.") })) onSaved();
  };

  const required = [{ required: true, message: t("Bắt buộc nhập", "Required") }];
  return (
    <Modal
      open={editing !== null}
      onCancel={onClose}
      onOk={() => form.submit()}
      confirmLoading={busy}
      destroyOnHidden
      width={640}
      title={account ? account.username : t("Thêm tài khoản", "Add an account")}
      okText={t("Lưu", "Save")}
    >
      <Form<Values>
        form={form}
        layout="vertical"
        initialValues={initial(account, units)}
        onFinish={(values) => void save(values)}
        clearOnDestroy
      >
        {account === undefined && (
          <Form.Item
            name="username"
            label={t("Tên đăng nhập", "User name")}
            extra={t(
              "Chữ thường không dấu, số, dấu chấm. Ví dụ: lan.nt",
              "Lower-case letters, digits, dots. Example: lan.nt",
            )}
            rules={required}
          >
            <Input autoComplete="off" />
          </Form.Item>
        )}
        <Form.Item name="full_name" label={t("Họ và tên", "Full name")} rules={required}>
          <Input autoComplete="off" />
        </Form.Item>
        <Form.Item name="unit_id" label={t("Đơn vị", "Unit")} rules={required}>
          <UnitSelect units={units} />
        </Form.Item>
        <GrantList units={units} />
      </Form>
    </Modal>
  );
}

function initial(account: Editing["account"], units: Unit[]): Partial<Values> {
  if (account) {
    return {
      full_name: account.full_name,
      unit_id: account.unit_id,
      grants: account.grants.map(({ role, unit_id }) => ({ role, unit_id })),
    };
  }
  const first = units[0];
  return first ? { unit_id: first.id, grants: [{ role: "teacher", unit_id: first.id }] } : {};
}

/** The roles of the account, each with its unit. */
function GrantList({ units }: { units: Unit[] }) {
  const t = useText();
  const { language } = useLanguage();
  const required = [{ required: true, message: t("Bắt buộc chọn", "Required") }];
  return (
    <Form.Item label={t("Vai trò theo đơn vị", "Roles by unit")}>
      <Form.List name="grants">
        {(fields, { add, remove }) => (
          <Flex vertical gap={8}>
            {fields.map(({ key, name }) => (
              <Flex key={key} gap={8} align="flex-start">
                <Form.Item name={[name, "role"]} rules={required} noStyle>
                  <Select<Role>
                    style={{ width: 150, flex: "none" }}
                    placeholder={t("Vai trò", "Role")}
                    options={roles.map((r) => ({ value: r, label: roleNames[r][language] }))}
                  />
                </Form.Item>
                <div style={{ flex: 1, minWidth: 0 }}>
                  <Form.Item name={[name, "unit_id"]} rules={required} noStyle>
                    <UnitSelect units={units} />
                  </Form.Item>
                </div>
                <Button
                  type="text"
                  icon={<DeleteOutlined />}
                  onClick={() => remove(name)}
                  aria-label={t("Bỏ vai trò", "Remove the role")}
                />
              </Flex>
            ))}
            <Button type="dashed" icon={<PlusOutlined />} onClick={() => add({})}>
              {t("Thêm vai trò", "Add a role")}
            </Button>
          </Flex>
        )}
      </Form.List>
    </Form.Item>
  );
}
