import { Alert, Button, Card, Flex, Table } from "antd";
import { useMemo } from "react";
import { Link, useNavigate, useParams } from "react-router";

import { useKeys } from "../bank/find/use-keys";
import { kindName } from "../bank/words";
import { Async } from "../parts/async";
import { Page } from "../parts/page";
import { FigureCard, useWords } from "../plots/figure";
import { history as historyFigure } from "../plots/history";
import { count, decimal } from "../text/format";
import { useLanguage, useText, type Language } from "../text/language";
import { useApi } from "../use-api";
import { calls, type ItemView, type UseView } from "./calls";
import { DIFRows } from "./dif-rows";
import { flagText } from "./flags";
import { ItemNumbers } from "./item-numbers";
import { ItemPlots } from "./item-plots";
import { Flags } from "./items-view";
import { Question } from "./question";
import type { Flag, Item } from "./types";
import { itemName } from "./words";
import "../results/results.css";
import "./analysis.css";

/** One item: the question with its key, and everything that its answers tell. */
export default function ItemPage() {
  const t = useText();
  const { language } = useLanguage();
  const { run = "", key = "" } = useParams();
  const read = useApi(`item ${run} ${key}`, () => calls.item(run, key));
  const list = useApi(`items ${run}`, () => calls.items(run));
  const items = list.data?.items ?? [];
  const item = read.data?.item;
  return (
    <Page
      title={item ? itemName(item.name, language) : t("Câu hỏi", "Item")}
      lead={
        item && (
          <>
            {[kindName(item.kind)[language], item.topic].filter(Boolean).join(" · ")}{" "}
            <Flags of={item.flags} />
          </>
        )
      }
      actions={<Steps run={run} item={key} items={items} />}
    >
      <Async of={read}>{(view) => <Content key={view.item.key} of={view} items={items} />}</Async>
    </Page>
  );
}

/** To the neighbours and back to the table, by button or by key. */
function Steps({ run, item, items }: { run: string; item: string; items: readonly Item[] }) {
  const t = useText();
  const navigate = useNavigate();
  const at = items.findIndex((x) => x.key === item);
  const open = (to: Item | undefined) => to && void navigate(`/phan-tich/${run}/cau/${to.key}`);
  const before = at > 0 ? items[at - 1] : undefined;
  const after = at >= 0 ? items[at + 1] : undefined;
  useKeys({
    ArrowLeft: () => open(before),
    ArrowRight: () => open(after),
    k: () => open(before),
    j: () => open(after),
    Escape: () => void navigate(`/phan-tich/${run}/cau`),
  });
  return (
    <>
      <Button disabled={!before} title="←" onClick={() => open(before)}>
        {t("Câu trước", "Previous")}
      </Button>
      <Button disabled={!after} title="→" onClick={() => open(after)}>
        {t("Câu sau", "Next")}
      </Button>
      <Link to={`/phan-tich/${run}/cau`}>
        <Button>{t("Về bảng câu hỏi", "To the table")}</Button>
      </Link>
    </>
  );
}

/** The name of a flag, with the option or the other item that it is about. */
function flagTitle(f: Flag, items: readonly Item[], language: Language): string {
  const other = items.find((x) => x.key === f.other);
  const about = other ? itemName(other.name, language) : f.option;
  return [flagText(f.code).name[language], about && `(${about})`].filter(Boolean).join(" ");
}

function Content({ of, items }: { of: ItemView; items: readonly Item[] }) {
  const { language } = useLanguage();
  const { item } = of;
  return (
    <Flex vertical gap={16}>
      {item.flags.map((f, i) => (
        <Alert
          key={i}
          type={flagText(f.code).colour === "red" ? "error" : "warning"}
          showIcon
          title={flagTitle(f, items, language)}
          description={flagText(f.code).todo[language]}
        />
      ))}
      <div className="kt-item-columns">
        <Question of={item} />
        <ItemNumbers of={item} />
      </div>
      <ItemPlots item={item} theta={of.theta} />
      <DIFRows groupings={of.dif} />
      <History of={of.history} />
    </Flex>
  );
}

function History({ of }: { of: UseView[] }) {
  const words = useWords();
  const { t, language } = words;
  const figure = useMemo(
    () =>
      historyFigure(
        // The server tells the newest first; time goes to the right.
        [...of].reverse().map((u) => ({
          label: `${u.exam_name} ${u.school_year}`,
          n: u.persons,
          p: u.p,
          discrimination: u.r_rest,
          b: u.parameters.find((v) => v.name === "b")?.value ?? null,
        })),
        words.t("Lịch sử qua các kì thi", "History over exams"),
        words,
      ),
    [of, words],
  );
  if (of.length > 1) {
    return (
      <FigureCard
        of={figure}
        help={t(
          "Câu bỗng dễ hẳn lên so với lần trước có thể đã bị lộ.",
          "An item that has become much easier may have leaked.",
        )}
      />
    );
  }
  return (
    <Card title={t("Lịch sử qua các kì thi", "History over exams")}>
      <Table<UseView>
        size="small"
        rowKey="run"
        dataSource={of}
        pagination={false}
        scroll={{ x: "max-content" }}
        locale={{ emptyText: t("Câu này chưa dùng ở kì thi khác.", "Not used in another exam.") }}
        columns={[
          { title: t("Kì thi", "Exam"), dataIndex: "exam_name" },
          { title: t("Năm học", "Year"), dataIndex: "school_year" },
          {
            title: t("Số TS", "n"),
            align: "right",
            render: (_, u) => count(u.persons, language),
          },
          { title: "p", align: "right", render: (_, u) => decimal(u.p, 2, language) },
          {
            title: t("Phân biệt", "r"),
            align: "right",
            render: (_, u) => decimal(u.r_rest, 2, language),
          },
        ]}
      />
    </Card>
  );
}
