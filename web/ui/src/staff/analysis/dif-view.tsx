import { Alert, Button, Card, Flex, Segmented, Select, Table } from "antd";
import { useState } from "react";
import { Link } from "react-router";

import { Async, Nothing } from "../parts/async";
import { saveSheets } from "../plots/figure";
import { fieldName } from "../results/words";
import { count, decimal } from "../text/format";
import { useLanguage, useText, type Language } from "../text/language";
import { useApi } from "../use-api";
import { calls } from "./calls";
import {
  difMethods,
  methodsOf,
  testText,
  verdict,
  type DIFMethod,
  type Verdict,
} from "./dif-methods";
import { DIFClass, DIFCurve, harder, useGroups } from "./dif-rows";
import { NoteList } from "./notes";
import type { ViewProps } from "./run-page";
import { Term, termHelp } from "./terms";
import type { DIFRow, Grouping, RunView } from "./types";

/** Which items are harder for one of two equally able groups. */
export default function DIFView({ run }: ViewProps) {
  const t = useText();
  const { language } = useLanguage();
  const read = useApi(`dif ${run.id}`, () => calls.dif(run.id));
  const names = useGroups();
  const [wanted, setWanted] = useState<number>();
  return (
    <Async
      of={read}
      isEmpty={(d) => d.groupings.length === 0}
      empty={t("Lần phân tích này không so sánh nhóm nào.", "This analysis compared no groups.")}
    >
      {({ groupings }) => {
        // The first that was compared, where nobody has chosen.
        const compared = groupings.findIndex((g) => g.rows.length > 0);
        const chosen = wanted ?? Math.max(0, compared);
        const grouping = groupings[chosen];
        return (
          <Flex vertical gap={16}>
            <p className="kt-note">{termHelp("dif")[language]}</p>
            <Select
              className="kt-groups-select"
              aria-label={t("Nhóm so sánh", "Groups")}
              value={chosen}
              onChange={setWanted}
              options={groupings.map((g, i) => ({
                value: i,
                label: label(g, names(g).title, language, t),
              }))}
            />
            {grouping && <Rows key={chosen} of={grouping} run={run} />}
          </Flex>
        );
      }}
    </Async>
  );
}

type T = (vi: string, en: string) => string;

function label(g: Grouping, title: string, language: Language, t: T): string {
  if (g.rows.length === 0) return `${title}: ${t("không so sánh được", "not compared")}`;
  const c = g.rows.filter((r) => r.class === "C").length;
  return `${title} (${count(g.persons[1] ?? 0, language)} – ${count(g.persons[0] ?? 0, language)})${c > 0 ? `, C: ${c}` : ""}`;
}

interface Shown {
  row: DIFRow;
  by: Verdict;
}

