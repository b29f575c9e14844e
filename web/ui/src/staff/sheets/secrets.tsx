import { Alert, Button, Modal } from "antd";

import type { Schema } from "../api";
import { useLanguage, useText } from "../text/language";
import { stageOf } from "./words";
import "./sheets.css";

interface Props {
  secrets: Schema["SecretView"][];
  sitting: string;
  exam: string;
  close: () => void;
}

/** The secrets of a run, shown once, to be printed and cut apart. */
export function Secrets({ secrets, sitting, exam, close }: Props) {
  const t = useText();
  const { language } = useLanguage();
  return (
    <Modal
      open
      width={640}
      closable={false}
      mask={{ closable: false }}
      keyboard={false}
      title={t("Bốn mã mở bước", "Four secrets")}
      footer={[
        <Button key="print" onClick={() => window.print()}>
          {t("In phiếu mã", "Print the slips")}
        </Button>,
        <Button key="done" type="primary" onClick={close}>
          {t("Đã giao, đóng lại", "Handed out, close")}
        </Button>,
      ]}
    >
      <Alert
        className="kt-no-print"
        type="warning"
        showIcon
        title={t(
          "Các mã này không được lưu ở đâu. Đóng lại là không xem lại được.",
          "These secrets are kept nowhere. Once closed they cannot be seen again.",
        )}
      />
      <div className="kt-slips">
        {secrets.map((s) => {
          const stage = stageOf(s.stage);
          return (
            <section key={s.stage} className="kt-slip">
              <h3>
                {stage.no}. {stage.name[language]}
              </h3>
              <p className="kt-secret">{s.secret}</p>
              <p>
                {exam} · {sitting}
              </p>
              <p>{t("Người giữ: ……………………………", "Holder: ……………………………")}</p>
            </section>
          );
        })}
      </div>
    </Modal>
  );
}
