import { Card, Segmented, Table } from "antd";
import { useMemo, useState } from "react";

import type { Schema } from "../api";
import { distribution } from "../plots/distribution";
import { FigureCard, useWords } from "../plots/figure";
import { count } from "../text/format";
import { useLanguage, useText } from "../text/language";
import { points, share, widen } from "./points";

const passMark = 500;

/** The distribution as a plot and as a table of the same numbers. */
export function Distribution({ of }: { of: Schema["Stats"] }) {
  const words = useWords();
  const { t, language } = words;
  const [width, setWidth] = useState(50);
  const figure = useMemo(() => {
    const bins = widen(of.bins, width);
    const most = bins.reduce((a, b) => (b.count > a.count ? b : a), { from: 0, count: 0 });
    const from = points(most.from, language);
    return distribution(
      bins.map((b) => ({
        label: points(b.from, language),
        count: b.count,
        weak: b.from < passMark,
      })),
      {
        title: words.t("Phổ điểm", "Distribution"),
        of: words.t("Điểm (cận dưới của khoảng)", "Points (lower end of the bin)"),
        description: words.t(
          `Phổ điểm của ${of.count} thí sinh, nhiều nhất ở khoảng từ ${from}`,
          `Distribution of ${of.count} candidates, most in the bin from ${from}`,
        ),
      },
      words,
    );
  }, [of, width, words, language]);
  return (
    <FigureCard
      of={figure}
      tools={
        <Segmented
          size="small"
          aria-label={t("Bề rộng khoảng điểm", "Width of a bin")}
          value={width}
          onChange={setWidth}
          options={[25, 50, 100].map((w) => ({ value: w, label: points(w, language) }))}
        />
      }
    />
  );
}

/** The numbers above the tabs. */
export function Numbers({ of, rows }: { of: Schema["Stats"]; rows: number }) {
  const t = useText();
  const { language } = useLanguage();
  const shown = (p: number) => (of.count === 0 ? "–" : points(p, language));
  const list: [string, string][] = [
    [t("Có điểm", "Scored"), `${count(of.count, language)} / ${count(rows, language)}`],
    [t("Trung bình", "Mean"), shown(of.mean)],
    [t("Trung vị", "Median"), shown(of.median)],
    [t("Độ lệch chuẩn", "Deviation"), shown(of.sd)],
    [t("Thấp nhất", "Lowest"), shown(of.min)],
    [t("Cao nhất", "Highest"), shown(of.max)],
    [t("Từ 5 điểm", "5 and more"), share(of.passed, of.count, language)],
  ];
  return (
    <dl className="kt-stats">
      {list.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The same numbers for each room. */
export function Rooms({ of }: { of: Schema["RoomStatsView"][] }) {
  const t = useText();
  const { language } = useLanguage();
  const cell = (r: Schema["RoomStatsView"], p: number) =>
    r.stats.count === 0 ? "–" : points(p, language);
  return (
    <Card title={t("Theo phòng thi", "By room")}>
      <Table
        size="middle"
        rowKey="room"
        className="kt-numbers"
        dataSource={of}
        pagination={false}
        scroll={{ x: 600 }}
        columns={[
          {
            title: t("Phòng", "Room"),
            dataIndex: "room",
            sorter: (a, b) => a.room.localeCompare(b.room),
          },
          {
            title: t("Có điểm", "Scored"),
            align: "right",
            render: (_, r) => count(r.stats.count, language),
          },
          {
            title: t("Trung bình", "Mean"),
            align: "right",
            sorter: (a, b) => a.stats.mean - b.stats.mean,
            render: (_, r) => cell(r, r.stats.mean),
          },
          {
            title: t("Trung vị", "Median"),
            align: "right",
            render: (_, r) => cell(r, r.stats.median),
          },
          {
            title: t("Thấp nhất", "Lowest"),
            align: "right",
            render: (_, r) => cell(r, r.stats.min),
          },
          {
            title: t("Cao nhất", "Highest"),
            align: "right",
            render: (_, r) => cell(r, r.stats.max),
          },
          {
            title: t("Từ 5 điểm", "5 and more"),
            align: "right",
            render: (_, r) => share(r.stats.passed, r.stats.count, language),
          },
        ]}
      />
    </Card>
  );
}
