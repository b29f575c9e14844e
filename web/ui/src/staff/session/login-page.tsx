import { Alert, Button, Form, Input, Typography } from "antd";
import { useState } from "react";

import { sentence } from "../errors";
import { LanguageSwitch } from "../layout/language-switch";
import { LockOutlined, UserOutlined } from "../parts/icons";
import { useLanguage, useText } from "../text/language";
import { Bubbles, Mark } from "./brand";
import "./login.css";
import { useSessionState } from "./session";

interface Values {
  username: string;
  password: string;
}

/** The first page of everybody who works here. */
export function LoginPage() {
  const t = useText();
  return (
    <div className="kt-login">
      <aside className="kt-login-side">
        <Bubbles />
        <div className="kt-login-brand">
          <Mark size={44} />
          <span>Khảo thí</span>
        </div>
        <div className="kt-login-claim">
          <h1>
            {t("Ngân hàng câu hỏi và thi trên máy tính", "Question bank and computer-based exams")}
          </h1>
          <p>
            {t(
              "Dành cho Sở, Phòng Giáo dục và Đào tạo và các trường",
              "For departments of education and their schools",
            )}
          </p>
        </div>
      </aside>
      <main className="kt-login-main">
        <div className="kt-login-language">
          <LanguageSwitch />
        </div>
        <div className="kt-login-box">
          <Typography.Title level={2}>{t("Đăng nhập", "Sign in")}</Typography.Title>
          <Typography.Paragraph type="secondary">
            {t(
              "Dùng tài khoản do quản trị của đơn vị cấp.",
              "Use the account that your administrator gave you.",
            )}
          </Typography.Paragraph>
          <LoginForm />
          <div className="kt-login-candidate">
            <span>{t("Bạn là thí sinh?", "Sitting an exam?")}</span>{" "}
            <a href="/thi">{t("Vào phòng thi", "Enter the exam room")}</a>
          </div>
        </div>
      </main>
    </div>
  );
}

function LoginForm() {
  const t = useText();
  const { language } = useLanguage();
  const { signIn } = useSessionState();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(undefined);

  const submit = async ({ username, password }: Values) => {
    setBusy(true);
    setError(undefined);
    try {
      await signIn(username, password);
    } catch (e) {
      setError(e);
      setBusy(false);
    }
  };

  return (
    <Form<Values>
      layout="vertical"
      size="large"
      requiredMark={false}
      onFinish={(values) => void submit(values)}
    >
      {error !== undefined && (
        <Alert className="kt-gap" type="error" showIcon title={sentence(error, language)} />
      )}
      <Form.Item
        name="username"
        label={t("Tên đăng nhập", "User name")}
        rules={[{ required: true, message: t("Hãy nhập tên đăng nhập", "Enter your user name") }]}
      >
        <Input prefix={<UserOutlined />} autoComplete="username" autoFocus autoCapitalize="none" />
      </Form.Item>
      <Form.Item
        name="password"
        label={t("Mật khẩu", "Password")}
        rules={[{ required: true, message: t("Hãy nhập mật khẩu", "Enter your password") }]}
      >
        <Input.Password prefix={<LockOutlined />} autoComplete="current-password" />
      </Form.Item>
      <Button type="primary" htmlType="submit" block loading={busy}>
        {t("Đăng nhập", "Sign in")}
      </Button>
    </Form>
  );
}
