import { Card, Flex, Table } from "antd";
import { useMemo, type ReactNode } from "react";

import { kindName, levelName } from "../bank/words";
import { comparison } from "../plots/comparison";
import { FigureCard, useWords } from "../plots/figure";
import { fieldName } from "../results/words";
import { count, decimal, percent } from "../text/format";
import { useLanguage, useText, type Language } from "../text/language";
import type { SchoolView } from "./calls";
import { Term } from "./terms";
import type { Share } from "./types";

/** The report of a school, in words that a head teacher reads. */
export function SchoolReport({ of }: { of: SchoolView }) {
  const t = useText();
  const { language } = useLanguage();
  const { run, school, province, words } = of;
  return (
    <Flex vertical gap={16} className="kt-school">
      <Card>
        <h2>{school.name || school.code}</h2>
        <p>
          {run.exam_name} · {run.subject_name}
        </p>
        <ul className="kt-school-words">
          {words.map((s) => (
            <li key={s}>{s}</li>
          ))}
        </ul>
      </Card>
      <Numbers of={of} />
      <Marks of={of} />
      <div className="kt-pair">
        <Shares of={school.topics} title={t("Theo chủ đề", "By topic")} name={asNamed} />
        <Shares of={school.levels} title={t("Theo mức độ", "By level")} name={asLevel} />
      </div>
      <Shares of={school.kinds} title={t("Theo dạng câu", "By kind of item")} name={asKind} />
      <Furthest of={school.furthest} />
      <p className="kt-note">
        {t(
          `Toàn tỉnh: ${count(province.persons, language)} thí sinh. Báo cáo không có tên học sinh.`,
          `Province: ${count(province.persons, language)} candidates. The report names no pupil.`,
        )}
      </p>
    </Flex>
  );
}

function Numbers({ of: { school, province } }: { of: SchoolView }) {
  const t = useText();
  const { language } = useLanguage();
  const n = (x: number | null) => decimal(x, 2, language);
  const beside = (mine: number | null, theirs: number | null): ReactNode => (
    <>
      {n(mine)}{" "}
      <small>
        ({t("tỉnh", "province")} {n(theirs)})
      </small>
    </>
  );
  const [a, b] = [school.marks, province.marks];
  const list: [string, ReactNode, ReactNode][] = [
    ["n", <Term key="n" of="n" />, count(school.persons, language)],
    ["mean", <Term key="mean" of="mean" />, beside(a.mean, b.mean)],
    ["median", t("Trung vị", "Median"), beside(a.median, b.median)],
    ["sd", <Term key="sd" of="sd" />, beside(a.sd, b.sd)],
    ["low", t("Thấp nhất", "Lowest"), n(a.low)],
    ["high", t("Cao nhất", "Highest"), n(a.high)],
  ];
  return (
    <dl className="kt-stats">
      {list.map(([key, name, value]) => (
        <div key={key}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Marks({ of: { school, province } }: { of: SchoolView }) {
  const words = useWords();
  const figure = useMemo(() => {
    const { t, language } = words;
    const share = (count: number, of: number) => (of === 0 ? null : count / of);
    const other = new Map(province.marks.histogram.map((b) => [b.from, b.count]));
    return comparison(
      school.marks.histogram.map((b) => ({
        label: decimal(b.from, 2, language),
        mine: share(b.count, school.persons),
        theirs: share(other.get(b.from) ?? 0, province.persons),
      })),
      {
        title: t("Phổ điểm của trường và của tỉnh", "Marks of the school and the province"),
        of: t("Điểm (cận dưới của khoảng)", "Points (lower end of the bin)"),
        share: t("Tỉ lệ học sinh", "Share of the pupils"),
        mine: t("Trường", "School"),
        theirs: t("Toàn tỉnh", "Province"),
        lying: false,
      },
      words,
    );
  }, [school, province, words]);
  return <FigureCard of={figure} />;
}

const asNamed = (s: Share): string => s.name;
const asLevel = (s: Share, language: Language): string => levelName(s.name)[language];
const asKind = (s: Share, language: Language): string => kindName(s.name)[language];

interface SharesProps {
  of: readonly Share[];
  title: string;
  name: (s: Share, language: Language) => string;
}

function Shares({ of, title, name }: SharesProps) {
  const words = useWords();
  const { t } = words;
  const figure = useMemo(
    () =>
      comparison(
        of.map((s) => ({ label: name(s, words.language), mine: s.school, theirs: s.province })),
        {
          title,
          of: title,
          share: words.t("Tỉ lệ điểm đạt được", "Share of the points earned"),
          mine: words.t("Trường", "School"),
          theirs: words.t("Toàn tỉnh", "Province"),
          lying: true,
        },
        words,
      ),
    [of, title, name, words],
  );
  if (of.length === 0) return null;
  return (
    <FigureCard
      of={figure}
      help={t(
        "Phần điểm mà học sinh đạt được trong số điểm có thể đạt.",
        "The part of the possible points that pupils earned.",
      )}
    />
  );
}

function Furthest({ of }: { of: readonly Share[] }) {
  const t = useText();
  const { language } = useLanguage();
  return (
    <Card
      title={t(
        "Những câu trường thấp hơn toàn tỉnh nhiều nhất",
        "Items furthest below the province",
      )}
    >
      <Table<Share>
        size="small"
        className="kt-numbers"
        rowKey={(s) => s.key ?? s.name}
        dataSource={[...of]}
        pagination={false}
        locale={{ emptyText: t("Không có câu nào.", "None.") }}
        columns={[
          { title: t("Câu", "Item"), render: (_, s) => fieldName(s.name) },
          { title: t("Chủ đề", "Topic"), dataIndex: "topic" },
          {
            title: t("Trường", "School"),
            align: "right",
            render: (_, s) => percent(s.school, language),
          },
          {
            title: t("Toàn tỉnh", "Province"),
            align: "right",
            render: (_, s) => percent(s.province, language),
          },
        ]}
      />
    </Card>
  );
}
