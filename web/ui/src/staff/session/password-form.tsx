import { Alert, Button, Form, Input } from "antd";

import { api, ok } from "../api";
import { useText } from "../text/language";
import { useAction } from "../use-action";
import { useSession, useSessionState } from "./session";

interface Values {
  old: string;
  next: string;
  again: string;
}

/** Changes one's own password. onDone is called after it was accepted. */
export function PasswordForm({ onDone }: { onDone?: () => void }) {
  const t = useText();
  const session = useSession();
  const { refresh } = useSessionState();
  const { busy, run } = useAction();
  const [form] = Form.useForm<Values>();

  const submit = async (values: Values) => {
    const change = async () => {
      await ok(api.PUT("/api/session/password", { body: { old: values.old, new: values.next } }));
      return true;
    };
    const done = await run(change, { done: t("Đã đổi mật khẩu.", "The password was changed.") });
    if (done) {
      form.resetFields();
      await refresh();
      onDone?.();
    }
  };

  const required = [{ required: true, message: t("Bắt buộc nhập", "Required") }];
  return (
    <Form<Values> form={form} layout="vertical" onFinish={(values) => void submit(values)}>
      {session.password_temporary && (
        <Alert
          className="kt-gap"
          type="info"
          showIcon
          title={t(
            "Mật khẩu hiện tại là mật khẩu tạm. Hãy chọn mật khẩu của riêng bạn để tiếp tục.",
            "Your password is temporary. Choose one of your own to go on.",
          )}
        />
      )}
      <Form.Item name="old" label={t("Mật khẩu hiện tại", "Current password")} rules={required}>
        <Input.Password autoComplete="current-password" />
      </Form.Item>
      <Form.Item
        name="next"
        label={t("Mật khẩu mới", "New password")}
        extra={t("Ít nhất 8 ký tự.", "At least 8 characters.")}
        rules={required}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Form.Item
        name="again"
        label={t("Nhập lại mật khẩu mới", "New password again")}
        dependencies={["next"]}
        rules={[
          ...required,
          ({ getFieldValue }) => ({
            validator: (_, value) =>
              value === getFieldValue("next")
                ? Promise.resolve()
                : Promise.reject(new Error(t("Hai lần nhập chưa giống nhau", "They differ"))),
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={busy}>
        {t("Đổi mật khẩu", "Change the password")}
      </Button>
    </Form>
  );
}
