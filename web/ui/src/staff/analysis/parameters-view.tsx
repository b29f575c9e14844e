import { Alert, Card, Flex, Table, Tag } from "antd";
import { useState, type Key } from "react";
import { Link } from "react-router";

import { Async } from "../parts/async";
import { fieldName } from "../results/words";
import { count, dateTime, decimal } from "../text/format";
import { useLanguage, useText, type Language } from "../text/language";
import { useApi } from "../use-api";
import { calls, type FindingView, type FindingsView } from "./calls";
import { Apply } from "./apply";
import { flagText } from "./flags";
import type { ViewProps } from "./run-page";
import { Term } from "./terms";
import type { Item, Parameter, RunView } from "./types";
import { parameterStates } from "./words";

/** What a run proposes for the bank beside what the bank has, and a person's word to take it over. */
export default function ParametersView({ run }: ViewProps) {
  const t = useText();
  const read = useApi(`parameters ${run.id}`, () => calls.parameters(run.id));
  const items = useApi(`items ${run.id}`, () => calls.items(run.id));
  const failed = new Set((items.data?.items ?? []).filter(isFailed).map((x) => x.key));
  return (
    <Async
      of={read}
      isEmpty={(d) => d.parameters.length === 0}
      empty={t(
        "Lần phân tích này không có gì để áp dụng vào ngân hàng.",
        "This analysis has nothing for the bank.",
      )}
    >
      {(d) => <Rows {...{ of: d, run, failed }} reload={read.reload} />}
    </Async>
  );
}

/** An item with a flag that asks for its key or its fairness first. */
function isFailed(x: Item): boolean {
  return x.flags.some((f) => flagText(f.code).colour === "red");
}

interface RowsProps {
  of: FindingsView;
  run: RunView;
  /** Keys of the items that isFailed is true of. */
  failed: ReadonlySet<string>;
  reload: () => void;
}

function Rows({ of, run, failed, reload }: RowsProps) {
  const t = useText();
  const { language } = useLanguage();
  const [selected, setSelected] = useState<Key[]>([]);
  return (
    <Flex vertical gap={16}>
      {of.stale && (
        <Alert
          type="error"
          showIcon
          title={t(
            "Điểm đã thay đổi sau lần phân tích này nên không áp dụng được. Hãy phân tích lại.",
            "Scores have changed since: this cannot be applied. Analyse again.",
          )}
        />
      )}
      <Card>
        {of.may_apply && (
          <Apply
            {...{ of, run, failed, selected }}
            done={() => {
              setSelected([]);
              reload();
            }}
          />
        )}
        <Table<FindingView>
          size="small"
          className="kt-numbers"
          rowKey="key"
          dataSource={sorted(of.parameters)}
          pagination={false}
          scroll={{ x: 860 }}
          {...(of.may_apply && {
            rowSelection: {
              selectedRowKeys: selected,
              onChange: setSelected,
              getCheckboxProps: (r: FindingView) => ({
                disabled: of.stale || r.state === "applied",
              }),
            },
          })}
          columns={[
            {
              title: t("Câu", "Item"),
              render: (_, r) => (
                <Link to={`/phan-tich/${run.id}/cau/${r.key}`}>{fieldName(r.name)}</Link>
              ),
            },
            { title: t("Tình trạng", "State"), render: (_, r) => <State of={r} /> },
            {
              title: <Term of="n" />,
              align: "right",
              render: (_, r) => count(r.persons, language),
            },
            {
              title: <Term of="p_points" />,
              align: "right",
              render: (_, r) => decimal(r.p_points, 2, language),
            },
            {
              title: <Term of="r_rest" />,
              align: "right",
              render: (_, r) => decimal(r.r_rest, 2, language),
            },
            {
              title: t("Tham số của lần này", "Parameters of this run"),
              render: (_, r) => values(r.model, r.parameters, language) || "–",
            },
            {
              title: t("Đang dùng trong ngân hàng", "In the bank now"),
              render: (_, r) => <InBank of={r} />,
            },
          ]}
        />
      </Card>
    </Flex>
  );
}

/** In the order of the paper: I.2 before I.10. */
function sorted(of: readonly FindingView[]): FindingView[] {
  return [...of].sort((a, b) => a.name.localeCompare(b.name, "en", { numeric: true }));
}

/** 2PL: a = 1,10 ± 0,12; b = −0,40 ± 0,08 */
function values(model: string, of: readonly Parameter[], language: Language): string {
  const one = (v: Parameter) =>
    `${v.name} = ${decimal(v.value, 2, language)}${v.se === null ? "" : ` ± ${decimal(v.se, 2, language)}`}`;
  return [model.toUpperCase(), of.map(one).join("; ")].filter(Boolean).join(": ");
}

/** What the bank has of an item now. */
function InBank({ of }: { of: FindingView }) {
  const t = useText();
  const { language } = useLanguage();
  if (of.state === "applied") return t("chính số liệu này", "these");
  if (!of.before) return t("chưa có", "none");
  return (
    values(of.before.model, of.before.parameters, language) ||
    t("chỉ p và độ phân biệt", "p and discrimination only")
  );
}

function State({ of }: { of: FindingView }) {
  const { language } = useLanguage();
  const state = parameterStates[of.state];
  return (
    <>
      <Tag color={state?.colour ?? "default"}>{state?.[language] ?? of.state}</Tag>
      {of.applied_at && (
        <small>
          {dateTime(of.applied_at)} {of.applied_by}
        </small>
      )}
    </>
  );
}
