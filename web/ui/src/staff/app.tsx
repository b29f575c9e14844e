import { App as AntApp, Card, ConfigProvider, Flex, Spin } from "antd";
import enGB from "antd/locale/en_GB";
import viVN from "antd/locale/vi_VN";
import dayjs from "dayjs";
import "dayjs/locale/vi";
import { useEffect } from "react";
import { BrowserRouter } from "react-router";

import { Shell } from "./layout/shell";
import { nonce } from "./nonce";
import { Failure } from "./parts/async";
import { Working } from "./parts/icons";
import { LoginPage } from "./session/login-page";
import { PasswordForm } from "./session/password-form";
import { SessionProvider, useSessionState } from "./session/session";
import { LanguageProvider, useLanguage } from "./text/language";
import { theme } from "./theme";

const csp = { nonce };
/** Where this machine is set to little movement, dialogs and menus stand at once where they belong. */
const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
const look = { ...theme, token: { ...theme.token, motion: !still } };
const button = { loadingIcon: <Working /> };

export function App() {
  return (
    <LanguageProvider>
      <Themed />
    </LanguageProvider>
  );
}

function Themed() {
  const { language } = useLanguage();
  useEffect(() => {
    dayjs.locale(language);
  }, [language]);
  return (
    <ConfigProvider theme={look} locale={language === "vi" ? viVN : enGB} csp={csp} button={button}>
      <AntApp>
        <SessionProvider>
          <BrowserRouter>
            <Gate />
          </BrowserRouter>
        </SessionProvider>
      </AntApp>
    </ConfigProvider>
  );
}

/** Sign-in, the first password, or the pages. */
function Gate() {
  const { session, error, refresh } = useSessionState();
  if (error !== undefined) {
    return (
      <Centre>
        <Failure error={error} retry={() => void refresh()} />
      </Centre>
    );
  }
  if (session === undefined) {
    return (
      <Centre>
        <Spin size="large" />
      </Centre>
    );
  }
  if (session === null) return <LoginPage />;
  if (session.password_temporary) {
    return (
      <Centre>
        <Card title={session.full_name} className="kt-first-password">
          <PasswordForm />
        </Card>
      </Centre>
    );
  }
  return <Shell />;
}

function Centre({ children }: { children: React.ReactNode }) {
  return (
    <Flex align="center" justify="center" className="kt-centre">
      {children}
    </Flex>
  );
}
