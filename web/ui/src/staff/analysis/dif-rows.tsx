import { Card, Flex, Table, Tag } from "antd";
import { useMemo } from "react";

import { difference } from "../plots/difference";
import { FigureCard, useWords } from "../plots/figure";
import { fieldName } from "../results/words";
import { decimal } from "../text/format";
import { useLanguage, useText } from "../text/language";
import { difMethods, testText, verdict } from "./dif-methods";
import { Term } from "./terms";
import type { DIFRow, Grouping } from "./types";
import { classColours, groupingName, groupName } from "./words";

export function DIFClass({ of }: { of: string }) {
  return of === "" ? <>–</> : <Tag color={classColours[of] ?? "default"}>{of}</Tag>;
}

/** Female against male: who is compared with whom. */
export function useGroups() {
  const { language } = useLanguage();
  return (g: Grouping) => {
    const reference = groupName(g.reference, undefined, language);
    const focal = groupName(g.focal, g.name, language);
    const by = groupingName(g.by, language);
    return { reference, focal, title: g.focal === "" ? by : `${by}: ${focal} – ${reference}` };
  };
}

/** For whom an item is harder. */
export function harder(
  row: { against: string },
  names: { reference: string; focal: string },
  t: (vi: string, en: string) => string,
): string {
  if (row.against === "focal") return t(`khó hơn cho ${names.focal}`, `harder for ${names.focal}`);
  if (row.against === "reference") {
    return t(`khó hơn cho ${names.reference}`, `harder for ${names.reference}`);
  }
  return "";
}

/** One item in every grouping, with the curves of those that differ. */
export function DIFRows({ groupings }: { groupings: Grouping[] }) {
  const t = useText();
  const { language } = useLanguage();
  const names = useGroups();
  const rows = groupings.flatMap((g) => g.rows.map((row) => ({ g, row })));
  if (rows.length === 0) return null;
  return (
    <Flex vertical gap={16}>
      <Card title={t("Chức năng câu hỏi khác biệt (DIF)", "Differential item functioning (DIF)")}>
        <Table
          size="small"
          className="kt-numbers"
          rowKey={({ g }) => `${g.by} ${g.focal}`}
          dataSource={rows}
          pagination={false}
          scroll={{ x: "max-content" }}
          columns={[
            { title: t("So sánh", "Compared"), render: (_, { g }) => names(g).title },
            { title: <Term of="dif" />, render: (_, { row }) => <DIFClass of={row.class} /> },
            {
              title: <Term of="delta" />,
              align: "right",
              render: (_, { row }) => decimal(row.delta, 2, language),
            },
            {
              title: <Term of="chi2" />,
              align: "right",
              render: (_, { row }) => testText(row, language),
            },
            {
              title: <Term of="std_p_dif" />,
              align: "right",
              render: (_, { row }) => decimal(row.std_p_dif, 3, language),
            },
            ...difMethods
              .filter((m) => m.value !== "mh" && rows.some(({ row }) => verdict(row, m.value)))
              .map((m) => ({
                title: m[language],
                render: (_: unknown, { row }: { row: DIFRow }) => (
                  <DIFClass of={verdict(row, m.value)?.class ?? ""} />
                ),
              })),
            { title: "", render: (_, { g, row }) => harder(row, names(g), t) },
          ]}
        />
      </Card>
      <div className="kt-pair">
        {rows
          .filter(({ row }) => differs(row))
          .map(({ g, row }) => (
            <DIFCurve key={`${g.by} ${g.focal}`} grouping={g} row={row} />
          ))}
      </div>
    </Flex>
  );
}

/** Whether some method puts the item into class B or C. */
function differs(row: DIFRow): boolean {
  return difMethods.some((m) => ["B", "C"].includes(verdict(row, m.value)?.class ?? ""));
}

/** The two curves of one item. */
export function DIFCurve({ grouping, row }: { grouping: Grouping; row: DIFRow }) {
  const words = useWords();
  const { t, language } = words;
  const { reference, focal, title } = useGroups()(grouping);
  const figure = useMemo(() => {
    const level = (n: "n_reference" | "n_focal", share: "reference" | "focal") =>
      row.curve.map((p) => ({ score: (p.low + p.high) / 2, n: p[n], share: p[share] }));
    return difference(
      [
        { name: reference, levels: level("n_reference", "reference") },
        { name: focal, levels: level("n_focal", "focal") },
      ],
      `${language === "vi" ? "Câu" : "Item"} ${fieldName(row.name)}, ${title}`,
      words,
    );
  }, [row, reference, focal, title, words, language]);
  return (
    <FigureCard
      of={figure}
      help={t(
        "Hai đường trùng nhau: câu công bằng. Cách xa ở mọi mức điểm: một nhóm bị bất lợi.",
        "Lines that agree: a fair item. Apart at every score: one group is at a disadvantage.",
      )}
    />
  );
}
