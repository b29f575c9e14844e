import { Alert } from "antd";
import { useState } from "react";
import { Link, useLocation, useParams, useSearchParams } from "react-router";

import { api, ApiError, ok } from "../api";
import { Async } from "../parts/async";
import { useSession } from "../session/session";
import { dateTime } from "../text/format";
import { useText } from "../text/language";
import { useApi } from "../use-api";
import { emptyBody, finished } from "./body";
import { ItemEditor, type Start } from "./item-editor";
import { readLocal } from "./keep/local";
import { bankText } from "./plain";
import type { Body, Item } from "./words";
import "./bank.css";
import "./editor.css";

/** Write a question, or make a new version of one. */
export default function ItemPage() {
  const { id = "moi" } = useParams();
  return id === "moi" ? <NewItem /> : <OldItem key={id} id={id} />;
}

/** What somebody has of a question that is not saved; null: nothing. */
async function unsaved(key: string) {
  try {
    return await ok(api.GET("/api/item-drafts/{key}", { params: { path: { key } } }));
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return null;
    throw error;
  }
}

type Unsaved = NonNullable<Awaited<ReturnType<typeof unsaved>>>;

/** A name for a question that has no id yet. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return `moi-${Array.from(bytes, (b) => (b % 36).toString(36)).join("")}`;
}

/** What the next question takes over from the one before. */
interface Handed {
  pool?: string;
  tags?: Body["tags"];
  kind?: string;
}

/** Each way here is a page of its own: a new question, or one that was begun. */
function NewItem() {
  const location = useLocation();
  return <Begun key={location.key} handed={(location.state ?? {}) as Handed} />;
}

function Begun({ handed }: { handed: Handed }) {
  const [query] = useSearchParams();
  const asked = query.get("nhap") ?? "";
  const [made] = useState(newKey);
  const key = asked === "" ? made : asked;
  const account = useSession().account_id;
  const read = useApi(`unsaved ${key}`, () => unsaved(key), { skip: asked === "" });
  if (asked === "") {
    const body = emptyBody((handed.kind ?? "single") as "single");
    const start: Start = {
      key,
      item: null,
      body: { ...body, tags: handed.tags ?? { subject: "toan", grade: 12 } },
      pool: handed.pool ?? "",
      base: "",
      rev: 0,
      restored: null,
    };
    return (
      <>
        <BegunBefore />
        <ItemEditor start={start} />
      </>
    );
  }
  return (
    <Async of={read}>
      {(kept) => <ItemEditor key={key} start={startOf(key, null, kept, account)} />}
    </Async>
  );
}

/** New questions that were begun and not saved, to go on with. */
function BegunBefore() {
  const t = useText();
  const read = useApi("begun", () => ok(api.GET("/api/item-drafts")));
  const begun = (read.data?.unsaved ?? []).filter((u) => !u.item_id).slice(0, 5);
  if (begun.length === 0) return null;
  return (
    <Alert
      className="kt-begun"
      type="info"
      showIcon
      title={t("Khôi phục bản nháp chưa lưu", "Go on with an unsaved draft")}
      description={
        <ul>
          {begun.map((u) => (
            <li key={u.key}>
              <Link to={`/ngan-hang/cau/moi?nhap=${u.key}`}>
                {bankText(u.body.question.stem, 60) || t("(chưa có nội dung)", "(nothing yet)")}
              </Link>{" "}
              <span className="kt-note-inline">{dateTime(u.saved_at)}</span>
            </li>
          ))}
        </ul>
      }
    />
  );
}

function OldItem({ id }: { id: string }) {
  const account = useSession().account_id;
  const [turn, setTurn] = useState(0);
  const read = useApi(`edit ${id} ${turn}`, async () => {
    const [item, kept] = await Promise.all([
      ok(api.GET("/api/items/{id}", { params: { path: { id } } })),
      unsaved(id),
    ]);
    return { item, kept };
  });
  return (
    <Async of={read}>
      {({ item, kept }) =>
        item.current.sealed ? (
          <Sealed />
        ) : (
          <ItemEditor
            key={`${item.id} ${turn}`}
            start={startOf(id, item, kept, account)}
            onReload={() => setTurn((n) => n + 1)}
          />
        )
      }
    </Async>
  );
}

/** A question of a confidential pool that this person has not opened. */
function Sealed() {
  const t = useText();
  return (
    <Alert
      type="warning"
      showIcon
      title={t(
        "Câu này nằm trong kho mật. Hãy mở kho mật rồi quay lại để sửa.",
        "This question is in a confidential pool. Open the pool, then come back to edit it.",
      )}
    />
  );
}

/**
 * Where writing starts: with what this browser could not send, else with what
 * the server kept, else with the current version.
 */
function startOf(key: string, item: Item | null, kept: Unsaved | null, account: string): Start {
  const local = readLocal(account, key);
  const newer = local && (!kept || local.at > kept.saved_at) ? local : null;
  const from = newer
    ? { body: newer.body, pool: newer.pool, base: newer.base, at: newer.at }
    : kept && { body: kept.body, pool: kept.pool, base: kept.base ?? "", at: kept.saved_at };
  const current = item?.current;
  const same =
    from &&
    current &&
    JSON.stringify(finished(from.body)) === JSON.stringify(finished(current.body));
  const use = from && !same ? from : null;
  return {
    key,
    item,
    body: use?.body ?? current?.body ?? emptyBody("single"),
    pool: use?.pool ?? item?.pool ?? "",
    base: use ? use.base : (current?.hash ?? ""),
    rev: kept?.rev ?? 0,
    restored: use ? use.at : null,
  };
}
