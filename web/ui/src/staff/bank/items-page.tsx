import { Button, Card, Drawer, Flex, Select, Space, Tag, type InputRef } from "antd";
import { useMemo, useRef, useState } from "react";
import { useNavigate, useSearchParams } from "react-router";

import { Failure, Nothing } from "../parts/async";
import { FilterOutlined, PlusOutlined, UploadOutlined } from "../parts/icons";
import { Page } from "../parts/page";
import { count } from "../text/format";
import { useLanguage, useText } from "../text/language";
import { BulkBar } from "./find/bulk-bar";
import { Facets } from "./find/facets";
import {
  conditions,
  fromQuery,
  keyOf,
  replaced,
  toQuery,
  type Change,
  type Filter,
} from "./find/filter";
import { figures, ItemList } from "./find/list";
import { SavedFilters } from "./find/saved";
import { SearchBox } from "./find/search-box";
import { useFind, type Found, type Item } from "./find/use-find";
import { useKeys } from "./find/use-keys";
import { nameOf, sortNames, valueOf } from "./find/words";
import { FormDialog } from "./form-dialog";
import { ItemDrawer } from "./item-drawer";
import { QuestionView } from "./question-view";
import type { Seen } from "./review/step-buttons";
import "./bank.css";
import "./find/find.css";

/** Finds questions of one's units: filters with counts, keys, a preview, changes of many. */
export default function ItemsPage() {
  const t = useText();
  const navigate = useNavigate();
  const [query, setQuery] = useSearchParams();
  const filter = useMemo(() => fromQuery(query), [query]);
  // The address is changed at once, the page a little later: what is changed is the address.
  const go = (change: Change, replace = false) => {
    const now = fromQuery(new URLSearchParams(window.location.search));
    const next = change(now);
    if (keyOf(next) !== keyOf(now)) setQuery(toQuery(next), { replace });
  };
  const find = useFind(filter);
  const [at, setAt] = useState(0);
  const [open, setOpen] = useState<string | null>(null);
  const [picked, setPicked] = useState<Seen[]>([]);
  const [making, setMaking] = useState(false);
  const [panel, setPanel] = useState(false);
  const search = useRef<InputRef>(null);
  const items = find.items;
  const current = items[Math.min(at, items.length - 1)];
  const ids = picked.map((p) => p.id);
  const pick = (id: string) => {
    const hash = items.find((it) => it.id === id)?.current.hash ?? "";
    setPicked((old) =>
      old.some((x) => x.id === id) ? old.filter((x) => x.id !== id) : [...old, { id, hash }],
    );
  };
  useKeys({
    "/": () => search.current?.focus({ cursor: "all" }),
    j: () => {
      if (at >= items.length - 1) void find.loadMore();
      setAt(Math.min(at + 1, Math.max(items.length - 1, 0)));
    },
    k: () => setAt(Math.max(at - 1, 0)),
    x: () => current && pick(current.id),
    Enter: () => current && setOpen(current.id),
    Escape: () => setPicked([]),
  });
  const facets = <Facets filter={filter} found={find.found} onChange={go} />;
  return (
    <Page
      title={t("Ngân hàng câu hỏi", "Question bank")}
      lead={t(
        "Tìm không cần dấu; “cụm từ” trong ngoặc kép; -từ để loại trừ. Phím: / tìm, j k lên xuống, x chọn, Enter mở.",
        "Accents are optional; “a phrase” in quotes; -word leaves out. Keys: / search, j k move, x pick, Enter opens.",
      )}
      actions={
        <Space wrap>
          <Button icon={<PlusOutlined />} onClick={() => void navigate("/ngan-hang/cau/moi")}>
            {t("Soạn câu", "Write one")}
          </Button>
          <Button
            type="primary"
            icon={<UploadOutlined />}
            onClick={() => void navigate("/ngan-hang/nhap")}
          >
            {t("Nhập từ tệp", "Import a file")}
          </Button>
        </Space>
      }
    >
      <div className="kt-find">
        <aside className="kt-find-side">{facets}</aside>
        <Card className="kt-find-main">
          <Flex gap={8} wrap align="center">
            <SearchBox box={search} q={filter.q ?? ""} onChange={go} />
            <SortBox filter={filter} onChange={go} />
            <SavedFilters filter={filter} onUse={(f) => go(() => f)} />
            <Button
              className="kt-find-toggle"
              icon={<FilterOutlined />}
              onClick={() => setPanel(true)}
            >
              {t("Lọc", "Filter")}
            </Button>
          </Flex>
          <Chips filter={filter} found={find.found} onChange={go} />
          {find.error !== undefined && <Failure error={find.error} retry={find.reload} />}
          {picked.length > 0 && find.found && (
            <BulkBar
              filter={filter}
              found={find.found}
              picked={picked}
              onPicked={setPicked}
              onForm={() => setMaking(true)}
              onChanged={find.reload}
            />
          )}
          {find.found && <Results find={find} filter={filter} />}
          <div className={find.stale ? "kt-stale" : ""}>
            <ItemList
              items={items}
              at={at}
              picked={new Set(ids)}
              more={find.found?.next !== undefined}
              loading={find.more}
              onAt={setAt}
              onOpen={setOpen}
              onPick={pick}
              onMore={() => void find.loadMore()}
            />
          </div>
        </Card>
        <aside className="kt-find-preview" aria-label={t("Xem câu hỏi", "Preview")}>
          {current && <Preview key={current.id} item={current} />}
        </aside>
      </div>
      <Drawer open={panel} onClose={() => setPanel(false)} size={320} title={t("Lọc", "Filter")}>
        {panel && facets}
      </Drawer>
      <ItemDrawer id={open} onClose={() => setOpen(null)} onChanged={find.reload} />
      <FormDialog
        open={making}
        items={ids}
        onClose={() => setMaking(false)}
        onMade={(id) => void navigate(`/de-thi/${id}`)}
      />
    </Page>
  );
}

