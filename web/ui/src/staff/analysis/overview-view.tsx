import { Alert, Card, Flex, Table, Tag } from "antd";
import { useMemo, type ReactNode } from "react";
import { Link } from "react-router";

import { Async } from "../parts/async";
import { distribution } from "../plots/distribution";
import { FigureCard, useWords } from "../plots/figure";
import { count, decimal } from "../text/format";
import { useLanguage, useText } from "../text/language";
import { useApi } from "../use-api";
import { advice } from "./advice";
import { calls } from "./calls";
import { flagText } from "./flags";
import { Notes } from "./notes";
import type { ViewProps } from "./run-page";
import { Term, type TermName } from "./terms";
import type { Calibration, GroupRow, Marks, Overview, RunView } from "./types";
import { groupingName, groupName } from "./words";

/** The exam as a whole: is it good, and what to do next? */
export default function OverviewView({ run }: ViewProps) {
  const read = useApi(`overview ${run.id}`, () => calls.overview(run.id));
  return (
    <Async of={read}>
      {({ overview, calibration, stale }) => (
        <Flex vertical gap={16}>
          <Cards of={overview} />
          <Next {...{ run, overview, calibration, stale }} />
          <FlagCounts of={overview} run={run} />
          <MarksFigure of={overview.marks} persons={overview.persons} />
          <Groups of={[...overview.codes, ...overview.groups]} />
          <Notes
            notes={[...overview.notes, ...calibration.notes]}
            leftOut={[...overview.left_out, ...calibration.left_out]}
          />
        </Flex>
      )}
    </Async>
  );
}

function Cards({ of }: { of: Overview }) {
  const t = useText();
  const { language } = useLanguage();
  const n = (x: number | null, digits = 2) => decimal(x, digits, language);
  const first = of.booklets[0];
  const list: [TermName, ReactNode][] = [
    ["n", count(of.persons, language)],
    ["mean", `${n(of.marks.mean)} / ${n(of.marks.max, 0)}`],
    ["sd", n(of.marks.sd)],
    [
      "alpha",
      first ? (
        <>
          {n(first.alpha)}{" "}
          {first.alpha_low !== null && (
            <small>
              ({n(first.alpha_low)}; {n(first.alpha_high)})
            </small>
          )}
        </>
      ) : (
        "–"
      ),
    ],
    [
      "sem",
      first ? (
        <>
          {n(first.sem)} <small>{t(`điểm thô, thang ${first.max}`, `raw, of ${first.max}`)}</small>
        </>
      ) : (
        "–"
      ),
    ],
    ["omega", first ? n(first.omega) : "–"],
  ];
  return (
    <dl className="kt-stats">
      {list.map(([term, value]) => (
        <div key={term}>
          <dt>
            <Term of={term} />
          </dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

interface NextProps {
  run: RunView;
  overview: Overview;
  calibration: Calibration;
  stale: boolean;
}

function Next({ run, overview, calibration, stale }: NextProps) {
  const t = useText();
  const { language } = useLanguage();
  return (
    <Card title={t("Việc nên làm tiếp", "What to do next")}>
      <Flex vertical gap={8}>
        {advice(stale, overview, calibration).map((a, i) => (
          <Alert
            key={i}
            type={a.level}
            showIcon
            title={a.text[language]}
            action={a.to && <Link to={`/phan-tich/${run.id}/${a.to}`}>{t("Xem", "Look")}</Link>}
          />
        ))}
      </Flex>
    </Card>
  );
}

function FlagCounts({ of, run }: { of: Overview; run: RunView }) {
  const t = useText();
  const { language } = useLanguage();
  return (
    <Card title={t("Câu hỏi bị gắn cờ", "Flagged items")}>
      {of.flags.length === 0 ? (
        t("Không câu nào bị gắn cờ.", "No item is flagged.")
      ) : (
        <Flex gap={8} wrap>
          {of.flags.map((f) => (
            <Link key={f.code} to={`/phan-tich/${run.id}/cau?co=${f.code}`}>
              <Tag color={flagText(f.code).colour}>
                {flagText(f.code).name[language]}: <b>{f.items}</b>
              </Tag>
            </Link>
          ))}
        </Flex>
      )}
    </Card>
  );
}

function MarksFigure({ of, persons }: { of: Marks; persons: number }) {
  const words = useWords();
  const figure = useMemo(() => {
    const { t, language } = words;
    const n = (x: number | null) => decimal(x, 2, language);
    return distribution(
      of.histogram.map((b) => ({ label: n(b.from), count: b.count, weak: b.to <= of.max / 2 })),
      {
        title: t("Phổ điểm", "Distribution of marks"),
        of: t("Điểm (cận dưới của khoảng)", "Points (lower end of the bin)"),
        description: t(
          `Phổ điểm của ${persons} thí sinh, trung bình ${n(of.mean)}`,
          `Distribution of ${persons} candidates, mean ${n(of.mean)}`,
        ),
      },
      words,
    );
  }, [of, persons, words]);
  return <FigureCard of={figure} />;
}

function Groups({ of }: { of: GroupRow[] }) {
  const t = useText();
  const { language } = useLanguage();
  if (of.length === 0) return null;
  return (
    <Card title={t("Theo mã đề và theo nhóm", "By form code and group")}>
      <Table<GroupRow>
        size="small"
        className="kt-numbers"
        rowKey={(g) => `${g.by} ${g.group}`}
        dataSource={of}
        scroll={{ x: 520 }}
        pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
        columns={[
          {
            title: t("Theo", "By"),
            render: (_, g) =>
              g.by === "code" ? t("Mã đề", "Form code") : groupingName(g.by, language),
          },
          { title: t("Nhóm", "Group"), render: (_, g) => groupName(g.group, g.name, language) },
          {
            title: t("Số TS", "n"),
            align: "right",
            sorter: (a, b) => a.persons - b.persons,
            render: (_, g) => count(g.persons, language),
          },
          {
            title: <Term of="mean" />,
            align: "right",
            sorter: (a, b) => (a.mean ?? -1) - (b.mean ?? -1),
            render: (_, g) => decimal(g.mean, 2, language),
          },
          {
            title: <Term of="sd" />,
            align: "right",
            render: (_, g) => decimal(g.sd, 2, language),
          },
        ]}
      />
    </Card>
  );
}
