import { Button, Card, Flex, Input, Select, Table, Tag, Tooltip } from "antd";
import { useMemo, useState, type Key } from "react";

import { matches } from "../admin/search";
import type { Schema } from "../api";
import { date } from "../text/format";
import { useLanguage, useText } from "../text/language";
import { points } from "./points";
import { notes, resultStates, roman } from "./words";

export type RollRow = Schema["RollRowView"];

interface Props {
  rows: RollRow[];
  open: (row: RollRow) => void;
  selected: Key[];
  /** Undefined where the person may only read. */
  onSelect: ((keys: Key[]) => void) | undefined;
}

/** Everybody of a sitting: sort, search, choose, open. */
export function RollTable({ rows, open, selected, onSelect }: Props) {
  const t = useText();
  const { language } = useLanguage();
  const [text, setText] = useState("");
  const [state, setState] = useState("all");
  const shown = useMemo(() => {
    return rows.filter(
      (r) =>
        (state === "all" || r.state === state) &&
        matches(`${r.number} ${r.name} ${r.room} ${r.class}`, text),
    );
  }, [rows, text, state]);
  const parts = useMemo(() => partsOf(rows), [rows]);
  return (
    <Card>
      <Flex gap={12} wrap className="kt-gap">
        <Input.Search
          allowClear
          style={{ width: 300, maxWidth: "100%" }}
          placeholder={t("Số báo danh, họ tên, phòng, lớp", "Number, name, room, class")}
          onChange={(e) => setText(e.target.value)}
        />
        <Select
          style={{ width: 190 }}
          aria-label={t("Lọc theo trạng thái", "Filter by state")}
          value={state}
          onChange={setState}
          options={[
            { value: "all", label: t("Mọi trạng thái", "Every state") },
            ...Object.entries(resultStates).map(([value, s]) => ({ value, label: s[language] })),
          ]}
        />
      </Flex>
      <Table<RollRow>
        size="middle"
        rowKey="candidate"
        dataSource={shown}
        scroll={{ x: 860 }}
        pagination={{ defaultPageSize: 50, showSizeChanger: true, hideOnSinglePage: true }}
        {...(onSelect && {
          rowSelection: {
            selectedRowKeys: selected,
            onChange: onSelect,
            getCheckboxProps: (r: RollRow) => ({ disabled: r.points === null }),
          },
        })}
        columns={[
          {
            title: t("Số báo danh", "Number"),
            width: 140,
            sorter: (a, b) => a.number.localeCompare(b.number),
            render: (_, r) => <span className="kt-numbers">{r.number}</span>,
          },
          {
            title: t("Họ và tên", "Name"),
            sorter: (a, b) => a.name.localeCompare(b.name, "vi"),
            render: (_, r) =>
              r.points === null ? (
                r.name
              ) : (
                <Button type="link" className="kt-plain" onClick={() => open(r)}>
                  {r.name}
                </Button>
              ),
          },
          { title: t("Ngày sinh", "Born"), width: 110, render: (_, r) => date(r.birth_date) },
          { title: t("Lớp", "Class"), dataIndex: "class", width: 90 },
          {
            title: t("Phòng", "Room"),
            width: 90,
            sorter: (a, b) => a.room.localeCompare(b.room) || a.seat - b.seat,
            render: (_, r) => r.room,
          },
          {
            title: t("Điểm", "Points"),
            width: 96,
            align: "right",
            sorter: (a, b) => (a.points ?? -1) - (b.points ?? -1),
            render: (_, r) => <Earned row={r} />,
          },
          ...parts.map((part, i) => ({
            title: t(`Phần ${roman(part)}`, `Part ${roman(part)}`),
            key: `part-${part}`,
            width: 84,
            align: "right" as const,
            render: (_: unknown, r: RollRow) => (
              <span className="kt-numbers">{points(r.parts[i]?.points, language)}</span>
            ),
          })),
          { title: t("Trạng thái", "State"), width: 150, render: (_, r) => <StateTag row={r} /> },
        ]}
      />
    </Card>
  );
}

function Earned({ row }: { row: RollRow }) {
  const t = useText();
  const { language } = useLanguage();
  const value = (
    <span className="kt-points">
      {points(row.points, language)}
      {row.pending > 0 && (
        <Tag color="processing">{t(`chờ chấm ${row.pending} bài`, `${row.pending} to mark`)}</Tag>
      )}
    </span>
  );
  if (row.released === null) return value;
  return (
    <Tooltip
      title={t(
        `Điểm đang công bố: ${points(row.released, language)}`,
        `Published now: ${points(row.released, language)}`,
      )}
    >
      {value} *
    </Tooltip>
  );
}

function StateTag({ row }: { row: RollRow }) {
  const { language } = useLanguage();
  const state = resultStates[row.state];
  const note = notes[row.note];
  if (row.note !== "") return <Tag color="warning">{note[language]}</Tag>;
  return (
    <Tooltip title={row.reason}>
      <Tag color={state.colour}>{state[language]}</Tag>
    </Tooltip>
  );
}

/** The parts that the first row with points has. */
function partsOf(rows: RollRow[]): number[] {
  return rows.find((r) => r.parts.length > 0)?.parts.map((p) => p.part) ?? [];
}