function Rows({ of, run }: { of: Grouping; run: RunView }) {
  const t = useText();
  const { language } = useLanguage();
  const names = useGroups()(of);
  const [from, setFrom] = useState("all");
  const [method, setMethod] = useState<DIFMethod>("mh");
  const [open, setOpen] = useState<readonly string[]>(() =>
    of.rows
      .filter((r) => r.flag)
      .slice(0, 1)
      .map((r) => r.key),
  );
  if (of.rows.length === 0) {
    return (
      <Card>
        {of.note ? (
          <NoteList notes={[of.note]} />
        ) : (
          <Nothing>{t("Không so sánh được.", "No comparison.")}</Nothing>
        )}
      </Card>
    );
  }
  const rows = of.rows.flatMap((row) => {
    const by = verdict(row, method);
    return by === null ? [] : [{ row, by }];
  });
  const shown = rows.filter(({ by }) => from === "all" || by.class === "C" || by.class === from);
  const head = difMethods.find((m) => m.value === method);
  const size = head?.size[language] ?? "";
  const n = (x: number | null, digits = 2) => decimal(x, digits, language);
  const save = () =>
    saveSheets(
      [
        {
          name: names.title,
          head: [
            t("Câu", "Item"),
            "DIF",
            size,
            "SE",
            "χ²",
            "p",
            t("Chênh điểm", "Difference"),
            t("Câu neo", "Anchor"),
            "",
          ],
          rows: shown.map(({ row, by }) => [
            fieldName(row.name),
            by.class,
            by.size,
            by.sizeError,
            by.chi2,
            by.p,
            row.std_p_dif,
            by.anchor ? "x" : "",
            harder(by, names, t),
          ]),
        },
      ],
      `dif-${of.by}-${method}-${run.subject}.xlsx`,
    );
  return (
    <Card>
      {!of.purified && (
        <Alert
          className="kt-gap"
          type="warning"
          showIcon
          title={t(
            "Bộ câu neo chưa ổn định sau số vòng cho phép: xem kết quả như gợi ý.",
            "The anchors did not settle: take the result as a hint.",
          )}
        />
      )}
      {of.notes && <NoteList notes={of.notes} />}
      <Flex gap={12} wrap className="kt-gap kt-no-print">
        <Select
          aria-label={t("Cách so sánh", "Method")}
          className="kt-method-select"
          value={method}
          onChange={setMethod}
          options={difMethods
            .filter((m) => methodsOf(of).includes(m.value))
            .map((m) => ({ value: m.value, label: m[language] }))}
        />
        <Segmented
          aria-label={t("Lọc theo loại", "Filter by class")}
          value={from}
          onChange={setFrom}
          options={[
            { value: "all", label: t("Mọi câu", "All items") },
            { value: "B", label: t("Loại B, C", "Classes B, C") },
            { value: "C", label: t("Loại C", "Class C") },
          ]}
        />
        <Button onClick={save}>{t("Tải bảng này (.xlsx)", "This table (.xlsx)")}</Button>
      </Flex>
      <p className="kt-note">{head?.help[language]}</p>
      <Table<Shown>
        size="small"
        className="kt-numbers"
        rowKey={({ row }) => row.key}
        dataSource={shown}
        pagination={false}
        scroll={{ x: "max-content" }}
        locale={{ emptyText: t("Không câu nào ở loại này.", "No item of this class.") }}
        expandable={{
          expandedRowKeys: [...open],
          onExpandedRowsChange: (keys) => setOpen(keys.map(String)),
          expandedRowRender: ({ row }) => <DIFCurve grouping={of} row={row} />,
        }}
        columns={[
          {
            title: t("Câu", "Item"),
            render: (_, { row }) => (
              <Link to={`/phan-tich/${run.id}/cau/${row.key}`}>{fieldName(row.name)}</Link>
            ),
          },
          {
            title: <Term of="dif" />,
            sorter: (a, b) => a.by.class.localeCompare(b.by.class),
            render: (_, { by }) => <DIFClass of={by.class} />,
          },
          {
            title: method === "mh" ? <Term of="delta" /> : size,
            align: "right",
            sorter: (a, b) => Math.abs(a.by.size ?? 0) - Math.abs(b.by.size ?? 0),
            render: (_, { by }) =>
              `${n(by.size, method === "logistic" ? 3 : 2)}${by.sizeError === null ? "" : ` ± ${n(by.sizeError)}`}`,
          },
          {
            title: method === "raju" ? "p" : <Term of="chi2" />,
            align: "right",
            render: (_, { by }) => testText(by, language),
          },
          ...(method === "mh"
            ? [
                {
                  title: <Term of="std_p_dif" />,
                  align: "right" as const,
                  render: (_: unknown, { row }: Shown) => n(row.std_p_dif, 3),
                },
              ]
            : []),
          {
            title: <Term of="anchor" />,
            align: "center",
            render: (_, { by }) => (by.anchor ? "✓" : ""),
          },
          { title: "", render: (_, { by }) => harder(by, names, t) },
        ]}
      />
    </Card>
  );
}
