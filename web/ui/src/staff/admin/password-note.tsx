import { Alert, Button, Descriptions, Modal, Typography } from "antd";

import { useText } from "../text/language";

/** A temporary password that was just made. */
export interface Issued {
  username: string;
  name: string;
  password: string;
}

/** Shows a temporary password, once. */
export function PasswordNote({ issued, onClose }: { issued: Issued | null; onClose: () => void }) {
  const t = useText();
  return (
    <Modal
      open={issued !== null}
      onCancel={onClose}
      title={t("Mật khẩu tạm", "Temporary password")}
      footer={
        <Button type="primary" onClick={onClose}>
          {t("Đã ghi lại", "I wrote it down")}
        </Button>
      }
    >
      <Alert
        className="kt-gap"
        type="warning"
        showIcon
        title={t(
          "Chỉ hiện một lần này. Người dùng phải đổi mật khẩu khi đăng nhập lần đầu.",
          "Shown this once. Its owner must change it at the first sign-in.",
        )}
      />
      {issued && (
        <Descriptions
          column={1}
          bordered
          size="small"
          items={[
            { key: "name", label: t("Họ và tên", "Full name"), children: issued.name },
            { key: "user", label: t("Tên đăng nhập", "User name"), children: issued.username },
            {
              key: "password",
              label: t("Mật khẩu", "Password"),
              children: (
                <Typography.Text strong className="kt-mono">
                  {issued.password}
                </Typography.Text>
              ),
            },
          ]}
        />
      )}
    </Modal>
  );
}
