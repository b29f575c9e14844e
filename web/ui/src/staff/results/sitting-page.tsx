import { App, Button, Flex, Input, Tabs, Tag } from "antd";
import { useState, type Key } from "react";
import { Link, useParams } from "react-router";

import { api, ok, type Schema } from "../api";
import { Async } from "../parts/async";
import { Page } from "../parts/page";
import { dateTime } from "../text/format";
import { useLanguage, useText } from "../text/language";
import { ruleName } from "../text/rules";
import { useAction } from "../use-action";
import { useApi } from "../use-api";
import { CandidateDrawer } from "./candidate-drawer";
import { Distribution, Numbers, Rooms } from "./distribution";
import { KeyTab } from "./key-tab";
import { RollTable } from "./roll-table";
import { sittingStates } from "./words";
import "./results.css";

type Roll = Schema["RollView"];

/** The results of one sitting. */
export default function SittingPage() {
  const t = useText();
  const { id = "" } = useParams();
  const roll = useApi(`roll ${id}`, () =>
    ok(api.GET("/api/results/sittings/{sitting}", { params: { path: { sitting: id } } })),
  );
  return (
    <Page
      title={roll.data?.name ?? t("Kết quả ca thi", "Results of a sitting")}
      lead={roll.data && <Lead of={roll.data} />}
    >
      <Async of={roll}>{(r) => <Content of={r} reload={roll.reload} />}</Async>
    </Page>
  );
}

function Lead({ of }: { of: Roll }) {
  const { language } = useLanguage();
  const state = sittingStates[of.state];
  return (
    <>
      <Link to={`/ket-qua?ky=${of.exam}`}>{of.exam_name}</Link> · {of.subject} ·{" "}
      {dateTime(of.starts_at)} · {ruleName(of.rule)[language]}{" "}
      <Tag color={state.colour}>{state[language]}</Tag>
    </>
  );
}

function Content({ of, reload }: { of: Roll; reload: () => void }) {
  const t = useText();
  const [selected, setSelected] = useState<Key[]>([]);
  const [shown, setShown] = useState<string | undefined>();
  return (
    <>
      <Numbers of={of.stats} rows={of.rows.length} />
      <Tabs
        items={[
          {
            key: "roll",
            label: t("Danh sách", "Candidates"),
            children: (
              <>
                {of.may_decide && (
                  <Decisions
                    of={of}
                    selected={selected}
                    done={() => {
                      setSelected([]);
                      reload();
                    }}
                  />
                )}
                <RollTable
                  rows={of.rows}
                  open={(r) => setShown(r.candidate)}
                  selected={selected}
                  onSelect={of.may_decide ? setSelected : undefined}
                />
              </>
            ),
          },
          {
            key: "distribution",
            label: t("Phổ điểm", "Distribution"),
            children: <Distribution of={of.stats} />,
          },
          { key: "rooms", label: t("Theo phòng", "By room"), children: <Rooms of={of.rooms} /> },
          {
            key: "key",
            label: t("Đáp án", "Key"),
            children: <KeyTab sitting={of.id} mayDecide={of.may_decide} corrected={reload} />,
          },
        ]}
      />
      <CandidateDrawer sitting={of.id} candidate={shown} close={() => setShown(undefined)} />
    </>
  );
}

interface DecisionsProps {
  of: Roll;
  selected: Key[];
  done: () => void;
}

/** Score, publish, withdraw: what the board decides about results. */
function Decisions({ of, selected, done }: DecisionsProps) {
  const t = useText();
  const { modal } = App.useApp();
  const { busy, run } = useAction();
  const params = { path: { sitting: of.id } };
  const waiting = of.rows.filter((r) => r.state === "scored").length;
  const candidates = selected.map(String);

  const act = async (call: () => Promise<unknown>, after: string) => {
    if ((await run(call, { done: after })) !== undefined) done();
  };
  const publish = () =>
    void modal.confirm({
      title:
        candidates.length > 0
          ? t(
              `Công bố điểm của ${candidates.length} thí sinh đã chọn?`,
              `Publish the points of ${candidates.length} candidates?`,
            )
          : t(
              `Công bố điểm của ${waiting} thí sinh?`,
              `Publish the points of ${waiting} candidates?`,
            ),
      content: t(
        "Điểm đã công bố được gửi sang cơ sở dữ liệu giáo dục ở lần xuất sau.",
        "Published points go to the education database with the next export.",
      ),
      okText: t("Công bố", "Publish"),
      cancelText: t("Thôi", "Cancel"),
      onOk: () =>
        act(
          () =>
            ok(
              api.POST("/api/results/sittings/{sitting}/publish", { params, body: { candidates } }),
            ),
          t("Đã công bố.", "Published."),
        ),
    });
  const withdraw = () => {
    let reason = "";
    void modal.confirm({
      title: t(
        `Thu hồi điểm của ${candidates.length} thí sinh?`,
        `Withdraw the points of ${candidates.length} candidates?`,
      ),
      content: (
        <Input.TextArea
          rows={3}
          maxLength={500}
          placeholder={t("Lý do (bắt buộc)", "Reason (required)")}
          onChange={(e) => (reason = e.target.value)}
        />
      ),
      okText: t("Thu hồi", "Withdraw"),
      okButtonProps: { danger: true },
      cancelText: t("Thôi", "Cancel"),
      onOk: () =>
        act(
          () =>
            ok(
              api.POST("/api/results/sittings/{sitting}/withdraw", {
                params,
                body: { candidates, reason },
              }),
            ),
          t("Đã thu hồi.", "Withdrawn."),
        ),
    });
  };
  const score = () =>
    void act(
      () => ok(api.POST("/api/results/sittings/{sitting}/score", { params })),
      t("Đã chấm.", "Scored."),
    );
  return (
    <Flex gap={8} wrap className="kt-gap">
      <Button
        type="primary"
        loading={busy}
        disabled={waiting === 0 && candidates.length === 0}
        onClick={publish}
      >
        {candidates.length > 0
          ? t(
              `Công bố ${candidates.length} thí sinh đã chọn`,
              `Publish ${candidates.length} chosen`,
            )
          : t("Công bố tất cả", "Publish all")}
      </Button>
      <Button danger loading={busy} disabled={candidates.length === 0} onClick={withdraw}>
        {t("Thu hồi", "Withdraw")}
      </Button>
      <Button loading={busy} disabled={of.state !== "closed"} onClick={score}>
        {t("Chấm lại", "Score again")}
      </Button>
    </Flex>
  );
}