interface ChangeProps {
  filter: Filter;
  onChange: (change: Change) => void;
}

function SortBox({ filter, onChange }: ChangeProps) {
  const t = useText();
  const { language } = useLanguage();
  return (
    <Select
      className="kt-filter"
      aria-label={t("Thứ tự", "Order")}
      value={filter.sort ?? (filter.q ? "best" : "newest")}
      options={Object.entries(sortNames).map(([value, name]) => ({ value, label: name[language] }))}
      onChange={(v) => onChange((now) => replaced(now, "sort", v))}
    />
  );
}

/** What is asked for, each with a cross. */
function Chips({ filter, found, onChange }: ChangeProps & { found: Found | undefined }) {
  const t = useText();
  const { language } = useLanguage();
  const list = conditions(filter);
  if (list.length === 0) return null;
  return (
    <Flex gap={4} wrap className="kt-chips">
      {list.map((c) => (
        <Tag
          key={`${c.name} ${c.value}`}
          closable
          onClose={() => onChange(c.without)}
          className="kt-chip"
        >
          {c.name === "never_used"
            ? nameOf(c.name, language)
            : `${nameOf(c.name, language)}: ${valueOf(c.name, c.value, language, found?.authors)}`}
        </Tag>
      ))}
      <Button
        size="small"
        type="link"
        onClick={() => onChange((now) => (now.q === undefined ? {} : { q: now.q }))}
      >
        {t("Bỏ mọi bộ lọc", "Clear filters")}
      </Button>
    </Flex>
  );
}

function Results({ find, filter }: { find: ReturnType<typeof useFind>; filter: Filter }) {
  const t = useText();
  const { language } = useLanguage();
  const found = find.found;
  if (found === undefined) return null;
  if (found.total === 0 && find.items.length === 0) {
    return (
      <Nothing>
        {keyOf(filter) === ""
          ? t(
              "Chưa có câu nào. Hãy nhập từ tệp hoặc soạn câu đầu tiên.",
              "No question here. Import a file or write the first one.",
            )
          : t(
              "Không có câu nào khớp. Hãy bớt điều kiện, hoặc tìm ít từ hơn.",
              "Nothing fits. Take a filter away, or search for fewer words.",
            )}
      </Nothing>
    );
  }
  const n = count(found.total, language);
  return (
    <p className="kt-note" aria-live="polite">
      {found.more ? t(`Hơn ${n} câu`, `More than ${n} questions`) : t(`${n} câu`, `${n} questions`)}
    </p>
  );
}

function Preview({ item }: { item: Item }) {
  const t = useText();
  const { language } = useLanguage();
  const { tags } = item.current.body;
  return (
    <Card size="small" title={item.current.body.label ?? t("Câu hỏi", "Question")}>
      {item.current.sealed ? (
        <p className="kt-note">
          {t(
            "Câu trong kho mật: danh sách chỉ có nhãn, dạng và mức độ. Khi kho đang mở, bấm “Mở” để đọc.",
            "In a confidential pool: lists show tags, kind and level. While the pool is open, press “Open” to read it.",
          )}
        </p>
      ) : (
        <QuestionView body={item.current.body} />
      )}
      {tags.content && <p className="kt-note">{tags.content}</p>}
      {tags.outcome && <p className="kt-note">{tags.outcome}</p>}
      {item.stat && <p className="kt-note">{figures(item.stat, t, language)}</p>}
    </Card>
  );
}
