import {
  Button,
  Card,
  Collapse,
  Flex,
  Input,
  Select,
  Table,
  Tag,
  Tooltip,
  type InputRef,
} from "antd";
import { useEffect, useMemo, useRef, useState } from "react";
import { Link, useNavigate, useSearchParams } from "react-router";

import { matches } from "../admin/search";
import { useKeys } from "../bank/find/use-keys";
import { kindName } from "../bank/words";
import { Async } from "../parts/async";
import { saveSheets } from "../plots/figure";
import { fieldName } from "../results/words";
import { decimal } from "../text/format";
import { useLanguage, useText } from "../text/language";
import { useApi } from "../use-api";
import { calls } from "./calls";
import { flagText, flagTexts, measured, rules } from "./flags";
import { columnsOf, sheetOf, type Column } from "./item-columns";
import type { ViewProps } from "./run-page";
import { Term } from "./terms";
import type { Flag, Item, RunView, Thresholds } from "./types";

/** Every item with its numbers: find the ones that failed, and open them. */
export default function ItemsView({ run }: ViewProps) {
  const read = useApi(`items ${run.id}`, () => calls.items(run.id));
  const overview = useApi(`overview ${run.id}`, () => calls.overview(run.id));
  return (
    <Async of={read}>
      {({ items }) => (
        <>
          <Items items={items} run={run} />
          {overview.data && <Limits of={overview.data.thresholds} />}
        </>
      )}
    </Async>
  );
}

function Items({ items, run }: { items: Item[]; run: RunView }) {
  const t = useText();
  const { language } = useLanguage();
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams();
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const [order, setOrder] = useState<Item[]>([]);
  const input = useRef<InputRef>(null);
  const flags = useMemo(() => (search.get("co") ?? "").split(",").filter(Boolean), [search]);
  const columns = useMemo(() => columnsOf(items), [items]);
  const shown = useMemo(
    () =>
      items.filter(
        (x) =>
          (flags.length === 0 || x.flags.some((f) => flags.includes(f.code))) &&
          matches(`${fieldName(x.name)} ${x.label} ${x.topic}`, text),
      ),
    [items, flags, text],
  );
  // The order of the table, as keys go by what one sees.
  const rows =
    order.length === shown.length && order.every((x) => shown.includes(x)) ? order : shown;
  const open = (x: Item | undefined) => x && void navigate(`/phan-tich/${run.id}/cau/${x.key}`);
  const step = (by: number) => setAt((n) => Math.max(0, Math.min(rows.length - 1, n + by)));
  useKeys({
    "/": () => input.current?.focus(),
    j: () => step(1),
    k: () => step(-1),
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    Enter: () => open(rows[at]),
  });
  const current = rows[at]?.key;
  useEffect(() => {
    document.querySelector(".kt-row-current")?.scrollIntoView({ block: "nearest" });
  }, [current]);
  return (
    <Card>
      <Flex gap={12} wrap className="kt-gap kt-no-print">
        <Input.Search
          ref={input}
          allowClear
          style={{ width: 240, maxWidth: "100%" }}
          placeholder={t("Câu, chủ đề, nhãn", "Item, topic, label")}
          onChange={(e) => setText(e.target.value)}
        />
        <Select
          mode="multiple"
          allowClear
          style={{ minWidth: 260, flex: "1 1 260px", maxWidth: 480 }}
          aria-label={t("Lọc theo cờ", "Filter by flag")}
          placeholder={t("Lọc theo cờ", "Filter by flag")}
          value={flags}
          onChange={(codes) => setSearch(codes.length === 0 ? {} : { co: codes.join(",") })}
          options={Object.entries(flagTexts).map(([value, f]) => ({
            value,
            label: f.name[language],
          }))}
        />
        <Button
          onClick={() =>
            saveSheets(
              [sheetOf(rows, columns, t("Câu hỏi", "Items"), language)],
              `cau-hoi-${run.subject}.xlsx`,
            )
          }
        >
          {t("Tải bảng này (.xlsx)", "This table (.xlsx)")}
        </Button>
        <Button onClick={() => window.print()}>{t("In", "Print")}</Button>
      </Flex>
      <p className="kt-note kt-no-print">
        {t(
          `${shown.length} / ${items.length} câu. Phím j, k chuyển dòng, Enter mở câu, / tìm.`,
          `${shown.length} / ${items.length} items. Keys: j, k move, Enter opens, / searches.`,
        )}
      </p>
      <Table<Item>
        size="small"
        className="kt-numbers kt-items"
        rowKey="key"
        dataSource={shown}
        pagination={false}
        scroll={{ x: "max-content" }}
        rowClassName={(x) => (x.key === current ? "kt-row-current" : "")}
        onRow={(x) => ({ onClick: () => setAt(rows.indexOf(x)), onDoubleClick: () => open(x) })}
        onChange={(_, __, ___, { currentDataSource }) => setOrder([...currentDataSource])}
        columns={[
          {
            title: t("Câu", "Item"),
            fixed: "left",
            sorter: (a, b) => a.part - b.part || a.no - b.no,
            render: (_, x) => (
              <Link to={`/phan-tich/${run.id}/cau/${x.key}`}>{fieldName(x.name)}</Link>
            ),
          },
          { title: t("Dạng", "Kind"), render: (_, x) => kindName(x.kind)[language] },
          {
            title: t("Cờ", "Flags"),
            sorter: (a: Item, b: Item) => a.flags.length - b.flags.length,
            render: (_: unknown, x: Item) => <Flags of={x.flags} />,
          },
          ...columns.map((c) => numberColumn(c, language)),
        ]}
      />
    </Card>
  );
}

function numberColumn(c: Column, language: "vi" | "en") {
  return {
    title: <Term of={c.term} short={c.short[language]} />,
    key: c.term,
    align: "right" as const,
    sorter: (a: Item, b: Item) => (c.value(a) ?? -Infinity) - (c.value(b) ?? -Infinity),
    render: (_: unknown, x: Item) => decimal(c.value(x), c.digits, language),
  };
}

/** The flags of an item, each with what was measured. */
export function Flags({ of }: { of: readonly Flag[] }) {
  const { language } = useLanguage();
  return (
    <span className="kt-flags">
      {of.map((f, i) => (
        <Tooltip key={i} title={`${measured(f, language)} ${flagText(f.code).todo[language]}`}>
          <Tag color={flagText(f.code).colour} tabIndex={0}>
            {flagText(f.code).name[language]}
            {f.option && ` ${f.option}`}
          </Tag>
        </Tooltip>
      ))}
    </span>
  );
}

function Limits({ of }: { of: Thresholds }) {
  const t = useText();
  const { language } = useLanguage();
  return (
    <Collapse
      className="kt-above kt-no-print"
      items={[
        {
          key: "limits",
          label: t("Ngưỡng gắn cờ và ý nghĩa", "When an item is flagged, and what it means"),
          children: (
            <dl className="kt-limits">
              {rules(of, language).map(([code, rule]) => (
                <div key={code}>
                  <dt>
                    <Tag color={flagText(code).colour}>{flagText(code).name[language]}</Tag>
                    <code>{rule}</code>
                  </dt>
                  <dd>{flagText(code).todo[language]}</dd>
                </div>
              ))}
            </dl>
          ),
        },
      ]}
    />
  );
}
