import { Alert, Form, Input, Modal, Select } from "antd";
import { useState, type ReactNode } from "react";

import { api, ok, type Schema } from "../../api";
import { useText } from "../../text/language";
import { useAction } from "../../use-action";
import { useApi } from "../../use-api";
import { Field } from "../../parts/field";

interface Props {
  onClose: () => void;
  onDone: () => void;
}

interface ShellProps extends Props {
  title: string;
  ok: string;
  ready: boolean;
  children: ReactNode;
  send: () => Promise<unknown>;
}

function Shell({ title, ok: okText, ready, children, send, onClose, onDone }: ShellProps) {
  const t = useText();
  const { busy, run } = useAction();
  const submit = async () => {
    const done = await run(send, { done: t("Xong.", "Done.") });
    if (done !== undefined) onDone();
  };
  return (
    <Modal
      open
      title={title}
      okText={okText}
      cancelText={t("Thôi", "Cancel")}
      confirmLoading={busy}
      okButtonProps={{ disabled: !ready }}
      onOk={() => void submit()}
      onCancel={onClose}
    >
      <Form layout="vertical" onFinish={() => void submit()}>
        {children}
      </Form>
    </Modal>
  );
}

/** The length from which the server takes a pass phrase. */
const shortest = 16;

/** Makes one's own key. */
export function KeyDialog(props: Props) {
  const t = useText();
  const [phrase, setPhrase] = useState("");
  const [again, setAgain] = useState("");
  return (
    <Shell
      {...props}
      title={t("Tạo khoá cá nhân", "Make my key")}
      ok={t("Tạo khoá", "Make it")}
      ready={phrase.length >= shortest && phrase === again}
      send={() => ok(api.POST("/api/vaults/key", { body: { phrase } }))}
    >
      <Alert
        type="warning"
        showIcon
        className="kt-gap"
        title={t(
          "Không ai lấy lại được cụm mật khẩu này, kể cả quản trị viên. Hãy ghi ra giấy và cất kín.",
          "Nobody can recover this pass phrase, not even an administrator. Write it down and lock it away.",
        )}
      />
      <Field label={t("Cụm mật khẩu (bốn từ trở lên)", "Pass phrase (four words or more)")}>
        <Input.Password
          autoFocus
          autoComplete="new-password"
          value={phrase}
          onChange={(e) => setPhrase(e.target.value)}
        />
      </Field>
      <Field
        label={t("Gõ lại", "Again")}
        validateStatus={again !== "" && again !== phrase ? "error" : ""}
        help={again !== "" && again !== phrase ? t("Hai lần gõ khác nhau.", "They differ.") : ""}
      >
        <Input.Password
          autoComplete="new-password"
          value={again}
          onChange={(e) => setAgain(e.target.value)}
        />
      </Field>
    </Shell>
  );
}

/** Opens a pool for half an hour. */
export function OpenDialog({ vault, ...props }: Props & { vault: Schema["VaultView"] }) {
  const t = useText();
  const [phrase, setPhrase] = useState("");
  const [reason, setReason] = useState("");
  return (
    <Shell
      {...props}
      title={t(`Mở kho “${vault.pool}”`, `Open “${vault.pool}”`)}
      ok={t("Mở kho 30 phút", "Open for 30 minutes")}
      ready={phrase !== "" && reason.trim() !== ""}
      send={() =>
        ok(
          api.POST("/api/vaults/{id}/open", {
            params: { path: { id: vault.id } },
            body: { phrase, reason },
          }),
        )
      }
    >
      <Field label={t("Lý do mở kho (ghi vào nhật ký)", "Reason (stands in the audit trail)")}>
        <Input autoFocus value={reason} onChange={(e) => setReason(e.target.value)} />
      </Field>
      <Field label={t("Cụm mật khẩu của thầy/cô", "Your pass phrase")}>
        <Input.Password
          autoComplete="off"
          value={phrase}
          onChange={(e) => setPhrase(e.target.value)}
        />
      </Field>
    </Shell>
  );
}

function usePeople(skip: readonly string[] = []) {
  const read = useApi("vault people", () => ok(api.GET("/api/vaults/people")));
  return (read.data?.people ?? [])
    .filter((p) => !skip.includes(p.account_id))
    .map((p) => ({ value: p.account_id, label: p.name }));
}

/** Makes a pool confidential before its first question. */
export function NewVaultDialog(props: Props) {
  const t = useText();
  const people = usePeople();
  const [pool, setPool] = useState("");
  const [keepers, setKeepers] = useState<string[]>([]);
  const [escrow, setEscrow] = useState("");
  return (
    <Shell
      {...props}
      title={t("Lập kho mật", "New confidential pool")}
      ok={t("Lập kho", "Make it")}
      ready={pool.trim() !== "" && keepers.length >= 2 && escrow.trim() !== ""}
      send={() => ok(api.POST("/api/vaults", { body: { pool, keepers, escrow } }))}
    >
      <Field
        label={t("Tên kho", "Name of the pool")}
        extra={t("Kho chưa có câu hỏi nào.", "It holds no question yet.")}
      >
        <Input autoFocus maxLength={200} value={pool} onChange={(e) => setPool(e.target.value)} />
      </Field>
      <Field
        label={t("Người giữ khoá (ít nhất hai)", "Keepers (two at least)")}
        extra={t("Chỉ hiện người đã tạo khoá cá nhân.", "Only people who have made a key show.")}
      >
        <Select
          mode="multiple"
          value={keepers}
          onChange={setKeepers}
          options={people}
          showSearch={{ optionFilterProp: "label" }}
        />
      </Field>
      <Field
        label={t("Khoá công khai dự phòng", "Public escrow key")}
        extra={
          <>
            {t("Tạo trên máy khác bằng lệnh ", "Made on another machine with ")}
            <code>khaothi admin escrow-key</code>
          </>
        }
      >
        <Input
          placeholder="age1…"
          maxLength={200}
          value={escrow}
          onChange={(e) => setEscrow(e.target.value)}
        />
      </Field>
    </Shell>
  );
}

/** Lets one more person open a pool. */
export function KeeperDialog({ vault, ...props }: Props & { vault: Schema["VaultView"] }) {
  const t = useText();
  const people = usePeople(vault.keepers.map((k) => k.account_id));
  const [account, setAccount] = useState<string>();
  return (
    <Shell
      {...props}
      title={t(`Thêm người giữ khoá kho “${vault.pool}”`, `Add a keeper of “${vault.pool}”`)}
      ok={t("Thêm", "Add")}
      ready={account !== undefined}
      send={() =>
        ok(
          api.POST("/api/vaults/{id}/keepers", {
            params: { path: { id: vault.id } },
            body: { account_id: account ?? "" },
          }),
        )
      }
    >
      <Field label={t("Người đã có khoá cá nhân", "Somebody with a key")}>
        <Select
          value={account}
          onChange={setAccount}
          options={people}
          showSearch={{ optionFilterProp: "label" }}
        />
      </Field>
    </Shell>
  );
}
