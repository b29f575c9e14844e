import { Alert, Badge, Button, Empty, Flex, List, Tag } from "antd";
import { useEffect, useState } from "react";
import { Link } from "react-router";

import { api, ok } from "../../api";
import { Async } from "../../parts/async";
import { Page } from "../../parts/page";
import { useSession } from "../../session/session";
import { dateTime } from "../../text/format";
import { useLanguage, useText } from "../../text/language";
import { useApi } from "../../use-api";
import { bankText } from "../plain";
import { QuestionView, Tags } from "../question-view";
import { kindName, subjectName, type Item } from "../words";
import { ItemFile } from "./item-file";
import { Sealed } from "./sealed";
import { useStep } from "./step-buttons";
import "../bank.css";
import "./review.css";

/** What waits for a second pair of eyes: one question after the other, by keyboard. */
export default function ReviewPage() {
  const t = useText();
  const read = useApi("review", () =>
    ok(api.GET("/api/items", { params: { query: { state: "review", limit: 200 } } })),
  );
  return (
    <Page
      title={t("Duyệt câu hỏi", "Review")}
      lead={t(
        "Các câu người khác gửi duyệt. Phím: J, K chuyển câu · A duyệt · R trả lại.",
        "Questions that others handed in. Keys: J, K move · A approve · R return.",
      )}
    >
      <Async
        of={read}
        isEmpty={(d) => d.items.length === 0}
        empty={
          <Empty description={t("Không còn câu nào chờ duyệt.", "Nothing waits for review.")} />
        }
      >
        {(d) => <Queue items={d.items} onDecided={read.reload} />}
      </Async>
    </Page>
  );
}

function Queue({ items, onDecided }: { items: Item[]; onDecided: () => void }) {
  const t = useText();
  const { language } = useLanguage();
  const [at, setAt] = useState(0);
  const me = useSession().account_id;
  const item = items[Math.min(at, items.length - 1)];
  const own = item?.current.created_by === me;
  const seen = item ? [{ id: item.id, hash: item.current.hash }] : [];
  const { busy, take, dialog } = useStep(seen, onDecided, onDecided);
  useEffect(() => {
    const press = (e: KeyboardEvent) => {
      const typing =
        e.target instanceof Element && e.target.closest("input, textarea, [role=dialog]");
      if (typing || e.ctrlKey || e.metaKey || e.altKey) return;
      if (e.key === "j") setAt((n) => Math.min(n + 1, items.length - 1));
      if (e.key === "k") setAt((n) => Math.max(n - 1, 0));
      if (e.key === "a" && !own && !busy) take("approve");
      if (e.key === "r" && !busy) take("return");
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [items.length, own, busy, take]);
  if (!item) return null;
  return (
    <div className="kt-review">
      {dialog}
      <List
        size="small"
        className="kt-review-list"
        dataSource={items}
        renderItem={(it, i) => (
          <List.Item
            className={it.id === item.id ? "kt-review-now" : ""}
            aria-current={it.id === item.id}
          >
            <Button type="link" onClick={() => setAt(i)}>
              {it.current.body.label ??
                (bankText(it.current.body.question.stem, 60) || t("Câu trong kho mật", "Sealed"))}
            </Button>
            <span className="kt-note-inline">
              {subjectName(it.current.body.tags.subject ?? "")[language]} ·{" "}
              {kindName(it.current.body.question.kind)[language]} ·{" "}
              {dateTime(it.current.created_at)}
            </span>
          </List.Item>
        )}
      />
      <section aria-live="polite" className="kt-review-item">
        <Flex gap="small" align="center" wrap>
          <Badge count={`${Math.min(at, items.length - 1) + 1}/${items.length}`} color="blue" />
          <Tag>{item.pool}</Tag>
          <Link to={`/ngan-hang/cau/${item.id}`}>{t("Sửa câu này", "Edit it")}</Link>
        </Flex>
        {own && (
          <Alert
            type="info"
            showIcon
            title={t(
              "Thầy/cô soạn câu này: người khác sẽ duyệt.",
              "You wrote this one: somebody else approves it.",
            )}
          />
        )}
        <Sealed item={item} />
        <Tags body={item.current.body} />
        {!item.current.sealed && <QuestionView body={item.current.body} />}
        <ItemFile item={item} onChanged={onDecided} />
      </section>
    </div>
  );
}
