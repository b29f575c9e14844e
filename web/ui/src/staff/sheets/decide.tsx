import { Alert, Button, Flex, Input, Tag } from "antd";
import { useEffect, useRef, useState } from "react";

import { api, ok, type Schema } from "../api";
import { useLanguage, useText } from "../text/language";
import { useAction } from "../use-action";
import { Crop } from "./crop";
import { placesOf, symbolsOf } from "./places";
import { Second } from "./second";
import { WholeSheet } from "./whole-sheet";
import { doubtWords, fieldName } from "./words";

type Sheet = Schema["SheetView"];

interface Props {
  sheet: Sheet;
  next: () => void;
  skip: () => void;
}

/** One sheet: the first doubt enlarged, with its answers as keys. */
export function Decide({ sheet, next, skip }: Props) {
  const t = useText();
  const { language } = useLanguage();
  const [chosen, setChosen] = useState<string | null>(null);
  const [whole, setWhole] = useState(false);
  const waiting = sheet.fixes.find((f) => f.second && f.agreed === "" && !f.refused);
  const doubt = sheet.doubts[0];
  const field = chosen ?? waiting?.field ?? doubt?.field ?? "page";
  const [places] = useState(() => placesOf(sheet.detail));
  const [crop, setCrop] = useState("");
  return (
    <div className="kt-review">
      <div>
        <Crop sheet={sheet.id} {...{ places, field }} onPicture={setCrop} />
      </div>
      <Flex vertical gap={12}>
        <h2>{fieldName(field)[language]}</h2>
        <p>
          {sheet.file} · {t("trang", "page")} {sheet.page}
        </p>
        <Flex gap={4} wrap>
          {sheet.doubts.map((d) => (
            <Tag key={`${d.field} ${d.code}`} color={d.field === field ? "warning" : "default"}>
              {fieldName(d.field)[language]}: {doubtWords(d.code)[language]}
            </Tag>
          ))}
        </Flex>
        {waiting && chosen === null ? (
          <Second fix={waiting} sheet={sheet.id} next={next} />
        ) : (
          <Answer key={field} {...{ sheet, field, places, crop, next }} />
        )}
        <Flex gap={8} wrap>
          <Button onClick={() => setWhole(!whole)}>{t("Cả phiếu", "Whole sheet")}</Button>
          <Button onClick={skip}>{t("Bỏ qua", "Skip")}</Button>
          <PutAside sheet={sheet} next={next} />
        </Flex>
      </Flex>
      {whole && <WholeSheet sheet={sheet} choose={setChosen} />}
    </div>
  );
}

interface AnswerProps {
  sheet: Sheet;
  field: string;
  places: ReturnType<typeof placesOf>;
  crop: string;
  next: () => void;
}

function Answer({ sheet, field, places, crop, next }: AnswerProps) {
  const t = useText();
  const { busy, run } = useAction();
  const cell = sheet.cells.find((c) => c.field === field);
  const [value, setValue] = useState(cell?.value.replaceAll("?", "") ?? "");
  const [why, setWhy] = useState("");
  const input = useRef<HTMLFormElement>(null);
  useEffect(() => input.current?.querySelector("input")?.focus(), []);
  const clear = cell?.clear === true;
  const symbols = symbolsOf(places, field);
  const save = async (after: string) => {
    const body = { field, after, why: why.trim(), crop };
    const params = { path: { sheet: sheet.id } };
    const done = await run(() => ok(api.POST("/api/sheets/{sheet}/fixes", { params, body })));
    if (done) next();
  };
  if (field === "page") {
    return (
      <Alert
        type="warning"
        showIcon
        title={t("Máy không đọc được trang này.", "The page could not be read.")}
        description={t(
          "Trang trắng hay mặt sau: để riêng. Phiếu hỏng: mở “Cả phiếu” và nhập tay từng ô.",
          "A blank page or a back: put it aside. A damaged sheet: open the whole sheet and type it in.",
        )}
        action={<Button onClick={() => void save("typed")}>{t("Đã nhập tay", "Typed in")}</Button>}
      />
    );
  }
  return (
    <form
      ref={input}
      onSubmit={(e) => {
        e.preventDefault();
        void save(value.trim());
      }}
    >
      <Flex vertical gap={8}>
        {symbols.length > 0 && (
          <div className="kt-keys" role="group" aria-label={t("Đáp án", "Answers")}>
            {symbols.map((s) => (
              <Button
                key={s}
                type={value === s ? "primary" : "default"}
                onClick={() => setValue(s)}
              >
                {s}
              </Button>
            ))}
            <Button type={value === "" ? "primary" : "default"} onClick={() => setValue("")}>
              {t("Trống", "Blank")}
            </Button>
          </div>
        )}
        <Input
          value={value}
          maxLength={60}
          autoComplete="off"
          aria-label={t("Giá trị đúng theo ảnh", "What the picture shows")}
          onChange={(e) => setValue(e.target.value.toUpperCase())}
        />
        {clear && (
          <Input
            value={why}
            maxLength={500}
            aria-label={t("Lí do", "Why")}
            placeholder={t(
              "Lí do (ô đã đọc rõ, cần người thứ hai)",
              "Why (a second person must agree)",
            )}
            onChange={(e) => setWhy(e.target.value)}
          />
        )}
        <Button
          type="primary"
          htmlType="submit"
          loading={busy}
          disabled={clear && why.trim() === ""}
        >
          {t("Ghi, sang ô sau (Enter)", "Store and next (Enter)")}
        </Button>
      </Flex>
    </form>
  );
}

function PutAside({ sheet, next }: { sheet: Sheet; next: () => void }) {
  const t = useText();
  const { busy, run } = useAction();
  const aside = async () => {
    const why =
      sheet.status === "ok" || sheet.status === "review" ? t("để riêng", "put aside") : "";
    const body = { field: "sheet", after: "discarded", why };
    const params = { path: { sheet: sheet.id } };
    const done = await run(() => ok(api.POST("/api/sheets/{sheet}/fixes", { params, body })));
    if (done) next();
  };
  return (
    <Button danger loading={busy} onClick={() => void aside()}>
      {t("Để riêng, không tính", "Put aside")}
    </Button>
  );
}
