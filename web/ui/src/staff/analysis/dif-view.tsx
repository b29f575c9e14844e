import { Alert, Button, Card, Flex, Segmented, Select, Table } from "antd";
import { useState } from "react";
import { Link } from "react-router";

import { Async, Nothing } from "../parts/async";
import { saveSheets } from "../plots/figure";
import { fieldName } from "../results/words";
import { count, decimal } from "../text/format";
import { useLanguage, useText } from "../text/language";
import { useApi } from "../use-api";
import { calls } from "./calls";
import { DIFClass, DIFCurve, harder, useGroups } from "./dif-rows";
import type { ViewProps } from "./run-page";
import { Term, termHelp } from "./terms";
import type { DIFRow, Grouping, RunView } from "./types";

/** Which items are harder for one of two equally able groups. */
export default function DIFView({ run }: ViewProps) {
  const t = useText();
  const { language } = useLanguage();
  const read = useApi(`dif ${run.id}`, () => calls.dif(run.id));
  const names = useGroups();
  const [chosen, setChosen] = useState(0);
  return (
    <Async
      of={read}
      isEmpty={(d) => d.groupings.length === 0}
      empty={t("Lần phân tích này không so sánh nhóm nào.", "This analysis compared no groups.")}
    >
      {({ groupings }) => {
        const grouping = groupings[chosen] ?? groupings[0];
        return (
          <Flex vertical gap={16}>
            <p className="kt-note">{termHelp("dif")[language]}</p>
            <Select
              className="kt-exam-select"
              aria-label={t("Nhóm so sánh", "Groups")}
              value={chosen}
              onChange={setChosen}
              options={groupings.map((g, i) => ({
                value: i,
                label: label(g, names(g).title, language),
              }))}
            />
            {grouping && <Rows key={chosen} of={grouping} run={run} />}
          </Flex>
        );
      }}
    </Async>
  );
}

function label(g: Grouping, title: string, language: "vi" | "en"): string {
  const c = g.rows.filter((r) => r.class === "C").length;
  return `${title} (${count(g.persons[1] ?? 0, language)} – ${count(g.persons[0] ?? 0, language)})${c > 0 ? `, C: ${c}` : ""}`;
}

function Rows({ of, run }: { of: Grouping; run: RunView }) {
  const t = useText();
  const { language } = useLanguage();
  const names = useGroups()(of);
  const [from, setFrom] = useState("all");
  const [open, setOpen] = useState<readonly string[]>(() =>
    of.rows
      .filter((r) => r.flag)
      .slice(0, 1)
      .map((r) => r.key),
  );
  if (of.rows.length === 0) {
    return (
      <Card>
        <Nothing>{of.note?.text ?? t("Không so sánh được.", "No comparison.")}</Nothing>
      </Card>
    );
  }
  const shown = of.rows.filter((r) => from === "all" || r.class === "C" || r.class === from);
  const n = (x: number | null, digits = 2) => decimal(x, digits, language);
  const save = () =>
    saveSheets(
      [
        {
          name: names.title,
          head: [t("Câu", "Item"), "DIF", "Δ", "SE", "χ²", "p", t("Chênh điểm", "Difference"), ""],
          rows: shown.map((r) => [
            fieldName(r.name),
            r.class,
            r.delta,
            r.delta_se,
            r.chi2,
            r.p,
            r.std_p_dif,
            harder(r, names, t),
          ]),
        },
      ],
      `dif-${of.by}-${run.subject}.xlsx`,
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
      <Flex gap={12} wrap className="kt-gap kt-no-print">
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
      <Table<DIFRow>
        size="small"
        className="kt-numbers"
        rowKey="key"
        dataSource={shown}
        pagination={false}
        scroll={{ x: "max-content" }}
        locale={{ emptyText: t("Không câu nào ở loại này.", "No item of this class.") }}
        expandable={{
          expandedRowKeys: [...open],
          onExpandedRowsChange: (keys) => setOpen(keys.map(String)),
          expandedRowRender: (row) => <DIFCurve grouping={of} row={row} />,
        }}
        columns={[
          {
            title: t("Câu", "Item"),
            render: (_, r) => (
              <Link to={`/phan-tich/${run.id}/cau/${r.key}`}>{fieldName(r.name)}</Link>
            ),
          },
          {
            title: <Term of="dif" />,
            sorter: (a, b) => a.class.localeCompare(b.class),
            render: (_, r) => <DIFClass of={r.class} />,
          },
          {
            title: <Term of="delta" />,
            align: "right",
            sorter: (a, b) => Math.abs(a.delta ?? 0) - Math.abs(b.delta ?? 0),
            render: (_, r) => `${n(r.delta)}${r.delta_se === null ? "" : ` ± ${n(r.delta_se)}`}`,
          },
          {
            title: <Term of="chi2" />,
            align: "right",
            render: (_, r) => `${n(r.chi2)} (${n(r.p, 3)})`,
          },
          {
            title: <Term of="std_p_dif" />,
            align: "right",
            render: (_, r) => n(r.std_p_dif, 3),
          },
          { title: "", render: (_, r) => harder(r, names, t) },
        ]}
      />
    </Card>
  );
}
