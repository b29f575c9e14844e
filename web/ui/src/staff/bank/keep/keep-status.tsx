import { sentence } from "../../errors";
import {
  CheckCircleOutlined,
  CloudOutlined,
  DisconnectOutlined,
  WarningOutlined,
} from "../../parts/icons";
import { time } from "../../text/format";
import { useLanguage, useText } from "../../text/language";
import type { KeepState } from "./autosave";

/** How it stands with the draft, in one line that screen readers hear. */
export function KeepStatus({ state }: { state: KeepState }) {
  const t = useText();
  const { language } = useLanguage();
  const line = () => {
    switch (state.is) {
      case "clean":
        return t(
          "Bản nháp được tự lưu trong khi bạn soạn.",
          "A draft is kept by itself while you write.",
        );
      case "waiting":
        return (
          <>
            <CloudOutlined /> {t("Đang lưu bản nháp…", "Keeping the draft…")}
          </>
        );
      case "kept":
        return (
          <>
            <CheckCircleOutlined />{" "}
            {t(
              `Bản nháp đã lưu lúc ${time(state.at, true)}`,
              `Draft kept at ${time(state.at, true)}`,
            )}
          </>
        );
      case "offline":
        return (
          <>
            <DisconnectOutlined />{" "}
            {t(
              "Mất kết nối: bản nháp đang nằm trong máy này, sẽ gửi khi có mạng. Đừng đóng trình duyệt.",
              "No connection: the draft is in this browser and will be sent later. Do not close it.",
            )}
          </>
        );
      case "other_tab":
        return (
          <>
            <WarningOutlined />{" "}
            {t(
              "Bản nháp này đang được soạn ở tab khác; tab này không lưu nháp nữa.",
              "This draft is written in another tab; this one keeps nothing any more.",
            )}
          </>
        );
      case "vault":
        return (
          <>
            <WarningOutlined />{" "}
            {t(
              "Kho mật: bản nháp không được tự lưu để không nằm lộ ở đâu. Hãy bấm Lưu trước khi rời trang.",
              "Confidential pool: no draft is kept, so that nothing lies in the clear. Save before you leave.",
            )}
          </>
        );
      case "refused":
        return (
          <>
            <WarningOutlined /> {t("Chưa lưu được bản nháp: ", "The draft could not be kept: ")}
            {sentence(state.error, language)}
          </>
        );
    }
  };
  return (
    <span className={`kt-keep kt-keep-${state.is}`} role="status" data-testid="keep-state">
      {line()}
    </span>
  );
}
