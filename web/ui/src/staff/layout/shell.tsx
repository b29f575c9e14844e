import { Button, Drawer, Dropdown, Grid, Layout, Menu, Modal, Skeleton } from "antd";
import { Suspense, useState } from "react";
import { Navigate, Route, Routes, useLocation, useNavigate } from "react-router";

import { menuPath, pagesFor, type PageEntry } from "../pages";
import { DownOutlined, KeyOutlined, LogoutOutlined, MenuOutlined } from "../parts/icons";
import { Mark } from "../session/brand";
import { PasswordForm } from "../session/password-form";
import { rolesOf, useSession, useSessionState } from "../session/session";
import { useLanguage, useText } from "../text/language";
import { roleNames } from "../text/words";
import { useAction } from "../use-action";
import { LanguageSwitch } from "./language-switch";
import "./shell.css";

/** Menu, head and the page of the address, for who is signed in. */
export function Shell() {
  const session = useSession();
  const entries = pagesFor(rolesOf(session));
  const wide = Grid.useBreakpoint().lg ?? false;
  const [open, setOpen] = useState(false);
  return (
    <Layout className="kt-shell">
      {wide && (
        <Layout.Sider width={236} className="kt-sider">
          <SideMenu entries={entries} />
        </Layout.Sider>
      )}
      {!wide && (
        <Drawer
          open={open}
          onClose={() => setOpen(false)}
          placement="left"
          size={264}
          rootClassName="kt-drawer"
          closable={false}
        >
          <SideMenu entries={entries} onPick={() => setOpen(false)} />
        </Drawer>
      )}
      <Layout>
        <Head menuButton={!wide} onMenu={() => setOpen(true)} />
        <Layout.Content className="kt-content">
          <Suspense fallback={<Skeleton active className="kt-page" />}>
            <Routes>
              {entries.map(({ path, component: Component }) => (
                <Route key={path} path={path} element={<Component />} />
              ))}
              <Route path="*" element={<Navigate to="/" replace />} />
            </Routes>
          </Suspense>
        </Layout.Content>
      </Layout>
    </Layout>
  );
}

function SideMenu({ entries, onPick }: { entries: PageEntry[]; onPick?: () => void }) {
  const { language } = useLanguage();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  return (
    <nav className="kt-menu" aria-label="menu">
      <div className="kt-menu-brand">
        <Mark />
        <span>Khảo thí</span>
      </div>
      <Menu
        theme="dark"
        mode="inline"
        selectedKeys={[menuPath(entries, pathname)]}
        onClick={({ key }) => {
          void navigate(key);
          onPick?.();
        }}
        items={entries
          .filter((e) => e.menu !== false)
          .map((e) => ({ key: e.path, icon: e.icon, label: e.title[language] }))}
      />
    </nav>
  );
}

function Head({ menuButton, onMenu }: { menuButton: boolean; onMenu: () => void }) {
  const t = useText();
  const session = useSession();
  return (
    <Layout.Header className="kt-head">
      {menuButton && (
        <Button
          type="text"
          icon={<MenuOutlined />}
          onClick={onMenu}
          aria-label={t("Mở trình đơn", "Open the menu")}
        />
      )}
      <div className="kt-head-unit">{session.unit.name}</div>
      <LanguageSwitch />
      <Me />
    </Layout.Header>
  );
}

/** The person's name, and what they can do about their own session. */
function Me() {
  const t = useText();
  const { language } = useLanguage();
  const session = useSession();
  const { signOut } = useSessionState();
  const { run } = useAction();
  const [changing, setChanging] = useState(false);
  const roleText = rolesOf(session)
    .map((r) => roleNames[r][language])
    .join(", ");
  return (
    <>
      <Dropdown
        trigger={["click"]}
        menu={{
          items: [
            { key: "who", disabled: true, label: `${session.full_name} · ${session.username}` },
            { key: "password", icon: <KeyOutlined />, label: t("Đổi mật khẩu", "Change password") },
            { key: "out", icon: <LogoutOutlined />, label: t("Đăng xuất", "Sign out") },
            {
              key: "all",
              icon: <LogoutOutlined />,
              label: t("Đăng xuất khỏi mọi máy", "Sign out everywhere"),
            },
          ],
          onClick: ({ key }) => {
            if (key === "password") setChanging(true);
            else void run(() => signOut(key === "all"));
          },
        }}
      >
        <Button type="text" className="kt-me" aria-label={t("Tài khoản của tôi", "My account")}>
          <span className="kt-me-circle">{initialOf(session.full_name)}</span>
          <span className="kt-me-name">
            <b>{session.full_name}</b>
            <small>{roleText}</small>
          </span>
          <DownOutlined />
        </Button>
      </Dropdown>
      <Modal
        open={changing}
        onCancel={() => setChanging(false)}
        footer={null}
        destroyOnHidden
        title={t("Đổi mật khẩu", "Change password")}
      >
        <PasswordForm onDone={() => setChanging(false)} />
      </Modal>
    </>
  );
}

/** The first letter of the given name, which stands last. */
function initialOf(name: string): string {
  return (name.trim().split(/\s+/).at(-1) ?? "").slice(0, 1).toUpperCase();
}
