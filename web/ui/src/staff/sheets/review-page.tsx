import { Alert, Button, Card, Flex, Progress, Result } from "antd";
import { useEffect, useState } from "react";
import { Link, useParams } from "react-router";

import { api, ok, type Schema } from "../api";
import { Async } from "../parts/async";
import { Page } from "../parts/page";
import { useLanguage, useText } from "../text/language";
import { useApi } from "../use-api";
import { Decide } from "./decide";
import { Key, useKeys } from "./keys";
import { pagePicture } from "./page-picture";
import { fieldName } from "./words";
import "./sheets.css";

type Doubtful = Schema["DoubtfulView"];

/** A decision that was just made, to be looked at again. */
export interface Made {
  sheet: string;
  field: string;
  after: string;
  /** It waits for a second person. */
  waits: boolean;
}

/** Sheets in doubt, one after the other. */
export default function ReviewPage() {
  const t = useText();
  const { sitting = "" } = useParams();
  const [turn, setTurn] = useState(0);
  const read = useApi(`doubts ${sitting} ${String(turn)}`, () =>
    ok(api.GET("/api/sheets/sittings/{sitting}", { params: { path: { sitting } } })),
  );
  return (
    <Page
      title={t("Xử lý nghi vấn", "Decide")}
      actions={<Link to={`/cham-phieu/${sitting}`}>{t("Về ca thi", "Back to the sitting")}</Link>}
    >
      <Async of={read}>
        {({ doubts }) => (
          <Queue
            key={turn}
            sheets={doubts.filter((d) => !d.mine)}
            again={() => setTurn(turn + 1)}
          />
        )}
      </Async>
    </Page>
  );
}

/** The queue as it was when it was opened: what others decide meanwhile is seen sheet by sheet. */
function Queue({ sheets, again }: { sheets: Doubtful[]; again: () => void }) {
  const t = useText();
  const [at, setAt] = useState(0);
  const [made, setMade] = useState<Made[]>([]);
  const [back, setBack] = useState<Made | null>(null);
  const now = sheets[at];
  const following = sheets[at + 1]?.sheet;
  useEffect(() => {
    if (following) void pagePicture(following).catch(() => undefined); // asked for again when it is shown
  }, [following]);
  const last = made[made.length - 1];
  const undo = () => {
    if (!last) return;
    setMade(made.slice(0, -1));
    setBack(last);
  };
  useKeys({ F8: undo });
  const shown = back?.sheet ?? now?.sheet;
  return (
    <Flex vertical gap={12}>
      <Progress
        percent={sheets.length === 0 ? 100 : Math.round((100 * at) / sheets.length)}
        format={() => `${String(at)}/${String(sheets.length)}`}
        aria-label={t("Phiếu đã xem", "Sheets looked at")}
      />
      {last && <JustMade of={last} undo={undo} />}
      {shown ? (
        <OneSheet
          key={`${shown} ${back?.field ?? ""}`}
          sheet={shown}
          field={back?.field ?? null}
          made={(m) => setMade((list) => [...list, m])}
          next={() => {
            if (back) setBack(null);
            else setAt(at + 1);
          }}
        />
      ) : (
        <Done left={sheets.length} again={again} />
      )}
    </Flex>
  );
}

function JustMade({ of, undo }: { of: Made; undo: () => void }) {
  const t = useText();
  const { language } = useLanguage();
  const value = of.after === "discarded" ? t("để riêng", "put aside") : of.after;
  return (
    <Alert
      type={of.waits ? "info" : "success"}
      showIcon
      className="kt-made"
      title={
        <span role="status">
          {t("Vừa ghi", "Stored")}: {fieldName(of.field)[language]} ={" "}
          <b>{value || t("trống", "blank")}</b>
          {of.waits && ` · ${t("chờ người thứ hai", "waits for a second person")}`}
        </span>
      }
      action={
        <Button size="small" onClick={undo}>
          {t("Sửa lại", "Undo")} <Key>F8</Key>
        </Button>
      }
    />
  );
}

function Done({ left, again }: { left: number; again: () => void }) {
  const t = useText();
  return (
    <Result
      status="success"
      title={
        left === 0
          ? t("Không còn phiếu nào chờ bạn.", "No sheet waits for you.")
          : t(`Đã xem hết ${String(left)} phiếu.`, `All ${String(left)} sheets were looked at.`)
      }
      extra={<Button onClick={again}>{t("Xem còn gì", "See what is left")}</Button>}
    />
  );
}

interface OneProps {
  sheet: string;
  /** The field to look at again; null: what is in doubt. */
  field: string | null;
  made: (m: Made) => void;
  next: () => void;
}

function OneSheet({ sheet, field, made, next }: OneProps) {
  const [turn, setTurn] = useState(0);
  const read = useApi(`sheet ${sheet} ${String(turn)}`, () =>
    ok(api.GET("/api/sheets/{sheet}", { params: { path: { sheet } } })),
  );
  return (
    <Card>
      <Async of={read}>
        {(whole) => (
          <Decide
            key={turn}
            sheet={whole}
            field={turn === 0 ? field : null}
            made={(m) => {
              made(m);
              if (field === null) setTurn(turn + 1);
              else next();
            }}
            next={next}
          />
        )}
      </Async>
    </Card>
  );
}
