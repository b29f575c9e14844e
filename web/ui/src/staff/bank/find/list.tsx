import { Button, Checkbox, Tag } from "antd";
import { useEffect, useRef } from "react";

import { date } from "../../text/format";
import { useLanguage, useText, type Language } from "../../text/language";
import { Html } from "../html";
import { Tags } from "../question-view";
import { StateTag } from "../state-tag";
import type { Item } from "./use-find";
import { valueOf } from "./words";

interface Props {
  items: Item[];
  /** The row that keys act on. */
  at: number;
  picked: ReadonlySet<string>;
  more: boolean;
  loading: boolean;
  onAt: (index: number) => void;
  onOpen: (id: string) => void;
  onPick: (id: string) => void;
  onMore: () => void;
}

/** Rows of questions: one is current, any number are picked. */
export function ItemList(p: Props) {
  const t = useText();
  return (
    <div
      className="kt-found"
      role="listbox"
      aria-multiselectable="true"
      aria-label={t("Câu hỏi", "Questions")}
    >
      {p.items.map((it, i) => (
        <ItemRow
          key={it.id}
          item={it}
          current={i === p.at}
          picked={p.picked.has(it.id)}
          onAt={() => p.onAt(i)}
          onOpen={() => p.onOpen(it.id)}
          onPick={() => p.onPick(it.id)}
        />
      ))}
      {p.more && (
        <Button block type="text" loading={p.loading} onClick={p.onMore}>
          {t("Xem thêm", "Show more")}
        </Button>
      )}
    </div>
  );
}

interface RowProps {
  item: Item;
  current: boolean;
  picked: boolean;
  onAt: () => void;
  onOpen: () => void;
  onPick: () => void;
}

function ItemRow({ item, current, picked, onAt, onOpen, onPick }: RowProps) {
  const t = useText();
  const { language } = useLanguage();
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (current) row.current?.scrollIntoView({ block: "nearest" });
  }, [current]);
  const { body } = item.current;
  const free = body.tags.free ?? [];
  return (
    <div
      ref={row}
      role="option"
      aria-selected={picked}
      className={`kt-found-row${current ? " kt-current" : ""}${picked ? " kt-picked" : ""}`}
      onClick={onAt}
    >
      <Checkbox
        checked={picked}
        aria-label={t("Chọn câu này", "Pick this question")}
        onChange={onPick}
        onClick={(e) => e.stopPropagation()}
      />
      <div className="kt-found-text">
        <div className="kt-found-head">
          <button
            type="button"
            className="kt-open"
            onClick={(e) => {
              e.stopPropagation();
              onOpen();
            }}
          >
            {body.label ?? t("Mở", "Open")}
          </button>
          <span className="kt-note-inline">{item.pool}</span>
          <StateTag state={item.state} />
        </div>
        {item.current.sealed ? (
          <span className="kt-note-inline">{t("Câu trong kho mật", "In a confidential pool")}</span>
        ) : (
          <Html html={body.question.stem} className="kt-clip" />
        )}
        <div className="kt-found-foot">
          <Tags body={body} />
          {free.map((f) => (
            <Tag key={f} variant="filled">
              {f}
            </Tag>
          ))}
          {item.stat && <span className="kt-note-inline">{figures(item.stat, t, language)}</span>}
        </div>
      </div>
    </div>
  );
}

type Stat = NonNullable<Item["stat"]>;

/** p 0,62 · phân biệt 0,31 · 3 lần thi, 1.240 thí sinh, gần nhất 12/05/2026 */
export function figures(
  s: Stat,
  t: (vi: string, en: string) => string,
  language: Language,
): string {
  return [
    s.p === undefined ? "" : `p ${valueOf("p_min", String(s.p), language)}`,
    s.disc === undefined
      ? ""
      : `${t("phân biệt", "disc.")} ${valueOf("disc_min", String(s.disc), language)}`,
    s.uses > 0
      ? t(`${s.uses} lần thi, ${s.seen} thí sinh`, `${s.uses} uses, ${s.seen} candidates`)
      : "",
    s.last_used ? t(`gần nhất ${date(s.last_used)}`, `last ${date(s.last_used)}`) : "",
  ]
    .filter((x) => x !== "")
    .join(" · ");
}
