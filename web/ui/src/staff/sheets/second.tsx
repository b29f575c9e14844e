import { Alert, Button, Flex } from "antd";

import { api, ok, type Schema } from "../api";
import { useLanguage, useText } from "../text/language";
import { useAction } from "../use-action";
import { Key, useKeys } from "./keys";
import { fieldName } from "./words";

interface Props {
  fix: Schema["FixView"];
  sheet: string;
  next: () => void;
}

/** A decision that wants the word of a second person. */
export function Second({ fix, sheet, next }: Props) {
  const t = useText();
  const { language } = useLanguage();
  const { busy, run } = useAction();
  const answer = async (agree: boolean) => {
    const params = { path: { sheet, fix: fix.id } };
    const done = await run(() =>
      ok(api.POST("/api/sheets/{sheet}/fixes/{fix}", { params, body: { agree } })).then(() => true),
    );
    if (done) next();
  };
  useKeys(fix.mine || busy ? {} : { "1": () => void answer(true), "2": () => void answer(false) });
  return (
    <Alert
      type="info"
      showIcon
      title={t(`${fix.by} sửa ô đã đọc rõ`, `${fix.by} changes a clear mark`)}
      description={
        <Flex vertical gap={8}>
          <span>
            {fieldName(fix.field)[language]}: <b>{fix.before || t("trống", "blank")}</b> →{" "}
            <b>{fix.after || t("trống", "blank")}</b>
          </span>
          <span>{fix.why}</span>
          <Flex gap={8} wrap>
            <Button
              type="primary"
              loading={busy}
              disabled={fix.mine}
              onClick={() => void answer(true)}
            >
              {t("Đồng ý", "Agree")} <Key>1</Key>
            </Button>
            <Button loading={busy} disabled={fix.mine} onClick={() => void answer(false)}>
              {t("Không đồng ý", "Disagree")} <Key>2</Key>
            </Button>
          </Flex>
        </Flex>
      }
    />
  );
}
