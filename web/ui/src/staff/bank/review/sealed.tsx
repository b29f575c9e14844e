import { Alert } from "antd";
import { Link } from "react-router";

import { useText } from "../../text/language";
import type { Item } from "../words";

/** Says that a question lies in a confidential pool that is shut. */
export function Sealed({ item }: { item: Item }) {
  const t = useText();
  if (!item.current.sealed) return null;
  return (
    <Alert
      type="warning"
      showIcon
      title={t(
        "Câu này nằm trong kho mật đang đóng: chỉ thấy nhãn, dạng và mức độ.",
        "This question lies in a confidential pool that is shut: only tags, kind and level show.",
      )}
      action={<Link to="/ngan-hang/kho-mat">{t("Mở kho", "Open it")}</Link>}
    />
  );
}
