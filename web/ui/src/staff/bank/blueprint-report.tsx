import { Alert } from "antd";

import type { Schema } from "../api";
import { useText } from "../text/language";

/** What a file of a matrix had wrong, place by place. */
export function ImportReport({
  of,
  onClose,
}: {
  of: Schema["MatrixFileView"];
  onClose: () => void;
}) {
  const t = useText();
  const bad = of.errors.length > 0;
  return (
    <Alert
      className="kt-gap"
      type={bad ? "error" : "warning"}
      showIcon
      closable={{ onClose }}
      title={
        bad
          ? t("Tệp chưa dùng được:", "The file cannot be used yet:")
          : t("Đã đọc tệp; nên xem lại:", "The file was read; look again at:")
      }
      description={
        <ul>
          {[...of.errors, ...of.warnings].slice(0, 20).map((r, i) => (
            <li key={i}>
              <b>{r.where}</b> {r.message} {r.fix}
            </li>
          ))}
        </ul>
      }
    />
  );
}
