import { App, Button, Card, Dropdown, Flex, Input, Select, Table, Tag } from "antd";
import { useMemo, useState } from "react";

import { api, ok, type Schema } from "../api";
import { Async } from "../parts/async";
import {
  KeyOutlined,
  LockOutlined,
  MoreOutlined,
  PlusOutlined,
  UnlockOutlined,
} from "../parts/icons";
import { Page } from "../parts/page";
import { useSession } from "../session/session";
import { useLanguage, useText } from "../text/language";
import { roleNames, roles, type Role } from "../text/words";
import { useAction } from "../use-action";
import { useApi } from "../use-api";
import { AccountDialog, type Editing } from "./account-dialog";
import { PasswordNote, type Issued } from "./password-note";
import { matches } from "./search";

type Account = Schema["AccountView"];

/** The accounts of the units that the person administers. */
export default function AccountsPage() {
  const t = useText();
  const { language } = useLanguage();
  const [editing, setEditing] = useState<Editing | null>(null);
  const [issued, setIssued] = useState<Issued | null>(null);
  const [search, setSearch] = useState("");
  const [role, setRole] = useState<Role | undefined>();
  const read = useApi("accounts", async () => {
    const [accounts, units] = await Promise.all([
      ok(api.GET("/api/accounts")),
      ok(api.GET("/api/units", { params: { query: { role: "admin" } } })),
    ]);
    return { accounts: accounts.accounts, units: units.units };
  });

  return (
    <Page
      title={t("Tài khoản", "Accounts")}
      lead={t(
        "Vai trò có hiệu lực với đơn vị được giao và mọi đơn vị bên dưới.",
        "A role holds for its unit and everything under it.",
      )}
      actions={
        <Button type="primary" icon={<PlusOutlined />} onClick={() => setEditing({})}>
          {t("Thêm tài khoản", "Add an account")}
        </Button>
      }
    >
      <Card>
        <Flex gap={12} wrap className="kt-gap">
          <Input.Search
            allowClear
            placeholder={t("Tìm theo tên hoặc tài khoản", "Search by name or user name")}
            onChange={(e) => setSearch(e.target.value)}
            style={{ width: 280 }}
          />
          <Select<Role>
            allowClear
            placeholder={t("Mọi vai trò", "Every role")}
            style={{ width: 180 }}
            onChange={setRole}
            options={roles.map((r) => ({ value: r, label: roleNames[r][language] }))}
          />
        </Flex>
        <Async of={read}>
          {({ accounts, units }) => (
            <>
              <AccountTable
                accounts={accounts.filter(
                  (a) =>
                    matches(`${a.full_name} ${a.username} ${a.unit_name}`, search) &&
                    (role === undefined || a.grants.some((g) => g.role === role)),
                )}
                onEdit={(account) => setEditing({ account })}
                onIssued={setIssued}
                onChanged={read.reload}
              />
              <AccountDialog
                editing={editing}
                units={units}
                onClose={() => setEditing(null)}
                onSaved={(made) => {
                  setEditing(null);
                  if (made) setIssued(made);
                  read.reload();
                }}
              />
            </>
          )}
        </Async>
      </Card>
      <PasswordNote issued={issued} onClose={() => setIssued(null)} />
    </Page>
  );
}

interface TableProps {
  accounts: Account[];
  onEdit: (account: Account) => void;
  onIssued: (issued: Issued) => void;
  onChanged: () => void;
}

