import { Alert, App, Button, Flex, Input } from "antd";
import { useState } from "react";

import { api, ok, type Schema } from "../api";
import { useLanguage, useText, type Both } from "../text/language";
import { useAction } from "../use-action";
import { stageOf } from "./words";

type Status = Schema["SheetsStatusView"];
type StageID = "scan" | "read" | "fix" | "score";

/** What nobody can do any more once a stage is sealed. */
const lasting: Record<StageID, Both> = {
  scan: {
    vi: "Sau khi niêm phong không nộp thêm tệp quét, không sửa số phiếu trong túi và danh sách vắng được nữa.",
    en: "Then no more scans come in, and neither the bags nor the absent change.",
  },
  read: {
    vi: "Sau khi niêm phong kết quả đọc không đổi nữa; tệp không đọc được sẽ không được đọc lại.",
    en: "Then the readings stay; files that could not be read are not read again.",
  },
  fix: {
    vi: "Sau khi niêm phong không ai sửa ô nào của phiếu được nữa.",
    en: "Then nobody changes a field of a sheet any more.",
  },
  score: {
    vi: "Chấm mọi phiếu theo đáp án và niêm phong bước cuối. Sau đó chỉ sửa đáp án mới chấm lại được.",
    en: "Scores every sheet and seals the last stage. Only a corrected key scores them again.",
  },
};

interface Props {
  stage: StageID;
  sitting: string;
  status: Status;
  changed: () => void;
}

/** Seals a stage, after it has said what cannot be undone. */
export function SealForm({ stage, status, sitting, changed }: Props) {
  const t = useText();
  const { language } = useLanguage();
  const { modal } = App.useApp();
  const { busy, run } = useAction();
  const [why, setWhy] = useState("");
  const uneven =
    stage === "fix" && status.bags.some((b) => b.missing.length > 0 || b.scanned !== b.sheets);
  const params = { path: { sitting } };
  const seal = async () => {
    const done = await run(
      () =>
        stage === "score"
          ? ok(api.POST("/api/sheets/sittings/{sitting}/score", { params })).then(() => true)
          : ok(
              api.POST("/api/sheets/sittings/{sitting}/seal", { params, body: { stage, why } }),
            ).then(() => true),
      { done: t("Đã niêm phong.", "Sealed.") },
    );
    if (done) changed();
  };
  const verb =
    stage === "score"
      ? t("Chấm điểm và niêm phong", "Score and seal")
      : t("Niêm phong bước này", "Seal this stage");
  const ask = () =>
    modal.confirm({
      title: `${verb}: ${stageOf(stage).name[language]}?`,
      content: (
        <>
          <p>{lasting[stage][language]}</p>
          <p>{t("Việc này không hoàn tác được.", "This cannot be undone.")}</p>
          {stage === "read" && status.failed > 0 && (
            <p>
              <b>
                {t(
                  `${String(status.failed)} tệp không đọc được sẽ không có phiếu nào.`,
                  `${String(status.failed)} files that could not be read give no sheet.`,
                )}
              </b>
            </p>
          )}
        </>
      ),
      okText: verb,
      okButtonProps: { danger: true },
      cancelText: t("Chưa niêm phong", "Not yet"),
      onOk: seal,
    });
  return (
    <Flex vertical gap={8} style={{ marginTop: 16 }}>
      {uneven && <Uneven of={status} why={why} setWhy={setWhy} />}
      <Flex>
        <Button
          danger
          loading={busy}
          disabled={uneven && why.trim() === ""}
          onClick={() => void ask()}
        >
          {verb}
        </Button>
      </Flex>
    </Flex>
  );
}

interface UnevenProps {
  of: Status;
  why: string;
  setWhy: (why: string) => void;
}

/** Rooms whose sheets are not those of their bags, and the reason that is asked for. */
function Uneven({ of, why, setWhy }: UnevenProps) {
  const t = useText();
  return (
    <>
      <Alert
        type="warning"
        showIcon
        title={t("Số phiếu không khớp túi bài", "Sheets and bags do not come out even")}
        description={
          <>
            {of.bags
              .filter((b) => b.missing.length > 0 || b.scanned !== b.sheets)
              .map((b) => (
                <p key={b.room}>
                  {b.name}: {t("túi", "bag")} {b.sheets}, {t("phiếu", "sheets")} {b.scanned}
                  {b.missing.length > 0 &&
                    `; ${t("có mặt mà không có phiếu", "present without a sheet")}: ${b.missing.join(", ")}`}
                </p>
              ))}
            <p>
              {t(
                "Tìm phiếu trong túi và trong tệp quét trước; không tìm được thì ghi lý do như trong biên bản.",
                "Look in the bag and in the scans first; what cannot be found needs the reason of the minutes.",
              )}
            </p>
          </>
        }
      />
      <Input
        value={why}
        maxLength={1000}
        aria-label={t("Lý do không khớp", "Why")}
        placeholder={t("Lý do không khớp", "Why they do not come out even")}
        onChange={(e) => setWhy(e.target.value)}
      />
    </>
  );
}
