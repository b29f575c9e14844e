import { Card, Table } from "antd";

import { Html } from "../bank/html";
import { count, decimal, probability } from "../text/format";
import { useLanguage, useText } from "../text/language";
import { Term, type TermName } from "./terms";
import type { Item, Option, Statement } from "./types";

/** The numbers of an item: classical, of the model, and of its fit. */
export function ItemNumbers({ of }: { of: Item }) {
  const t = useText();
  const { language } = useLanguage();
  const n = (x: number | null | undefined, digits = 2) => decimal(x, digits, language);
  const between = (low: number | null, high: number | null) =>
    low === null || high === null ? "" : ` (${n(low)}; ${n(high)})`;
  const list: [TermName, string][] = [
    ["n", count(of.presented, language)],
    ["omitted", count(of.omitted, language)],
    ["p", n(of.p)],
    ["p_above_floor", n(of.p_above_floor)],
    ["r_rest", n(of.r_rest) + between(of.r_rest_low, of.r_rest_high)],
    ["r_total", n(of.r_total)],
    ["biserial", n(of.biserial)],
    ["d27", n(of.d27)],
    ["alpha_if_deleted", n(of.alpha_if_deleted, 3)],
    ...(of.fit
      ? ([
          ["infit", n(of.fit.infit)],
          ["outfit", n(of.fit.outfit)],
          [
            "s_x2",
            `${n(of.fit.s_x2, 1)} (p ${probability(of.fit.p, language).replace(/^(?!<)/, "= ")})`,
          ],
        ] as [TermName, string][])
      : []),
  ];
  return (
    <Card title={t("Các con số", "The numbers")}>
      <dl className="kt-numbers-list">
        {list.map(([term, value]) => (
          <div key={term}>
            <dt>
              <Term of={term} />
            </dt>
            <dd>{value}</dd>
          </div>
        ))}
        {of.parameters?.values.map((v) => (
          <div key={v.name}>
            <dt>
              {t("Tham số", "Parameter")} {v.name} ({of.parameters?.model.toUpperCase()})
            </dt>
            <dd>
              {n(v.value)} {v.se !== null && `± ${n(v.se)}`}
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}

/** What was chosen, how often, and by whom. */
export function Options({ of }: { of: Option[] }) {
  const t = useText();
  const { language } = useLanguage();
  return (
    <Table<Option>
      size="small"
      className="kt-numbers"
      rowKey="id"
      dataSource={of}
      pagination={false}
      scroll={{ x: "max-content" }}
      rowClassName={(o) => (o.key ? "kt-row-key" : "")}
      columns={[
        {
          title: t("Phương án", "Option"),
          render: (_, o) => (
            <b>
              {optionName(o, t)}
              {o.key && ` ✓`}
            </b>
          ),
        },
        {
          title: t("Số em chọn", "Chosen by"),
          align: "right",
          render: (_, o) => count(o.n, language),
        },
        {
          title: t("Tỉ lệ", "Share"),
          align: "right",
          render: (_, o) => decimal(o.share, 2, language),
        },
        {
          title: <Term of="trace" />,
          align: "right",
          render: (_, o) => decimal(o.r_rest, 2, language),
        },
        {
          title: t("Điểm TB của em chọn", "Their mean score"),
          align: "right",
          render: (_, o) => decimal(o.mean_total, 2, language),
        },
      ]}
    />
  );
}

/** A, B, … or what stands for none of them. */
export function optionName(o: Option, t: (vi: string, en: string) => string): string {
  if (o.id === "OM") return t("Bỏ trống", "Omitted");
  if (o.id === "??") return t("Không rõ", "Unclear");
  return o.letter || o.id;
}

export function Statements({ of }: { of: Statement[] }) {
  const t = useText();
  const { language } = useLanguage();
  return (
    <Table<Statement>
      size="small"
      className="kt-numbers"
      rowKey="field"
      dataSource={of}
      pagination={false}
      columns={[
        {
          title: t("Ý", "Statement"),
          render: (_, s) => (
            <div className="kt-statement">
              <b>{s.field}</b>
              {s.html && <Html html={s.html} />}
            </div>
          ),
        },
        {
          title: t("Đáp án", "Key"),
          render: (_, s) =>
            s.key === "D" ? t("Đúng", "True") : s.key === "S" ? t("Sai", "False") : "",
        },
        { title: t("Số TS", "n"), align: "right", render: (_, s) => count(s.n, language) },
        { title: <Term of="p" />, align: "right", render: (_, s) => decimal(s.p, 2, language) },
        {
          title: <Term of="r_total" />,
          align: "right",
          render: (_, s) => decimal(s.r_total, 2, language),
        },
      ]}
    />
  );
}