function AccountTable({ accounts, onEdit, onIssued, onChanged }: TableProps) {
  const t = useText();
  const { language } = useLanguage();
  const columns = useMemo(
    () => [
      {
        title: t("Họ và tên", "Full name"),
        render: (_: unknown, a: Account) => (
          <Flex vertical>
            <b>{a.full_name}</b>
            <span className="kt-mono">{a.username}</span>
          </Flex>
        ),
      },
      { title: t("Đơn vị", "Unit"), dataIndex: "unit_name", responsive: ["md" as const] },
      {
        title: t("Vai trò", "Roles"),
        render: (_: unknown, a: Account) => (
          <Flex wrap gap={4}>
            {a.grants.map((g) => (
              <Tag key={`${g.role} ${g.unit_id}`} color="blue" title={g.unit_name}>
                {roleNames[g.role][language]}
                {g.unit_id === a.unit_id ? "" : ` · ${g.unit_name ?? ""}`}
              </Tag>
            ))}
          </Flex>
        ),
      },
      {
        title: t("Trạng thái", "State"),
        responsive: ["sm" as const],
        render: (_: unknown, a: Account) => <StateTag account={a} />,
      },
      {
        title: "",
        width: 56,
        render: (_: unknown, a: Account) => (
          <AccountMenu account={a} onEdit={onEdit} onIssued={onIssued} onChanged={onChanged} />
        ),
      },
    ],
    [t, language, onEdit, onIssued, onChanged],
  );
  return (
    <Table<Account>
      size="middle"
      rowKey="id"
      columns={columns}
      dataSource={accounts}
      pagination={{ defaultPageSize: 20, hideOnSinglePage: true }}
    />
  );
}

function StateTag({ account }: { account: Account }) {
  const t = useText();
  if (account.disabled) return <Tag color="red">{t("Đã khoá", "Disabled")}</Tag>;
  if (account.password_temporary) {
    return <Tag color="gold">{t("Chưa đổi mật khẩu tạm", "Temporary password")}</Tag>;
  }
  return <Tag color="green">{t("Đang dùng", "Active")}</Tag>;
}

interface MenuProps extends Omit<TableProps, "accounts"> {
  account: Account;
}

function AccountMenu({ account, onEdit, onIssued, onChanged }: MenuProps) {
  const t = useText();
  const { modal } = App.useApp();
  const { run } = useAction();
  const own = useSession().account_id === account.id;
  const params = { params: { path: { id: account.id } } };

  const reset = async () => {
    const answer = await run(() => ok(api.POST("/api/accounts/{id}/password", params)));
    if (answer) {
      onIssued({ username: account.username, name: account.full_name, password: answer.password });
      onChanged();
    }
  };
  const toggle = async () => {
    const path = account.disabled
      ? ("/api/accounts/{id}/enable" as const)
      : ("/api/accounts/{id}/disable" as const);
    await run(() => ok(api.POST(path, params)), { done: t("Đã lưu.", "Saved.") });
    onChanged();
  };
  const ask = (title: string, content: string, then: () => Promise<void>) =>
    modal.confirm({ title, content, onOk: then });

  return (
    <Dropdown
      trigger={["click"]}
      menu={{
        items: [
          { key: "edit", label: t("Sửa tên, đơn vị, vai trò", "Change name, unit, roles") },
          {
            key: "reset",
            icon: <KeyOutlined />,
            label: t("Đặt lại mật khẩu", "Reset the password"),
          },
          account.disabled
            ? { key: "toggle", icon: <UnlockOutlined />, label: t("Mở khoá", "Enable") }
            : { key: "toggle", icon: <LockOutlined />, danger: true, label: t("Khoá", "Disable") },
        ],
        onClick: ({ key }) => {
          if (key === "edit") onEdit(account);
          if (key === "reset") {
            ask(
              t(
                `Đặt lại mật khẩu của ${account.full_name}?`,
                `Reset ${account.full_name}'s password?`,
              ),
              t(
                "Mật khẩu cũ và mọi phiên đang mở hết hiệu lực ngay.",
                "The old password and every open session end at once.",
              ),
              reset,
            );
          }
          if (key === "toggle" && account.disabled) void toggle();
          if (key === "toggle" && !account.disabled) {
            ask(
              t(`Khoá tài khoản ${account.username}?`, `Disable ${account.username}?`),
              t(
                "Người này bị đăng xuất ngay và không đăng nhập lại được.",
                "This person is signed out at once and cannot sign in again.",
              ),
              toggle,
            );
          }
        },
      }}
    >
      <Button
        type="text"
        disabled={own}
        icon={<MoreOutlined />}
        aria-label={t(`Thao tác với ${account.username}`, `Actions for ${account.username}`)}
      />
    </Dropdown>
  );
}
