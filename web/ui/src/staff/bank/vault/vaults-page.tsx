import { Alert, Button, Card, Empty, Flex, Popconfirm, Tag } from "antd";
import { useState } from "react";

import { api, ok, type Schema } from "../../api";
import { Async } from "../../parts/async";
import { LockOutlined, PlusOutlined, UnlockOutlined } from "../../parts/icons";
import { Page } from "../../parts/page";
import { rolesOf, useSession } from "../../session/session";
import { time } from "../../text/format";
import { useText } from "../../text/language";
import { useAction } from "../../use-action";
import { useApi } from "../../use-api";
import { KeyDialog, KeeperDialog, NewVaultDialog, OpenDialog } from "./dialogs";
import "../bank.css";

type Vault = Schema["VaultView"];
type Dialog = { kind: "key" | "new" } | { kind: "open" | "keeper"; vault: Vault };

/** Confidential pools: who keeps them, and opening them for half an hour. */
export default function VaultsPage() {
  const t = useText();
  const roles = rolesOf(useSession());
  const mayMake = roles.includes("board") || roles.includes("reviewer");
  const [dialog, setDialog] = useState<Dialog>();
  const read = useApi("vaults", () => ok(api.GET("/api/vaults")), { everyMs: 30_000 });
  const done = () => {
    setDialog(undefined);
    read.reload();
  };
  return (
    <Page
      title={t("Kho mật", "Confidential pools")}
      lead={t(
        "Nội dung câu hỏi được mã hoá; chỉ người giữ khoá mở được, mỗi lần mở đều ghi lý do vào nhật ký.",
        "What questions say is encrypted; only keepers open it, and every opening is in the audit trail.",
      )}
      actions={
        mayMake && (
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setDialog({ kind: "new" })}>
            {t("Lập kho mật", "New pool")}
          </Button>
        )
      }
    >
      <Async of={read}>
        {(d) => (
          <>
            {!d.has_key && (
              <Alert
                type="info"
                showIcon
                className="kt-gap"
                title={t(
                  "Thầy/cô chưa có khoá cá nhân. Tạo khoá một lần để có thể làm người giữ khoá.",
                  "You have no key of your own yet. Make one to become a keeper.",
                )}
                action={
                  <Button size="small" onClick={() => setDialog({ kind: "key" })}>
                    {t("Tạo khoá", "Make my key")}
                  </Button>
                }
              />
            )}
            {d.vaults.length === 0 && (
              <Empty description={t("Chưa có kho mật nào.", "No confidential pool yet.")} />
            )}
            <Flex vertical gap="middle">
              {d.vaults.map((v) => (
                <VaultCard key={v.id} vault={v} onDialog={setDialog} onChanged={read.reload} />
              ))}
            </Flex>
          </>
        )}
      </Async>
      {dialog?.kind === "key" && <KeyDialog onClose={() => setDialog(undefined)} onDone={done} />}
      {dialog?.kind === "new" && (
        <NewVaultDialog onClose={() => setDialog(undefined)} onDone={done} />
      )}
      {dialog?.kind === "open" && (
        <OpenDialog vault={dialog.vault} onClose={() => setDialog(undefined)} onDone={done} />
      )}
      {dialog?.kind === "keeper" && (
        <KeeperDialog vault={dialog.vault} onClose={() => setDialog(undefined)} onDone={done} />
      )}
    </Page>
  );
}

interface CardProps {
  vault: Vault;
  onDialog: (d: Dialog) => void;
  onChanged: () => void;
}

function VaultCard({ vault: v, onDialog, onChanged }: CardProps) {
  const t = useText();
  const { busy, run } = useAction();
  const path = { id: v.id };
  const close = async () => {
    await run(() => ok(api.DELETE("/api/vaults/{id}/open", { params: { path } })), {
      done: t("Đã đóng kho.", "Closed."),
    });
    onChanged();
  };
  const remove = async (account: string) => {
    const params = { path: { ...path, account } };
    await run(() => ok(api.DELETE("/api/vaults/{id}/keepers/{account}", { params })));
    onChanged();
  };
  return (
    <Card
      size="small"
      className="kt-vault"
      title={
        <>
          {v.open ? <UnlockOutlined /> : <LockOutlined />} {v.pool}
        </>
      }
      extra={
        v.open ? (
          <Flex gap="small" align="center" wrap>
            <Tag color="orange">
              {t("đang mở đến", "open until")} {time(v.open.until)}
            </Tag>
            <Button size="small" loading={busy} onClick={() => void close()}>
              {t("Đóng lại", "Close")}
            </Button>
          </Flex>
        ) : (
          v.keeper && (
            <Button size="small" onClick={() => onDialog({ kind: "open", vault: v })}>
              {t("Mở kho", "Open")}
            </Button>
          )
        )
      }
    >
      <p>
        {v.items} {t("câu", "questions")} · {t("mã kho", "id")} <code>{v.id}</code>
      </p>
      <Flex gap="small" align="center" wrap>
        {t("Người giữ khoá:", "Keepers:")}
        {v.keepers.map((k) =>
          v.open && v.keepers.length > 2 ? (
            <Popconfirm
              key={k.account_id}
              title={t(`Bớt ${k.name}?`, `Take ${k.name} away?`)}
              okText={t("Bớt", "Take away")}
              cancelText={t("Thôi", "Cancel")}
              onConfirm={() => void remove(k.account_id)}
            >
              <Tag className="kt-clickable" tabIndex={0} role="button">
                {k.name} ×
              </Tag>
            </Popconfirm>
          ) : (
            <Tag key={k.account_id}>{k.name}</Tag>
          ),
        )}
        {v.open && (
          <Button size="small" onClick={() => onDialog({ kind: "keeper", vault: v })}>
            {t("Thêm người", "Add")}
          </Button>
        )}
      </Flex>
    </Card>
  );
}
