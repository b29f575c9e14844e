import { Alert, Button, Flex, Input } from "antd";
import { useEffect, useRef, useState } from "react";

import type { Schema } from "../api";
import { useText } from "../text/language";
import { Key, useKeys } from "./keys";
import { symbolsOf, type Places } from "./places";

interface Props {
  sheet: Schema["SheetView"];
  field: string;
  places: Places;
  busy: boolean;
  save: (value: string, why: string) => void;
}

/** What a field holds: one key for a mark in doubt, typed where it is a number. */
export function Answer({ sheet, field, places, busy, save }: Props) {
  const t = useText();
  const cell = sheet.cells.find((c) => c.field === field);
  const solved = field === "sbd" ? sheet.solved : "";
  const [value, setValue] = useState(solved || (cell?.value ?? ""));
  const [why, setWhy] = useState("");
  const input = useRef<HTMLFormElement>(null);
  const symbols = symbolsOf(places, field);
  const clear = cell?.clear === true; // two people
  const typed = symbols.length === 0;
  useEffect(() => {
    if (typed || clear) input.current?.querySelector("input")?.select();
  }, [typed, clear]);
  const store = (v: string) => {
    if (busy) return;
    if (clear) setValue(v);
    else save(v, "");
  };
  const keys = Object.fromEntries(symbols.map((s) => [s.toLowerCase(), () => store(s)]));
  // Enter stores nothing that is still in doubt, and no change without its reason.
  const unsaid = value.includes("?") || (clear && why.trim() === "");
  const enter = () => {
    if (!busy && !unsaid) save(value.trim(), why.trim());
  };
  useKeys(field === "page" || typed ? {} : { ...keys, " ": () => store(""), Enter: enter });
  if (field === "sheet") {
    return (
      <Button type="primary" loading={busy} onClick={() => save("counts", t("vẫn tính", "counts"))}>
        {t("Vẫn tính phiếu này", "The sheet counts")}
      </Button>
    );
  }
  if (field === "page") return <NoSheet busy={busy} typed={() => save("typed", "")} />;
  return (
    <form
      ref={input}
      onSubmit={(e) => {
        e.preventDefault();
        enter();
      }}
    >
      <Flex vertical gap={8}>
        {solved !== "" && (
          <Alert
            type="info"
            showIcon
            title={t(
              `Chỉ một thí sinh của phòng khớp: ${solved}. Xem ảnh rồi bấm Enter để xác nhận.`,
              `One candidate of the room fits: ${solved}. Look, then confirm with Enter.`,
            )}
          />
        )}
        {symbols.length > 0 && (
          <div className="kt-keys" role="group" aria-label={t("Đáp án", "Answers")}>
            {symbols.map((s) => (
              <Button key={s} type={value === s ? "primary" : "default"} onClick={() => store(s)}>
                {s}
              </Button>
            ))}
            <Button type={value === "" ? "primary" : "default"} onClick={() => store("")}>
              {t("Trống", "Blank")} <Key>{t("dấu cách", "space")}</Key>
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
            aria-label={t("Lý do", "Why")}
            placeholder={t(
              "Lý do (ô đã đọc rõ, cần người thứ hai)",
              "Why (a second person must agree)",
            )}
            onChange={(e) => setWhy(e.target.value)}
          />
        )}
        <Button type="primary" htmlType="submit" loading={busy} disabled={unsaid}>
          {clear ? t("Xin sửa", "Ask for the change") : t("Ghi như trên", "Store as above")}{" "}
          <Key>Enter</Key>
        </Button>
      </Flex>
    </form>
  );
}

function NoSheet({ busy, typed }: { busy: boolean; typed: () => void }) {
  const t = useText();
  return (
    <Alert
      type="warning"
      showIcon
      title={t("Máy không đọc được trang này.", "The page could not be read.")}
      description={t(
        "Trang trắng hay mặt sau: để riêng. Phiếu hỏng: mở “Cả phiếu” và nhập tay từng ô.",
        "A blank page or a back: put it aside. A damaged sheet: open the whole sheet and type it in.",
      )}
      action={
        <Button loading={busy} onClick={typed}>
          {t("Đã nhập tay", "Typed in")}
        </Button>
      }
    />
  );
}
