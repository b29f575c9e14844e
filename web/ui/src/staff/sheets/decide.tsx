import { Button, Flex, Tag } from "antd";
import { useEffect, useState } from "react";

import { api, ok, type Schema } from "../api";
import { useLanguage, useText } from "../text/language";
import { useAction } from "../use-action";
import { Answer } from "./answer";
import { Crop } from "./crop";
import { Key, useKeys } from "./keys";
import { placesOf } from "./places";
import type { Made } from "./review-page";
import { Second } from "./second";
import { WholeSheet } from "./whole-sheet";
import { doubtAdvice, doubtWords, fieldName } from "./words";

type Sheet = Schema["SheetView"];

interface Props {
  sheet: Sheet;
  /** The field to look at; null: the first in doubt. */
  field: string | null;
  made: (m: Made) => void;
  next: () => void;
}

/** One sheet: the first doubt enlarged, with its answers as keys. */
export function Decide({ sheet, field: asked, made, next }: Props) {
  const t = useText();
  const { language } = useLanguage();
  const { busy, run } = useAction();
  const [chosen, setChosen] = useState<string | null>(asked);
  const [whole, setWhole] = useState(false);
  const waiting = sheet.fixes.find((f) => f.second && f.agreed === "" && !f.refused);
  // What waits for somebody else is not in the way of the rest.
  const second = chosen === null && waiting && !waiting.mine ? waiting : undefined;
  const doubt = sheet.doubts.find((d) => d.field !== waiting?.field);
  const over = chosen === null && !second && !doubt;
  useEffect(() => {
    if (over) next();
    // next belongs to this sheet: once is enough
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [over]);
  const field = chosen ?? second?.field ?? doubt?.field ?? "page";
  const [places] = useState(() => placesOf(sheet.detail));
  const [crop, setCrop] = useState("");
  const save = async (of: string, after: string, why: string) => {
    const body = { field: of, after, why, crop: of === field ? crop : "" };
    const params = { path: { sheet: sheet.id } };
    const fix = await run(() => ok(api.POST("/api/sheets/{sheet}/fixes", { params, body })));
    if (fix) made({ sheet: sheet.id, field: of, after, waits: fix.second });
  };
  const aside = () => {
    const read = sheet.status === "ok" || sheet.status === "review";
    void save("sheet", "discarded", read ? t("để riêng", "put aside") : "");
  };
  useKeys({ F2: () => setWhole(!whole), F4: aside, F9: next });
  if (over) return null;
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
        <Doubts of={sheet} field={field} />
        {second ? (
          <Second fix={second} sheet={sheet.id} next={next} />
        ) : (
          <Answer
            key={field}
            {...{ sheet, field, places, busy }}
            save={(v, w) => void save(field, v, w)}
          />
        )}
        <Flex gap={8} wrap>
          <Button aria-pressed={whole} onClick={() => setWhole(!whole)}>
            {t("Cả phiếu", "Whole sheet")} <Key>F2</Key>
          </Button>
          <Button danger loading={busy} onClick={aside}>
            {t("Để riêng, không tính", "Put aside")} <Key>F4</Key>
          </Button>
          <Button onClick={next}>
            {t("Bỏ qua", "Skip")} <Key>F9</Key>
          </Button>
        </Flex>
      </Flex>
      {whole && <WholeSheet {...{ sheet, places }} choose={setChosen} />}
    </div>
  );
}

/** What is in doubt about a sheet, and what to do about the field that is shown. */
function Doubts({ of, field }: { of: Sheet; field: string }) {
  const { language } = useLanguage();
  const advice = of.doubts.filter((d) => d.field === field).map((d) => doubtAdvice(d.code));
  return (
    <>
      <Flex gap={4} wrap>
        {of.doubts.map((d) => (
          <Tag key={`${d.field} ${d.code}`} color={d.field === field ? "warning" : "default"}>
            {fieldName(d.field)[language]}: {doubtWords(d.code)[language]}
          </Tag>
        ))}
      </Flex>
      {advice.map((a) => a && <p key={a.en}>{a[language]}</p>)}
    </>
  );
}
