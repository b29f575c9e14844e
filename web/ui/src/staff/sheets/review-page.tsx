import { Button, Card, Progress, Result } from "antd";
import { useState } from "react";
import { Link, useParams } from "react-router";

import { api, ok, type Schema } from "../api";
import { Async } from "../parts/async";
import { Page } from "../parts/page";
import { useText } from "../text/language";
import { useApi } from "../use-api";
import { Decide } from "./decide";
import "./sheets.css";

type Doubtful = Schema["DoubtfulView"];

/** Sheets in doubt, one after the other. */
export default function ReviewPage() {
  const t = useText();
  const { sitting = "" } = useParams();
  const [turn, setTurn] = useState(0);
  const [skipped, setSkipped] = useState<string[]>([]);
  const [first, setFirst] = useState(0);
  const read = useApi(`doubts ${sitting} ${String(turn)}`, () =>
    ok(api.GET("/api/sheets/sittings/{sitting}", { params: { path: { sitting } } })).then((s) => {
      setFirst((n) => Math.max(n, s.doubts.length));
      return s;
    }),
  );
  return (
    <Page
      title={t("Xử lí nghi vấn", "Decide")}
      actions={<Link to={`/cham-phieu/${sitting}`}>{t("Về ca thi", "Back to the sitting")}</Link>}
    >
      <Async of={read}>
        {(status) => {
          const open = status.doubts.filter((d) => !skipped.includes(d.sheet) && !d.mine);
          const now = open[0];
          const left = status.doubts.length;
          return (
            <>
              <Progress
                percent={first === 0 ? 100 : Math.round((100 * (first - left)) / first)}
                format={() => `${String(first - left)}/${String(first)}`}
              />
              {now ? (
                <OneSheet
                  key={`${now.sheet} ${String(turn)}`}
                  of={now}
                  next={() => setTurn(turn + 1)}
                  skip={() => setSkipped([...skipped, now.sheet])}
                />
              ) : (
                <Done of={status.doubts} again={() => setSkipped([])} />
              )}
            </>
          );
        }}
      </Async>
    </Page>
  );
}

function Done({ of, again }: { of: Doubtful[]; again: () => void }) {
  const t = useText();
  if (of.length === 0) {
    return (
      <Result status="success" title={t("Không còn phiếu nghi vấn.", "No sheet is in doubt.")} />
    );
  }
  return (
    <Result
      title={t(
        `Còn ${String(of.length)} phiếu chờ người khác hoặc đã bỏ qua.`,
        `${String(of.length)} sheets wait for somebody else, or were skipped.`,
      )}
      extra={<Button onClick={again}>{t("Xem lại", "Look again")}</Button>}
    />
  );
}

interface OneProps {
  of: Doubtful;
  next: () => void;
  skip: () => void;
}

function OneSheet({ of, next, skip }: OneProps) {
  const read = useApi(`sheet ${of.sheet}`, () =>
    ok(api.GET("/api/sheets/{sheet}", { params: { path: { sheet: of.sheet } } })),
  );
  return (
    <Card>
      <Async of={read}>{(sheet) => <Decide sheet={sheet} next={next} skip={skip} />}</Async>
    </Card>
  );
}
