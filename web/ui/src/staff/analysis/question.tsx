import { CheckCircleFilled } from "../parts/icons";
import { Alert, Card } from "antd";

import { Html } from "../bank/html";
import { useText } from "../text/language";
import { optionName } from "./item-numbers";
import type { Item } from "./types";

/** The question as its candidates had it, with the key. Confidential pools stay closed. */
export function Question({ of }: { of: Item }) {
  const t = useText();
  return (
    <Card title={t("Nội dung câu hỏi", "The question")}>
      {of.stem ? (
        <div className="kt-question">
          <Html html={of.stem} />
          <ol className="kt-options">
            {of.options.map(
              (o) =>
                o.html && (
                  <li key={o.id} className={o.key ? "kt-right" : ""}>
                    <b>{optionName(o, t)}.</b>
                    <Html html={o.html} />
                    {o.key && <CheckCircleFilled aria-label={t("đáp án đúng", "right answer")} />}
                  </li>
                ),
            )}
          </ol>
        </div>
      ) : (
        <Alert
          type="info"
          showIcon
          title={t("Câu thuộc kho mật", "A question of a confidential pool")}
          description={t(
            "Nội dung chỉ người giữ khoá mở được. Các con số vẫn xem được.",
            "Only its keepers can open it. The numbers are shown all the same.",
          )}
        />
      )}
    </Card>
  );
}
