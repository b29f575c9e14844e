import { Alert, App, Button, Card, Flex, Input, Table, Tag } from "antd";
import { useState, type Key } from "react";
import { Link } from "react-router";

import { Async } from "../parts/async";
import { fieldName } from "../results/words";
import { count, dateTime, decimal } from "../text/format";
import { useLanguage, useText, type Language } from "../text/language";
import { useAction } from "../use-action";
import { useApi } from "../use-api";
import { calls, type FindingView, type FindingsView } from "./calls";
import type { ViewProps } from "./run-page";
import { Term } from "./terms";
import type { Parameter, RunView } from "./types";
import { parameterStates } from "./words";

/** What a run proposes for the bank beside what the bank has, and a person's word to take it over. */
export default function ParametersView({ run }: ViewProps) {
  const t = useText();
  const read = useApi(`parameters ${run.id}`, () => calls.parameters(run.id));
  return (
    <Async
      of={read}
      isEmpty={(d) => d.parameters.length === 0}
      empty={t(
        "Lần phân tích này không có gì để áp dụng vào ngân hàng.",
        "This analysis has nothing for the bank.",
      )}
    >
      {(d) => <Rows of={d} run={run} reload={read.reload} />}
    </Async>
  );
}

interface RowsProps {
  of: FindingsView;
  run: RunView;
  reload: () => void;
}

function Rows({ of, run, reload }: RowsProps) {
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
            {...{ of, run, selected }}
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
              title: <Term of="p" />,
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

interface ApplyProps {
  of: FindingsView;
  run: RunView;
  selected: Key[];
  done: () => void;
}

function Apply({ of, run, selected, done }: ApplyProps) {
  const t = useText();
  const { modal } = App.useApp();
  const { busy, run: act } = useAction();
  const open = of.parameters.filter((r) => r.state !== "applied");
  const chosen = selected.length > 0 ? open.filter((r) => selected.includes(r.key)) : open;
  const replaced = chosen.filter((r) => r.before).length;
  if (open.length === 0) {
    return (
      <p className="kt-note">
        {t("Mọi câu của lần này đã áp dụng vào ngân hàng.", "All items of this run are applied.")}
      </p>
    );
  }
  const confirm = () => {
    let reason = "";
    void modal.confirm({
      width: 560,
      title: t(
        `Áp dụng số liệu của ${chosen.length} câu vào ngân hàng?`,
        `Apply the numbers of ${chosen.length} items to the bank?`,
      ),
      content: (
        <>
          <p>
            {t(
              `Độ khó, độ phân biệt và tham số của ${chosen.length} câu trong ngân hàng sẽ theo lần phân tích này (${run.exam_name}). ${replaced} câu đang có số liệu sẽ được thay; số liệu cũ vẫn giữ trong lịch sử. Nội dung câu, đáp án và điểm thí sinh không đổi. Các đề ghép sau này sẽ dùng số liệu mới.`,
              `Difficulty, discrimination and parameters of ${chosen.length} items in the bank will be those of this analysis (${run.exam_name}). ${replaced} items that have some get new ones; the old stay in the history. Wording, keys and marks do not change. Forms drawn later use the new numbers.`,
            )}
          </p>
          <Input.TextArea
            rows={3}
            maxLength={500}
            aria-label={t("Lí do áp dụng", "Reason")}
            placeholder={t("Lí do (bắt buộc)", "Reason (required)")}
            onChange={(e) => (reason = e.target.value)}
          />
        </>
      ),
      okText: t("Áp dụng", "Apply"),
      cancelText: t("Thôi", "Cancel"),
      onOk: async () => {
        const answer = await act(
          () =>
            calls.apply(
              run.id,
              chosen.map((r) => r.key),
              reason,
            ),
          { done: t("Đã áp dụng vào ngân hàng.", "Applied to the bank.") },
        );
        if (answer) done();
        else return Promise.reject(new Error("not applied")); // keeps the dialog and the reason
      },
    });
  };
  return (
    <Flex gap={12} wrap className="kt-gap" align="center">
      <Button
        type="primary"
        loading={busy}
        disabled={of.stale || chosen.length === 0}
        onClick={confirm}
      >
        {selected.length > 0
          ? t(`Áp dụng ${chosen.length} câu đã chọn…`, `Apply ${chosen.length} chosen…`)
          : t(`Áp dụng tất cả ${chosen.length} câu…`, `Apply all ${chosen.length}…`)}
      </Button>
      <span className="kt-note">
        {t(
          "Không có gì vào ngân hàng cho đến khi một người bấm áp dụng và ghi lí do.",
          "Nothing goes to the bank until a person applies it with a reason.",
        )}
      </span>
    </Flex>
  );
}
